import * as fc from 'fast-check';
import { formSchema } from '../../handlers/forms/schema.js';
import { addDays } from '../../models/day.js';
import { Field, type Value, type Values } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import { knownIds } from './lookup.js';
import { day } from './people.js';

export const TODAY: Day = day('2026-10-28');

const TYPES = [
  'text',
  'long-text',
  'number',
  'date',
  'time-range',
  'choice',
  'choices',
  'person',
  'school',
  'link',
  'tick',
  'files',
  'pictures',
] as const;
const OPTIONS = ['校级', '县级', '市级', '德育、美育', 'A 类', '无', '其他（请注明）'];

/** A form of one to ten fields of any type; some optional, some asked only when another says so, some worked out. */
export const anyForm: fc.Arbitrary<Field[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      required: fc.boolean(),
      several: fc.boolean(),
      integer: fc.boolean(),
      only: fc.constantFrom('past', 'future', undefined),
      options: fc.shuffledSubarray(OPTIONS, { minLength: 2 }),
      when: fc.nat(20),
      compute: fc.nat(3),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((drafts) => {
    const fields: Field[] = [];
    for (const [index, draft] of drafts.entries()) fields.push(fieldOf(draft, index, fields));
    return fields;
  });

interface Draft {
  type: (typeof TYPES)[number];
  required: boolean;
  several: boolean;
  integer: boolean;
  only: 'past' | 'future' | undefined;
  options: string[];
  when: number;
  compute: number;
}

function fieldOf(
  { type, required, several, integer, only, options, when, compute }: Draft,
  index: number,
  above: Field[],
): Field {
  const other = above[when];
  const is = other?.type === 'choice' ? other.options.slice(0, 1) : other?.type === 'tick' ? [true] : undefined;
  const numbers = above.filter((field) => field.type === 'number').map(({ key }) => key);
  const sources = numbers.slice(0, 2);
  return Field.parse({
    key: `f${index}`,
    label: `第${index}栏（${type}）`,
    type,
    required,
    ...(other && is && { when: { field: other.key, is } }),
    ...((type === 'person' || type === 'school') && { several }),
    ...(type === 'link' && { to: { unit: 'project' } }),
    ...(type === 'number' && { integer, min: -50, unit: '节' }),
    ...(type === 'number' &&
      sources.length === 2 &&
      compute > 0 && { compute: compute === 1 ? { sum: sources } : { ratio: sources }, min: -1e9, max: 1e9 }),
    ...(type === 'date' && only && { only }),
    ...((type === 'choice' || type === 'choices') && { options }),
  });
}

const word = fc
  .stringMatching(/^[\u4e00-\u9fa5A-Za-z0-9，。！？、 ]{0,20}[\u4e00-\u9fa5a-z]$/)
  .map((text) => text.trim());
const minutes = fc.integer({ min: 0, max: 24 * 60 - 2 });
const clock = (at: number): string =>
  `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
const refs = (most: number) => fc.uniqueArray(fc.stringMatching(/^ref-[a-z]{4,8}$/), { minLength: 1, maxLength: most });
const ids = (type: 'person' | 'school' | 'link', several: boolean): fc.Arbitrary<Value> =>
  several ? fc.shuffledSubarray(knownIds(type), { minLength: 1 }) : fc.constantFrom(...knownIds(type));

/** Any value a field may hold. */
export function anyValue(field: Field): fc.Arbitrary<Value> {
  switch (field.type) {
    case 'text':
      return word;
    case 'long-text':
      return fc.array(word, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
    case 'number':
      return field.integer
        ? fc.integer({ min: -50, max: 9999 })
        : fc.integer({ min: -5000, max: 999_999 }).map((n) => n / 100);
    case 'date': {
      const [min, max] = [field.only === 'future' ? 0 : -900, field.only === 'past' ? 0 : 900];
      return fc.integer({ min, max }).map((n) => addDays(TODAY, n));
    }
    case 'time-range':
      return fc.tuple(minutes, minutes).map(([a, b]) => `${clock(Math.min(a, b))}-${clock(Math.max(a, b) + 1)}`);
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'choices':
      return fc.subarray(field.options, { minLength: 1 });
    case 'person':
    case 'school':
      return ids(field.type, field.several);
    case 'link':
      return ids('link', false);
    case 'tick':
      return fc.constant(true);
    case 'files':
    case 'pictures':
      return refs(field.most);
  }
}

/** A form and a record of it: what its schema answers for right values of every field that is asked. */
export const anyRecord: fc.Arbitrary<{ fields: Field[]; values: Values }> = anyForm.chain((fields) =>
  fc
    .tuple(
      ...fields.map((field) => (field.required ? anyValue(field) : fc.option(anyValue(field), { nil: undefined }))),
    )
    .map((all) => {
      const given = Object.fromEntries(fields.flatMap(({ key }, i) => (all[i] === undefined ? [] : [[key, all[i]]])));
      return { fields, values: formSchema(fields, TODAY).parse(given) };
    }),
);

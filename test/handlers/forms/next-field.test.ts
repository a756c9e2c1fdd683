import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { askedOf, isComputed } from '../../../handlers/forms/asked.js';
import { isHolder } from '../../../handlers/forms/attachments.js';
import { fieldBefore, fillable, nextField } from '../../../handlers/forms/next-field.js';
import type { Typed } from '../../../handlers/forms/read-value.js';
import { readFields } from '../../../handlers/forms/reading.js';
import { inChat, type Shown, shownValues } from '../../../handlers/forms/shown.js';
import { typedAnswer } from '../../../handlers/forms/typed-answer.js';
import { Field, type Values } from '../../../models/field.js';
import { anyRecord, TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

const context = { today: TODAY, lookup: testLookup };

/** How somebody answers who wants a record to become this one: options by their numbers, all else as it is read back. */
function answerTo(field: Field, values: Values, shown: Shown): Typed {
  const value = values[field.key];
  if (field.type === 'choice') return typedAnswer(field, `${field.options.indexOf(String(value)) + 1}`);
  if (field.type === 'choices' && Array.isArray(value))
    return typedAnswer(field, value.map((each) => field.options.indexOf(each) + 1).join(' '));
  return typedAnswer(field, inChat(field, shown.get(field.key) ?? ''));
}

/** Where nonsense is an answer like any other. */
const isFree = ({ type }: Field): boolean => type === 'text' || type === 'long-text';

/** Whoever is asked hesitates now and then: goes back one, passes over what they know, says nonsense. */
const moods = fc.array(fc.constantFrom('answer', 'answer', 'back', 'pass', 'nonsense'), {
  minLength: 30,
  maxLength: 30,
});

test('asked one at a time, in whatever mood, every record comes out as it was meant, and every form comes to its end', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, moods, async ({ fields, values: meant }, hesitation) => {
      const shown = await shownValues(fields, meant, testLookup);
      let values: Values = {};
      let seen: string[] = [];
      let at: Field | undefined;
      let field = nextField(fields, values, seen, TODAY);
      for (let step = 0; field; step += 1) {
        expect(step).toBeLessThan(hesitation.length + 2 * fields.length);
        expect(fillable(fields, values)).toContainEqual(field);
        at = field;
        const mood = hesitation[step] ?? 'answer';
        if (mood === 'back') {
          field = fieldBefore(fields, values, at.key) ?? at;
          continue;
        }
        if (mood === 'answer' && meant[at.key] !== undefined) values = await answered(fields, at, values, meant, shown);
        if (mood === 'nonsense' && !isFree(at)) values = await read(fields, at, values, typedAnswer(at, '胡说'));
        seen = [...seen, at.key];
        field = nextField(fields, values, seen, TODAY, at.key);
      }
      // What may stay empty and was passed over is asked no more; what is needed has all come out as meant.
      const asked = askedOf(fields, values).filter((each) => !isComputed(each));
      const given = asked.filter(({ key }) => values[key] !== undefined).map(({ key }) => key);
      expect(only(given, values)).toEqual(only(given, meant));
      const lacking = asked.filter(({ key, required }) => required && values[key] === undefined);
      expect(lacking.filter(({ key }) => meant[key] !== undefined)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

const only = (keys: string[], values: Values) => Object.fromEntries(keys.map((key) => [key, values[key]]));

async function answered(fields: Field[], field: Field, values: Values, meant: Values, shown: Shown): Promise<Values> {
  if (isHolder(field)) return { ...values, [field.key]: meant[field.key] ?? [] };
  return read(fields, field, values, answerTo(field, meant, shown));
}

/** What is known after an answer; what cannot be read changes nothing. */
const read = async (fields: Field[], { key }: Field, before: Values, typed: Typed): Promise<Values> =>
  (await readFields(fields, { typed: new Map([[key, typed]]), attachments: [] }, context, before)).values;

const choice = Field.parse({ key: 'a', label: '级别', type: 'choice', options: ['校级', '县级', '市级'] });
const choices = Field.parse({ key: 'b', label: '主题', type: 'choices', options: ['德育', '课堂', '评价'] });
const counted = Field.parse({ key: 'c', label: '轮次', type: 'choice', options: ['3', '2', '1'] });
const number = Field.parse({ key: 'd', label: '节数', type: 'number' });

test.each<[Field, string, Typed]>([
  [choice, '2', ['县级']],
  [choice, '选２。', ['县级']],
  [choice, '第2个', ['县级']],
  [choice, '县级', '县级'],
  [choice, '4', '4'],
  [choice, '1 2', '1 2'],
  [choices, '1 3', ['德育', '评价']],
  [choices, '1、3', ['德育', '评价']],
  [choices, '13', ['德育', '评价']],
  [choices, '1和3', ['德育', '评价']],
  [choices, '14', '14'],
  [choices, '德育 评价', '德育 评价'],
  // Options called by numbers are what they are called.
  [counted, '3', '3'],
  [number, ' 2 ', '2'],
])('%j answered %s is %j', (field, text, typed) => {
  expect(typedAnswer(field, text)).toEqual(typed);
});

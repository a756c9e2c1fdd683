import * as texts from '../../config/texts/form.js';
import type { Field, Values } from '../../models/field.js';
import { askedOf } from './asked.js';
import { countCharacters } from './field.js';

/** Something possible but rare, asked about once. */
export interface Doubt {
  key: string;
  label: string;
  doubt: string;
}

/** What is unusual in a record: numbers outside of what is usual, also against each other, texts shorter than people write. */
export const doubtsIn = (fields: readonly Field[], values: Values): Doubt[] =>
  askedOf(fields, values).flatMap((field) => {
    if (field.type === 'number' && field.compute) return shareDoubt(field, fields, values);
    const doubt = doubtOf(field, values);
    return doubt === undefined ? [] : [{ key: field.key, label: field.label, doubt }];
  });

/** Those that were not asked about before: what stands in the draft as it is was, and is meant so. */
export function newDoubts(fields: readonly Field[], values: Values, draft: Values | undefined): Doubt[] {
  const before = draft ? doubtsIn(fields, draft) : [];
  return doubtsIn(fields, values).filter(
    ({ key, doubt }) =>
      draft?.[key] !== values[key] || !before.some((each) => each.key === key && each.doubt === doubt),
  );
}

type NumberField = Extract<Field, { type: 'number' }>;

/** 实开90节 of 应开80节: a rate nobody writes is asked about where it comes from, at its last part that is written. */
function shareDoubt({ key, label, usual, unit, compute }: NumberField, fields: readonly Field[], values: Values) {
  const value = values[key];
  if (!usual || !compute || !('ratio' in compute) || typeof value !== 'number') return [];
  if (usual[0] <= value && value <= usual[1]) return [];
  const [part, whole] = compute.ratio.map((each) => fields.find((field) => field.key === each));
  if (part?.type !== 'number' || whole?.type !== 'number') return [];
  const written = (part.compute && 'sum' in part.compute ? part.compute.sum.at(-1) : undefined) ?? part.key;
  const amount = (field: NumberField): string => `${Number(values[field.key])}${field.unit}`;
  const of = { label: whole.label, amount: amount(whole) };
  return [{ key: written, label: part.label, doubt: texts.oddShare(amount(part), of, label, `${value}${unit}`) }];
}

function doubtOf(field: Field, values: Values): string | undefined {
  const value = values[field.key];
  if (field.type === 'number' && field.usual && typeof value === 'number') {
    const [least, most] = field.usual;
    return value < least || value > most ? texts.unusual(String(value), field.usual, field.unit) : undefined;
  }
  if (field.type !== 'long-text' || typeof value !== 'string') return undefined;
  const characters = countCharacters(value);
  return characters < field.minLength ? texts.shorter(characters, field.minLength) : undefined;
}

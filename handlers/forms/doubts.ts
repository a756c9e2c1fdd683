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

/** What is unusual in a record: numbers outside of what is usual, texts shorter than people write. */
export const doubtsIn = (fields: readonly Field[], values: Values): Doubt[] =>
  askedOf(fields, values).flatMap((field) => {
    const doubt = doubtOf(field, values);
    return doubt === undefined ? [] : [{ key: field.key, label: field.label, doubt }];
  });

/** Those that were not asked about before: a value that stands in the draft as it is was, and is meant so. */
export const newDoubts = (fields: readonly Field[], values: Values, draft: Values | undefined): Doubt[] =>
  doubtsIn(fields, values).filter(({ key }) => draft?.[key] !== values[key]);

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

import type { Field, Values } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import { isComputed, standingOf } from './asked.js';
import { problemOf } from './schema.js';

/** So many fields are worth asking about one by one. */
export const WORTH_ASKING = 3;

/** The fields somebody fills in, by what is known so far: those that are or may be asked, in the form's order. */
export const fillable = (fields: readonly Field[], values: Values): Field[] =>
  fields.filter((field) => !isComputed(field) && standingOf(field, fields, values) !== 'no');

/**
 * The field to ask next: the first that has not been, then whichever still lacks something, from the one asked last
 * on. Undefined when the form is whole.
 */
export function nextField(
  fields: readonly Field[],
  values: Values,
  seen: readonly string[],
  today: Day,
  last?: string,
): Field | undefined {
  const asked = fillable(fields, values).filter((field) => standingOf(field, fields, values) === 'yes');
  const fresh = asked.find(({ key }) => !seen.includes(key));
  if (fresh) return fresh;
  const lacking = asked.filter((field) => problemOf(field, values, fields, today) !== undefined);
  const from = fields.findIndex(({ key }) => key === last);
  return lacking.find((field) => fields.indexOf(field) > from) ?? lacking[0];
}

/** The field before the one that is asked; from the end of the form its last. Undefined at the first. */
export function fieldBefore(fields: readonly Field[], values: Values, current: string | undefined): Field | undefined {
  const asked = fillable(fields, values).filter((field) => standingOf(field, fields, values) === 'yes');
  const at = asked.findIndex(({ key }) => key === current);
  return at === -1 ? asked.at(-1) : asked[at - 1];
}

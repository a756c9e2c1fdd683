import { type Field, holds, type Values } from '../../models/field.js';

/**
 * Whether a field is asked: `yes`; `no`: its condition does not hold; `unknown`: what its condition looks at is still
 * to be filled in. A field whose condition looks at one that is not asked is not asked either.
 */
export type Standing = 'yes' | 'no' | 'unknown';

export function standingOf(field: Field, fields: readonly Field[], values: Values, above: string[] = []): Standing {
  if (!field.when) return 'yes';
  const { when } = field;
  const other = fields.find(({ key }) => key === when.field);
  // A condition on a field that is not there, or on itself by a detour, is one nobody can ever meet.
  if (!other || above.includes(other.key)) return 'no';
  const standing = standingOf(other, fields, values, [...above, field.key]);
  if (standing === 'no') return 'no';
  if (standing === 'unknown' || values[other.key] === undefined) return 'unknown';
  return holds(when, values) ? 'yes' : 'no';
}

/** The fields a record with these values has. */
export const askedOf = (fields: readonly Field[], values: Values): Field[] =>
  fields.filter((field) => standingOf(field, fields, values) === 'yes');

/** The values without those of fields that, by the others, are not asked. */
export function withoutUnasked(fields: readonly Field[], values: Values): Values {
  const known = new Set(fields.filter((field) => standingOf(field, fields, values) !== 'no').map(({ key }) => key));
  return Object.fromEntries(Object.entries(values).filter(([key]) => known.has(key)));
}

/** Whether nobody fills it in: it is worked out. */
export const isComputed = (field: Field): boolean => field.type === 'number' && field.compute !== undefined;

/** How many fields somebody has filled in, or had filled in for them. */
export const countFilledIn = (fields: readonly Field[], values: Values): number =>
  fields.filter((field) => values[field.key] !== undefined && !isComputed(field)).length;

import { z } from 'zod';
import { DutyKey } from './ids.js';

/** The name of a field inside its form, e.g. `lessonsObserved`. */
export const FieldKey = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);

/** What a field holds. Ids (a person, a school, a unit, a record) are kept, their names are looked up for people. */
export const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type Value = z.infer<typeof Value>;
export type Values = Record<string, Value>;

/** Something another field says: it holds when that field has one of these values. */
export const Condition = z.strictObject({
  field: FieldKey,
  is: z.array(z.union([z.string().min(1), z.number(), z.boolean()])).min(1),
});
export type Condition = z.infer<typeof Condition>;

/**
 * A first value, so that people type less. Counts of another duty over the page's school and its span of days:
 * `handed-in`, `owed`, `handed-in-of-owed` from the ledger's pages; `records` how many were handed in at all; `sum`
 * adds up a number field of those records. `last`: what the owner wrote in this field the time before. `today`.
 */
export const Prefill = z.union([
  z.strictObject({ duty: DutyKey, give: z.enum(['handed-in', 'owed', 'handed-in-of-owed', 'records']) }),
  z.strictObject({ duty: DutyKey, give: z.literal('sum'), field: FieldKey }),
  z.strictObject({ give: z.enum(['last', 'today', 'own-school', 'speaker']) }),
]);
export type Prefill = z.infer<typeof Prefill>;

/**
 * A value worked out from other number fields of the form; nobody types it. A ratio is a per cent, to one digit; there
 * is none of nothing (a second number of 0). Computed fields may build on computed fields above them.
 */
const Compute = z.union([
  z.strictObject({ sum: z.array(FieldKey).min(2) }),
  z.strictObject({ ratio: z.tuple([FieldKey, FieldKey]) }),
]);
export type Compute = z.infer<typeof Compute>;

const FieldBase = {
  key: FieldKey,
  /** What stands before the colon in the fill-in template. */
  label: z.string().min(1).max(40),
  required: z.boolean().default(true),
  hint: z.string().max(120).optional(),
  /** Asked only when this holds. */
  when: Condition.optional(),
  prefill: Prefill.optional(),
};

/** Whom this field names reads the record, and is told of it once; of a project its head and members. */
const reads = z.boolean().optional();

/** What is registered by handing in a record (see `Duty.registers`), and what other records point to. */
export const UnitKind = z.enum(['project', 'lead-group', 'class']);
export type UnitKind = z.infer<typeof UnitKind>;

export const Field = z.discriminatedUnion('type', [
  z.strictObject({
    ...FieldBase,
    type: z.literal('text'),
    minLength: z.int().nonnegative().default(0),
    maxLength: z.int().positive().max(20_000).default(200),
  }),
  z.strictObject({
    ...FieldBase,
    type: z.literal('long-text'),
    /** Shorter than this asks back once; it is a question, not a refusal. */
    minLength: z.int().nonnegative().default(0),
    maxLength: z.int().positive().max(20_000).default(20_000),
  }),
  z.strictObject({
    ...FieldBase,
    type: z.literal('number'),
    unit: z.string().max(8).default(''),
    min: z.number().default(0),
    max: z.number().default(1_000_000),
    integer: z.boolean().default(true),
    /** A number outside is possible but rare: it is asked back once; of a rate (`compute`) where it comes from. */
    usual: z.tuple([z.number(), z.number()]).optional(),
    compute: Compute.optional(),
  }),
  z.strictObject({
    ...FieldBase,
    type: z.literal('date'),
    /** `past`: today or before; `future`: today or later. */
    only: z.enum(['past', 'future']).optional(),
  }),
  /** 14:00-15:30 on one day; kept as `HH:MM-HH:MM`. */
  z.strictObject({ ...FieldBase, type: z.literal('time-range') }),
  /** Options stand in order, lowest first, where they are levels. */
  z.strictObject({ ...FieldBase, type: z.literal('choice'), options: z.array(z.string().min(1)).min(2) }),
  z.strictObject({
    ...FieldBase,
    type: z.literal('choices'),
    options: z.array(z.string().min(1)).min(2),
    most: z.int().positive().optional(),
  }),
  /** Somebody of the roster, typed by name or number; looked for in the own school first, then in the county. */
  z.strictObject({ ...FieldBase, type: z.literal('person'), several: z.boolean().default(false), reads }),
  z.strictObject({ ...FieldBase, type: z.literal('school'), several: z.boolean().default(false) }),
  /** A registered unit (a project …), or an earlier record of a duty, typed by its number or name. */
  z.strictObject({
    ...FieldBase,
    type: z.literal('link'),
    to: z.union([z.strictObject({ unit: UnitKind }), z.strictObject({ duty: DutyKey })]),
    reads,
  }),
  /** Files sent with the message, or in one of the messages before it is complete. */
  z.strictObject({ ...FieldBase, type: z.literal('files'), most: z.int().positive().max(20).default(5) }),
  z.strictObject({ ...FieldBase, type: z.literal('pictures'), most: z.int().positive().max(9).default(3) }),
  /** Must be set: 学生已匿名. */
  z.strictObject({ ...FieldBase, type: z.literal('tick') }),
]);
export type Field = z.infer<typeof Field>;
export type FieldOf<T extends Field['type']> = Extract<Field, { type: T }>;

/**
 * How a record is handed in. `message`: the words after the duty's own word are the first long-text field, further
 * fields are optional. `template`: the bot answers with `label:` lines to fill in and send back.
 */
export const Form = z.strictObject({
  style: z.enum(['message', 'template']),
  /** What is filled in anew after a record of the same period was handed in is another record, not a repetition. */
  many: z.boolean().default(false),
  fields: z.array(Field).min(1),
});
export type Form = z.infer<typeof Form>;

/** Whether a condition holds for what has been filled in. */
export function holds(condition: Condition | undefined, values: Values): boolean {
  if (!condition) return true;
  const value = values[condition.field];
  const all = Array.isArray(value) ? value : [value];
  return all.some((each) => each !== undefined && condition.is.some((wanted) => wanted === each));
}

/** Whether what was chosen is at least a level, by the order of the options (BR3: a higher level satisfies the lower). */
export function reaches(
  { fields }: Form,
  { field, atLeast }: { field: string; atLeast: string },
  values: Values,
): boolean {
  const levels = fields.find((each): each is FieldOf<'choice'> => each.key === field && each.type === 'choice');
  const options = levels?.options ?? [];
  const reached = options.indexOf(String(values[field] ?? ''));
  return reached !== -1 && reached >= options.indexOf(atLeast);
}

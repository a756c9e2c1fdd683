import { z } from 'zod';
import { DutyKey } from './ids.js';

/** `HH:MM`, wall clock of the county's time zone. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间要写成 HH:MM，例如 17:00');
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** A post's key, e.g. `research-lead`; the posts of a county are data (`posts.yaml`). */
export const PostKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export type PostKey = z.infer<typeof PostKey>;

/**
 * What a post entitles to: `see-school`: the states and names of the own school; `see-county`: of every school;
 * `act-for`: hand in and take leave for colleagues of the own school; `bind-groups`: bind a chat to what one sees;
 * `operate`: receives the operator's notices.
 */
export const Right = z.enum(['see-school', 'see-county', 'act-for', 'bind-groups', 'operate']);
export type Right = z.infer<typeof Right>;

export const Post = z.strictObject({
  key: PostKey,
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  rights: z.array(Right).default([]),
  /** Posts that take over, in this order, when nobody holds this one or the holder is on leave. */
  fallsTo: z.array(PostKey).default([]),
});
export type Post = z.infer<typeof Post>;

const FieldBase = {
  key: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  /** What stands before the colon in the fill-in template. */
  label: z.string().min(1).max(40),
  required: z.boolean().default(true),
  hint: z.string().max(120).optional(),
};

/** What the ledger already knows, as a first value: counts of another duty over the school and the same span of days. */
const Prefill = z.strictObject({ duty: DutyKey, give: z.enum(['handed-in', 'owed', 'handed-in-of-owed']) });
export type Prefill = z.infer<typeof Prefill>;

export const Field = z.discriminatedUnion('type', [
  z.strictObject({
    ...FieldBase,
    type: z.literal('text'),
    minLength: z.int().nonnegative().default(0),
    maxLength: z.int().positive().max(20_000).default(200),
    prefill: Prefill.optional(),
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
    prefill: Prefill.optional(),
  }),
  z.strictObject({ ...FieldBase, type: z.literal('choice'), options: z.array(z.string().min(1)).min(2) }),
]);
export type Field = z.infer<typeof Field>;

/**
 * How a duty is handed in. `message`: the words after the duty's own word are the one long-text field, nothing to
 * fill in. `template`: the bot answers with `label:` lines to fill in and send back.
 */
const Form = z.strictObject({ style: z.enum(['message', 'template']), fields: z.array(Field).min(1) });
export type Form = z.infer<typeof Form>;

/** Who owes: every teaching person, or each school (but those of some stages) through the holder of a post. */
const OwnerRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('teaching-person') }),
  z.strictObject({ kind: z.literal('school'), post: PostKey, exceptStages: z.array(z.string()).default([]) }),
]);
export type OwnerRule = z.infer<typeof OwnerRule>;

/**
 * How often, and by when.
 *
 * - `teaching-week`: owed for weeks with at least `minSchoolDays` school days; due on the week's last school day.
 * - `month`: owed for months of term with at least `minSchoolDays` school days; opens on day `opensOn`; due on the
 *   `dueSchoolDay`-th school day of the next month, or, when the next month has fewer (holidays), on the last school
 *   day of the term.
 *
 * `grace` is the time in which it still counts as on time; after that it is late (补交).
 */
const Grace = z.strictObject({ schoolDays: z.int().min(0).max(20), at: TimeOfDay });
export const Cadence = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('teaching-week'),
    minSchoolDays: z.int().min(1).max(7).default(3),
    dueAt: TimeOfDay.default('17:00'),
    grace: Grace.optional(),
  }),
  z.strictObject({
    every: z.literal('month'),
    minSchoolDays: z.int().min(1).max(31).default(5),
    opensOn: z.int().min(1).max(28).default(25),
    dueSchoolDay: z.int().min(1).max(20).default(5),
    dueAt: TimeOfDay.default('17:00'),
    grace: Grace.optional(),
  }),
]);
export type Cadence = z.infer<typeof Cadence>;

/** Late work is taken for this long: until the term's end, or a number of school days after the due day; or not at all. */
const LatePolicy = z.union([z.literal('term'), z.literal('none'), z.int().min(1).max(200)]);
export type LatePolicy = z.infer<typeof LatePolicy>;

export const Duty = z.strictObject({
  key: DutyKey,
  /** Row of the county's list of duties, e.g. B20. */
  row: z.string().regex(/^[A-E]\d{1,2}$/),
  name: z.string().min(1).max(40),
  /** What people type to hand it in; unique over the catalogue, commands included. */
  word: z.string().min(1).max(12),
  aliases: z.array(z.string().min(1).max(20)).default([]),
  /** Clause of the work plan it comes from. */
  clause: z.string().min(1),
  owner: OwnerRule,
  cadence: Cadence,
  late: LatePolicy.default('term'),
  form: Form,
  /** Key of a reminder profile. */
  reminders: z.string(),
  /** Posts that may read what was handed in, besides the person; the states are visible to `see-school`. */
  readers: z.array(PostKey).default([]),
  tags: z.array(z.string()).default([]),
});
export type Duty = z.infer<typeof Duty>;

/** Whom a reminder step speaks to. `owner`: who owes; a post: its holder in the owing school; `group`: bound chats, numbers only. */
const Audience = z.union([z.literal('owner'), z.literal('group'), z.strictObject({ posts: z.array(PostKey).min(1) })]);
export type Audience = z.infer<typeof Audience>;

/** One step of a reminder profile: `schoolDays` after the due day (negative: before), at a time of day. */
export const ReminderStep = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,20}$/),
  schoolDays: z.int().min(-60).max(60),
  at: TimeOfDay,
  to: Audience,
});
export type ReminderStep = z.infer<typeof ReminderStep>;

export const ReminderProfile = z.strictObject({
  key: z.string().min(1),
  name: z.string().min(1),
  steps: z.array(ReminderStep),
  /** From how many missed periods in a row on a person appears in the research lead's digest. 0: never. */
  repeatersAfter: z.int().min(0).default(0),
});
export type ReminderProfile = z.infer<typeof ReminderProfile>;

/** When digests go out. Days are school days: a digest due on another day comes on the next school day. */
export const DigestPlan = z.strictObject({
  /** First school day of the week, to whoever has something open from before. */
  person: z.strictObject({ at: TimeOfDay }),
  /** Last school day of the week, to the holders of these posts. */
  weekly: z.strictObject({ at: TimeOfDay, posts: z.array(PostKey) }),
  /** Day of the month, to the holders of these posts. */
  monthly: z.strictObject({ day: z.int().min(1).max(28), at: TimeOfDay, posts: z.array(PostKey) }),
  /** Every day, to the holders of posts with the right `operate`. */
  operator: z.strictObject({ at: TimeOfDay }),
});
export type DigestPlan = z.infer<typeof DigestPlan>;

/** Bounds that hold over all duties. Sources: the county's nag budget (§0 of its list of duties). */
export const NagBudget = z.strictObject({
  perPersonPerWeek: z.int().min(0).max(7).default(3),
  quietFrom: TimeOfDay.default('20:00'),
  quietUntil: TimeOfDay.default('07:30'),
});
export type NagBudget = z.infer<typeof NagBudget>;

/** Everything a county can change about its duties, loaded and cross-checked. */
export interface Catalogue {
  duties: readonly Duty[];
  posts: readonly Post[];
  profiles: readonly ReminderProfile[];
  digests: DigestPlan;
  budget: NagBudget;
}

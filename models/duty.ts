import { z } from 'zod';
import { Cadence } from './cadence.js';
import type { Digest } from './digest.js';
import { Condition, FieldKey, Form, UnitKind } from './field.js';
import { DutyKey } from './ids.js';
import { PostKey } from './post-key.js';
import type { LookBack, NagBudget, NagChoice, ReminderProfile } from './reminder.js';
import type { TrainingProgramme } from './training-programme.js';

/**
 * What a post entitles to. How far one sees, who has handed in and who has not (`sightOf`): `see-county` every school,
 * `see-school` the own one, `see-charge` the schools in one's charge and the own subjects, `see-department` the own
 * department, `see-group` the own subjects in the own school, `see-prep` of these the own grades, `see-cluster` the
 * numbers of the own cluster. And `act-for`: hand in and take leave for colleagues of the own school; `bind-groups`:
 * bind a chat to what one sees; `run-trainings`: open and announce trainings; `close-schools`:
 * note days without school, or with, in the calendar of what one sees; `operate`: receives the operator's notices.
 */
export const Right = z.enum([
  'see-county',
  'see-school',
  'see-charge',
  'see-department',
  'see-group',
  'see-prep',
  'see-cluster',
  'act-for',
  'bind-groups',
  'run-trainings',
  'close-schools',
  'operate',
]);
export type Right = z.infer<typeof Right>;

export const Post = z.strictObject({
  key: PostKey,
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  rights: z.array(Right).default([]),
  /** How far what a post may read and answer reaches: the own subject's people in the school, the school, the county. */
  reach: z.enum(['group', 'school', 'county']).default('school'),
  /** Posts that take over, in this order, when nobody holds this one or the holder is on leave. */
  fallsTo: z.array(PostKey).default([]),
});
export type Post = z.infer<typeof Post>;

/** Which schools: all but those of some stages, or only those of some. */
const Where = {
  stages: z.array(z.string()).min(1).optional(),
  exceptStages: z.array(z.string()).default([]),
  /** Only rural schools (true) or only others (false). */
  rural: z.boolean().optional(),
};

/**
 * Who owes, and who answers for it.
 *
 * - `teaching-person`: everybody who teaches, of some subjects or some grades only.
 * - `holder`: everybody who holds one of these posts.
 * - `school`: each school, through the holder of a post.
 * - `subject-group`: everybody of a school who teaches one subject, where they are at least `minPeople`; through the
 *   holder of a post who teaches it. `prep-group`: the same by subject and grade.
 * - `cluster`: each cluster of schools, through the holder of a post in one of them (its lead school).
 * - `department`: each department named on the roster, through the holder of a post in it.
 * - `unit`: each registered project, lead group or class, through its head, or
 *   the holder of a post in its school where it has none.
 * - `assignee`: whom the occasion names.
 * - `reviewer`: whoever has answers to give (`Duty.review`) in the period.
 */
const OwnerRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('teaching-person'),
    subjects: z.array(z.string()).min(1).optional(),
    grades: z.array(z.string()).min(1).optional(),
    ...Where,
  }),
  z.strictObject({ kind: z.literal('holder'), posts: z.array(PostKey).min(1), ...Where }),
  z.strictObject({ kind: z.literal('school'), post: PostKey, ...Where }),
  z.strictObject({
    kind: z.literal('subject-group'),
    post: PostKey,
    minPeople: z.int().min(1).default(2),
    subjects: z.array(z.string()).min(1).optional(),
    ...Where,
  }),
  z.strictObject({ kind: z.literal('prep-group'), post: PostKey, minPeople: z.int().min(1).default(2), ...Where }),
  z.strictObject({ kind: z.literal('cluster'), post: PostKey, ...Where }),
  z.strictObject({ kind: z.literal('department'), post: PostKey, ...Where }),
  z.strictObject({ kind: z.literal('unit'), of: UnitKind, post: PostKey.optional(), ...Where }),
  z.strictObject({ kind: z.literal('assignee'), ...Where }),
  z.strictObject({ kind: z.literal('reviewer'), ...Where }),
]);
export type OwnerRule = z.infer<typeof OwnerRule>;

/**
 * Late work is taken for this long: until the term's end, or a number of school days after the due day; or not at all.
 * `next`, of occasions: what comes while none is open is kept, and whoever opens them puts it into one (BR4).
 */
const LatePolicy = z.union([z.literal('term'), z.literal('none'), z.literal('next'), z.int().min(1).max(200)]);
export type LatePolicy = z.infer<typeof LatePolicy>;

/** At least this level, by the order of the options of a choice field (BR3: a higher level satisfies the lower). */
const AtLeast = z.strictObject({ field: FieldKey, atLeast: z.string().min(1) });

/**
 * How much is owed in a period. `count` records; with `perSchoolInCharge` one for each school the person is in charge
 * of instead, with `perUnit` one for each unit of this kind that is living at those schools (of the whole county for
 * who is in charge of none). `distinct`: records with the same value of this field count once. `openings`: counted are
 * not records but the occasions of another duty that were opened and are due in the period: whoever runs trainings
 * owes that there are some.
 */
const Quota = z.strictObject({
  count: z.int().min(1).max(500).default(1),
  perSchoolInCharge: z.boolean().default(false),
  perUnit: UnitKind.optional(),
  distinct: FieldKey.optional(),
  openings: DutyKey.optional(),
  /** Only records of at least this level count. */
  level: AtLeast.optional(),
  /** Only what has been accepted counts; until then it stands as 待认定 and nobody is nagged. */
  certified: z.boolean().default(false),
});
export type Quota = z.infer<typeof Quota>;

/**
 * Who answers what was handed in, and within how many school days; a returned record is owed again within some more.
 * `higher`: from this level on only these posts do, so that a school cannot certify what the county has to (BR3).
 */
const Review = z.strictObject({
  posts: z.array(PostKey).min(1),
  /** Who is asked where nobody holds these, or whom they fall to; they answer only what they are given. */
  otherwise: z.array(PostKey).default([]),
  higher: AtLeast.extend({ posts: z.array(PostKey).min(1) }).optional(),
  withinSchoolDays: z.int().min(1).max(60).default(10),
  returnWithinSchoolDays: z.int().min(1).max(60).default(5),
});
export type ReviewRule = z.infer<typeof Review>;

/** Of one period's records at most so many owners may say the same in a field: a school is the base of two (BR6). */
const AtMost = z.strictObject({ field: FieldKey, owners: z.int().min(1).max(100) });
export type AtMost = z.infer<typeof AtMost>;

/**
 * A record that counts for another duty as well: for the same owner, the submitter's school or cluster, their subject
 * group or that of the person a field names, the schools a field names (their groups alike) or people. `when` decides whether it does; the level the other duty's quota asks
 * for is not asked again, since its field is another form's. Where that quota wants certification, it still does.
 */
const CountRule = z.strictObject({
  duty: DutyKey,
  to: z.enum(['owner', 'school', 'subject-group', 'cluster', 'schools-named', 'people-named']),
  field: FieldKey.optional(),
  when: Condition.optional(),
});
export type CountRule = z.infer<typeof CountRule>;

export const Duty = z.strictObject({
  key: DutyKey,
  /** Row of the county's list of duties, e.g. B20. */
  row: z.string().regex(/^[A-Z]\d{1,2}$/),
  name: z.string().min(1).max(40),
  /** What people type to hand it in; unique over the catalogue, commands included. */
  word: z.string().min(1).max(12),
  aliases: z.array(z.string().min(1).max(20)).default([]),
  /** Clause of the work plan it comes from. */
  clause: z.string().min(1),
  owner: OwnerRule,
  cadence: Cadence,
  quota: Quota.default({ count: 1, perSchoolInCharge: false, certified: false }),
  atMost: AtMost.optional(),
  late: LatePolicy.default('term'),
  form: Form,
  /** Who may hand in: who answers for what is owed (and who acts for them), or anybody of the school. */
  handIn: z.enum(['answerable', 'anyone']).default('answerable'),
  /** Fields by whose values the rates of the form are added up in workbooks, with their counts: level and major (BR7). */
  ratesBy: z.array(FieldKey).min(1).max(4).optional(),
  /** A person field whose first person decides which school it is of: the first author (BR4). */
  ofSchoolOf: FieldKey.optional(),
  review: Review.optional(),
  /** Further duties a record counts for. */
  counts: z.array(CountRule).default([]),
  /** Duties a record can become in one step, with the fields that go along (theirs: ours). */
  becomes: z.array(z.strictObject({ duty: DutyKey, fields: z.record(FieldKey, FieldKey) })).default([]),
  /** A record makes a unit known: which kind, and the fields that hold its name, head, members and days. */
  registers: z
    .strictObject({
      unit: UnitKind,
      code: FieldKey.optional(),
      name: FieldKey,
      head: FieldKey.optional(),
      members: FieldKey.optional(),
      from: FieldKey.optional(),
      to: FieldKey.optional(),
      level: FieldKey.optional(),
      /** The field and value that end it: 状态 已结题. */
      ended: Condition.optional(),
    })
    .optional(),
  /** Schools with fewer teaching people than this owe it together, as their cluster, through the holder of a post (BR8). */
  smallSchools: z.strictObject({ under: z.int().min(1).max(100), post: PostKey }).optional(),
  /** Duties with the same mark may not be satisfied with one and the same text (BR5). */
  oneText: z.string().min(1).optional(),
  /** Key of a reminder profile. */
  reminders: z.string(),
  /** Posts that may read what was handed in, besides the person; who sees only the states, `sightOf` says. */
  readers: z.array(PostKey).default([]),
  /**
   * Posts that may read a record while its owner allows it (B20): where that is only allowed to the own `school`, and
   * besides those where it is allowed to the `county`.
   */
  ifAllowed: z.strictObject({ school: z.array(PostKey).min(1), county: z.array(PostKey).default([]) }).optional(),
  /** What all schools may see: nothing, counts, or records that have been accepted. */
  open: z.enum(['nothing', 'counts', 'accepted']).default('nothing'),
  tags: z.array(z.string()).default([]),
});
export type Duty = z.infer<typeof Duty>;

/** A chapter of the work plan: one file of the catalogue. */
export interface Chapter {
  title: string;
  duties: readonly DutyKey[];
}

/** Everything a county can change about its duties, loaded and cross-checked. */
export interface Catalogue {
  duties: readonly Duty[];
  /** The same duties by chapter, in the order of the plan. */
  chapters: readonly Chapter[];
  posts: readonly Post[];
  profiles: readonly ReminderProfile[];
  lookBack: LookBack;
  digests: readonly Digest[];
  budget: NagBudget;
  choice: NagChoice;
  trainings: readonly TrainingProgramme[];
}

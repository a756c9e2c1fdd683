import { z } from 'zod';
import { PostKey } from './post-key.js';
import { TimeOfDay } from './time-of-day.js';

/** The time after the due instant in which it still counts as on time; after that it is late (补交). */
const Grace = z.strictObject({ schoolDays: z.int().min(0).max(20), at: TimeOfDay });

const Due = { dueAt: TimeOfDay.default('17:00'), grace: Grace.optional() };

/** A day of a term: in its n-th teaching week (on the week's last school day), or so many school days before its end. */
const DayOfTerm = z.union([
  z.strictObject({ week: z.int().min(1).max(30) }),
  z.strictObject({ beforeEnd: z.int().min(0).max(60) }),
]);
export type DayOfTerm = z.infer<typeof DayOfTerm>;

/**
 * How often, and by when.
 *
 * - `teaching-week`: every `weeks` teaching weeks of a term, counted from its first; owed where they have at least
 *   `minSchoolDays` school days; due on the last of them.
 * - `month`: owed for months of term with at least `minSchoolDays` school days; opens on day `opensOn`; due on the
 *   `dueSchoolDay`-th school day of the next month, or, when the next month has fewer (holidays), on the last school
 *   day of the term.
 * - `quarter`: of the calendar year; due on its last school day of term.
 * - `term`: opens with week `opensWeek`.
 * - `year`: the school year, its autumn and its spring term; due in the `dueTerm`-th of them.
 * - `milestone`: of a unit with a beginning and an end: `at` its middle or its end, open `windowDays` before, due
 *   `windowDays` after the middle, or on the end itself.
 * - `occasion`: opened by somebody who holds one of the posts `openedBy`, with its own last day: an issue of the
 *   bulletin, a training, a call, a task. `issue`, `event` and `task` are named and numbered alike.
 * - `free`: whenever there is something; nobody owes.
 */
export const Cadence = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('teaching-week'),
    weeks: z.int().min(1).max(10).default(1),
    minSchoolDays: z.int().min(1).max(50).default(3),
    ...Due,
  }),
  z.strictObject({
    every: z.literal('month'),
    minSchoolDays: z.int().min(1).max(31).default(5),
    opensOn: z.int().min(1).max(28).default(25),
    dueSchoolDay: z.int().min(1).max(20).default(5),
    ...Due,
  }),
  z.strictObject({ every: z.literal('quarter'), minSchoolDays: z.int().min(1).max(90).default(10), ...Due }),
  z.strictObject({
    every: z.literal('term'),
    opensWeek: z.int().min(1).max(30).default(1),
    due: DayOfTerm.default({ beforeEnd: 0 }),
    ...Due,
  }),
  z.strictObject({
    every: z.literal('year'),
    dueTerm: z.union([z.literal(1), z.literal(2)]).default(2),
    due: DayOfTerm.default({ beforeEnd: 0 }),
    ...Due,
  }),
  z.strictObject({
    every: z.literal('milestone'),
    at: z.enum(['middle', 'end']),
    windowDays: z.int().min(1).max(180).default(30),
    ...Due,
  }),
  z.strictObject({
    every: z.literal('occasion'),
    what: z.enum(['issue', 'event', 'task']),
    openedBy: z.array(PostKey).min(1),
    ...Due,
  }),
  z.strictObject({ every: z.literal('free') }),
]);
export type Cadence = z.infer<typeof Cadence>;
export type CadenceOf<E extends Cadence['every']> = Extract<Cadence, { every: E }>;

/** Whenever there is something: nobody owes. */
export const isFree = (cadence: Cadence): boolean => cadence.every === 'free';

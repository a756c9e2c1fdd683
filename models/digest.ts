import { z } from 'zod';
import { type Calendar, holds, type Limits, type Place, type Term } from './calendar.js';
import { addDays, eachDay, mondayOf } from './day.js';
import { FieldKey } from './field.js';
import { type Day, DutyKey } from './ids.js';
import type { LocalDay } from './local-day.js';
import { PostKey } from './post-key.js';
import { SEEING } from './sight.js';
import type { Here } from './stretch.js';
import { TimeOfDay } from './time-of-day.js';

/**
 * What a digest tells of, in the order in which it stands there.
 *
 * - `due`: what falls due in its span, how far it is, and whose is missing where names are seen;
 * - `overdue`: what was due and is open still, with who can mend it, beside `due` where that tells of it;
 *   `{ overdue: profile }` of the duties of one reminder profile; `arrears`: the same of the hearer's own school;
 * - `repeaters`: who missed several periods in a row; `next`: what falls due after it;
 * - `own`: what the hearer owes; `awaiting`: what waits for their answer; `cases`: what waits for their decision;
 *   `rounds`: the schools they have yet to visit;
 * - `chapters`: how far the whole plan is; `burden`: what a teacher was asked for; `effect`: what its reminders came to;
 *   `operations`: what the operator is to do;
 * - `behind`: the schools with less than so many per cent of what was due, by cluster;
 * - `records … by`: what was handed in of a duty that is open, counted by the values of a field; with `own` those of
 *   the hearer alone;
 * - `records … rate, under`: of whom the newest record's rate is under a line.
 */
export const DigestSection = z.union([
  z.enum([
    'due',
    'overdue',
    'arrears',
    'repeaters',
    'next',
    'own',
    'awaiting',
    'cases',
    'rounds',
    'chapters',
    'burden',
    'effect',
    'operations',
  ]),
  z.strictObject({ overdue: z.string().min(1) }),
  z.strictObject({ behind: z.int().min(1).max(100) }),
  z.strictObject({ records: DutyKey, by: FieldKey, own: z.literal(true).optional() }),
  z.strictObject({ records: DutyKey, rate: FieldKey, under: z.number().min(0) }),
]);
export type DigestSection = z.infer<typeof DigestSection>;

/**
 * When a digest goes out: each school day; on the first or last school day of the week; on a day of the month; so many
 * school days before the last of the term. A day without school is moved on to the next with.
 */
const DigestTime = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), at: TimeOfDay }),
  z.strictObject({ every: z.literal('week'), on: z.enum(['first', 'last']), at: TimeOfDay }),
  z.strictObject({ every: z.literal('month'), day: z.int().min(1).max(28), at: TimeOfDay }),
  z.strictObject({ every: z.literal('term'), beforeEnd: z.int().min(0).max(20).default(0), at: TimeOfDay }),
]);
export type DigestTime = z.infer<typeof DigestTime>;

export const Digest = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,20}$/),
  /** What it is called: 第9周小结, 10月小结. */
  name: z.string().min(1).max(12),
  /** Whoever answers for one of these posts. */
  to: z.array(PostKey).min(1),
  /** The right by which they see what it tells of, and how far; left out where it tells of nobody but themselves. */
  sees: z.enum(SEEING).optional(),
  when: DigestTime,
  sections: z.array(DigestSection).min(1).max(8),
  /**
   * A picture after it, where there is a Chinese font: `bars`, the chart of its card, where there are no cards;
   * `heat-map`, the county's schools by the weeks of the term.
   */
  picture: z.enum(['bars', 'heat-map']).optional(),
  /** Digests by their keys: whoever hears this one does not hear those on the same day, of which it says all that matters. */
  insteadOf: z.array(z.string()).min(1).optional(),
});
export type Digest = z.infer<typeof Digest>;

/** Sections that tell of pages of the ledger, so that `sees` has to say which. */
export const OF_PAGES: readonly DigestSection[] = [
  'due',
  'overdue',
  'arrears',
  'repeaters',
  'next',
  'chapters',
  'burden',
];

/** A month's or a term's digest that could not go out on its day goes out within so many days; others are stale. */
const CATCH_UP_DAYS = 3;

/** What makes a digest of a day unique, its day, month or term; undefined where it does not fall on that day. */
export function occasionOf({ when, sections }: Digest, day: Day, calendar: Calendar, place: Place): string | undefined {
  const kind = calendar.kindOf(day, place);
  // Also on days nobody has announced: it is then that somebody must hear of the missing list.
  if (when.every === 'day' && sections.includes('operations')) return kind === 'off' ? undefined : day;
  if (kind !== 'school') return undefined;
  if (when.every === 'day') return day;
  if (when.every === 'week') {
    const monday = mondayOf(day);
    const days = calendar.schoolDays(monday, addDays(monday, 6), place);
    return days?.at(when.on === 'first' ? 0 : -1) === day ? day : undefined;
  }
  if (when.every === 'month') {
    const from = addDays(`${day.slice(0, 8)}01` as Day, when.day - 1);
    if (day < from) return undefined;
    const first = eachDay(from, day).find((each) => calendar.kindOf(each, place) === 'school');
    return first !== undefined && day <= addDays(first, CATCH_UP_DAYS) ? day.slice(0, 7) : undefined;
  }
  const term = calendar.termOf(day);
  const last = term && termDay(term, when.beforeEnd, calendar, place);
  return last && day >= last && day <= addDays(last, CATCH_UP_DAYS) ? term.key : undefined;
}

/** A closure, and when it was noted. */
type Noted = Limits & Pick<LocalDay, 'kind' | 'from' | 'to' | 'at'>;

/**
 * The last school day of a week whose digest nobody can have heard, where `day` is the first school day after: what
 * made it the last was noted when its time was past.
 */
export function missedBefore(
  { when }: Digest,
  day: Day,
  noted: readonly Noted[],
  { calendar, place }: Here,
): Day | undefined {
  if (when.every !== 'week' || when.on !== 'last' || calendar.kindOf(day, place) !== 'school') return undefined;
  const last = calendar.shift(day, -1, place);
  if (!last || mondayOf(last) === mondayOf(day) || calendar.termOf(last) !== calendar.termOf(day)) return undefined;
  const sunday = addDays(mondayOf(last), 6);
  const isTooLate = ({ kind, from, to, at, ...where }: Noted): boolean =>
    kind === 'closure' &&
    from <= sunday &&
    to > last &&
    at > calendar.at(last, when.at) &&
    at < calendar.at(to < sunday ? to : sunday, when.at) &&
    holds(where, place);
  return noted.some(isTooLate) ? last : undefined;
}

/** So long before a term's end its last school days are looked for: a month's holidays and more. */
const LOOK_BACK_DAYS = 45;

function termDay(term: Term, before: number, calendar: Calendar, place: Place): Day | undefined {
  return calendar.schoolDays(addDays(term.to, -LOOK_BACK_DAYS), term.to, place)?.at(-1 - before);
}

/** The days a digest of a day is about: the week, the month before, the term; both ends included. */
export function spanOfDigest({ when }: Digest, day: Day, { termOf }: Calendar): { from: Day; to: Day } {
  const monday = mondayOf(day);
  if (when.every === 'month') {
    const to = addDays(`${day.slice(0, 8)}01` as Day, -1);
    return { from: `${to.slice(0, 8)}01` as Day, to };
  }
  const term = when.every === 'term' ? termOf(day) : undefined;
  return term ? { from: term.from, to: term.to } : { from: monday, to: addDays(monday, 6) };
}

/** Whether a digest meant for a day may still be said on another: a month's and a term's hold for some days. */
export const stillHolds = ({ when }: Digest, day: Day, today: Day): boolean =>
  day === today || ((when.every === 'month' || when.every === 'term') && today <= addDays(day, CATCH_UP_DAYS));

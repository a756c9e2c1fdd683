import type { CadenceOf, DayOfTerm } from './cadence.js';
import type { Term } from './calendar.js';
import { addDays, monthEnd, monthStart, walk, weekday, yearOf } from './day.js';
import type { Duty } from './duty.js';
import type { Day } from './ids.js';
import { type Here, type Stretch, schoolYearOf, survey } from './stretch.js';

/** The day something is due, or why there is none: a year whose holidays are not loaded, or no school day for it. */
export type Due = { kind: 'day'; day: Day } | { kind: 'unknown'; year: number } | { kind: 'none' };

const NONE = { kind: 'none' } as const;

type Calendarly = Exclude<Duty['cadence'], { every: 'milestone' | 'occasion' | 'free' }>;

/** The due day of a stretch of the calendar. */
export function dueDayOf(cadence: Calendarly, stretch: Stretch, here: Here): Due {
  if (cadence.every === 'month') return dueInNextMonth(cadence, stretch, here);
  if (cadence.every === 'term') return dayOfTerm(cadence.due, stretch.term, here);
  if (cadence.every !== 'year') return lastSchoolDay(stretch, here);
  const year = schoolYearOf(stretch.term);
  const term = here.calendar.terms.filter((each) => schoolYearOf(each) === year)[cadence.dueTerm - 1];
  return term ? dayOfTerm(cadence.due, term, here) : NONE;
}

function lastSchoolDay(stretch: Stretch, here: Here): Due {
  const day = survey(stretch, here).school.at(-1);
  return day ? { kind: 'day', day } : NONE;
}

/** The n-th school day of the next month or, when that has fewer, the last school day of the term. */
function dueInNextMonth({ dueSchoolDay }: CadenceOf<'month'>, month: Stretch, here: Here): Due {
  const from = addDays(month.to, 1);
  const inNextMonth = nthSchoolDay(walk(from, monthEnd(from)), dueSchoolDay, here);
  if (inNextMonth) return inNextMonth;
  return nthSchoolDay(walk(month.term.to, month.term.from), 1, here) ?? NONE;
}

/** The n-th school day among days taken in order; undefined when there are fewer. */
export function nthSchoolDay(days: Iterable<Day>, n: number, { calendar, place }: Here): Due | undefined {
  let left = n;
  for (const day of days) {
    const kind = calendar.kindOf(day, place);
    if (kind === 'unknown') return { kind: 'unknown', year: yearOf(day) };
    if (kind === 'school') left -= 1;
    if (left === 0) return { kind: 'day', day };
  }
  return undefined;
}

/**
 * A day of the term. Its end may lie in a year whose holidays nobody has announced when the term begins: there each
 * day from Monday to Friday is taken for a school day until the list is loaded, so that what is due at the end of a
 * term can be handed in from its beginning. Reminders stay away from such days (see `stepsOf`).
 */
function dayOfTerm(due: DayOfTerm, term: Term, { calendar, place }: Here): Due {
  const firstMonday = addDays(term.from, 1 - weekday(term.from));
  const last = 'week' in due ? addDays(firstMonday, 7 * due.week - 1) : term.to;
  let left = 'week' in due ? 0 : due.beforeEnd;
  for (const day of walk(last < term.to ? last : term.to, term.from)) {
    if (likelyKind(day, { calendar, place }) === 'off') continue;
    if (left === 0) return { kind: 'day', day };
    left -= 1;
  }
  return NONE;
}

/** What a day is, each day from Monday to Friday that nobody has announced anything of taken for a school day. */
export function likelyKind(day: Day, { calendar, place }: Here): 'school' | 'off' {
  const kind = calendar.kindOf(day, place);
  if (kind !== 'unknown') return kind;
  return weekday(day) > 5 || isFixedHoliday(day) ? 'off' : 'school';
}

/** 元旦、劳动节、国庆节: what the law fixes needs no list. The rest of a year's holidays is announced. */
const isFixedHoliday = (day: Day): boolean => /-(?:01-01|05-0[12]|10-0[123])$/.test(day);

/** A month that is due within itself, because holidays follow, opens this many days before at the latest. */
const OPEN_AT_LEAST_DAYS = 7;

/** The day from which a stretch can be handed in. */
export function openingDay(cadence: Calendarly, stretch: Stretch, dueDay: Day): Day {
  if (cadence.every === 'term')
    return addDays(stretch.from, 7 * (cadence.opensWeek - 1) - daysIntoWeek(cadence, stretch));
  if (cadence.every !== 'month') return stretch.from;
  const usual = addDays(monthStart(stretch.from), cadence.opensOn - 1);
  if (dueDay > stretch.to) return usual;
  const early = addDays(dueDay, -OPEN_AT_LEAST_DAYS);
  if (early < stretch.from) return stretch.from;
  return early < usual ? early : usual;
}

/** Weeks after the first begin on Monday, whatever day the term began. */
const daysIntoWeek = ({ opensWeek }: CadenceOf<'term'>, { from }: Stretch): number =>
  opensWeek === 1 ? 0 : weekday(from) - 1;

type Deadline = Pick<Duty, 'late'> & { cadence: Exclude<Duty['cadence'], { every: 'free' }> };

/** When it is due, late and closed. Late work outlives the term only where the duty says for how many school days. */
export function endsOf({ cadence, late }: Deadline, dueDay: Day, here: Here): Ends {
  const { calendar, place } = here;
  const lastOfTerm = calendar.termOf(dueDay)?.to ?? dueDay;
  const dueAt = calendar.at(dueDay, cadence.dueAt);
  const lateAfter = latest(dueAt, graceEnd(cadence, dueDay, lastOfTerm, here));
  if (late === 'none' || late === 'next') return { dueAt, lateAfter, closesAt: lateAfter };
  const lastDay = late === 'term' ? undefined : calendar.shift(dueDay, late, place);
  return { dueAt, lateAfter, closesAt: latest(lateAfter, midnightAfter(lastDay ?? lastOfTerm, here)) };
}

export interface Ends {
  dueAt: Date;
  /** Handed in after this it is late (补交). */
  lateAfter: Date;
  /** From here on it is not taken any more. */
  closesAt: Date;
}

/** The end of the grace; of the term, when the grace reaches so far; the due instant, when it meets unknown days. */
function graceEnd({ grace, dueAt }: Deadline['cadence'], dueDay: Day, lastOfTerm: Day, here: Here): Date {
  const { calendar } = here;
  if (!grace) return calendar.at(dueDay, dueAt);
  if (grace.schoolDays === 0) return calendar.at(dueDay, grace.at);
  if (dueDay === lastOfTerm) return midnightAfter(lastOfTerm, here);
  const last = nthSchoolDay(walk(addDays(dueDay, 1), lastOfTerm), grace.schoolDays, here);
  if (!last) return midnightAfter(lastOfTerm, here);
  return last.kind === 'day' ? calendar.at(last.day, grace.at) : calendar.at(dueDay, dueAt);
}

const midnightAfter = (day: Day, { calendar }: Here): Date => calendar.at(addDays(day, 1), '00:00');

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

import type { Calendar, Place } from './calendar.js';
import { addDays, mondayOf, monthStart, yearOf } from './day.js';
import { dueDayOf, type Ends, endsOf, likelyKind, openingDay } from './due.js';
import type { Duty } from './duty.js';
import type { Day } from './ids.js';
import { type Here, type Stretch, stretchesBetween, stretchOf, survey } from './stretch.js';

/** One stretch of time a duty is owed for, as one place lives it. opensAt < dueAt <= lateAfter <= closesAt. */
export interface Period extends Omit<Stretch, 'term'>, Ends {
  /** Key of the term it belongs to; empty where it lies outside the terms. */
  term: string;
  /** What a task is about, in the words of whoever gave it. */
  about?: string;
  schoolDays: number;
  /** Somebody with fewer school days of their own in it does not owe. */
  minSchoolDays: number;
  opensAt: Date;
  dueDay: Day;
}

/** `unknown`: it depends on the holidays of a year that is not loaded. */
export type PeriodAnswer =
  | { kind: 'period'; period: Period }
  | { kind: 'none'; reason: 'no-term' | 'too-few-school-days' }
  | { kind: 'unknown'; year: number };

type Rule = Pick<Duty, 'cadence' | 'late'>;
/** Cadences whose periods follow from the calendar alone. */
type Calendarly = Exclude<Duty['cadence'], { every: 'milestone' | 'occasion' | 'free' }>;

const NO_TERM = { kind: 'none', reason: 'no-term' } as const;
const TOO_FEW = { kind: 'none', reason: 'too-few-school-days' } as const;

export const followsCalendar = (cadence: Duty['cadence']): cadence is Calendarly =>
  cadence.every !== 'milestone' && cadence.every !== 'occasion' && cadence.every !== 'free';

/** The period of a duty that contains the day, if one is owed there. Duties that do not follow the calendar have none. */
export function periodOf(duty: Rule, day: Day, calendar: Calendar, place?: Place): PeriodAnswer {
  if (!followsCalendar(duty.cadence)) return NO_TERM;
  const here = { calendar, place };
  const stretch = stretchOf(duty.cadence, day, here);
  return stretch ? periodIn(stretch, duty.cadence, duty.late, here) : NO_TERM;
}

function periodIn(stretch: Stretch, cadence: Calendarly, late: Duty['late'], here: Here): PeriodAnswer {
  const { school, unknown } = survey(stretch, here);
  const long = cadence.every === 'term' || cadence.every === 'year';
  const [firstUnknown] = unknown;
  const least = long ? 1 : cadence.minSchoolDays;
  if (school.length + unknown.length < least) return TOO_FEW;
  if (firstUnknown && !long) return { kind: 'unknown', year: yearOf(firstUnknown) };
  if (school.length === 0 && !long) return TOO_FEW;

  const due = dueDayOf(cadence, stretch, here);
  if (due.kind === 'unknown') return due;
  if (due.kind === 'none') return TOO_FEW;
  const { key, label, from, to, term } = stretch;
  const period = {
    key,
    label,
    term: term.key,
    from,
    to,
    schoolDays: school.length,
    minSchoolDays: long ? Math.ceil(school.length * OWES_FROM_SHARE) : cadence.minSchoolDays,
    opensAt: here.calendar.at(openingDay(cadence, stretch, due.day), '00:00'),
    dueDay: due.day,
    ...endsOf({ cadence, late }, due.day, here),
  };
  return { kind: 'period', period };
}

/** Who is away for more than a third of a term does not owe what is owed once in it (BR5). */
const OWES_FROM_SHARE = 2 / 3;

/** Every period of a duty that is open at an instant, oldest first. Those that depend on an unknown year are left out. */
export function openPeriods(duty: Rule, now: Date, calendar: Calendar, place?: Place): Period[] {
  const { cadence, late } = duty;
  if (!followsCalendar(cadence)) return [];
  const here = { calendar, place };
  const today = calendar.dayOf(now);
  return stretchesBetween(cadence, oldestStart(cadence, late, today, here), today, here).flatMap((stretch) => {
    const answer = periodIn(stretch, cadence, late, here);
    const open = answer.kind === 'period' && answer.period.opensAt <= now && now < answer.period.closesAt;
    return open ? [answer.period] : [];
  });
}

/** A period that has no pages yet, because the holidays of a year it depends on are not loaded. Its instants are the likely ones. */
export interface HeldPeriod extends Period {
  missingYear: number;
}

/** Every period that is likely to be open at an instant, but is held until a year's holidays are loaded; oldest first. */
export function heldPeriods(duty: Rule, now: Date, calendar: Calendar, place?: Place): HeldPeriod[] {
  const { cadence } = duty;
  if (!followsCalendar(cadence)) return [];
  const today = calendar.dayOf(now);
  // What is open today is due by then: for most of a year there is nothing to look for.
  const last = addDays(today, LONGEST_FROM_START_TO_DUE_DAYS[cadence.every]);
  if (calendar.covers(yearOf(today)) && calendar.covers(yearOf(last))) return [];
  const likely: Calendar = { ...calendar, kindOf: (day, at) => likelyKind(day, { calendar, place: at }) };
  return openPeriods(duty, now, likely, place).flatMap((period) => {
    const answer = periodOf(duty, period.from, calendar, place);
    return answer.kind === 'unknown' ? [{ ...period, missingYear: answer.year }] : [];
  });
}

/**
 * A month is due within 31 days after it and a quarter within itself, so a period due on a day begins at most this
 * long before that day. A term or a year begins with a term.
 */
const LONGEST_FROM_START_TO_DUE_DAYS = { 'teaching-week': 77, month: 62, quarter: 92, term: 200, year: 366 };

/** No period that began before this day can be open today: its due day is in an earlier term, and late work is closed. */
function oldestStart(cadence: Calendarly, late: Duty['late'], today: Day, { calendar, place }: Here): Day {
  const term = calendar.terms.findLast(({ from }) => from <= today);
  // Before the first term only what today lies in can be open: a week or month that begins a little before its term.
  if (!term) return today;
  const lateDays = typeof late === 'string' ? 0 : Math.max(late, cadence.grace?.schoolDays ?? 0) + 1;
  const reach = lateDays === 0 ? term.from : (calendar.shift(today, -lateDays, place) ?? calendar.terms[0]?.from);
  const oldestDue = reach && reach < term.from ? reach : term.from;
  const day = addDays(oldestDue, -LONGEST_FROM_START_TO_DUE_DAYS[cadence.every]);
  return cadence.every === 'teaching-week' ? mondayOf(day) : monthStart(day);
}

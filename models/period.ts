import type { Calendar, Place, Term } from './calendar.js';
import { addDays, eachDay, mondayOf, monthEnd, monthStart, walk, yearOf } from './day.js';
import type { Duty, ReminderProfile, ReminderStep } from './duty.js';
import { type Day, PeriodKey } from './ids.js';

/** One stretch of time a duty is owed for, as one place lives it. opensAt < dueAt <= lateAfter <= closesAt. */
export interface Period {
  key: PeriodKey;
  /** 第9周, 10月 */
  label: string;
  /** Key of the term it belongs to. */
  term: string;
  /** The whole week or month, days outside the term included. */
  from: Day;
  to: Day;
  schoolDays: number;
  minSchoolDays: number;
  opensAt: Date;
  dueDay: Day;
  dueAt: Date;
  /** Handed in after this it is late (补交). */
  lateAfter: Date;
  /** From here on it is not taken any more. */
  closesAt: Date;
}

/** `unknown`: it depends on the holidays of a year that is not loaded. */
export type PeriodAnswer =
  | { kind: 'period'; period: Period }
  | { kind: 'none'; reason: 'no-term' | 'too-few-school-days' }
  | { kind: 'unknown'; year: number };

type Rule = Pick<Duty, 'cadence' | 'late'>;
type Monthly = Extract<Duty['cadence'], { every: 'month' }>;
type Stretch = Pick<Period, 'key' | 'label' | 'from' | 'to'> & { term: Term };
type Due = { kind: 'day'; day: Day } | Exclude<PeriodAnswer, { kind: 'period' }>;
interface Here {
  calendar: Calendar;
  place: Place | undefined;
}

const NO_TERM = { kind: 'none', reason: 'no-term' } as const;
const TOO_FEW = { kind: 'none', reason: 'too-few-school-days' } as const;

/** The period of a duty that contains the day, if one is owed there. */
export function periodOf(duty: Rule, day: Day, calendar: Calendar, place?: Place): PeriodAnswer {
  const here = { calendar, place };
  const { cadence } = duty;
  const stretch = cadence.every === 'month' ? monthOf(day, here) : weekOf(day, here);
  if (!stretch) return NO_TERM;

  const { school, unknown } = survey(stretch, here);
  const [firstUnknown] = unknown;
  const lastDay = school.at(-1);
  if (school.length + unknown.length < cadence.minSchoolDays) return TOO_FEW;
  if (firstUnknown) return { kind: 'unknown', year: yearOf(firstUnknown) };
  if (!lastDay) return TOO_FEW;

  const due: Due = cadence.every === 'month' ? dueInNextMonth(cadence, stretch, here) : { kind: 'day', day: lastDay };
  if (due.kind !== 'day') return due;

  const opensOn = cadence.every === 'month' ? openingDay(cadence, stretch, due.day) : stretch.from;
  const period = {
    ...stretch,
    term: stretch.term.key,
    schoolDays: school.length,
    minSchoolDays: cadence.minSchoolDays,
    opensAt: calendar.at(opensOn, '00:00'),
    dueDay: due.day,
    ...endsOf(duty, due.day, here),
  };
  return { kind: 'period', period };
}

function weekOf(day: Day, { calendar }: Here): Stretch | undefined {
  const week = calendar.weekOf(day);
  if (!week) return undefined;
  const number = String(week.number).padStart(2, '0');
  const key = PeriodKey.parse(`${week.term.key}-w${number}`);
  return { key, label: `第${week.number}周`, term: week.term, from: week.from, to: week.to };
}

/** The month, with the term it belongs to: of two, the one with more school days in it; of equals, the earlier. */
function monthOf(day: Day, here: Here): Stretch | undefined {
  const from = monthStart(day);
  const to = monthEnd(day);
  const schoolDaysIn = (term: Term): number =>
    survey({ from: term.from > from ? term.from : from, to: term.to < to ? term.to : to }, here).school.length;
  const overlapping = here.calendar.terms.filter((term) => term.from <= to && term.to >= from);
  const [term] = overlapping.toSorted((a, b) => schoolDaysIn(b) - schoolDaysIn(a));
  return term && { key: PeriodKey.parse(from.slice(0, 7)), label: `${Number(from.slice(5, 7))}月`, term, from, to };
}

function survey({ from, to }: { from: Day; to: Day }, { calendar, place }: Here) {
  const days = eachDay(from, to).map((day) => ({ day, kind: calendar.kindOf(day, place) }));
  const of = (kind: 'school' | 'unknown'): Day[] => days.filter((each) => each.kind === kind).map(({ day }) => day);
  return { school: of('school'), unknown: of('unknown') };
}

/** The n-th school day of the next month or, when that has fewer, the last school day of the term. */
function dueInNextMonth(cadence: Monthly, month: Stretch, here: Here): Due {
  const from = addDays(month.to, 1);
  const inNextMonth = nthSchoolDay(walk(from, monthEnd(from)), cadence.dueSchoolDay, here);
  if (inNextMonth) return inNextMonth;
  return nthSchoolDay(walk(month.term.to, month.term.from), 1, here) ?? TOO_FEW;
}

/** The n-th school day among days taken in order; undefined when there are fewer. */
function nthSchoolDay(days: Iterable<Day>, n: number, { calendar, place }: Here): Due | undefined {
  let left = n;
  for (const day of days) {
    const kind = calendar.kindOf(day, place);
    if (kind === 'unknown') return { kind: 'unknown', year: yearOf(day) };
    if (kind === 'school') left -= 1;
    if (left === 0) return { kind: 'day', day };
  }
  return undefined;
}

/** A month that is due within itself, because holidays follow, opens this many days before at the latest. */
const OPEN_AT_LEAST_DAYS = 7;

function openingDay(cadence: Monthly, month: Stretch, dueDay: Day): Day {
  const usual = addDays(month.from, cadence.opensOn - 1);
  if (dueDay > month.to) return usual;
  const early = addDays(dueDay, -OPEN_AT_LEAST_DAYS);
  if (early < month.from) return month.from;
  return early < usual ? early : usual;
}

/** When it is due, late and closed. Late work outlives the term only where the duty says for how many school days. */
function endsOf({ cadence, late }: Rule, dueDay: Day, here: Here): Pick<Period, 'dueAt' | 'lateAfter' | 'closesAt'> {
  const { calendar, place } = here;
  const lastOfTerm = calendar.termOf(dueDay)?.to ?? dueDay;
  const dueAt = calendar.at(dueDay, cadence.dueAt);
  const lateAfter = latest(dueAt, graceEnd(cadence, dueDay, lastOfTerm, here));
  if (late === 'none') return { dueAt, lateAfter, closesAt: lateAfter };
  const lastDay = late === 'term' ? undefined : calendar.shift(dueDay, late, place);
  return { dueAt, lateAfter, closesAt: latest(lateAfter, midnightAfter(lastDay ?? lastOfTerm, calendar)) };
}

/** The end of the grace; of the term, when the grace reaches so far; the due instant, when it meets unknown days. */
function graceEnd({ grace, dueAt }: Duty['cadence'], dueDay: Day, lastOfTerm: Day, here: Here): Date {
  const { calendar } = here;
  if (!grace) return calendar.at(dueDay, dueAt);
  if (grace.schoolDays === 0) return calendar.at(dueDay, grace.at);
  if (dueDay === lastOfTerm) return midnightAfter(lastOfTerm, calendar);
  const last = nthSchoolDay(walk(addDays(dueDay, 1), lastOfTerm), grace.schoolDays, here);
  if (!last) return midnightAfter(lastOfTerm, calendar);
  return last.kind === 'day' ? calendar.at(last.day, grace.at) : calendar.at(dueDay, dueAt);
}

const midnightAfter = (day: Day, calendar: Calendar): Date => calendar.at(addDays(day, 1), '00:00');

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

/** Every period of a duty that is open at an instant, oldest first. Those that depend on an unknown year are left out. */
export function openPeriods(duty: Rule, now: Date, calendar: Calendar, place?: Place): Period[] {
  const today = calendar.dayOf(now);
  const monthly = duty.cadence.every === 'month';
  const oldest = oldestOpen(duty, today, { calendar, place });
  const open: Period[] = [];
  let day = monthly ? monthStart(oldest) : mondayOf(oldest);
  while (day <= today) {
    const answer = periodOf(duty, day, calendar, place);
    if (answer.kind === 'period' && answer.period.opensAt <= now && now < answer.period.closesAt) {
      open.push(answer.period);
    }
    day = addDays(monthly ? monthEnd(day) : addDays(day, 6), 1);
  }
  return open;
}

/** A month is due within 31 days after it, so a period due on a day begins at most this long before that day. */
const LONGEST_FROM_START_TO_DUE_DAYS = 62;

/** No period that began before this day can be open today: its due day is in an earlier term, and late work is closed. */
function oldestOpen({ cadence, late }: Rule, today: Day, { calendar, place }: Here): Day {
  const term = calendar.terms.findLast(({ from }) => from <= today);
  if (!term) return today;
  const lateDays = late === 'term' || late === 'none' ? 0 : Math.max(late, cadence.grace?.schoolDays ?? 0) + 1;
  const reach = lateDays === 0 ? term.from : (calendar.shift(today, -lateDays, place) ?? calendar.terms[0]?.from);
  const oldestDue = reach && reach < term.from ? reach : term.from;
  return addDays(oldestDue, -LONGEST_FROM_START_TO_DUE_DAYS);
}

/**
 * When a profile's steps fall, in order. Steps that would fall on a day that is not known yet, before the period
 * opens or after it closes are left out.
 */
export function stepsOf(
  profile: Pick<ReminderProfile, 'steps'>,
  period: Pick<Period, 'dueDay' | 'opensAt' | 'closesAt'>,
  calendar: Calendar,
  place?: Place,
): { step: ReminderStep; day: Day; at: Date }[] {
  return profile.steps
    .flatMap((step) => {
      const day = calendar.shift(period.dueDay, step.schoolDays, place);
      return day ? [{ step, day, at: calendar.at(day, step.at) }] : [];
    })
    .filter(({ at }) => at >= period.opensAt && at < period.closesAt)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

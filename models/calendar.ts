import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { addDays, daysBetween, eachDay, mondayOf, weekday, yearOf } from './day.js';
import { Day, SchoolCode } from './ids.js';
import type { TimeOfDay } from './time-of-day.js';

const Span = { from: Day, to: Day };
/** For whom a local day holds: these schools and these clusters; with neither, the whole county. */
const Where = {
  schools: z.array(SchoolCode).min(1).optional(),
  clusters: z.array(z.string().min(1)).min(1).optional(),
};

/** One year's list of the State Council: days off (weekends in between included) and make-up working days (调休). */
export const HolidayYear = z.strictObject({
  year: z.int().min(2000).max(2100),
  /** Address or number of the notice, so that anybody can check. */
  source: z.string().min(1),
  off: z.array(z.strictObject({ name: z.string().min(1), ...Span })),
  work: z.array(Day),
});
export type HolidayYear = z.infer<typeof HolidayYear>;

export const Term = z.strictObject({
  /** Begins the period keys of its weeks: `2026-autumn`. */
  key: z.string().regex(/^\d{4}-[a-z]{1,20}$/, '要写成“年份-英文小写”，例如 2026-autumn'),
  name: z.string().min(1),
  ...Span,
});
export type Term = z.infer<typeof Term>;

/** Days without school besides the State Council's: snow, exams, a sports day. */
export const Closure = z.strictObject({ from: Day, to: Day.optional(), reason: z.string().min(1), ...Where });
/** A day with school that would have none: the Saturday that makes up for the snow. */
export const MakeUp = z.strictObject({ day: Day, reason: z.string().min(1), ...Where });

export const CalendarData = z.strictObject({
  holidays: z.array(HolidayYear),
  terms: z.array(Term),
  closures: z.array(Closure),
  makeUp: z.array(MakeUp),
});
export type CalendarData = z.infer<typeof CalendarData>;
/** Days that are not as the lists have them, at some schools or at all. */
export type Exceptions = Pick<CalendarData, 'closures' | 'makeUp'>;

/** `unknown`: within a term, but in a year whose holidays have not been announced. Outside the terms all days are `off`. */
export type DayKind = 'school' | 'off' | 'unknown';

/** A teaching week, Monday to Sunday. Number 1 is the week with the first day of the term. */
export interface Week {
  term: Term;
  number: number;
  from: Day;
  to: Day;
}

/** The unit a calendar is asked for: closures may hold for one school, for a cluster or everywhere. */
export interface Place {
  school: SchoolCode;
  cluster: string;
}

/** School days in the county's own time zone. Asked without a place it answers for a school with no closures of its own. */
export interface Calendar {
  readonly zone: string;
  readonly terms: readonly Term[];
  dayOf(at: Date): Day;
  timeOf(at: Date): TimeOfDay;
  at(day: Day, time: TimeOfDay): Date;
  kindOf(day: Day, place?: Place): DayKind;
  /** Whether the year's list of holidays is loaded. */
  covers(year: number): boolean;
  termOf(day: Day): Term | undefined;
  /** Also for the days of a term's first and last week that lie outside the term. */
  weekOf(day: Day): Week | undefined;
  /** Undefined when a day in between is unknown. */
  schoolDays(from: Day, to: Day, place?: Place): Day[] | undefined;
  /**
   * The n-th school day after the day, or before it for a negative `n`; for 0 the day itself if it is one. Runs over
   * the holidays into the next loaded term. Undefined where it meets an unknown day or the end of what is loaded.
   */
  shift(day: Day, n: number, place?: Place): Day | undefined;
  /** Places with the same key have the same calendar, so what was worked out for one holds for the other. */
  placeKey(place: Place): string;
  /** Takes the local days that were said in chats: they stand beside those of the files, in place of what was heard before. */
  hear(said: Exceptions): void;
}

export function createCalendar(data: CalendarData, zone: string): Calendar {
  const terms = data.terms.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const covered = new Set(data.holidays.map(({ year }) => year));
  const countyWide = kindsOfTermDays(terms, data.holidays, covered);
  let local: Exceptions = data;
  let exceptions = exceptionsOf(local);
  const clock = wallClock(zone);

  const kindOf = (day: Day, place?: Place): DayKind => {
    const kind = countyWide.get(day);
    if (!kind) return 'off';
    return exceptions.get(day)?.find(({ where }) => holds(where, place))?.kind ?? kind;
  };

  const schoolDays = (from: Day, to: Day, place?: Place): Day[] | undefined => {
    const days: Day[] = [];
    for (const day of eachDay(from, to)) {
      const kind = kindOf(day, place);
      if (kind === 'unknown') return undefined;
      if (kind === 'school') days.push(day);
    }
    return days;
  };

  const isLoaded = (day: Day, ahead: boolean): boolean =>
    terms.some(({ from, to }) => (ahead ? day <= to : day >= from));

  const shift = (day: Day, n: number, place?: Place): Day | undefined => {
    if (n === 0) return kindOf(day, place) === 'school' ? day : undefined;
    let left = Math.abs(n);
    let at = day;
    while (left > 0) {
      at = addDays(at, Math.sign(n));
      const kind = kindOf(at, place);
      if (kind === 'unknown' || !isLoaded(at, n > 0)) return undefined;
      if (kind === 'school') left -= 1;
    }
    return at;
  };

  const weekOf = (day: Day): Week | undefined => {
    const from = mondayOf(day);
    const to = addDays(from, 6);
    const term = termWithMost(terms, from, to);
    return term && { term, number: daysBetween(mondayOf(term.from), from) / 7 + 1, from, to };
  };

  return {
    zone,
    terms,
    ...clock,
    kindOf,
    covers: (year) => covered.has(year),
    termOf: (day) => terms.find(({ from, to }) => from <= day && day <= to),
    weekOf,
    schoolDays,
    shift,
    placeKey: (place) =>
      [...local.closures, ...local.makeUp].map((where) => (holds(where, place) ? '1' : '0')).join(''),
    hear: ({ closures, makeUp }) => {
      local = { closures: [...data.closures, ...closures], makeUp: [...data.makeUp, ...makeUp] };
      exceptions = exceptionsOf(local);
    },
  };
}

/** What the county's terms and the State Council's lists make of each day of term. */
function kindsOfTermDays(terms: Term[], lists: HolidayYear[], covered: ReadonlySet<number>): Map<Day, DayKind> {
  const announced = new Map<Day, DayKind>();
  for (const { off, work } of lists) {
    for (const day of off.flatMap(({ from, to }) => eachDay(from, to))) announced.set(day, 'off');
    for (const day of work) announced.set(day, 'school');
  }
  const ordinary = (day: Day): DayKind => {
    if (!covered.has(yearOf(day))) return 'unknown';
    return weekday(day) <= 5 ? 'school' : 'off';
  };
  const days = terms.flatMap(({ from, to }) => eachDay(from, to));
  return new Map(days.map((day) => [day, announced.get(day) ?? ordinary(day)]));
}

export type Limits = Pick<z.infer<typeof Closure>, 'schools' | 'clusters'>;

/** The local days. A closure stands before a make-up day: snow also stops the Saturday that was to make up for snow. */
function exceptionsOf({ closures, makeUp }: Exceptions): Map<Day, { kind: DayKind; where: Limits }[]> {
  const byDay = new Map<Day, { kind: DayKind; where: Limits }[]>();
  const add = (day: Day, kind: DayKind, where: Limits) => byDay.set(day, [...(byDay.get(day) ?? []), { kind, where }]);
  for (const closure of closures) {
    for (const day of eachDay(closure.from, closure.to ?? closure.from)) add(day, 'off', closure);
  }
  for (const each of makeUp) add(each.day, 'school', each);
  return byDay;
}

/** Whether what is limited so holds at a place; without a place, whether it holds everywhere. */
export function holds({ schools, clusters }: Limits, place: Place | undefined): boolean {
  if (!schools && !clusters) return true;
  if (!place) return false;
  return Boolean(schools?.includes(place.school) || clusters?.includes(place.cluster));
}

/** The term with the most days between two days; of equals the earlier. */
function termWithMost(terms: readonly Term[], from: Day, to: Day): Term | undefined {
  const daysIn = (term: Term): number =>
    daysBetween(term.from > from ? term.from : from, term.to < to ? term.to : to) + 1;
  return terms.filter((term) => daysIn(term) > 0).toSorted((a, b) => daysIn(b) - daysIn(a))[0];
}

/** How many instants are remembered: a term has about 150 days with a handful of times each. */
const REMEMBERED_INSTANTS = 10_000;

/**
 * The wall clock of a time zone. An instant takes 9 µs to work out, and so does what a clock shows at one; a province
 * asks for the same few ten thousand times.
 */
export function wallClock(zone: string): Pick<Calendar, 'dayOf' | 'timeOf' | 'at'> {
  const instants = new Map<string, number>();
  const readings = new Map<number, { day: Day; time: TimeOfDay }>();
  const read = (at: Date): { day: Day; time: TimeOfDay } => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
    const time = zoned.toPlainTime().toString({ smallestUnit: 'minute' });
    return { day: Day.parse(zoned.toPlainDate().toString()), time };
  };
  const reading = (at: Date): { day: Day; time: TimeOfDay } => {
    const known = readings.get(at.getTime()) ?? read(at);
    if (readings.size >= REMEMBERED_INSTANTS) readings.clear();
    readings.set(at.getTime(), known);
    return known;
  };
  const work = (day: Day, time: TimeOfDay): number =>
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  return {
    dayOf: (at) => reading(at).day,
    timeOf: (at) => reading(at).time,
    at: (day, time) => {
      const key = `${day}T${time}`;
      const ms = instants.get(key) ?? work(day, time);
      if (instants.size >= REMEMBERED_INSTANTS) instants.clear();
      instants.set(key, ms);
      return new Date(ms);
    },
  };
}

/** From this month on the next year's list ought to be there; the State Council announced the last three by then or in its first days. */
const ANNOUNCED_BY_MONTH = 11;

/**
 * Years of the loaded terms or of the next twelve months whose holidays are not loaded, and which the operator must
 * hear of by `now`: the current and earlier years always, the next from November on.
 */
export function calendarGaps(calendar: Calendar, now: Date): number[] {
  const today = calendar.dayOf(now);
  const year = yearOf(today);
  const latest = Number(today.slice(5, 7)) >= ANNOUNCED_BY_MONTH ? year + 1 : year;
  const touched = calendar.terms.flatMap(({ from, to }) => [yearOf(from), yearOf(to)]);
  return [...new Set([...touched, year, year + 1])]
    .filter((each) => each <= latest && !calendar.covers(each))
    .toSorted((a, b) => a - b);
}

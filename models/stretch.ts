import type { Cadence } from './cadence.js';
import type { Calendar, Place, Term } from './calendar.js';
import { addDays, eachDay, mondayOf, monthEnd, monthStart, yearOf } from './day.js';
import { type Day, PeriodKey } from './ids.js';

/** The days a period is about: a week, a month, a term …, as the calendar has it. `term` is the one it is counted to. */
export interface Stretch {
  key: PeriodKey;
  /** 第9周, 10月, 2026年秋季学期 */
  label: string;
  term: Term;
  /** The whole week or month, days outside the term included. */
  from: Day;
  to: Day;
}

/** The calendar as one place lives it. */
export interface Here {
  calendar: Calendar;
  place: Place | undefined;
}

/** Days of a stretch by kind, in order. */
export function survey({ from, to }: Pick<Stretch, 'from' | 'to'>, { calendar, place }: Here) {
  const days = eachDay(from, to).map((day) => ({ day, kind: calendar.kindOf(day, place) }));
  const of = (kind: 'school' | 'unknown'): Day[] => days.filter((each) => each.kind === kind).map(({ day }) => day);
  return { school: of('school'), unknown: of('unknown') };
}

/** The stretch of a cadence a day lies in; undefined outside the terms, and for cadences the calendar does not carry. */
export function stretchOf(cadence: Cadence, day: Day, here: Here): Stretch | undefined {
  switch (cadence.every) {
    case 'teaching-week':
      return weeksOf(day, cadence.weeks, here);
    case 'month':
      return monthsOf(day, 1, here);
    case 'quarter':
      return monthsOf(day, 3, here);
    case 'term':
      return termOf(day, here);
    case 'year':
      return yearWith(day, here);
    default:
      return undefined;
  }
}

/** A week, or several of a term taken together from its first on. */
function weeksOf(day: Day, weeks: number, { calendar }: Here): Stretch | undefined {
  const week = calendar.weekOf(day);
  if (!week) return undefined;
  const { term } = week;
  const first = week.number - ((week.number - 1) % weeks);
  const from = addDays(week.from, 7 * (first - week.number));
  // The last weeks of a term may be fewer than belong together.
  const whole = Array.from({ length: weeks }, (_, i) => calendar.weekOf(addDays(from, 7 * i)));
  const inTerm = whole.filter((each) => each?.term.key === term.key);
  const last = inTerm.at(-1) ?? week;
  const padded = (n: number): string => String(n).padStart(2, '0');
  const key = PeriodKey.parse(`${term.key}-w${padded(first)}${last.number > first ? `-${padded(last.number)}` : ''}`);
  const label = last.number > first ? `第${first}-${last.number}周` : `第${first}周`;
  return { key, label, term, from, to: last.to };
}

/** A month or a quarter, with the term it belongs to: of two, the one with more school days in it; of equals, the earlier. */
function monthsOf(day: Day, months: 1 | 3, here: Here): Stretch | undefined {
  const month = Number(day.slice(5, 7));
  const first = month - ((month - 1) % months);
  const from = monthStart(`${day.slice(0, 5)}${String(first).padStart(2, '0')}-01` as Day);
  const to = months === 1 ? monthEnd(from) : monthEnd(addDays(from, 75));
  const schoolDaysIn = (term: Term): number =>
    survey({ from: term.from > from ? term.from : from, to: term.to < to ? term.to : to }, here).school.length;
  const overlapping = here.calendar.terms.filter((term) => term.from <= to && term.to >= from);
  const [term] = overlapping.toSorted((a, b) => schoolDaysIn(b) - schoolDaysIn(a));
  if (!term) return undefined;
  const quarter = (first + 2) / 3;
  return months === 1
    ? { key: PeriodKey.parse(from.slice(0, 7)), label: `${first}月`, term, from, to }
    : { key: PeriodKey.parse(`${from.slice(0, 4)}-q${quarter}`), label: `第${quarter}季度`, term, from, to };
}

function termOf(day: Day, { calendar }: Here): Stretch | undefined {
  const term = calendar.weekOf(day)?.term ?? calendar.termOf(day);
  return term && { key: PeriodKey.parse(term.key), label: term.name, term, from: term.from, to: term.to };
}

/** A term that begins in August or later is the first of a school year, one that begins earlier the second. */
const FIRST_MONTH_OF_YEAR = '08';

/** The calendar year in which a term's school year begins. */
export const schoolYearOf = ({ from }: Pick<Term, 'from'>): number =>
  from.slice(5, 7) >= FIRST_MONTH_OF_YEAR ? yearOf(from) : yearOf(from) - 1;

function yearWith(day: Day, { calendar }: Here): Stretch | undefined {
  const within = calendar.weekOf(day)?.term ?? calendar.termOf(day);
  if (!within) return undefined;
  const year = schoolYearOf(within);
  const terms = calendar.terms.filter((term) => schoolYearOf(term) === year);
  const [first = within] = terms;
  const last = terms.at(-1) ?? within;
  const label = `${year}—${year + 1}学年`;
  return { key: PeriodKey.parse(`${year}-year`), label, term: within, from: first.from, to: last.to };
}

/** The stretches that begin between two days, and the one the first day lies in; oldest first, each once. */
export function stretchesBetween(cadence: Cadence, from: Day, to: Day, here: Here): Stretch[] {
  const found: Stretch[] = [];
  for (let day = from; day <= to; ) {
    const stretch = stretchOf(cadence, day, here);
    // The weekend after a term still belongs to it.
    if (stretch && stretch.key !== found.at(-1)?.key) found.push(stretch);
    // Between the terms one looks again week by week, and at the last day: a month may have begun since the last look.
    const next = addDays(stretch && stretch.to >= day ? stretch.to : addDays(mondayOf(day), 6), 1);
    day = day < to && next > to ? to : next;
  }
  return found;
}

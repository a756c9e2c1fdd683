import { type BookPeriod, type Span, termSpan } from '../../models/book.js';
import type { Term } from '../../models/calendar.js';
import { addDays, monthEnd } from '../../models/day.js';
import type { Duty } from '../../models/duty.js';
import { Day, PeriodKey } from '../../models/ids.js';
import type { Models } from '../../models/models.js';
import type { School } from '../../models/school.js';
import type { Visible } from './visible.js';

/** What a book is of: periods of a duty that is owed, or a span of days where nobody owes and records are all there is. */
export type Stretch = { kind: 'periods'; periods: BookPeriod[] } | { kind: 'span'; span: Span };

/** What a book of one duty is made of. */
export interface DutyBook {
  duty: Duty;
  stretch: Stretch;
  /** In the order in which they are listed. */
  schools: School[];
  /** What of it is shown; everything where it is left out. */
  visible?: Visible;
}

/** The periods of a stretch that somebody stands on: a week the snow took has pages, and nobody on them. */
export const periodsIn = (stretch: Stretch): BookPeriod[] =>
  stretch.kind === 'periods' ? stretch.periods.filter(({ entries }) => entries > 0) : [];

/** Whether a duty has no periods: nobody owes it, and it is handed in whenever there is something. */
export const isFree = ({ cadence }: Duty): boolean => cadence.every === 'free';

/**
 * One period by its key (2026-autumn-w09, 2026-10) or label (第9周, 10月: the newest called so that has pages); of a
 * duty without periods a month. Undefined where there is none.
 */
export async function stretchNamed(
  duty: Duty,
  name: string,
  { books, calendar }: Pick<Models, 'books' | 'calendar'>,
  now: Date,
): Promise<Stretch | undefined> {
  if (isFree(duty)) {
    const span = monthNamed(name, { calendar }, now);
    return span && { kind: 'span', span };
  }
  const key = PeriodKey.safeParse(name);
  const byKey = key.success ? await books.periods(duty.key, { period: key.data }) : [];
  if (byKey.length > 0) return { kind: 'periods', periods: byKey };
  const labelled = await books.newestLabelled(duty.key, name);
  return labelled && { kind: 'periods', periods: await books.periods(duty.key, { period: labelled }) };
}

/** Everything of a term. Undefined where the duty has no page in it. */
export async function stretchOfTerm(
  duty: Duty,
  term: Term,
  { books, calendar }: Pick<Models, 'books' | 'calendar'>,
): Promise<Stretch | undefined> {
  if (isFree(duty)) return { kind: 'span', span: termSpan(term, calendar) };
  const periods = await books.periods(duty.key, { term: term.key });
  return periods.length > 0 ? { kind: 'periods', periods } : undefined;
}

/** 2026-10, or 10月: the latest such month that has begun. */
function monthNamed(text: string, { calendar }: Pick<Models, 'calendar'>, now: Date): Span | undefined {
  const today = calendar.dayOf(now);
  const label = /^(\d{1,2})月$/.exec(text)?.[1]?.padStart(2, '0');
  const year = Number(today.slice(0, 4));
  const thisYear = `${year}-${label}`;
  const month = label === undefined ? text : thisYear <= today.slice(0, 7) ? thisYear : `${year - 1}-${label}`;
  const first = Day.safeParse(`${month}-01`);
  if (!first.success) return undefined;
  return { from: calendar.at(first.data, '00:00'), to: calendar.at(addDays(monthEnd(first.data), 1), '00:00') };
}

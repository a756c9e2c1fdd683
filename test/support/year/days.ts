/**
 * The school year 2025–26 day by day, written out by hand from the State Council's notices for 2025 and 2026 and the
 * packaged terms. Nothing of the program is asked, so that it can be compared with this.
 */
const TERMS = [
  { key: '2025-autumn', from: '2025-09-01', to: '2026-01-16' },
  { key: '2026-spring', from: '2026-03-02', to: '2026-07-17' },
] as const;

/** Weekdays of the terms without school: 国庆、中秋, 元旦, 清明, 劳动节, 端午. */
const FREE = [
  ...['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06', '2025-10-07', '2025-10-08'],
  ...['2026-01-01', '2026-01-02', '2026-04-06', '2026-05-01', '2026-05-04', '2026-05-05', '2026-06-19'],
];
/** Days of weekends with school. */
const WORK = ['2025-09-28', '2025-10-11', '2026-01-04', '2026-05-09'];

const DAY_MS = 86_400_000;

/** School days on which the program is down: nothing is said, and what is stale afterwards must not be said any more. */
export const OUTAGES = ['2025-10-16', '2025-10-17', '2026-05-21'] as const;

/** Days on which a cluster's schools stay closed, and the day on which that is announced. */
export interface Snow {
  cluster: string;
  from: string;
  to: string;
  announced: string;
}

/** A teaching week, Monday to Sunday. */
export interface Week {
  term: string;
  number: number;
  /** As the ledger calls it. */
  key: string;
  days: string[];
}

export const addDays = (date: string, n: number): string =>
  new Date(Date.parse(date) + n * DAY_MS).toISOString().slice(0, 10);

export const datesBetween = (from: string, to: string): string[] =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 }, (_, i) => addDays(from, i));

/** Number of the Monday-to-Sunday week a date lies in, counted from 1 September 2025. */
export const weekNumber = (date: string): number =>
  Math.floor((Date.parse(date) - Date.parse('2025-09-01')) / (7 * DAY_MS));

export const WEEKS: readonly Week[] = TERMS.flatMap(({ key: term, from, to }) =>
  datesBetween(from, to)
    .filter((date) => new Date(date).getUTCDay() === 1)
    .map((monday, i) => ({
      term,
      number: i + 1,
      key: `${term}-w${String(i + 1).padStart(2, '0')}`,
      days: datesBetween(monday, addDays(monday, 6)),
    })),
);

/** Whether schools of a cluster have school on a date, with what of the snow has been announced by then. */
export function hasSchool(date: string, cluster: string, snow: readonly Snow[], knownOn = date): boolean {
  const weekday = new Date(date).getUTCDay();
  if (!TERMS.some(({ from, to }) => from <= date && date <= to) || FREE.includes(date)) return false;
  const closed = (each: Snow) => each.cluster === cluster && each.from <= date && date <= each.to;
  if (snow.some((each) => closed(each) && each.announced <= knownOn)) return false;
  return WORK.includes(date) || (weekday > 0 && weekday < 6);
}

import { Day } from './ids.js';

const DAY_MS = 24 * 3600 * 1000;
/** A century and more. */
const MOST_REMEMBERED = 50_000;

/*
 * A day of the calendar has no time zone, so it is counted in UTC, where every day has 24 hours. Temporal.PlainDate
 * gives the same answers (a test compares them) nine times slower, and calendars take millions of these steps.
 */
const start = remembering((day: Day): number => Date.parse(`${day}T00:00:00Z`));
const dayAt = remembering((ms: number): Day => Day.parse(new Date(ms).toISOString().slice(0, 10)));

/** What was worked out once is not again: some thousand days are all there are. */
function remembering<From, To>(work: (from: From) => To): (from: From) => To {
  const known = new Map<From, To>();
  return (from) => {
    const found = known.get(from);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = work(from);
    known.set(from, made);
    return made;
  };
}

/** The day `n` days later; earlier when `n` is negative. */
export const addDays = (day: Day, n: number): Day => dayAt(start(day) + n * DAY_MS);

/** Monday is 1, Sunday 7. */
export const weekday = (day: Day): number => ((Math.floor(start(day) / DAY_MS) + 3) % 7) + 1;

/** The Monday of the day's week. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day));

/** How many days `b` is after `a`; negative when it is before. */
export const daysBetween = (a: Day, b: Day): number => Math.round((start(b) - start(a)) / DAY_MS);

/** All days from `from` to `to`, both included; none when `to` is earlier. */
export const eachDay = (from: Day, to: Day): Day[] => (to < from ? [] : [...walk(from, to)]);

/** The days from one to the other, both included: for walks that end early. Backwards when `to` is earlier. */
export function* walk(from: Day, to: Day): Generator<Day, void> {
  const last = start(to);
  const step = from <= to ? DAY_MS : -DAY_MS;
  for (let at = start(from); at !== last; at += step) yield dayAt(at);
  yield to;
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** The first day of the day's month. */
export const monthStart = (day: Day): Day => Day.parse(`${day.slice(0, 7)}-01`);

/** The last day of the day's month. */
export const monthEnd = (day: Day): Day => addDays(monthStart(addDays(monthStart(day), 31)), -1);

/** The first and the last of some days, of which there is at least one. */
export const earliest = (days: readonly Day[]): Day => days.reduce((a, b) => (a < b ? a : b));
export const latest = (days: readonly Day[]): Day => days.reduce((a, b) => (a > b ? a : b));

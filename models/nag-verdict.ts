import { mondayOf } from './day.js';
import type { Day } from './ids.js';
import type { Models } from './models.js';
import type { Hold } from './nag.js';
import type { NagItem } from './outbox.js';
import { leaveOn, type Person } from './person.js';
import { spreadWithin } from './spread.js';

/** What one person would hear, or why not. */
export interface PlannedNag {
  person: Person;
  items: NagItem[];
  /** Time of the first step: the whole bundle goes out then, or within the minutes it is spread over. */
  at: string;
  /** When in those minutes. */
  goesAt: Date;
  verdict: 'send' | 'not-yet' | Hold;
  /** Said once more on the day it was said first: its person asked for it today. */
  again?: true;
}

/** `dueAts`: when what it is about is due, as far as a step of today is about it. */
export type Bundle = Omit<PlannedNag, 'verdict' | 'goesAt'> & { dueAts: Date[] };

type Judging = Pick<Models, 'outbox' | 'accounts' | 'catalogue' | 'calendar'>;

/** Who hears it on a day, at the time of `now` or later, and why the others do not. */
export async function judged(bundles: Bundle[], models: Judging, day: Day, now: Date): Promise<PlannedNag[]> {
  const ids = bundles.map(({ person }) => person._id);
  const [heardOn, reachable] = await Promise.all([
    models.outbox.nagsInWeek(ids, mondayOf(day)),
    models.accounts.bound(ids),
  ]);
  const time = models.calendar.timeOf(now);
  return bundles.map((bundle): PlannedNag => {
    const { person, items, at, dueAts, again } = bundle;
    const days = heardOn.get(person._id) ?? [];
    const holds: [boolean, Hold][] = [
      [leaveOn(person, day) !== undefined, 'on-leave'],
      [!again && days.includes(day), 'heard-today'],
      [days.length >= models.catalogue.budget.perPersonPerWeek, 'weekly-cap'],
      [!reachable.has(person._id), 'no-account'],
    ];
    const hold = holds.find(([is]) => is)?.[1];
    const goesAt = momentOf(day, at, dueAts, person._id, models);
    return { person, items, at, goesAt, ...(again && { again }), verdict: hold ?? (at <= time ? 'send' : 'not-yet') };
  });
}

/**
 * When a reminder goes out: not all at once, and not so late that it comes when it is quiet, or when what was not due
 * yet at the time of its step has fallen due.
 */
export function momentOf(
  day: Day,
  at: string,
  dueAts: Date[],
  name: string,
  { calendar, catalogue }: Pick<Models, 'calendar' | 'catalogue'>,
): Date {
  const { quietFrom, spreadMinutes } = catalogue.budget;
  const from = calendar.at(day, at);
  const ends = [new Date(from.getTime() + spreadMinutes * 60_000), calendar.at(day, quietFrom), ...dueAts];
  const to = Math.min(...ends.map((end) => end.getTime()).filter((end) => end > from.getTime()));
  return spreadWithin(from, new Date(to), `${name}|${day}`);
}

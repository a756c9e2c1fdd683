import { addDays, mondayOf } from './day.js';
import { AGAIN } from './heard.js';
import type { Day } from './ids.js';
import type { Models } from './models.js';
import type { Hold } from './nag.js';
import type { NagItem } from './outbox.js';
import type { Person } from './person.js';
import { leaveOn } from './presence.js';
import { placeOf } from './school.js';
import { spreadWithin } from './spread.js';
import { mostAWeek } from './wish.js';

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
  /** What the budget has no room for today: it is tried again on that day. */
  waits?: { until: Day; items: NagItem[]; dueAts: Date[] };
}

/** `dueAts`: when what it is about is due, as far as a step of today is about it. */
export type Bundle = Omit<PlannedNag, 'verdict' | 'goesAt' | 'waits'> & { dueAts: Date[] };

type Judging = Pick<Models, 'outbox' | 'accounts' | 'schools' | 'catalogue' | 'calendar'>;

/**
 * Who hears it on a day, at the time of `now` or later, why the others do not, and what of that waits for another day.
 * The last reminder somebody may hear in a week is kept for what is due on its day, or asked for, as long as the week has
 * another school day: what is overdue can wait, what falls due on Friday cannot.
 */
export async function judged(bundles: Bundle[], models: Judging, day: Day, now: Date): Promise<PlannedNag[]> {
  const { outbox, accounts, schools, calendar, catalogue } = models;
  const ids = bundles.map(({ person }) => person._id);
  const [heard, reachable, places] = await Promise.all([
    outbox.nagsInWeek(ids, mondayOf(day)),
    accounts.bound(ids),
    schools.byCodes([...new Set(bundles.map(({ person }) => person.school))]),
  ]);
  const time = calendar.timeOf(now);
  const [begins, ends] = [calendar.at(day, '00:00'), calendar.at(addDays(day, 1), '00:00')];
  const isToday = (due: Date): boolean => begins <= due && due < ends;
  return bundles.map((bundle): PlannedNag => {
    const { dueAts, ...nag } = bundle;
    const { person, items, at, again } = bundle;
    const school = places.find(({ _id }) => _id === person.school);
    const place = school && placeOf(school);
    const next = calendar.shift(day, 1, place);
    const told = heard.get(person._id) ?? [];
    const today = told.filter((each) => each.day === day);
    const left = mostAWeek(person, catalogue) - told.length;
    const isPressing = again || items.some(({ step }) => step === AGAIN) || dueAts.some(isToday);
    const holds: [boolean, Hold][] = [
      [leaveOn(person, day) !== undefined, 'on-leave'],
      [!reachable.has(person._id), 'no-account'],
      [calendar.kindOf(day, place) !== 'school', 'no-school'],
      [!again && today.length > 0, 'heard-today'],
      [left <= 0, 'weekly-cap'],
      [left === 1 && !isPressing && next !== undefined && mondayOf(next) === mondayOf(day), 'kept-back'],
    ];
    const hold = holds.find(([is]) => is)?.[1];
    const known = new Set(today.flatMap(({ rolls }) => rolls));
    const unsaid = hold === 'heard-today' ? items.filter(({ roll }) => !known.has(roll)) : items;
    const waits = next && hold && !again && WAITING.has(hold) && unsaid.length > 0;
    return {
      ...nag,
      goesAt: momentOf(day, at, dueAts, person._id, models),
      verdict: hold ?? (at <= time ? 'send' : 'not-yet'),
      ...(waits && { waits: { until: next, items: unsaid, dueAts } }),
    };
  });
}

/** What had to wait is said on a later day, as far as it is still owed then. */
const WAITING: ReadonlySet<Hold> = new Set(['no-school', 'heard-today', 'weekly-cap', 'kept-back']);

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

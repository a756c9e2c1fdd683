import { type Around, answerableFor } from './answerable.js';
import type { Calendar, Place } from './calendar.js';
import { addDays, mondayOf } from './day.js';
import type { Catalogue, Duty } from './duty.js';
import type { Day } from './ids.js';
import type { Models } from './models.js';
import type { NagItem } from './outbox.js';
import type { OwnerKey } from './owner.js';
import type { Person } from './person.js';
import { responsibleFor } from './post.js';
import { leaveOn } from './presence.js';
import type { Audience, NagBudget } from './reminder.js';
import { isClosed, OWING, type Roll, type RollEntry } from './roll.js';
import { stepsOf } from './step.js';
import type { TimeOfDay } from './time-of-day.js';

/**
 * A step that falls on a day, with when and for whom. `open` is Monday's look back at what was left open, `returned`
 * the day on which something that came back is owed again.
 */
export interface StepToday {
  key: string;
  at: TimeOfDay;
  to: Audience;
  /** Only for those of whom fewer than this many count. */
  below?: number;
}

/** The duty a page is of; undefined when the catalogue has it no more. */
export const dutyOf = ({ duty }: Pick<Roll, 'duty'>, { catalogue }: { catalogue: Catalogue }): Duty | undefined =>
  catalogue.duties.find(({ key }) => key === duty);

/** Monday's look back. */
export const LOOK_BACK = 'open';
/** What came back and is due again. */
export const RETURNED = 'returned';

/** What was due within this many days and is still open is named once more on Monday; older things are for people. */
const LOOK_BACK_DAYS = 7;

/** The steps of a roll's reminder profile that fall on a day, Monday's look back, and what came back and is due. */
export function stepsOn(
  roll: Roll,
  duty: Duty,
  day: Day,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
  place: Place,
): StepToday[] {
  const profile = catalogue.profiles.find(({ key }) => key === duty.reminders);
  const steps = profile ? stepsOf(profile, roll, calendar, place) : [];
  const { at } = catalogue.lookBack;
  const all: StepToday[] = [
    ...steps
      .filter((step) => step.day === day)
      .map(
        ({ step }): StepToday => ({
          key: step.key,
          at: step.at,
          to: step.to,
          ...(step.below && { below: step.below }),
        }),
      ),
    ...(day === lookBackDay(roll.dueDay, calendar, place) ? [{ key: LOOK_BACK, at, to: 'owner' as const }] : []),
    ...(roll.entries.some(({ due }) => due === day) ? [{ key: RETURNED, at, to: 'owner' as const }] : []),
  ];
  // What is not taken any more nobody is asked for.
  return all.filter((step) => calendar.at(day, step.at) < roll.closesAt);
}

/** The first school day of the first week with one after the due day, if it comes within a week. */
export function lookBackDay(dueDay: Day, calendar: Calendar, place: Place): Day | undefined {
  const monday = addDays(mondayOf(dueDay), 7);
  return calendar.schoolDays(monday, addDays(dueDay, LOOK_BACK_DAYS), place)?.at(0);
}

/** Whether nothing may be pushed now: quiet hours. */
export function isQuiet(now: Date, calendar: Calendar, { quietFrom, quietUntil }: NagBudget): boolean {
  const time = calendar.timeOf(now);
  return time >= quietFrom || time < quietUntil;
}

/** How long the quiet hours still last, in milliseconds; 0 outside them. */
export function quietMs(now: Date, { calendar, catalogue: { budget } }: { calendar: Calendar; catalogue: Catalogue }) {
  if (!isQuiet(now, calendar, budget)) return 0;
  const today = calendar.dayOf(now);
  const day = calendar.timeOf(now) < budget.quietUntil ? today : addDays(today, 1);
  return calendar.at(day, budget.quietUntil).getTime() - now.getTime();
}

/**
 * When somebody somewhere hears what they did not ask for: in the hours of a school day; without a place, where no
 * school is closed. Undefined where the next is not known.
 */
export function heardAt(
  now: Date,
  place: Place | undefined,
  { calendar, catalogue: { budget } }: { calendar: Calendar; catalogue: Catalogue },
): Date | undefined {
  const today = calendar.dayOf(now);
  const isToday = calendar.timeOf(now) < budget.quietFrom && calendar.kindOf(today, place) === 'school';
  const day = isToday ? today : calendar.shift(today, 1, place);
  return day && new Date(Math.max(now.getTime(), calendar.at(day, budget.quietUntil).getTime()));
}

/** Somebody a step speaks to, in which capacity, and about whose entries. */
export interface Hearer {
  person: Person;
  /** `owner`: it is theirs; otherwise the post that hears it. */
  as: string;
  owners: OwnerKey[];
}

/** Somebody who hears of a page because of a step. `chosen`: the earlier day on which they wanted to. */
export type Hearing = Hearer & { roll: Roll; step: StepToday; chosen?: Day };

/** The people whom reminders may reach besides a school's own: holders of posts of the county. */
export interface Listening extends Around {
  county: Person[];
  /** Who gave a task, or stands in for whoever gave it, by `duty|period`. */
  assigners: ReadonlyMap<string, Person>;
}

/** Who a private step speaks to on a roll: whoever answers for what is still owed, or the holders of posts. */
export function audienceOf(roll: Roll, duty: Duty, step: StepToday, around: Listening, day: Day): Hearer[] {
  if (step.to === 'group') return [];
  const entries = roll.entries.filter((entry) => concerns(entry, step, day));
  if (entries.length === 0) return [];
  const owners = entries.map(({ owner }) => owner);
  if (step.to === 'owner') {
    return owners.flatMap((owner) => {
      const found = answerableFor(owner, duty, around, day, roll.period);
      return found ? [{ ...found, owners: [owner] }] : [];
    });
  }
  if (step.to === 'assigner') {
    const person = around.assigners.get(`${roll.duty}|${roll.period}`);
    return person && !person.endedOn && !leaveOn(person, day) ? [{ person, as: step.to, owners }] : [];
  }
  if ('countyPosts' in step.to) {
    const { countyPosts } = step.to;
    return around.county
      .filter((person) => !leaveOn(person, day))
      .flatMap((person) => {
        const as = person.posts.find((post) => countyPosts.includes(post));
        return as ? [{ person, as, owners }] : [];
      });
  }
  return holdersOrSubstitute(step.to.posts, around, day).map((heard) => ({ ...heard, owners }));
}

/** Whether a step is about an entry: it is still owed, it has too few, it came back and is due again. */
function concerns({ status, have = 0, due }: RollEntry, { key, below }: StepToday, day: Day): boolean {
  if (!OWING.includes(status)) return false;
  if (key === RETURNED) return due === day;
  return below === undefined || have < below;
}

/**
 * The holders of the posts a step names, each once. Only when none of them is there does it go to whom they fall to:
 * a school without a deputy has a lead who hears it, and its principal need not yet.
 */
function holdersOrSubstitute(wanted: string[], { staff, posts }: Around, day: Day): { person: Person; as: string }[] {
  const all = wanted.flatMap((post) => responsibleFor(post, posts, staff, day) ?? []);
  const holders = all.filter(({ as }) => wanted.includes(as));
  const heard = holders.length > 0 ? holders : all;
  return [...new Map(heard.map((each) => [each.person._id, each])).values()];
}

/**
 * Why somebody hears nothing today. `kept-back`: the last reminder of the week is kept for what is pressing;
 * `unanswered`: they have been reminded of it often enough, and a human is told.
 */
export type Hold = 'on-leave' | 'no-account' | 'no-school' | 'heard-today' | 'weekly-cap' | 'kept-back' | 'unanswered';

/** What a nag says of one duty when it is sent. */
export interface NagLine {
  duty: Duty;
  roll: Roll;
  item: NagItem;
  /** What of the page the item is about and is still owed. */
  entries: RollEntry[];
}

/**
 * The decision at the moment of sending: what of a nag still holds. Nothing, when the person has left or is on
 * leave, when it is quiet, when the day it was meant for is over, or when the school rests today after all.
 */
export async function stillHolds(
  person: Person,
  day: Day,
  items: NagItem[],
  models: Pick<Models, 'rolls' | 'cases' | 'schools' | 'catalogue' | 'calendar'>,
  now: Date,
): Promise<{ kind: 'send'; lines: NagLine[] } | { kind: 'drop'; why: string }> {
  const { calendar, catalogue } = models;
  const school = await models.schools.byCode(person.school);
  if (person.endedOn || !school) return { kind: 'drop', why: 'left' };
  if (calendar.dayOf(now) !== day) return { kind: 'drop', why: 'stale' };
  if (isQuiet(now, calendar, catalogue.budget)) return { kind: 'drop', why: 'quiet' };
  if (calendar.kindOf(day, { school: school._id, cluster: school.cluster }) !== 'school')
    return { kind: 'drop', why: 'no-school' };
  if (leaveOn(person, day)) return { kind: 'drop', why: 'on-leave' };

  const lines = await stillOwed(items, models, now);
  return lines.length > 0 ? { kind: 'send', lines } : { kind: 'drop', why: 'done' };
}

/** What of the pages some items are about is still owed, can be handed in, and waits for nobody's decision. */
export async function stillOwed(
  items: NagItem[],
  { rolls, cases, catalogue }: Pick<Models, 'rolls' | 'cases' | 'catalogue'>,
  now: Date,
): Promise<NagLine[]> {
  const known = await cases.withoutPending(await rolls.getMany(items.map(({ roll }) => roll)));
  const pages = new Map(known.map((roll) => [roll._id, roll]));
  return items.flatMap((item): NagLine[] => {
    const roll = pages.get(item.roll);
    if (!roll || isClosed(roll, now)) return [];
    const duty = catalogue.duties.find(({ key }) => key === item.duty);
    const entries = roll.entries.filter(({ owner, status }) => OWING.includes(status) && item.owners.includes(owner));
    return duty && entries.length > 0 ? [{ duty, roll, item, entries }] : [];
  });
}

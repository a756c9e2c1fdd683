import type { Calendar, Place } from './calendar.js';
import { addDays, mondayOf } from './day.js';
import type { Catalogue, Duty, NagBudget, TimeOfDay } from './duty.js';
import type { Day } from './ids.js';
import type { Models } from './models.js';
import type { NagItem } from './outbox.js';
import { stepsOf } from './period.js';
import { leaveOn, type Person } from './person.js';
import { responsibleFor } from './post.js';
import { OWING, type Roll } from './roll.js';
import { type OwnerKey, ownerOfPerson, ownerOfSchool } from './submission.js';

/** A step that falls on a day, with when and for whom. `open` is Monday's look back at what was left open. */
export interface StepToday {
  key: string;
  at: TimeOfDay;
  to: 'owner' | 'group' | { posts: string[] };
}

/** What was due within this many days and is still open is named once more on Monday; older things are for people. */
const LOOK_BACK_DAYS = 7;

/** The steps of a roll's reminder profile that fall on a day, and Monday's look back. */
export function stepsOn(
  roll: Roll,
  duty: Duty,
  day: Day,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
  place: Place,
): StepToday[] {
  const profile = catalogue.profiles.find(({ key }) => key === duty.reminders);
  const steps = profile ? stepsOf(profile, roll, calendar, place) : [];
  const today = steps
    .filter((step) => step.day === day)
    .map(({ step }): StepToday => ({ key: step.key, at: step.at, to: step.to }));
  return day === lookBackDay(roll.dueDay, calendar, place)
    ? [...today, { key: 'open', at: catalogue.digests.person.at, to: 'owner' }]
    : today;
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

/** Who a private step speaks to on a roll: its owners who still owe, or the holders of posts. */
export function audienceOf(roll: Roll, duty: Duty, step: StepToday, staff: Person[], catalogue: Catalogue, day: Day) {
  const hears = (post: string) => {
    const found = responsibleFor(post, catalogue.posts, staff, day);
    return found ? [{ person: found.person, as: found.as }] : [];
  };
  if (step.to === 'group') return [];
  if (step.to !== 'owner') return holdersOrSubstitute(step.to.posts, hears);
  if (duty.owner.kind === 'school') return hears(duty.owner.post);
  const owing = new Set(roll.entries.filter(({ status }) => OWING.includes(status)).map(({ owner }) => owner));
  return staff.filter(({ _id }) => owing.has(ownerOfPerson(_id))).map((person) => ({ person, as: 'owner' }));
}

/**
 * The holders of the posts a step names, each once. Only when none of them is there does it go to whom they fall to:
 * a school without a deputy has a lead who hears it, and its principal need not yet.
 */
function holdersOrSubstitute(posts: string[], hears: (post: string) => { person: Person; as: string }[]) {
  const all = posts.flatMap(hears);
  const holders = all.filter(({ as }) => posts.includes(as));
  const heard = holders.length > 0 ? holders : all;
  return [...new Map(heard.map((each) => [each.person._id, each])).values()];
}

/** Why somebody hears nothing today. */
export type Hold = 'on-leave' | 'weekly-cap' | 'heard-today' | 'no-account';

/** What a nag says of one duty when it is sent. */
export interface NagLine {
  duty: Duty;
  roll: Roll;
  item: NagItem;
}

/**
 * The decision at the moment of sending: what of a nag still holds. Nothing, when the person has left or is on
 * leave, when it is quiet, when the day it was meant for is over, or when the school rests today after all.
 */
export async function stillHolds(
  person: Person,
  day: Day,
  items: NagItem[],
  models: Pick<Models, 'rolls' | 'schools' | 'catalogue' | 'calendar'>,
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

  const rolls = new Map((await models.rolls.getMany(items.map(({ roll }) => roll))).map((roll) => [roll._id, roll]));
  const lines = items.flatMap((item): NagLine[] => {
    const roll = rolls.get(item.roll);
    const duty = catalogue.duties.find(({ key }) => key === item.duty);
    return roll && duty && owes(roll, ownerOn(duty, person)) ? [{ duty, roll, item }] : [];
  });
  return lines.length > 0 ? { kind: 'send', lines } : { kind: 'drop', why: 'done' };
}

const ownerOn = (duty: Duty, person: Person): OwnerKey =>
  duty.owner.kind === 'school' ? ownerOfSchool(person.school) : ownerOfPerson(person._id);

const owes = (roll: Roll, owner: OwnerKey): boolean =>
  roll.entries.some((entry) => entry.owner === owner && OWING.includes(entry.status));

import type { Calendar, Place } from './calendar.js';
import { addDays, eachDay, mondayOf } from './day.js';
import type { Catalogue } from './duty.js';
import type { Day } from './ids.js';
import { RETURNED, type StepToday } from './nag.js';
import type { Person } from './person.js';
import { leaveOn } from './presence.js';
import type { NagChoice, Wish } from './reminder.js';
import type { Roll } from './roll.js';
import type { TimeOfDay } from './time-of-day.js';

/** How many reminders somebody hears in a week at most. */
export function mostAWeek({ wish }: Person, { budget, choice }: Pick<Catalogue, 'budget' | 'choice'>): number {
  const { perPersonPerWeek } = budget;
  return wish?.strength === 'light' ? Math.min(choice.lightPerWeek, perPersonPerWeek) : perPersonPerWeek;
}

/**
 * The day on which somebody hears of a step that falls on `on`: as they chose, where it is their own to hand in and not
 * yet due. The usual day where the other is none of school, or they are on leave, or it lies before the page opened or
 * they chose.
 */
export function dayFor(
  person: Person,
  step: StepToday,
  on: Day,
  roll: Roll,
  { calendar, choice, place }: { calendar: Calendar; choice: NagChoice; place: Place },
): Day {
  const { wish } = person;
  if (!wish || step.to !== 'owner' || step.key === RETURNED || on > roll.dueDay) return on;
  const chosen = chosenDay(wish, on, choice, calendar, place);
  const holds =
    chosen !== undefined &&
    wish.since < chosen &&
    chosen < on &&
    calendar.dayOf(roll.opensAt) <= chosen &&
    calendar.kindOf(chosen, place) === 'school' &&
    !leaveOn(person, chosen);
  return holds ? chosen : on;
}

/** Nobody hears of a step longer before its day: over the longest holidays of a term it is two school days. */
const DAYS_AHEAD = 14;

/** The later days of whose steps somebody hears on a day already, as far as they chose so. */
export const laterDaysFor = (
  wish: Wish,
  day: Day,
  { calendar, choice, place }: { calendar: Calendar; choice: NagChoice; place: Place },
): Day[] =>
  eachDay(addDays(day, 1), addDays(day, DAYS_AHEAD)).filter(
    (on) => chosenDay(wish, on, choice, calendar, place) === day,
  );

function chosenDay(
  { weekday, strength }: Wish,
  on: Day,
  { earlierDays }: NagChoice,
  calendar: Calendar,
  place: Place,
): Day | undefined {
  if (weekday) return addDays(mondayOf(on), weekday - 1);
  return strength === 'early' && earlierDays > 0 ? calendar.shift(on, -earlierDays, place) : undefined;
}

/** When on a day somebody hears it: at the time they chose, unless it would fall due in between. */
export function timeFor({ wish }: Person, usual: TimeOfDay, ends: Date[], day: Day, calendar: Calendar): TimeOfDay {
  if (!wish?.at) return usual;
  const [from, to] = [calendar.at(day, usual), calendar.at(day, wish.at)];
  return ends.some((end) => from < end && end <= to) ? usual : wish.at;
}

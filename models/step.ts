import type { Calendar, Place } from './calendar.js';
import { addDays, mondayOf } from './day.js';
import type { Day } from './ids.js';
import type { Period } from './period.js';
import type { ReminderProfile, ReminderStep } from './reminder.js';

/** What of a period its reminder steps are counted from. */
export type Counted = Pick<Period, 'dueDay' | 'opensAt' | 'closesAt'>;

/**
 * When a profile's steps fall, in order. Steps that would fall on a day that is not known yet, before the period
 * opens or after it closes are left out; of several that fall on one day each is kept.
 */
export function stepsOf(
  profile: Pick<ReminderProfile, 'steps'>,
  period: Counted,
  calendar: Calendar,
  place?: Place,
): { step: ReminderStep; day: Day; at: Date }[] {
  return profile.steps
    .flatMap((step) => {
      const day = dayOf(step, period, calendar, place);
      return day ? [{ step, day, at: calendar.at(day, step.at) }] : [];
    })
    .filter(({ at }) => at >= period.opensAt && at < period.closesAt)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function dayOf(step: ReminderStep, { dueDay, opensAt }: Counted, calendar: Calendar, place?: Place): Day | undefined {
  if ('schoolDays' in step) return calendar.shift(dueDay, step.schoolDays, place);
  if ('days' in step) return schoolDayFrom(addDays(dueDay, step.days), calendar, place);
  if ('afterOpening' in step) {
    const first = schoolDayFrom(calendar.dayOf(opensAt), calendar, place);
    return first && calendar.shift(first, step.afterOpening, place);
  }
  const term = calendar.termOf(dueDay);
  if (!term) return undefined;
  const monday = addDays(mondayOf(term.from), 7 * (step.week - 1));
  return calendar.schoolDays(monday < term.from ? term.from : monday, addDays(monday, 6), place)?.at(0);
}

/** The day itself when it is a school day, else the next one. */
const schoolDayFrom = (day: Day, calendar: Calendar, place?: Place): Day | undefined =>
  calendar.kindOf(day, place) === 'school' ? day : calendar.shift(day, 1, place);

import type { Calendar } from './calendar.js';
import { addDays } from './day.js';
import type { Day } from './ids.js';

/**
 * The day on which whoever has not answered is reminded: the last school day before the day of the deadline, and after
 * the one it was posted on; else the day of the deadline itself, if it is a school day after the posting. Undefined
 * where there is none, or where the calendar does not know these days: then nobody is reminded.
 */
export function reminderDay(closesAt: Date, postedOn: Day, calendar: Calendar): Day | undefined {
  const last = calendar.dayOf(closesAt);
  const first = addDays(postedOn, 1);
  if (first > last) return undefined;
  const days = calendar.schoolDays(first, last, undefined);
  return days?.findLast((day) => day < last) ?? days?.at(-1);
}

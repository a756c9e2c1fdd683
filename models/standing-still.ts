import type { Calendar, Place } from './calendar.js';
import type { Duty } from './duty.js';
import { heldPeriods } from './period.js';

/** What is not opened because a year's holidays are not loaded, duty by duty. */
export interface StandingStill {
  year: number;
  held: { duty: Duty; labels: string[] }[];
}

/** What of some duties would be open by now, and is not for want of the list of holidays; undefined for nothing. */
export function standingStill(
  duties: readonly Duty[],
  now: Date,
  calendar: Calendar,
  place?: Place,
): StandingStill | undefined {
  const all = duties.map((duty) => ({ duty, periods: heldPeriods(duty, now, calendar, place) }));
  const held = all.filter(({ periods }) => periods.length > 0);
  const years = held.flatMap(({ periods }) => periods.map(({ missingYear }) => missingYear));
  if (years.length === 0) return undefined;
  return {
    year: Math.min(...years),
    held: held.map(({ duty, periods }) => ({ duty, labels: periods.map(({ label }) => label) })),
  };
}

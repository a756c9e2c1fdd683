import type { Calendar, Place } from './calendar.js';
import { addDays, daysBetween } from './day.js';
import { endsOf } from './due.js';
import type { Duty } from './duty.js';
import { type Day, PeriodKey } from './ids.js';
import type { Period } from './period.js';
import { recordNo } from './record-no.js';
import type { Unit } from './unit.js';

/**
 * The period in which a unit owes a milestone: its middle with the window after it, or its end. Undefined while its
 * days are not known, or where the day that follows is not.
 */
export function periodOfMilestone(unit: Unit, duty: Duty, calendar: Calendar, place?: Place): Period | undefined {
  const { cadence, late } = duty;
  if (cadence.every !== 'milestone' || !unit.from || !unit.to) return undefined;
  const middle = addDays(unit.from, Math.floor(daysBetween(unit.from, unit.to) / 2));
  const day = cadence.at === 'middle' ? middle : unit.to;
  const dueDay = schoolDayFrom(cadence.at === 'middle' ? addDays(day, cadence.windowDays) : day, calendar, place);
  if (!dueDay) return undefined;
  const from = addDays(day, -cadence.windowDays);
  return {
    key: milestoneKey(cadence.at, unit),
    label: unit.name,
    term: calendar.termOf(dueDay)?.key ?? '',
    from,
    to: dueDay,
    schoolDays: 0,
    minSchoolDays: 0,
    opensAt: calendar.at(from, '00:00'),
    dueDay,
    ...endsOf({ cadence, late }, dueDay, { calendar, place }),
  };
}

/** The longest key a period may have. */
const LONGEST_KEY = 40;

/** The key of a unit's milestone; of a code too long for a key, by a number made of it. */
export function milestoneKey(at: 'middle' | 'end', { code }: Pick<Unit, 'code'>): PeriodKey {
  const key = `${at}-${code}`;
  return PeriodKey.parse(key.length > LONGEST_KEY ? `${at}-${recordNo(code)}` : key);
}

/** The day itself where there is school, else the next day with school. */
const schoolDayFrom = (day: Day, calendar: Calendar, place?: Place): Day | undefined =>
  calendar.kindOf(day, place) === 'school' ? day : calendar.shift(day, 1, place);

import type { Calendar } from './calendar.js';
import type { Duty } from './duty.js';
import { type Day, PeriodKey } from './ids.js';
import type { Occasions } from './occasion.js';
import { followsCalendar } from './period.js';
import { stretchOf } from './stretch.js';

/**
 * The period a record of some day belongs to, where no page is open for it: the calendar's, the open occasion's
 * that is due next, or, of what nobody owes, the term. So it counts when the page opens later.
 */
export async function periodFor(
  { key, cadence }: Pick<Duty, 'key' | 'cadence'>,
  day: Day,
  { calendar, occasions }: { calendar: Calendar; occasions: Pick<Occasions, 'openOf'> },
): Promise<PeriodKey> {
  const found = await periodOn({ key, cadence }, day, { calendar, occasions });
  return found ?? freePeriod(day, calendar);
}

/** The same, undefined where the duty has no period that day. */
export async function periodOn(
  { key, cadence }: Pick<Duty, 'key' | 'cadence'>,
  day: Day,
  { calendar, occasions }: { calendar: Calendar; occasions: Pick<Occasions, 'openOf'> },
): Promise<PeriodKey | undefined> {
  if (followsCalendar(cadence)) return stretchOf(cadence, day, { calendar, place: undefined })?.key;
  if (cadence.every === 'free') return freePeriod(day, calendar);
  const open = cadence.every === 'occasion' ? await occasions.openOf(key) : [];
  return open.find(({ dueDay }) => dueDay >= day)?.period;
}

/** The period of what nobody owes: its term, or outside the terms its month. */
export function freePeriod(day: Day, calendar: Calendar): PeriodKey {
  const term = calendar.weekOf(day)?.term ?? calendar.termOf(day);
  return PeriodKey.parse(term?.key ?? day.slice(0, 7));
}

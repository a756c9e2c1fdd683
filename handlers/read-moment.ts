import type { Calendar } from '../models/calendar.js';
import { addDays } from '../models/day.js';
import type { Day } from '../models/ids.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { clock, DAY_MINUTES, readMinutes, TIME_AT_END } from './forms/read-time.js';

/** Where a deadline has no time of day. */
const CLOSES_AT = '17:00';

/** 12月1日, 周五 12:00, 明天中午12点前, 周五晚上12点: an instant, at 17:00 where no time is said, today where no day is. */
export function readMoment(typed: string, today: Day, calendar: Calendar): Date | undefined {
  const text = halfWidth(typed).replace(/(?:之前|以前|前)$/, '');
  const timed = TIME_AT_END.exec(text)?.[0];
  const minutes = timed === undefined ? undefined : readMinutes(timed);
  const phrase = text.slice(0, text.length - (timed?.length ?? 0)).trim();
  const day = phrase === '' && timed !== undefined ? today : readDay(phrase, today);
  if (!day || (timed !== undefined && minutes === undefined)) return undefined;
  if (minutes === undefined) return calendar.at(day, CLOSES_AT);
  // What is after midnight, 晚上12点, is said of the day before.
  return calendar.at(addDays(day, Math.floor(minutes / DAY_MINUTES)), clock(minutes % DAY_MINUTES));
}

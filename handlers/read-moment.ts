import type { Calendar } from '../models/calendar.js';
import type { Day } from '../models/ids.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { readTimeOfDay } from './forms/read-time.js';

/** Where a deadline has no time of day. */
const CLOSES_AT = '17:00';
const TIME =
  /(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(?:\d{1,2}|十[一二]?|[一二两三四五六七八九])\s*(?::\s*\d{2}|[点时]\s*(?:半|一刻|三刻|\d{1,2}分?)?)$/;

/** 12月1日, 周五 12:00, 明天中午12点前: an instant, at 17:00 where no time is said, today where no day is. */
export function readMoment(typed: string, today: Day, calendar: Calendar): Date | undefined {
  const text = halfWidth(typed).replace(/(?:之前|以前|前)$/, '');
  const timed = TIME.exec(text)?.[0];
  const time = timed === undefined ? CLOSES_AT : readTimeOfDay(timed);
  const phrase = text.slice(0, text.length - (timed?.length ?? 0)).trim();
  const day = phrase === '' && timed !== undefined ? today : readDay(phrase, today);
  return day && time ? calendar.at(day, time) : undefined;
}

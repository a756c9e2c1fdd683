import type { Calendar } from '../../models/calendar.js';
import { addDays, daysBetween, weekday, yearOf } from '../../models/day.js';
import type { Day } from '../../models/ids.js';

const WEEKDAYS = '一二三四五六日';

/** Half a year: from here on a date of another year may be taken for this one's. */
const FAR_DAYS = 183;
const isFar = (day: Day, from: Day): boolean =>
  yearOf(day) !== yearOf(from) && Math.abs(daysBetween(from, day)) > FAR_DAYS;

/** 10月30日; with its year where it is far from the day it is read on: of last November in September. */
export const dayText = (day: Day, readOn?: Day): string =>
  `${readOn && isFar(day, readOn) ? `${yearOf(day)}年` : ''}${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** 2026年10月30日 */
export const fullDayText = (day: string): string => `${day.slice(0, 4)}年${dayText(day as Day)}`;

/** 周五 */
export const weekdayText = (day: Day): string => `周${WEEKDAYS[weekday(day) - 1]}`;

/** 10月30日（周五） */
export const dateText = (day: Day, readOn?: Day): string => `${dayText(day, readOn)}（${weekdayText(day)}）`;

/** 11月3日（周二）到11月7日（周六）, or the one day. */
export const spanText = (from: Day, to: Day): string =>
  from === to ? dateText(from) : `${dateText(from)}到${dateText(to)}`;

/** 10月30日 17:00, in the calendar's time zone */
export const momentText = (at: Date, calendar: Calendar, readAt?: Date): string =>
  `${dayText(calendar.dayOf(at), readAt && calendar.dayOf(readAt))} ${calendar.timeOf(at)}`;

/** 今天17:00, 明天17:00, 11月6日（周五）17:00; the end of a day is its 24:00, not the next day's 00:00. */
export function deadlineText(at: Date, now: Date, calendar: Calendar): string {
  const midnight = calendar.timeOf(at) === '00:00';
  const day = midnight ? addDays(calendar.dayOf(at), -1) : calendar.dayOf(at);
  const today = calendar.dayOf(now);
  const ahead = daysBetween(today, day);
  const name = ahead === 0 ? '今天' : ahead === 1 ? '明天' : dateText(day, today);
  return `${name}${midnight ? '24:00' : calendar.timeOf(at)}`;
}

/** The same of several: the earliest, and that it is where they differ, by issue or because snow has moved some. */
export function earliestDeadlineText(all: readonly Date[], now: Date, calendar: Calendar): string {
  const [first = now, ...others] = all.toSorted((a, b) => a.getTime() - b.getTime());
  const differ = others.some((at) => at.getTime() !== first.getTime());
  return `${differ ? '最早' : ''}${deadlineText(first, now, calendar)}`;
}

/** 张三、李四; of more than so many the first, and 等: how many there are stands beside it. */
export const fewNames = (names: string[], most = 30): string =>
  names.length <= most ? names.join('、') : `${names.slice(0, most).join('、')}等`;

/** 语文组、数学组等12个; nothing for nobody. The counter fits people, groups and schools. */
export const namesText = (names: string[], most = 30, counter = '个'): string =>
  names.length <= most ? names.join('、') : `${fewNames(names, most)}${names.length}${counter}`;

/** 到11月13日为止, of a 免交 that holds until a day. */
export const untilText = (day: string): string => `到${day}为止`;

/** So many periods are named; of more it is said how many there are. */
const MOST_PERIODS = 8;

/** 第9周、第10周: which periods. */
export const periodsText = (titles: string[]): string => namesText(titles, MOST_PERIODS, '期');

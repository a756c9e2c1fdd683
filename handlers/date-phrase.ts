import { addDays, eachDay, mondayOf, weekday } from '../models/day.js';
import type { Day } from '../models/ids.js';
import { halfWidth } from './forms/field.js';
import { readNumeral } from './forms/numeral.js';

const WEEKDAYS = '一二三四五六日';

/**
 * Reads a day as people write it: 今天, 明天, 后天, 昨天, 周五, 下周三, 上周3, 11月30日, 十一月三十号, 30号, 11.30, 11-30, 2026-11-30, 明年3月1日, 月底.
 * A weekday is the next one from today on; a date without a year is the next such date, unless it is only just gone;
 * a number without a month is the next such day. Undefined for anything else: asking back beats guessing.
 */
export function readDay(phrase: string, today: Day): Day | undefined {
  const text = plainOf(phrase);
  return relative(text, today) ?? onWeekday(text, today) ?? onDate(text, today);
}

/**
 * Reads a day that is over, or today: 周五 is the last one, 28号 the last such day, 12月3日 last year's when this year's
 * is long to come. A day that is said to be in the future (明天, a year with it), or is one of the weeks ahead, stays
 * what it is, for the caller to refuse.
 */
export function readPastDay(phrase: string, today: Day): Day | undefined {
  const text = plainOf(phrase);
  const dayOnly = /^(\d{1,2})[日号]$/.exec(text);
  if (dayOnly) return lastMonthly(Number(dayOnly[1]), today);
  const monthAndDay = /^(\d{1,2})[-月./](\d{1,2})[日号]?$/.exec(text);
  if (monthAndDay) return lastYearly(Number(monthAndDay[1]), Number(monthAndDay[2]), today);
  const day = readDay(text, today);
  return day && day > today && /^(?:周|星期|礼拜)/.test(text) ? addDays(day, -7) : day;
}

/** In digits, where a day or a month is written in numerals: 十二月四号. */
const plainOf = (phrase: string): string =>
  halfWidth(phrase)
    .replace(/\s/g, '')
    .replace(/[一二三四五六七八九十]+(?=[月日号])/g, (numeral) => String(readNumeral(numeral) ?? numeral));

/** 12.3, but not what 38.5 or 112.3度 end and begin with. */
const DOTTED = String.raw`(?<![\d.])(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|[1-9])(?![\d.度℃])`;
const WEEKDAY = String.raw`(?:上|下|本|这)?(?:周|星期|礼拜)(?:[一二三四五六日天]|[1-7](?![\d天周个]))`;
const NUMBER = String.raw`(?:\d{1,2}|[一二三四五六七八九十]{1,3})`;
/** A day within a sentence, as a regular expression reads it. */
export const A_DAY = `(?:大?[今明后昨前][天日]|${WEEKDAY}|(?:明年)?${NUMBER}月${NUMBER}[日号]?|${NUMBER}[日号]|${DOTTED}|月底)`;
/** Several, one behind the other: 明天后天, 周三、周四, 12月3日和4日. */
export const DAYS_IN_A_ROW = String.raw`${A_DAY}(?:\s*[、,和跟及]?\s*${A_DAY})+`;

/** The first and the last of days in a row, and how many are named; undefined where school days lie between them. */
export function readRow(row: string, today: Day): { from: Day; to: Day; count: number } | undefined {
  const days: Day[] = [];
  for (const [said] of row.matchAll(new RegExp(A_DAY, 'g'))) {
    const before = days.at(-1);
    const near = readDay(said, today);
    const day = near && before && near < before ? readDay(said, before) : near;
    if (!day || (before && !followsOn(before, day))) return undefined;
    days.push(day);
  }
  const [from, to] = [days[0], days.at(-1)];
  return from && to && { from, to, count: days.length };
}

/** Whether nothing but a weekend lies between two days. */
const followsOn = (before: Day, day: Day): boolean =>
  day > before && eachDay(addDays(before, 1), addDays(day, -1)).every((each) => weekday(each) > FRIDAY);
const FRIDAY = 5;

/** 明后两天 is 明天后天. */
export const spelledOut = (text: string): string =>
  text.replace(/(今明后|今明|明后)[两二三23]?天/g, (_, days: string) => Array.from(days, (day) => `${day}天`).join(''));

const NEAR: Record<string, number> = {
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  昨天: -1,
  昨日: -1,
  前天: -2,
  大前天: -3,
};

function relative(text: string, today: Day): Day | undefined {
  if (text === '月底') return lastOfMonth(today);
  const ahead = NEAR[text];
  return ahead === undefined ? undefined : addDays(today, ahead);
}

function onWeekday(text: string, today: Day): Day | undefined {
  const match = /^(上|下|本|这)?(?:周|星期|礼拜)([一二三四五六日天1-7])$/.exec(text);
  if (!match) return undefined;
  const [, , said = ''] = match;
  const index = /\d/.test(said) ? Number(said) - 1 : WEEKDAYS.indexOf(said.replace('天', '日'));
  if (match[1] === '下') return addDays(mondayOf(today), 7 + index);
  if (match[1] === '上') return addDays(mondayOf(today), index - 7);
  const thisWeek = addDays(mondayOf(today), index);
  return match[1] || thisWeek >= today ? thisWeek : addDays(thisWeek, 7);
}

function onDate(text: string, today: Day): Day | undefined {
  const full = /^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})[日号]?$/.exec(text);
  if (full) return validDay(Number(full[1]), Number(full[2]), Number(full[3]));
  const inYear = /^([今明])年(\d{1,2})月(\d{1,2})[日号]?$/.exec(text);
  if (inYear) return validDay(yearOf(today) + (inYear[1] === '明' ? 1 : 0), Number(inYear[2]), Number(inYear[3]));
  const monthAndDay = /^(\d{1,2})[-月./](\d{1,2})[日号]?$/.exec(text);
  if (monthAndDay) return nextYearly(Number(monthAndDay[1]), Number(monthAndDay[2]), today);
  const dayOnly = /^(\d{1,2})[日号]$/.exec(text);
  return dayOnly ? nextMonthly(Number(dayOnly[1]), today) : undefined;
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));
const monthOf = (day: Day): number => Number(day.slice(5, 7));

function validDay(year: number, month: number, day: number): Day | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? (date.toISOString().slice(0, 10) as Day) : undefined;
}

/** In January somebody may still mean a day of December; nobody means last spring. */
const BACK_DAYS = 60;

/** The next such date, or one that is not long gone. */
function nextYearly(month: number, day: number, today: Day): Day | undefined {
  const year = yearOf(today);
  const oldest = addDays(today, -BACK_DAYS);
  return [year - 1, year, year + 1].map((each) => validDay(each, month, day)).find((date) => date && date >= oldest);
}

function nextMonthly(day: number, today: Day): Day | undefined {
  const thisMonth = validDay(yearOf(today), monthOf(today), day);
  if (thisMonth && thisMonth >= today) return thisMonth;
  const next = addDays(lastOfMonth(today), 1);
  return validDay(yearOf(next), monthOf(next), day);
}

/** The same day so many months later; the last of the month where that has no such day. */
export function addMonths(day: Day, months: number): Day {
  const index = monthOf(day) - 1 + months;
  const [year, month] = [yearOf(day) + Math.floor(index / 12), (index % 12) + 1];
  const last = lastOfMonth(validDay(year, month, 1) ?? day);
  return validDay(year, month, Number(day.slice(8))) ?? last;
}

function lastOfMonth(today: Day): Day {
  const first = `${today.slice(0, 8)}01` as Day;
  const inNext = addDays(first, 31);
  return addDays(inNext, -Number(inNext.slice(8)));
}

/** A day of the next weeks is a slip, or meant to come: nobody writes of last year's without its year. */
const AHEAD_DAYS = 60;

function lastYearly(month: number, day: number, today: Day): Day | undefined {
  const years = [0, 1, 2, 3, 4].map((back) => validDay(yearOf(today) - back, month, day));
  const near = [...years, validDay(yearOf(today) + 1, month, day)].find(
    (date) => date !== undefined && date > today && date <= addDays(today, AHEAD_DAYS),
  );
  return near ?? years.find((date) => date !== undefined && date <= today);
}

/** 31号 in a month after a shorter one goes back to the last month that has one. */
function lastMonthly(day: number, today: Day): Day | undefined {
  let month = `${today.slice(0, 8)}01` as Day;
  for (let back = 0; back < 3; back += 1) {
    const date = validDay(yearOf(month), monthOf(month), day);
    if (date && date <= today) return date;
    month = `${addDays(month, -1).slice(0, 8)}01` as Day;
  }
  return undefined;
}

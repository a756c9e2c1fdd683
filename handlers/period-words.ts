import { addDays, monthStart } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';

type Every = Duty['cadence']['every'];

/*
 * How people say which week, month or issue they mean, as a regular expression reads it. Nothing here captures, and what
 * may stand before and behind it is the matter of whoever reads.
 */

const WEEK = '(?:周|星期|礼拜)';
const AND = '[、,，和及与]|[-~～—–至到]';

/** By the name of its page: 第14周, 14周, 第13-14周, 11月, 11月份, 第2季度, 第3期. */
export const NAMED: Partial<Record<Every, string>> = {
  'teaching-week': String.raw`第?\d{1,2}(?:-\d{1,2})?周`,
  month: String.raw`\d{1,2}月份?`,
  quarter: '第[1-4]季度',
  occasion: String.raw`第\d{1,4}(?:-\d{1,3})?[期次号]`,
};

/** Two or more in one: 第17、18周, 10月和11月. */
export const SEVERAL: Partial<Record<Every, string>> = {
  'teaching-week': listOf('周'),
  month: listOf('月份?'),
};

/** The one we are in: 本周, 这个星期, 这个月. */
export const THIS = { 'teaching-week': `[这本]个?${WEEK}`, month: '[这本]个?月份?' };

/** The one before it: 上周, 上个礼拜, 上个月. */
export const LAST = { 'teaching-week': `上个?${WEEK}`, month: '上个?月份?' };

/** Any of them that has a name, or is this one or the last. */
export const ANY_NAMED = `(?:${Object.values(NAMED).join('|')})`;
export const ANY_NEAR = `(?:${[...Object.values(THIS), ...Object.values(LAST)].join('|')})`;

function listOf(unit: string): string {
  const each = String.raw`第?\d{1,2}(?:${unit})?`;
  return `${each}(?:\\s*(?:${AND})\\s*${each})+(?<=${unit})`;
}

/** A name as its page has it: 18周 is 第18周, 11月份 is 11月. */
export const labelOf = (said: string): string => said.replace(/^(?=\d.*周$)/, '第').replace(/份$/, '');

const WHOLE = new RegExp(`^${ANY_NAMED}$`);
/** The label of the page that a word names; undefined for any other word. */
export const labelIn = (word: string): string | undefined => (WHOLE.test(word) ? labelOf(word) : undefined);

/** Of which kind of period a label is. */
export const everyOf = (label: string): Every | undefined =>
  EVERY.find((every) => new RegExp(`^(?:${NAMED[every]})$`).test(label));
const EVERY: readonly Every[] = ['teaching-week', 'month', 'quarter', 'occasion'];

/** Which this one or the last a word is, and a day in it: 上周, 本月. */
export function nearIn(word: string, today: Day): { every: keyof typeof LAST; day: Day } | undefined {
  const isOne = (pattern: string): boolean => new RegExp(`^${pattern}$`).test(word);
  if (isOne(LAST['teaching-week'])) return { every: 'teaching-week', day: addDays(today, -7) };
  if (isOne(LAST.month)) return { every: 'month', day: addDays(monthStart(today), -1) };
  if (isOne(THIS['teaching-week'])) return { every: 'teaching-week', day: today };
  return isOne(THIS.month) ? { every: 'month', day: today } : undefined;
}

/** 17、19-21 are 17, 19, 20 and 21. */
export function numbersIn(several: string): number[] {
  const numbers: number[] = [];
  for (const [, and = '', digits] of several.matchAll(/([^\d第周月份\s])?\s*第?(\d+)/g)) {
    const number = Number(digits);
    const from = /[-~～—–至到]/.test(and) ? (numbers.at(-1) ?? number) + 1 : number;
    for (let each = from; each <= number; each++) numbers.push(each);
  }
  return numbers;
}

import { addDays, monthStart } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import type { Wish } from '../models/roll-choice.js';
import { readPastDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import * as words from './period-words.js';
import { after } from './words.js';

type Every = Duty['cadence']['every'];

/** What follows the numbers of those of which several are named in one. */
const UNITS: Partial<Record<Every, string>> = { 'teaching-week': '周', month: '月' };
/** More than these are a stretch of time somebody tells of. */
const MOST_NAMED = 6;

/** 上周的 …, 这是我上周的：…, （上周）…, 上个月 …; 上周我们 … only begins like one. */
const LAST: Partial<Record<Every, RegExp>> = {
  'teaching-week': apart(words.LAST['teaching-week']),
  month: apart(words.LAST.month),
};

function apart(last: string): RegExp {
  return new RegExp(`^(?:(?:这是)?我?们?${last}的|${last}(?=[\\s:：])|[（(【]\\s*${last}的?\\s*[）)】])[\\s:：,，]*`);
}

/** 本周, 这周的, 这是我本周的. */
const THIS_WEEK = new RegExp(`^(?:这是)?我?${words.THIS['teaching-week']}的?`);

/** 12月3日 周四 晴: the day a text is written of, or on. */
const HEADED = /^(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]/;
/** A text that begins with a day longer ago tells of it. */
const HEADED_DAYS_BACK = 14;

/** Which period is wished for, or the names of several, and the text without them. */
export type ReadPeriod = { wish: Wish; args: string } | { several: string[]; args: string };

/**
 * A period named at the start is where it goes: 第9周 …, （第9周）…, 10月 …, 本周 …; 上周的 … where that is still owed, and so
 * what is headed by one of its days. Answers the wish, and the text without the name of the period; or the names of
 * several, of which a record has but one.
 *
 * @param overdue said with 补交.
 */
export function readPeriod({ cadence, word }: Duty, args: string, overdue: boolean, today: Day): ReadPeriod {
  const none: Wish = overdue ? { kind: 'overdue' } : { kind: 'none' };
  const several = severalIn(cadence, args);
  if (several) return several;
  const name = words.NAMED[cadence.every];
  const named =
    name && new RegExp(`^(?:[（(【]\\s*(${name})\\s*[）)】][\\s:：,，]*|(${name})的?(?:[\\s:：,，]+|$))`).exec(args);
  const said = named?.[1] ?? named?.[2];
  if (named && said)
    return { wish: { kind: 'label', label: words.labelOf(said) }, args: args.slice(named[0].length).trim() };
  const last = LAST[cadence.every]?.exec(args);
  if (last) {
    const rest = args.slice(last[0].length);
    const day = cadence.every === 'month' ? addDays(monthStart(today), -1) : addDays(today, -7);
    // 补交上周的 …: that one, and never this week's where it is in already.
    return { wish: { kind: 'day', day, ...(overdue && { firm: true }) }, args: after(word, rest) ?? rest };
  }
  const ofThis = cadence.every === 'teaching-week' ? ofThisWeek(args, word) : undefined;
  if (ofThis !== undefined) return { wish: { kind: 'day', day: today, firm: true }, args: ofThis };
  const day = cadence.every === 'teaching-week' && !overdue && headed(args, today);
  return { wish: day ? { kind: 'day', day } : none, args };
}

/** 第17、18周 …, 第17周和第18周 …, 17-19周 …; of what is owed every two weeks 第17、18周 is one. */
function severalIn(cadence: Duty['cadence'], args: string): ReadPeriod | undefined {
  const [unit, list] = [UNITS[cadence.every], words.SEVERAL[cadence.every]];
  if (!unit || !list) return undefined;
  const named = new RegExp(`^(?:[（(【]\\s*(${list})\\s*[）)】][\\s:：,，]*|(${list})(?:[\\s:：,，]+|$))`).exec(args);
  const said = named?.[1] ?? named?.[2];
  if (!named || !said) return undefined;
  const numbers = words.numbersIn(said);
  const rest = args.slice(named[0].length).trim();
  if (cadence.every === 'teaching-week' && cadence.weeks > 1) {
    const [first = 0] = numbers;
    const isOne = numbers.length === cadence.weeks && numbers.every((number, index) => number === first + index);
    return isOne ? { wish: { kind: 'label', label: `第${first}-${numbers.at(-1)}周` }, args: rest } : undefined;
  }
  const labels = numbers.map((number) => (unit === '周' ? `第${number}周` : `${number}${unit}`));
  return labels.length > 1 && labels.length <= MOST_NAMED ? { several: labels, args: rest } : undefined;
}

/** What stands behind 本周 …, 这周的：…, 这周的周记，…; undefined for 这周，… and 这周的课 …, which only begin like one. */
function ofThisWeek(args: string, word: string): string | undefined {
  const [said] = THIS_WEEK.exec(args) ?? [];
  if (!said) return undefined;
  const behind = args.slice(said.length);
  const isNamed = behind.startsWith(word);
  const rest = isNamed ? behind.slice(word.length) : behind;
  const isApart = isNamed || said.endsWith('的') ? /^[\s:：,，。]|^$/ : /^[\s:：]|^$/;
  return isApart.test(rest) ? rest.replace(/^[\s:：,，。]+/, '') : undefined;
}

function headed(args: string, today: Day): Day | undefined {
  const [said] = HEADED.exec(halfWidth(args)) ?? [];
  const day = said && readPastDay(said, today);
  return day && day <= today && day >= addDays(today, -HEADED_DAYS_BACK) ? day : undefined;
}

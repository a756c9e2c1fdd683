import * as texts from '../../config/texts/form.js';
import { halfWidth } from './field.js';

/** A span of one day as `HH:MM-HH:MM`, or a sentence about what could not be read. */
export type ReadTime = { ok: true; value: string } | { ok: false; problem: string };

const HALF = '(凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|am|pm)?';
const HOUR = '(\\d{1,2}|十[一二]?|[一二两三四五六七八九])';
const MINUTE = '(?:(?::|点|时)(?:(\\d{1,2})分?|(半|一刻|三刻))?)?(?:整|钟)?';
const END = new RegExp(`^${HALF}${HOUR}${MINUTE}${HALF}$`);
const BETWEEN = /(?:-|–|—|−|~|到|至)+/;
const DIGITS = '一二三四五六七八九';

interface End {
  hour: number;
  minute: number;
  half: 'am' | 'noon' | 'pm' | undefined;
  /** Written with a point to it (2:00, 2点), or as one of a pair (8-10点). */
  pointed: boolean;
  /** Written `02:00`: the 24-hour clock, beyond doubt. */
  full: boolean;
}

/** Reads 14:00-15:30, 下午2点到3点半, 上午9:30至11:00, 8点-10点, full-width or half-width. Asks back rather than guesses. */
export function readTimeRange(typed: string): ReadTime {
  const parts = halfWidth(typed).toLowerCase().replace(/\s/g, '').replace(/^从/, '').split(BETWEEN);
  const [from, to] = parts.map(readEnd);
  if (parts.length !== 2 || !from || !to || !(from.pointed || to.pointed)) return fail(texts.whichTime);
  const first = minutesOf(from);
  const second = to.half || !from.half ? minutesOf(to) : following(first, from, to);
  if (first === undefined || second === undefined) {
    // 2点到3点: at night nobody meets, yet in the afternoon is a guess.
    return fail(
      texts.whichHalf(`${clock((from.hour + 12) * 60 + from.minute)}-${clock(((to.hour % 12) + 12) * 60 + to.minute)}`),
    );
  }
  if (first >= 24 * 60 || second >= 24 * 60) return fail(texts.whichTime);
  return second > first ? { ok: true, value: `${clock(first)}-${clock(second)}` } : fail(texts.endsFirst);
}

/** 17:00, 下午5点, 中午12点半, as `HH:MM`; undefined for anything else, and for an hour that could be either half of the day. */
export function readTimeOfDay(typed: string): string | undefined {
  const end = readEnd(halfWidth(typed).toLowerCase().replace(/\s/g, ''));
  const minutes = end?.pointed ? minutesOf(end) : undefined;
  return minutes !== undefined && minutes < 24 * 60 ? clock(minutes) : undefined;
}

const fail = (problem: string): ReadTime => ({ ok: false, problem });

function readEnd(text: string): End | undefined {
  const match = END.exec(text);
  if (!match) return undefined;
  const [, before, hourText = '', minuteText, quarter, behind] = match;
  const hour = hourOf(hourText);
  const minute = quarter ? { 半: 30, 一刻: 15, 三刻: 45 }[quarter] : Number(minuteText ?? 0);
  if (hour > 23 || minute === undefined || minute > 59) return undefined;
  const half = halfOf(before ?? behind);
  return { hour, minute, half, pointed: /[:点时]/.test(text) || half !== undefined, full: /^\d\d:\d\d$/.test(text) };
}

function hourOf(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  if (text === '两') return 2;
  const one = DIGITS.indexOf(text.at(-1) ?? '') + 1;
  return text.startsWith('十') ? 10 + one : one;
}

function halfOf(word: string | undefined): End['half'] {
  if (word === undefined) return undefined;
  if (word === '中午') return 'noon';
  return ['下午', '傍晚', '晚上', 'pm'].includes(word) ? 'pm' : 'am';
}

/** Before this hour no school meets: 2点 without a half of the day is not told apart from 14点. */
const EARLIEST_HOUR = 6;

/** Minutes since midnight; undefined where it could be either half of the day. */
function minutesOf({ hour, minute, half, full }: End): number | undefined {
  if (half === 'pm') return (hour < 12 ? hour + 12 : hour) * 60 + minute;
  if (half === 'noon') return (hour < 10 ? hour + 12 : hour) * 60 + minute;
  if (half === 'am') return hour * 60 + minute;
  return hour < EARLIEST_HOUR && !full ? undefined : hour * 60 + minute;
}

/** The second of 下午2点到3点半 is in the same half of the day, or, where that would be before the first, in the next. */
function following(first: number | undefined, from: End, to: End): number | undefined {
  if (first === undefined) return undefined;
  if (to.full) return minutesOf(to);
  const same = minutesOf({ ...to, half: from.half });
  return same !== undefined && same <= first && to.hour < 12 ? (to.hour + 12) * 60 + to.minute : same;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

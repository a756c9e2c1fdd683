import * as texts from '../../config/texts/form.js';
import { halfWidth } from './field.js';
import { readNumeral } from './numeral.js';

/** A span of one day as `HH:MM-HH:MM`, or a sentence about what could not be read. */
export type ReadTime = { ok: true; value: string } | { ok: false; problem: string };

const HALF = '凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上';
/** 周二十点 is ten on Tuesday. */
const HOUR = String.raw`\d{1,2}|(?<![周期拜])二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九]`;
const MINUTE = String.raw`(?:\d{1,2}|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九](?=分))分?`;
const QUARTER = '半|一刻|三刻';
const END = new RegExp(
  `^(${HALF}|am|pm)?(${HOUR})(?:(?::|点|时)(?:(${MINUTE})|(${QUARTER}))?)?(?:整|钟)?(${HALF}|am|pm)?$`,
);
const BETWEEN = /(?:-|–|—|−|~|到|至)+/;

/** A time of day at the end of a sentence, with a point to it. */
export const TIME_AT_END = new RegExp(
  String.raw`(?:${HALF})?\s*(?:${HOUR})\s*(?::\s*\d{2}|[点时]\s*(?:${QUARTER}|整|钟|${MINUTE})?)$`,
);

interface End {
  hour: number;
  minute: number;
  half: 'dawn' | 'am' | 'noon' | 'pm' | 'night' | undefined;
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
  if (first >= DAY_MINUTES || second >= DAY_MINUTES) return fail(texts.whichTime);
  return second > first ? { ok: true, value: `${clock(first)}-${clock(second)}` } : fail(texts.endsFirst);
}

/**
 * 17:00, 下午5点, 中午12点半, 七点二十, as `HH:MM`; undefined for anything else, for an hour that could be either half of
 * the day, and for one after midnight (晚上12点), which is another day's.
 */
export function readTimeOfDay(typed: string): string | undefined {
  const minutes = readMinutes(typed);
  return minutes !== undefined && minutes < DAY_MINUTES ? clock(minutes) : undefined;
}

/** The same in minutes from the midnight its day begins with: 晚上12点 and 24点 are those of a whole day. */
export function readMinutes(typed: string): number | undefined {
  const end = readEnd(halfWidth(typed).toLowerCase().replace(/\s/g, ''));
  return end?.pointed ? minutesOf(end) : undefined;
}

export const DAY_MINUTES = 24 * 60;

const fail = (problem: string): ReadTime => ({ ok: false, problem });

function readEnd(text: string): End | undefined {
  const match = END.exec(text);
  if (!match) return undefined;
  const [, before, hourText = '', minuteText, quarter, behind] = match;
  const hour = numberIn(hourText);
  const minute = quarter ? { 半: 30, 一刻: 15, 三刻: 45 }[quarter] : numberIn(minuteText?.replace('分', '') ?? '0');
  if (hour > 24 || (hour === 24 && minute !== 0) || minute === undefined || minute > 59) return undefined;
  const half = halfOf(before ?? behind);
  return { hour, minute, half, pointed: /[:点时]/.test(text) || half !== undefined, full: /^\d\d:\d\d$/.test(text) };
}

const numberIn = (text: string): number =>
  /^\d/.test(text) ? Number(text) : (readNumeral(text.replace(/^零/, '')) ?? Number.NaN);

function halfOf(word: string | undefined): End['half'] {
  if (word === undefined) return undefined;
  if (word === '中午') return 'noon';
  if (word === '凌晨') return 'dawn';
  if (word === '晚上') return 'night';
  return ['下午', '傍晚', 'pm'].includes(word) ? 'pm' : 'am';
}

/** Before this hour no school meets: 2点 without a half of the day is not told apart from 14点. */
const EARLIEST_HOUR = 6;

/** At night an hour before this one is tomorrow's: 晚上12点, 晚上1点. */
const NIGHT_ENDS_HOUR = 5;

/** Minutes since midnight, more than a day's at night; undefined where it could be either half of the day. */
function minutesOf({ hour, minute, half, full }: End): number | undefined {
  if (half === 'night' && (hour === 12 || hour < NIGHT_ENDS_HOUR)) return ((hour % 12) + 24) * 60 + minute;
  if (half === 'dawn') return (hour % 12) * 60 + minute;
  if (half === 'night' || half === 'pm') return (hour < 12 ? hour + 12 : hour) * 60 + minute;
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

export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

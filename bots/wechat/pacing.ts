import type { WechatLimits } from '../../config/limits/wechat.js';

/** What has been sent: enough of the past to decide when the next may go. */
export interface SentBefore {
  last?: { at: Date; chat: string };
  /** Instants of the sends of the last minute, and of the last day, oldest first. */
  minute: readonly Date[];
  day: readonly Date[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600_000;

/**
 * How long the next send into a chat waits, in milliseconds; 0: it may go. The gap is a person's: never twice the same,
 * longer into another chat.
 *
 * @param chance between 0 and 1; the same for every look at the same message, so that looking often does not shorten it.
 */
export function waitBefore(before: SentBefore, chat: string, now: Date, chance: number, limits: WechatLimits): number {
  const { last, minute, day } = before;
  const [least, most] =
    last?.chat === chat ? [limits.gapLeastMs, limits.gapMostMs] : [limits.roomGapLeastMs, limits.roomGapMostMs];
  const until = (instant: Date | undefined, ms: number) => (instant ? instant.getTime() + ms - now.getTime() : 0);
  const full = (sends: readonly Date[], cap: number, ms: number) => until(sends.at(-cap), ms);
  return Math.max(
    0,
    until(last?.at, Math.ceil(least + chance * (most - least))),
    full(minute, limits.sendsPerMinute, MINUTE_MS),
    full(day, limits.sendsPerDay, DAY_MS),
  );
}

/** A number between 0 and 1 from a key: chance that stays the same. FNV-1a. */
export function chanceOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const char of key) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

import type { SendResult } from '../bot.js';
import { Answered } from './wire.js';

/** Too many calls (global error codes, document/path/90313): 45009 and 45033 for calls, 846607 for robots' messages. */
const THROTTLED = new Set([45009, 45033, 846607]);
/** The platform's own trouble. */
const INTERNAL = new Set([-1, 50001]);
/** The connection is no longer the robot's: it looks alive, and nothing goes over it (reported by users of robots). */
const NOT_SUBSCRIBED = 846609;
export const isNotSubscribed = (error: unknown): boolean => Answered.safeParse(error).data?.errcode === NOT_SUBSCRIBED;

/** It may have arrived: it is not sent again, nor anything in its place. */
export const UNCERTAIN = 'uncertain';

/** By whose fault a send failed. Nothing tells the same message from a new one, so what may have arrived is not sent again. */
export function outcomeOf(error: unknown, limits: { throttledMs: number; disconnectedMs: number }): SendResult {
  const answer = Answered.safeParse(error);
  if (!answer.success) return { kind: 'refused', reason: UNCERTAIN };
  const { errcode } = answer.data;
  if (THROTTLED.has(errcode)) return { kind: 'later', reason: 'throttled', afterMs: limits.throttledMs };
  if (errcode === NOT_SUBSCRIBED) return { kind: 'later', reason: 'not-subscribed', afterMs: limits.disconnectedMs };
  if (INTERNAL.has(errcode)) return { kind: 'later', reason: `wecom-${errcode}`, afterMs: limits.disconnectedMs };
  return { kind: 'refused', reason: `wecom-${errcode}` };
}

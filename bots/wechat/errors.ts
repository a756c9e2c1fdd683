import { z } from 'zod';
import type { WechatLimits } from '../../config/limits/wechat.js';
import type { SendResult } from '../bot.js';
import { TooLate } from './deadline.js';

/** What gRPC answers a call with that failed: grpc.io/docs/guides/status-codes. `details` are the other end's words. */
const Failure = z.object({ code: z.number().int().min(1).max(16), details: z.string().optional().default('') });

const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;
const NOT_FOUND = 5;
/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, INTERNAL (a stream that broke), DATA_LOSS: it may have been done all the same. */
const MAYBE_DONE = new Set([1, 4, 10, 13, 15]);
/** UNAVAILABLE is also what a call ends with whose connection broke on the way; of one that never had any it says this. */
const NEVER_LEFT = /^No connection established|ECONNREFUSED|^Name resolution failed/u;

/** It may have arrived, and WeChat would take it for another message: neither it nor anything in its place is said again. */
export const UNCERTAIN: SendResult = { kind: 'refused', reason: 'uncertain' };

/** Kept back: nothing has left this program. */
export const held = (reason: string, afterMs: number): SendResult => ({
  kind: 'later',
  reason,
  afterMs,
  untried: true,
});

/** By whose fault a send failed, and whether it may have arrived. An error without a code is the gateway's own, which it refused with. */
export function outcomeOf(error: unknown, { offlineLookMs, gatewayBusyMs }: WechatLimits): SendResult {
  if (error instanceof TooLate) return UNCERTAIN;
  const failure = Failure.safeParse(error).data;
  if (!failure) return { kind: 'refused', reason: 'gateway-refused' };
  const { code, details } = failure;
  if (code === UNAUTHENTICATED) return held('gateway-away', offlineLookMs);
  if (code === UNAVAILABLE) return NEVER_LEFT.test(details) ? held('gateway-away', offlineLookMs) : UNCERTAIN;
  if (MAYBE_DONE.has(code)) return UNCERTAIN;
  if (code === RESOURCE_EXHAUSTED) return { kind: 'later', reason: 'gateway-busy', afterMs: gatewayBusyMs };
  // There is no such account or room: a room whose id changed with a login, or that the bot is in no more.
  return { kind: 'refused', reason: `gateway-${code}`, ...(code === NOT_FOUND && { outOfChat: true as const }) };
}

/** Whether the gateway says that it does not have what it was asked for, so that asking again is of no use. */
export const isNotThere = (error: unknown): boolean => Failure.safeParse(error).data?.code === NOT_FOUND;

import { z } from 'zod';
import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { SendResult } from '../bot.js';

/** Too many calls (global error codes, document/path/90313). */
const THROTTLED = new Set([45009, 45033]);
/** The platform's own trouble. */
const INTERNAL = new Set([-1, 50001]);
/** The webhook is none, or its robot was taken out of the group; it was switched off; it is not in the group (90313). */
const OUT_OF_GROUP = new Set([93000, 93004, 93008]);
export const isOutOfGroup = (errcode: number): boolean => OUT_OF_GROUP.has(errcode);

/** How a send ended that the platform answered. */
export function outcomeOf(errcode: number, { throttledMs }: WecomGroupLimits): SendResult {
  if (errcode === 0) return { kind: 'sent' };
  const reason = `wecom-${errcode}`;
  if (THROTTLED.has(errcode)) return { kind: 'later', reason: 'throttled', afterMs: throttledMs };
  if (INTERNAL.has(errcode)) return { kind: 'later', reason };
  return { kind: 'refused', reason, ...(isOutOfGroup(errcode) && { outOfChat: true as const }) };
}

/** It may have arrived: it is not sent again, nor anything in its place. */
export const UNCERTAIN = 'uncertain';

/** Errors that come before anything has left: no address, nobody there, no way. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Undici says `fetch failed` and hides the reason one deeper. Its message may hold the address, and that the key. */
const NetworkError = z.object({ cause: z.object({ code: z.string() }) });

/** Nothing tells a message sent twice from two, so what may have arrived is not sent again. */
export function outcomeOfFailure(error: unknown): SendResult {
  const code = NetworkError.safeParse(error).data?.cause.code;
  return code !== undefined && NOT_SENT.has(code)
    ? { kind: 'later', reason: code }
    : { kind: 'refused', reason: UNCERTAIN };
}

import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { SendResult } from '../bot.js';
import { outcomeOf, outcomeOfFailure } from './errors.js';
import { Answer } from './wire.js';

/** Posts a body to a webhook. Never throws; the address, which holds the key, is in no outcome. */
export async function post(url: string, body: object, limits: WecomGroupLimits): Promise<SendResult> {
  try {
    const answer = await ask(url, body, limits.callTimeoutMs);
    return typeof answer === 'number' ? outcomeOf(answer, limits) : answer;
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/** The platform's error code, 0 where there is none; or what to make of an answer that is not the platform's. */
export async function ask(url: string, body: object, timeoutMs: number): Promise<number | SendResult> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    // A redirect would carry the message to wherever it points.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = Answer.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return answer.data.errcode;
  if (response.status === 429) return { kind: 'later', reason: 'http-429' };
  // A proxy's page: behind it the message may have arrived.
  return {
    kind: 'refused',
    reason: response.status < 400 || response.status >= 500 ? 'uncertain' : `http-${response.status}`,
  };
}

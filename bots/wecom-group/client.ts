import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { SendResult } from '../bot.js';
import { outcomeOf, outcomeOfFailure, UNCERTAIN } from './errors.js';
import { Answer, Uploaded } from './wire.js';

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
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const { status, json } = await exchange(url, { headers, body: JSON.stringify(body) }, timeoutMs);
  const answer = Answer.safeParse(json);
  if (answer.success) return answer.data.errcode;
  if (status === 429) return { kind: 'later', reason: 'http-429' };
  // A proxy's page: behind it the message may have arrived.
  return { kind: 'refused', reason: status < 400 || status >= 500 ? UNCERTAIN : `http-${status}` };
}

/**
 * Gives the platform a file, which nobody sees before it is sent: what it is called there for three days, or how it
 * failed; what is not known to have worked is `later`, for it can be given again. Never throws.
 */
export async function upload(
  url: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
  limits: WecomGroupLimits,
): Promise<{ kind: 'uploaded'; mediaId: string } | SendResult> {
  const address = new URL(url);
  address.pathname = address.pathname.replace(/send$/, 'upload_media');
  address.searchParams.set('type', 'file');
  const body = new FormData();
  body.set('media', new Blob([new Uint8Array(bytes)]), name);
  try {
    const { status, json } = await exchange(address.href, { body }, limits.callTimeoutMs);
    const uploaded = Uploaded.safeParse(json).data;
    if (uploaded?.errcode === 0) return { kind: 'uploaded', mediaId: uploaded.media_id };
    const answer = Answer.safeParse(json).data;
    return answer && answer.errcode !== 0
      ? outcomeOf(answer.errcode, limits)
      : { kind: 'later', reason: `upload-http-${status}` };
  } catch {
    return { kind: 'later', reason: 'upload-failed' };
  }
}

async function exchange(url: string, init: Pick<RequestInit, 'headers' | 'body'>, timeoutMs: number) {
  const response = await fetch(url, {
    method: 'POST',
    ...init,
    // A redirect would carry the message to wherever it points.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const json: unknown = await response.json().catch(() => undefined);
  return { status: response.status, json };
}

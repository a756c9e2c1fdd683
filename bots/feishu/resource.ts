import { FeishuUnreachable } from './errors.js';
import { answerIn, type HttpLimits, reasonOf, waitOf } from './http.js';

/** What hangs on a message: pictures are one type, everything else is a file (reference/im-v1/message-resource/get). */
export interface Resource {
  messageId: string;
  key: string;
  type: 'image' | 'file';
}

interface Surroundings {
  domain: string;
  token: string;
  limits: Pick<HttpLimits, 'waitMaxMs'>;
  /** Ends the answer's bytes as well. */
  signal: AbortSignal;
}

/**
 * Asks for what hangs on a message, beside the SDK, whose way reads every answer as a text. The answer's bytes are
 * still to come, and throw where they break off.
 *
 * @throws FeishuRefused, FeishuUnreachable
 */
export async function openResource(
  { messageId, key, type }: Resource,
  { domain, token, limits, signal }: Surroundings,
): Promise<Response> {
  const path = `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/resources/${encodeURIComponent(key)}`;
  const url = `${domain.replace(/\/+$/, '')}${path}?type=${type}`;
  const unreachable = (error: unknown): never => {
    throw new FeishuUnreachable(reasonOf(error));
  };
  const headers = { authorization: `Bearer ${token}` };
  // A redirect would carry the token to wherever it points.
  const response = await fetch(url, { headers, redirect: 'error', signal }).catch(unreachable);
  if (isFile(response)) return response;
  const text = await response.text().catch(unreachable);
  answerIn({ status: response.status, text, waitMs: waitOf(response.headers, limits.waitMaxMs) });
  // A success in words is no file.
  throw new FeishuUnreachable('strange-answer');
}

/** Refusals are JSON; so may be a file, but that comes under a name. */
const isFile = ({ status, headers }: Response): boolean =>
  status === 200 &&
  (headers.has('content-disposition') || !/\bjson\b|^text\/html/i.test(headers.get('content-type') ?? ''));

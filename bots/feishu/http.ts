import type { HttpInstance, HttpRequestOptions } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { FeishuRefused, FeishuUnreachable } from './errors.js';
import { Answer } from './wire.js';

export interface HttpLimits {
  callTimeoutMs: number;
  waitMaxMs: number;
}

/**
 * The SDK's way to the network, in place of its axios instance: that one has no time limit, resolves answers whose
 * `code` is not 0, and carries the secret and the message in every error it throws. This one answers the body of a
 * success and throws FeishuRefused or FeishuUnreachable, which carry neither.
 */
export function createHttp(limits: HttpLimits): HttpInstance {
  // The SDK types answers by its callers' wish; who calls here checks the body with a schema.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const request = async <R>(options: HttpRequestOptions<unknown>): Promise<R> => (await send(options, limits)) as R;
  const bare =
    (method: string) =>
    <R>(url: string, options?: HttpRequestOptions<unknown>): Promise<R> =>
      request({ ...options, url, method });
  const loaded =
    (method: string) =>
    <R>(url: string, data?: unknown, options?: HttpRequestOptions<unknown>): Promise<R> =>
      request({ ...options, url, method, data });
  return {
    request,
    get: bare('GET'),
    delete: bare('DELETE'),
    head: bare('HEAD'),
    options: bare('OPTIONS'),
    post: loaded('POST'),
    put: loaded('PUT'),
    patch: loaded('PATCH'),
  };
}

async function send(options: HttpRequestOptions<unknown>, limits: HttpLimits): Promise<unknown> {
  const { status, headers, text } = await exchange(options, limits.callTimeoutMs);
  return answerIn({ status, text, waitMs: waitOf(headers, limits.waitMaxMs) });
}

/** The body of a success; throws what anything else is. */
export function answerIn({ status, text, waitMs }: { status: number; text: string; waitMs: number | undefined }) {
  if (status >= 500) throw new FeishuUnreachable(`http-${status}`, waitMs);

  const json = parseJson(text);
  const answer = Answer.safeParse(json);
  // A proxy's page, not the platform's answer.
  if (!answer.success) throw new FeishuUnreachable(status === 200 ? 'not-json' : `http-${status}`, waitMs);

  const { code, msg = '' } = answer.data;
  if (code !== 0) throw new FeishuRefused({ code, status, said: msg.slice(0, 300), waitMs });
  return json;
}

async function exchange(
  { url = '', method = 'GET', params = {}, headers = {}, data }: HttpRequestOptions<unknown>,
  timeoutMs: number,
) {
  const target = new URL(url);
  for (const [name, value] of Object.entries(params)) target.searchParams.set(name, String(value));
  try {
    const response = await fetch(target, {
      method,
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      ...(data !== undefined && { body: JSON.stringify(data) }),
      // A redirect would carry token and message to wherever it points.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new FeishuUnreachable(reasonOf(error));
  }
}

/** Seconds to wait: the gateway's header (server-docs/api-call-guide/frequency-control), or the standard one. */
export function waitOf(headers: Headers, mostMs: number): number | undefined {
  const seconds = Number(headers.get('x-ogw-ratelimit-reset') ?? headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds * 1000, mostMs) : undefined;
}

/** Undici says `fetch failed` and hides the reason one deeper. */
const NetworkError = z.object({ name: z.string().optional(), cause: z.object({ code: z.string() }).optional() });

export function reasonOf(error: unknown): string {
  const { name, cause } = NetworkError.safeParse(error).data ?? {};
  return name === 'TimeoutError' ? 'timeout' : (cause?.code ?? 'network');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

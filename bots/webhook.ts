import type { Context, Middleware } from 'koa';
import getRawBody from 'raw-body';
import type { InboundEvent } from '../models/event.js';
import type { Log } from '../models/log.js';
import { store } from './accept.js';
import type { Received, WebhookRequest } from './bot.js';

/** Message bodies of the platforms end at 150 KB; a megabyte is beyond doubt. */
export const WEBHOOK_MAX_BYTES = 1024 * 1024;
/** From the headers to the body's last byte. Platforms give a whole exchange 3 s; who needs longer is not one. */
export const WEBHOOK_BODY_MS = 5000;

/** How long the storing may take where somebody waits for the answer: platforms give the whole exchange 3 s. */
const WEBHOOK_REPLY_MS = 2000;

export interface WebhookOptions {
  /** Exactly this path. */
  path: string;
  receive(request: WebhookRequest): Received;
  /** Stores the events; the platform hears 200 only after this has resolved. */
  accept(events: InboundEvent[], now: Date): Promise<unknown>;
  clock: { now(): Date };
  log: Log;
  maxBytes?: number;
  bodyMs?: number;
  /** Told of every delivery's end: its status and, where it was not accepted, the reason in a word. */
  metrics?: { answered(status: number, code?: string): void };
}

interface Answer {
  status: number;
  body: object;
  /** Why it was not accepted, in a word. */
  code?: string;
}

/**
 * The edge between a platform's deliveries and the inbox: accept, answer, and leave the work to others. 200 means the
 * events are on disk; anything else makes the platform deliver again. Names no platform, and is the one file under
 * `bots/` that knows koa.
 */
export function webhook(options: WebhookOptions): Middleware {
  const { path, log, metrics } = options;
  return async (ctx, next) => {
    if (ctx.path !== path) {
      await next();
      return;
    }
    const answer = await answerTo(ctx, options);
    metrics?.answered(answer.status, answer.code);
    if (answer.code !== undefined)
      // Not `code`: what is called so is cut from every line of the log.
      log.debug({ path, status: answer.status, reason: answer.code }, 'delivery not accepted');
    ctx.status = answer.status;
    ctx.body = answer.body;
  };
}

async function answerTo(ctx: Context, options: WebhookOptions): Promise<Answer> {
  if (ctx.method !== 'POST') {
    ctx.set('Allow', 'POST');
    return failure(405, 'method-not-allowed');
  }
  const body = await readBody(ctx, options);
  if (!Buffer.isBuffer(body)) return body;

  const now = options.clock.now();
  const received = options.receive({ headers: ctx.headers, body, now });
  if (received.kind === 'refused') return failure(received.status, received.code);
  if (received.kind === 'answer') return { status: 200, body: received.body };
  return accept(received, now, options);
}

async function accept(
  { events, reply }: Extract<Received, { kind: 'events' }>,
  now: Date,
  { accept, log, path }: WebhookOptions,
): Promise<Answer> {
  const ended = await store(events, now, {
    accept,
    log,
    way: { path },
    ...(reply && { withinMs: WEBHOOK_REPLY_MS }),
  });
  if (ended === 'stored') return { status: 200, body: reply?.stored ?? {} };
  return reply ? { status: 200, body: reply.unstored, code: ended } : failure(503, ended);
}

/** The raw bytes, for they are what is signed; or the answer to a body that is too large, too slow or cut off. */
async function readBody(ctx: Context, options: WebhookOptions): Promise<Buffer | Answer> {
  const { maxBytes = WEBHOOK_MAX_BYTES, bodyMs = WEBHOOK_BODY_MS } = options;
  const { req } = ctx;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(failure(408, 'too-slow')), bodyMs);
  });
  const length = req.headers['content-length'] ?? null;
  const whole: Promise<Buffer | Answer> = getRawBody(req, { encoding: null, length, limit: maxBytes }).catch(failureOf);
  try {
    const body = await Promise.race([whole, late]);
    if (!Buffer.isBuffer(body)) leave(ctx, body.status === 408 ? 0 : bodyMs);
    return body;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Takes leave of a sender whose body was not read to its end: at once, or after throwing away for a while what still
 * comes, so that a sender in the middle of its upload gets to read the answer.
 */
function leave(ctx: Context, lingerMs: number): void {
  const { req } = ctx;
  if (req.complete || req.destroyed) return;
  if (lingerMs === 0) return ctx.set('Connection', 'close');
  const { socket } = req;
  const close = setTimeout(() => socket.destroy(), lingerMs);
  // Node has done with the request once it is answered: that its connection broke is heard from the socket only.
  const settle = () => {
    clearTimeout(close);
    socket.off('close', settle);
  };
  req.once('end', settle);
  socket.once('close', settle);
  req.resume();
}

function failureOf(error: unknown): Answer {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return failure(413, 'too-large');
  return failure(400, type === 'request.aborted' ? 'cut-off' : 'bad-body');
}

const MESSAGES: Record<number, string> = {
  400: '看不懂这次推送的内容。',
  401: '这次推送没有通过校验。',
  405: '这里只接受 POST。',
  408: '内容传得太慢，没有等到。',
  413: '内容太大。',
  503: '暂时收不下，请稍后再推送。',
};

const failure = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: MESSAGES[status] ?? '' } },
  code,
});

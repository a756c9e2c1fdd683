import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpInstance, Logger, WSClient } from '@larksuiteoapi/node-sdk';
import type { FeishuLimits } from '../../config/limits/feishu.js';
import { errorName, type Log } from '../../models/log.js';
import type { Connection } from '../bot.js';
import { type Held, keepOpen, type Take } from '../keep-open.js';
import { FeishuRefused, FeishuUnreachable } from './errors.js';
import { createHttp } from './http.js';
import { sdkLog } from './sdk-log.js';
import { EndpointAnswer } from './wire.js';

export interface LongConnectionOptions {
  appId: string;
  appSecret: string;
  domain: string;
  limits: FeishuLimits;
  clock: { now(): Date };
  log: Log;
  /** Resolves with what a frame is answered; rejects when the platform shall deliver it again. */
  take: Take;
}

/**
 * The SDK's long connection, kept open. A client of the SDK serves for one socket and is then thrown away: its own
 * reconnecting waits up to half a minute before the first try, gives up on some answers and tells nobody, and leaves a
 * socket that is closed as soon as it opens for good.
 */
export const openLongConnection = (options: LongConnectionOptions): Connection =>
  keepOpen({
    platform: 'feishu',
    limits: options.limits,
    clock: options.clock,
    log: options.log,
    take: options.take,
    hold: (take, opened, stopping) => holdOne(options, take, opened, stopping),
  });

/** Opens one connection and resolves when it is gone, or could not be opened. Never rejects. */
async function holdOne(
  options: LongConnectionOptions,
  take: Take,
  opened: () => void,
  stopping: AbortSignal,
): Promise<Held> {
  const held: Held = { heldMs: 0, problem: 'handshake' };
  try {
    const http = askingEndpoint(options.limits, (problem) => void (held.problem = problem));
    const client = await openOne(options, http, take, stopping);
    if (!client) return held;
    opened();
    held.problem = 'lost';
    held.heldMs = await lifetimeOf(client, options.limits.connectionLookMs, stopping);
    // Gently where an acknowledgement may still be on its way out.
    client.close({ force: !stopping.aborted });
  } catch (error) {
    held.problem = errorName(error);
  }
  return held;
}

/** A client that stands; undefined when it could not be opened. */
async function openOne(
  { appId, appSecret, domain, limits, log }: LongConnectionOptions,
  httpInstance: HttpInstance,
  take: Take,
  stopping: AbortSignal,
): Promise<WSClient | undefined> {
  const { EventDispatcher, LoggerLevel, WSClient } = await import('@larksuiteoapi/node-sdk');
  const quiet = { logger: sentencesOf(sdkLog(log, [appSecret])), loggerLevel: LoggerLevel.warn };
  // Its own dispatch merges header and event into one and swallows what nobody registered for.
  const eventDispatcher = new EventDispatcher(quiet);
  eventDispatcher.invoke = take;
  let settle: (isOpen: boolean) => void = () => {};
  const settled = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  const client = new WSClient({
    ...quiet,
    appId,
    appSecret,
    domain: domain.replace(/\/+$/, ''),
    httpInstance,
    source: 'jiaoyan',
    autoReconnect: false,
    handshakeTimeoutMs: limits.connectTimeoutMs,
    wsConfig: { pingTimeout: limits.pongWithinMs / 1000 },
    onReady: () => settle(true),
    onError: () => settle(false),
  });
  // Resolves at once, and tells neither that it stands nor that it never will.
  await client.start({ eventDispatcher });
  const late = sleep(limits.callTimeoutMs + limits.connectTimeoutMs + 1000, false, { signal: stopping, ref: false });
  if (await Promise.race([settled, late.catch(() => false)])) return client;
  client.close({ force: true });
  return undefined;
}

/** Resolves, with the milliseconds it stood, when the client has lost its socket or the program stops. */
async function lifetimeOf(client: WSClient, lookMs: number, stopping: AbortSignal): Promise<number> {
  const from = performance.now();
  while (!stopping.aborted && client.getConnectionStatus().state === 'connected') {
    await sleep(lookMs, undefined, { signal: stopping }).catch(() => {});
  }
  return Math.round(performance.now() - from);
}

/** The SDK asks where to connect to, and keeps for itself why it got no answer. */
function askingEndpoint(limits: FeishuLimits, failed: (problem: string) => void): HttpInstance {
  const http = createHttp(limits);
  return {
    ...http,
    request: async <R>(options: Parameters<HttpInstance['request']>[0]): Promise<R> => {
      try {
        const answer = await http.request<R>(options);
        if (!EndpointAnswer.safeParse(answer).success) throw new FeishuUnreachable('strange-answer');
        return answer;
      } catch (error) {
        if (error instanceof FeishuRefused) failed(`feishu-${error.code}`);
        if (error instanceof FeishuUnreachable) failed(error.reason);
        throw error;
      }
    },
  };
}

/** The SDK's sentences up to the first colon: what follows may be a piece of a message, or the address with its ticket. */
function sentencesOf(logger: Logger): Logger {
  const short = (messages: unknown[]) =>
    messages.flat(3).map((message) => (typeof message === 'string' ? message.split(':')[0] : ''));
  return {
    error: (...messages) => logger.error(...short(messages)),
    warn: (...messages) => logger.warn(...short(messages)),
    info: (...messages) => logger.info(...short(messages)),
    debug: (...messages) => logger.debug(...short(messages)),
    trace: () => {},
  };
}

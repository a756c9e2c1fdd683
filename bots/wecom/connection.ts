import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, WSClient } from '@wecom/aibot-node-sdk';
import type { WecomLimits } from '../../config/limits/wecom.js';
import type { Log } from '../../models/log.js';
import type { Connection, Turn } from '../bot.js';
import { type Held, keepOpen, type Take } from '../keep-open.js';

export interface RobotOptions {
  botId: string;
  secret: string;
  /** In place of the platform's own address, for a private deployment. */
  wsUrl?: string;
  limits: WecomLimits;
  log: Log;
}

interface Opening extends RobotOptions {
  clock: { now(): Date };
  turn: Turn;
  /** Takes what was pushed. The platform pushes it once, whatever becomes of it. */
  take: Take;
  /** The client messages go out by, while there is one. */
  speaks(client: WSClient | undefined): void;
}

/**
 * The robot's one connection, kept open. Whoever connects a second time pushes the first out, and the SDK then never
 * comes back by itself; so of several processes only the one whose turn it is connects.
 */
export const openRobot = (options: Opening): Connection =>
  keepOpen({
    platform: 'wecom',
    limits: options.limits,
    clock: options.clock,
    log: options.log,
    take: options.take,
    turn: options.turn,
    hold: (take, opened, stopping) => holdOne(options, take, opened, stopping),
  });

async function holdOne(options: Opening, take: Take, opened: () => void, stopping: AbortSignal): Promise<Held> {
  const { botId, secret, wsUrl, limits, log, speaks } = options;
  const { WSClient } = await import('@wecom/aibot-node-sdk');
  const client = new WSClient({
    botId,
    secret,
    ...(wsUrl && { wsUrl }),
    wsOptions: { handshakeTimeout: limits.connectTimeoutMs },
    heartbeatInterval: limits.pingEveryMs,
    // One client, one socket: it would give up after ten, and after being pushed out never try again.
    maxReconnectAttempts: 0,
    maxAuthFailureAttempts: 0,
    logger: sentencesOnly(log),
  });
  const held: Held = { heldMs: 0, problem: 'handshake' };
  const gone = new AbortController();
  const letGo = (problem: string): void => {
    if (!gone.signal.aborted) held.problem = problem;
    gone.abort();
  };
  let from = 0;
  client.on('authenticated', () => {
    from = performance.now();
    speaks(client);
    opened();
  });
  client.on('error', (error: Error) => void (/^Authentication failed/.test(error.message) && letGo('wrong-secret')));
  client.on('event.disconnected_event', () => letGo('pushed-out'));
  client.on('disconnected', () => letGo(from > 0 ? 'lost' : 'handshake'));
  client.on('message', ({ body }) => void take(body).catch(() => {}));
  client.on('event.template_card_event', ({ body }) => void take(body).catch(() => {}));
  client.connect();

  const over = AbortSignal.any([gone.signal, stopping]);
  await sleep(limits.connectTimeoutMs * 2, undefined, { signal: over }).catch(() => {});
  if (from > 0 && !over.aborted)
    await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
  if (from > 0) held.heldMs = Math.round(performance.now() - from);
  speaks(undefined);
  client.disconnect();
  client.removeAllListeners();
  return held;
}

/** The SDK logs whole messages: its sentences up to the first colon are left. */
function sentencesOnly(log: Log): Logger {
  const say = (message: string): string => `sdk: ${message.split(':')[0]?.slice(0, 100)}`;
  return {
    error: (message) => log.warn({ platform: 'wecom' }, say(message)),
    warn: (message) => log.warn({ platform: 'wecom' }, say(message)),
    info: (message) => log.debug({ platform: 'wecom' }, say(message)),
    debug: () => {},
  };
}

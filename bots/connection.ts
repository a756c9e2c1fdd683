import type { InboundEvent } from '../models/event.js';
import type { Log } from '../models/log.js';
import { store } from './accept.js';
import type { ConnectionEdge, Received, Turn } from './bot.js';

/** Platforms give an acknowledgement 3 s; what is not on disk by then is delivered again, so it is said in time. */
export const ACKNOWLEDGE_WITHIN_MS = 2500;

export interface ConnectionOptions {
  platform: string;
  /** Stores the events; the platform hears of it only after this has resolved. */
  accept(events: InboundEvent[], now: Date): Promise<unknown>;
  clock: { now(): Date };
  turn: Turn;
  log: Log;
  acknowledgeWithinMs?: number;
  /** Told of every delivery's end, as a webhook tells it. */
  metrics?: { answered(status: number, code?: string): void };
}

/** What came over a connection and was not taken: the platform has to deliver it again. */
class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** The edge between a platform's connection and the inbox: accept, acknowledge, and leave the work to others. */
export function connectionEdge(options: ConnectionOptions): ConnectionEdge {
  const { platform, clock, turn, log, metrics } = options;
  return {
    clock,
    turn,
    async take(received, now) {
      const refusal = await refusalOf(received, now, options);
      metrics?.answered(refusal?.status ?? 200, refusal?.code);
      const reply = received.kind === 'events' ? received.reply : undefined;
      if (refusal) {
        log.debug({ platform, status: refusal.status, reason: refusal.code }, 'delivery not accepted');
        // What somebody waits for comes once: they are told, for nobody delivers it again.
        if (reply) return reply.unstored;
        throw new NotTaken(refusal.code);
      }
      return received.kind === 'answer' ? received.body : reply?.stored;
    },
  };
}

type Refusal = { status: number; code: string } | undefined;

async function refusalOf(received: Received, now: Date, options: ConnectionOptions): Promise<Refusal> {
  if (received.kind === 'refused') return { status: received.status, code: received.code };
  if (received.kind === 'answer') return undefined;
  const { accept, log, platform, acknowledgeWithinMs: withinMs = ACKNOWLEDGE_WITHIN_MS } = options;
  const ended = await store(received.events, now, { accept, log, way: { platform }, withinMs });
  return ended === 'stored' ? undefined : { status: 503, code: ended };
}

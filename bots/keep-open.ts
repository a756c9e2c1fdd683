import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Log } from '../models/log.js';
import type { Connection } from './bot.js';

/** Takes one delivery. Rejects when it was not taken. */
export type Take = (delivery: unknown) => Promise<object | undefined>;

/** How one connection went. */
export interface Held {
  /** How long it stood, in milliseconds; 0: it never did. */
  heldMs: number;
  /** Why it does not stand, in a word. */
  problem: string;
}

export interface Kept {
  platform: string;
  /** The first wait after a loss, and the longest, in milliseconds. */
  limits: { reconnectFirstMs: number; reconnectMostMs: number };
  clock: { now(): Date };
  log: Log;
  take: Take;
  /**
   * Opens one connection and resolves when it is gone, or could not be opened; never rejects. It says when it stands,
   * gives what comes to `take`, and lets go when the program stops.
   */
  hold(take: Take, opened: () => void, stopping: AbortSignal): Promise<Held>;
}

/**
 * A platform's connection, opened again whenever it is lost. The platforms' own clients reconnect too, but give up on
 * some answers and tell nobody; so each is used for one socket and thrown away.
 */
export function keepOpen({ platform, limits, clock, log, hold, ...kept }: Kept): Connection {
  const stopping = new AbortController();
  const taking = takeUntilStopped(kept.take);
  let state = { open: false, since: clock.now() };
  const turned = (open: boolean): void => {
    if (state.open === open) return;
    state = { open, since: clock.now() };
    if (open) log.info({ platform }, 'the long connection stands');
  };

  const running = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const { heldMs, problem } = await hold(taking.take, () => turned(true), stopping.signal);
      turned(false);
      if (stopping.signal.aborted) return;
      // One that is lost as soon as it stands is a failure, too.
      if (heldMs > limits.reconnectMostMs) failures = 0;
      const waitMs = pauseAfter(failures, limits);
      log.warn({ platform, problem, heldMs, failures, waitMs }, 'no long connection; trying again');
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const ended = running();

  return {
    state: () => ({ ...state }),
    async stop() {
      await taking.end();
      stopping.abort();
      await ended;
    },
  };
}

/** Doubled with every failure up to the most; half of it by chance, so that many programs do not come back as one. */
function pauseAfter(failures: number, { reconnectFirstMs, reconnectMostMs }: Kept['limits']): number {
  const wholeMs = Math.min(reconnectFirstMs * 2 ** failures, reconnectMostMs);
  return Math.round(wholeMs * (0.5 + Math.random() / 2));
}

/** `end` lets what is under way come to its end; from then on nothing is taken. */
function takeUntilStopped(take: Take): { take: Take; end(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>();
  let ended = false;
  return {
    async take(delivery) {
      if (ended) throw new Error('stopping');
      const taken = take(delivery);
      underWay.add(taken);
      try {
        return await taken;
      } finally {
        underWay.delete(taken);
      }
    },
    async end() {
      ended = true;
      await Promise.allSettled(underWay);
      // A platform's client writes its acknowledgements in the steps that follow.
      await turn();
    },
  };
}

import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Log } from '../models/log.js';
import type { Connection, Turn } from './bot.js';

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
  /** Where the platform lets only one process be connected. */
  turn?: Turn;
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
export function keepOpen({ platform, limits, clock, log, turn, hold, ...kept }: Kept): Connection {
  const stopping = new AbortController();
  const taking = takeUntilStopped(kept.take);
  let state: ReturnType<Connection['state']> = { open: false, since: clock.now() };
  const turned = (open: boolean, standby?: true): void => {
    if (state.open === open && state.standby === standby) return;
    state = { open, since: clock.now(), ...(standby && { standby }) };
    if (open) log.info({ platform }, 'the long connection stands');
    if (standby) log.info({ platform }, 'another process has the long connection; this one stands by');
  };
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  const holdOne = async (): Promise<Held | undefined> => {
    if (turn && !(await isOurs(turn))) return undefined;
    const keeping = turn && keepTurn(turn);
    const over = keeping ? AbortSignal.any([stopping.signal, keeping.lost]) : stopping.signal;
    const held = await hold(taking.take, () => turned(true), over);
    keeping?.end();
    return held;
  };

  const running = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const held = await holdOne();
      turned(false, held ? undefined : true);
      if (stopping.signal.aborted) return;
      // One that is lost as soon as it stands is a failure, too.
      if (!held || held.heldMs > limits.reconnectMostMs) failures = 0;
      const waitMs = pauseAfter(failures, limits);
      if (held) log.warn({ platform, ...held, failures, waitMs }, 'no long connection; trying again');
      await pause(held || !turn ? waitMs : turn.forMs / TRIES_A_TURN);
    }
  };
  const ended = running();

  return {
    state: () => ({ ...state }),
    async stop() {
      await taking.end();
      stopping.abort();
      await ended;
      await turn?.release().catch(() => {});
    },
  };
}

/** A turn is kept by asking for it this often before it would end, so that one answer may be lost. */
const TRIES_A_TURN = 3;

/** A database that is away gives no turn: whoever has it may be connected still. */
const isOurs = (turn: Turn): Promise<boolean> => turn.hold().catch(() => false);

function keepTurn(turn: Turn): { lost: AbortSignal; end(): void } {
  const lost = new AbortController();
  let keptAt = performance.now();
  const keep = async (): Promise<void> => {
    const is = await isOurs(turn);
    if (is) keptAt = performance.now();
    else if (performance.now() - keptAt >= turn.forMs * (1 - 1 / TRIES_A_TURN)) lost.abort();
  };
  const timer = setInterval(() => void keep(), turn.forMs / TRIES_A_TURN);
  return { lost: lost.signal, end: () => clearInterval(timer) };
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

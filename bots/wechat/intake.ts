import { setTimeout as sleep } from 'node:timers/promises';
import type { WechatLimits } from '../../config/limits/wechat.js';
import { errorName, type Log } from '../../models/log.js';
import type { ConnectionEdge, Received } from '../bot.js';

/** One thing that came: how it is read, which may fail while the gateway is away. */
export interface Item {
  id: string;
  read(): Promise<Received>;
}

export interface Intake {
  put(item: Item): void;
  /** Ends with what is under way; what waits is lost. */
  stop(): Promise<void>;
}

/** How long it waits after the database did not take an event, or the gateway could not tell one. */
const AGAIN_MS = 1000;

/**
 * What came, read and stored one at a time in the order of arrival. Gateways deliver once: what the database does not
 * take is kept here and given to it again, until it does.
 */
export function createIntake(
  { take, clock }: ConnectionEdge,
  limits: Pick<WechatLimits, 'intakeMost' | 'loadTries'>,
  log: Log,
  againMs = AGAIN_MS,
): Intake {
  const waiting: Item[] = [];
  const stopping = new AbortController();
  let working: Promise<void> | undefined;
  const rest = () => sleep(againMs, undefined, { signal: stopping.signal }).catch(() => {});

  const readOf = async ({ id, read }: Item): Promise<Received | undefined> => {
    for (let tries = 1; !stopping.signal.aborted; tries += 1) {
      try {
        return await read();
      } catch (error) {
        const problem = errorName(error);
        if (tries >= limits.loadTries) {
          log.error({ platform: 'wechat', id, problem }, 'the gateway could not tell a message; it is lost');
          return undefined;
        }
        await rest();
      }
    }
    return undefined;
  };

  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item && !stopping.signal.aborted; item = waiting.shift()) {
      const received = await readOf(item);
      if (!received) continue;
      while (!stopping.signal.aborted) {
        const taken = await take(received, clock.now()).then(
          () => true,
          () => received.kind === 'refused',
        );
        if (taken) break;
        await rest();
      }
    }
  };

  return {
    put(item) {
      if (stopping.signal.aborted) return;
      if (waiting.length >= limits.intakeMost) {
        log.error({ platform: 'wechat', id: waiting.shift()?.id }, 'too many messages wait; the oldest is lost');
      }
      waiting.push(item);
      working ??= work().finally(() => {
        working = undefined;
      });
    },
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

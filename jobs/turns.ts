import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../bots/bot.js';
import type { Clock } from '../models/clock.js';
import type { Platform } from '../models/ids.js';
import type { Address } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Gap } from '../models/pace.js';

export interface Turns {
  /**
   * Waits until a message may go by the pace of its platform. Answers undefined then, and where it would have to wait
   * longer than `by`, at once, the instant from which on it may ask again. Machine time.
   */
  take(bot: Bot, address: Address, by: Date): Promise<Date | undefined>;
  /** The platform takes nothing until then: no process has a turn before. */
  hold(platform: Platform, until: Date): Promise<void>;
}

/** Those of this process that wait for a platform, one behind the other, and the slots it has for the first of them. */
interface Line {
  last: Promise<unknown>;
  waiting: number;
  slots: Date[];
  /** No slot before is used. What was taken for afterwards stays good: calls under way are told the same a moment later. */
  heldUntil: Date;
}

/**
 * Slots taken at once, where so many wait: a database that is slow by a busy machine is asked less often than calls go
 * out. Not more: what a process has it uses up, also when another was told to pause.
 */
const SLOTS_AT_ONCE = 4;

/** The turns of one process. */
export function createTurns({ models, machine }: { models: Pick<Models, 'pace'>; machine: Clock }): Turns {
  const lines = new Map<Platform, Line>();
  const lineOf = (platform: Platform): Line => {
    const line = lines.get(platform) ?? { last: Promise.resolve(), waiting: 0, slots: [], heldUntil: new Date(0) };
    lines.set(platform, line);
    return line;
  };

  const until = async (at: Date): Promise<void> => {
    // A timer may go off a millisecond before the clock says so.
    for (let waitMs = Infinity; waitMs > 0; ) {
      waitMs = at.getTime() - machine.now().getTime();
      if (waitMs > 0) await sleep(waitMs);
    }
  };

  const first = async (line: Line, platform: Platform, gap: Gap, by: Date): Promise<Date | undefined> => {
    for (;;) {
      if (line.slots.length === 0) {
        const count = Math.min(line.waiting, SLOTS_AT_ONCE);
        const { at, taken } = await models.pace.reserve(platform, gap, machine.now(), by, count);
        if (!taken) return at;
        line.slots = Array.from({ length: count }, (_, i) => new Date(at.getTime() + i * gap.everyMs));
      }
      const slot = line.slots.shift();
      if (!slot || slot < line.heldUntil) continue;
      await until(slot);
      // While it waited for its turn the platform may have said to pause.
      if (slot >= line.heldUntil) return undefined;
    }
  };

  const inLine = (platform: Platform, gap: Gap, by: Date): Promise<Date | undefined> => {
    const line = lineOf(platform);
    line.waiting += 1;
    const mine = line.last.then(() => first(line, platform, gap, by)).finally(() => (line.waiting -= 1));
    line.last = mine.catch(() => {});
    return mine;
  };

  return {
    async take({ pace, platform }, address, by) {
      if (!pace) return undefined;
      const target = 'account' in address ? address.account : address.chat.id;
      const gap = { everyMs: pace.everyMsPerChat };
      const { at, taken } = await models.pace.reserve(`${platform}:${target}`, gap, machine.now(), by);
      if (!taken) return at;
      await until(at);
      return inLine(platform, pace, by);
    },
    async hold(platform, at) {
      const line = lineOf(platform);
      if (at > line.heldUntil) line.heldUntil = at;
      await models.pace.hold(platform, at);
    },
  };
}

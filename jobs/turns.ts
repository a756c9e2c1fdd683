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
}

/**
 * The turns of one process. Only the first in the line before a platform holds a slot of the shared pace: when the
 * platform asks for a pause, nobody has a slot within it.
 */
export function createTurns({ models, machine }: { models: Pick<Models, 'pace'>; machine: Clock }): Turns {
  const lines = new Map<Platform, Promise<unknown>>();

  const turn = async (name: string, gap: Gap, by: Date): Promise<Date | undefined> => {
    const { at, taken } = await models.pace.reserve(name, gap, machine.now(), by);
    if (!taken) return at;
    const waitMs = at.getTime() - machine.now().getTime();
    if (waitMs > 0) await sleep(waitMs);
    return undefined;
  };

  const inLine = <T>(platform: Platform, work: () => Promise<T>): Promise<T> => {
    const mine = (lines.get(platform) ?? Promise.resolve()).then(work);
    lines.set(
      platform,
      mine.catch(() => {}),
    );
    return mine;
  };

  return {
    async take({ pace, platform }, address, by) {
      if (!pace) return undefined;
      const target = 'account' in address ? address.account : address.chat.id;
      const later = await turn(`${platform}:${target}`, { everyMs: pace.everyMsPerChat }, by);
      return later ?? inLine(platform, () => turn(platform, pace, by));
    },
  };
}

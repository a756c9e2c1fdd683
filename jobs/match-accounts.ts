import type { Bot } from '../bots/bot.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';

/** Platforms take this many numbers a call (Feishu's batch_get_id: 50). */
const A_CALL = 50;

/** Finds the accounts of people by their mobile numbers, on every platform that can tell, and binds them. Answers how many. */
export async function matchAccounts(models: Models, bots: Iterable<Bot>, now: Date): Promise<number> {
  let bound = 0;
  for (const bot of bots) {
    if (!bot.findAccounts) continue;
    let after: PersonId | undefined;
    do {
      const { people, next } = await models.accounts.unboundWithMobile(bot.platform, A_CALL, after);
      after = next;
      const found =
        people.length > 0 ? await bot.findAccounts(people.map(({ mobile }) => mobile)) : new Map<string, string>();
      for (const { person, mobile } of people) {
        const account = found.get(mobile);
        if (!account) continue;
        const result = await models.accounts.bind({ platform: bot.platform, account, person, how: 'mobile', now });
        if (result.kind === 'bound') bound += 1;
      }
    } while (after);
  }
  return bound;
}

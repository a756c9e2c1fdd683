import type { TestCounty } from '../county.js';
import type { FeishuCounty } from './county.js';

/** Listens to the bot from now on: what each message says where there are no cards, by its id. */
export function listenTo(county: TestCounty, on: FeishuCounty): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const { bot } = on.feishu();
  county.bots.set(bot.platform, {
    ...bot,
    send: async (message) => {
      const result = await bot.send(message);
      const { address, content } = message;
      const id = address.to === 'card' ? address.card : result.kind === 'sent' ? result.messageId : undefined;
      if (id !== undefined) texts.set(id, content.text);
      return result;
    },
  });
  return texts;
}

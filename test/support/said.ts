import type { SaidByWords } from '../../bots/bot.js';

/** What a bot said, in this process: exactly these words, spaces and mentions aside. */
export function saidInMemory(): SaidByWords {
  const rows: { chat: string; messageId: string; words: string }[] = [];
  const bare = (words: string): string => words.replace(/^@[^\u2005]*\u2005/u, '').replaceAll(/\s+/gu, '');
  return {
    async keep(chat, messageId, parts) {
      rows.unshift(...parts.map((part) => ({ chat, messageId, words: bare(part) })));
    },
    with: async (chat, quoted) => rows.find((row) => row.chat === chat && row.words === bare(quoted))?.messageId,
  };
}

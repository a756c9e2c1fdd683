import type { InboundEvent } from '../../models/event.js';

/** As many as are kept of each; the oldest go first. */
const MOST = 5_000;

/** Of one chat; people answer what they have just read. */
const MOST_SAID = 30;
/** A beginning this long is told from others. */
const QUOTED_LEAST = 12;

/** As it is quoted: without the mention before it, and however the spaces are. */
const bare = (words: string): string => words.replace(/^@[^\u2005]{1,100}\u2005/u, '').replaceAll(/\s+/gu, '');

export type Recent = ReturnType<typeof createRecent>;

/**
 * What is remembered of the last messages, in memory: without it an answer has no mention, a nag waits, and what quotes
 * the bot is words like any others.
 */
export function createRecent(clock: { now(): Date }) {
  const writers = new Map<string, string>();
  const spoken = new Map<string, Date>();
  const said = new Map<string, { messageId: string; words: string }[]>();
  const names = new Map<string, { names: string[]; at: number }>();
  return {
    note(event: InboundEvent): void {
      if (event.kind !== 'message') return;
      keep(writers, event.messageId, event.account);
      if (event.chat.kind === 'private') keep(spoken, event.account, clock.now());
    },
    /** The bot has said something in a chat, in one message or several, the last of which is called so. */
    said(chat: string, messageId: string, words: readonly string[]): void {
      const all = [...words.map((each) => ({ messageId, words: bare(each) })), ...(said.get(chat) ?? [])];
      keep(said, chat, all.slice(0, MOST_SAID));
    },
    /** The newest message in a chat that says what somebody quotes; of a long one WeChat may quote the beginning. */
    saidWith(chat: string, quoted: string): string | undefined {
      const words = bare(quoted);
      const isQuoted = (whole: string): boolean =>
        whole === words || (words.length >= QUOTED_LEAST && whole.startsWith(words));
      return said.get(chat)?.find((each) => isQuoted(each.words))?.messageId;
    },
    writerOf: (messageId: string): string | undefined => writers.get(messageId),
    spokeAt: (account: string): Date | undefined => spoken.get(account),
    /** Names of the bot in a room, asked for again when they are old; those it had where the gateway cannot tell. */
    async namesOf(account: string, room: string | undefined, livesMs: number, ask: () => Promise<string[]>) {
      const key = `${account} ${room ?? ''}`;
      const known = names.get(key);
      const now = clock.now().getTime();
      if (known && now - known.at < livesMs) return known.names;
      const asked = await ask().catch(() => known?.names ?? []);
      keep(names, key, { names: asked, at: now });
      return asked;
    },
  };
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}

import type { InboundEvent } from '../../models/event.js';

/** As many as are kept of each; the oldest go first. */
const MOST = 5_000;

/** How soon what the gateway could not tell is asked for again. */
const AGAIN_MS = 60_000;
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
  const names = new Map<string, { value: string[]; at: number }>();
  const handles = new Map<string, { value: string | undefined; at: number }>();
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
    namesOf: (account: string, room: string | undefined, livesMs: number, ask: () => Promise<string[]>) =>
      remembered(names, `${account} ${room ?? ''}`, livesMs, ask, []),
    /** Somebody's WeChat number, the same way. */
    handleOf: (account: string, livesMs: number, ask: () => Promise<string | undefined>) =>
      remembered(handles, account, livesMs, ask, undefined),
  };

  async function remembered<T>(
    all: Map<string, { value: T; at: number }>,
    key: string,
    livesMs: number,
    ask: () => Promise<T>,
    unknown: T,
  ): Promise<T> {
    const known = all.get(key);
    const now = clock.now().getTime();
    if (known && now - known.at < livesMs) return known.value;
    try {
      const value = await ask();
      keep(all, key, { value, at: now });
      return value;
    } catch {
      // Asked again soon, but not with every message: the gateway may be slow to say that it cannot.
      const value = known?.value ?? unknown;
      keep(all, key, { value, at: now - livesMs + Math.min(livesMs, AGAIN_MS) });
      return value;
    }
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}

import type { InboundEvent } from '../../models/event.js';

/** As many as are kept of each; the oldest go first. */
const MOST = 5_000;

/** How soon what the gateway could not tell is asked for again. */
const AGAIN_MS = 60_000;

export type Recent = ReturnType<typeof createRecent>;

/** What is remembered of the last messages, in memory: without it an answer has no mention, and a nag waits. */
export function createRecent(clock: { now(): Date }) {
  const writers = new Map<string, string>();
  const spoken = new Map<string, Date>();
  const names = new Map<string, { value: string[]; at: number }>();
  const handles = new Map<string, { value: string | undefined; at: number }>();
  const rooms = new Map<string, { value: string | undefined; at: number }>();
  return {
    note(event: InboundEvent): void {
      if (event.kind !== 'message') return;
      keep(writers, event.messageId, event.account);
      if (event.chat.kind === 'private') keep(spoken, event.account, clock.now());
    },
    writerOf: (messageId: string): string | undefined => writers.get(messageId),
    spokeAt: (account: string): Date | undefined => spoken.get(account),
    /** Names of the bot in a room, asked for again when they are old; those it had where the gateway cannot tell. */
    namesOf: (account: string, room: string | undefined, livesMs: number, ask: () => Promise<string[]>) =>
      remembered(names, `${account} ${room ?? ''}`, livesMs, ask, []),
    /** Somebody's WeChat number, the same way. */
    handleOf: (account: string, livesMs: number, ask: () => Promise<string | undefined>) =>
      remembered(handles, account, livesMs, ask, undefined),
    /** What a room is called, the same way. */
    roomNameOf: (room: string, livesMs: number, ask: () => Promise<string | undefined>) =>
      remembered(rooms, room, livesMs, ask, undefined),
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

import type { InboundEvent } from '../../models/event.js';

/** As many as are kept of each; the oldest go first. */
const MOST = 5_000;

export type Recent = ReturnType<typeof createRecent>;

/** What is remembered of the last messages, in memory: without it an answer has no mention, and a nag waits. */
export function createRecent(clock: { now(): Date }) {
  const writers = new Map<string, string>();
  const spoken = new Map<string, Date>();
  const names = new Map<string, { names: string[]; at: number }>();
  return {
    note(event: InboundEvent): void {
      if (event.kind !== 'message') return;
      keep(writers, event.messageId, event.account);
      if (event.chat.kind === 'private') keep(spoken, event.account, clock.now());
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

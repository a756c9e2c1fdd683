import type { Connection } from 'mongoose';
import { type Clock, systemClock } from './clock.js';
import { type Chat, type InboundEvent, type MessageEvent, recallKey } from './event.js';
import { createQueue } from './queue.js';
import { readTogether } from './read-together.js';

/** Platforms redeliver for up to 7.1 hours (Feishu: after 15 s, 5 min, 1 h, 6 h); a week is beyond all doubt. */
const KEEP_DONE_SECONDS = 7 * 24 * 3600;
/** A handler is a few queries; one that takes half a minute has lost its process. */
const LEASE_MS = 30_000;

export const laneOf = (chat: Pick<Chat, 'platform' | 'id'>): string => `${chat.platform}:${chat.id}`;

export type Inbox = ReturnType<typeof createInbox>;

/** What came in and was acknowledged, until it has been worked. One lane a chat: answers come in the order of the questions. */
export function createInbox(db: Connection, machine: Clock = systemClock) {
  const queue = createQueue<InboundEvent>(db, {
    collection: 'inbox',
    keepDoneSeconds: KEEP_DONE_SECONDS,
    leaseMs: LEASE_MS,
    machine,
  });
  const byKey = readTogether(
    (keys: string[]) => queue.find({ _id: { $in: keys } }),
    ({ _id }) => _id,
  );
  return {
    ...queue,
    /** Whether the author of a message has taken it back, before it was worked or after. */
    isRecalled: async (of: string): Promise<boolean> => (await byKey([recallKey(of)])).length > 0,

    /** A message that came in within the last week, worked or not. */
    message: async (key: string): Promise<MessageEvent | undefined> => {
      const [row] = await byKey([key]);
      return row?.payload.kind === 'message' ? row.payload : undefined;
    },

    /** Stores events before the platform hears 200. The same event again is a duplicate and changes nothing. */
    accept: (events: InboundEvent[], now: Date): Promise<('accepted' | 'duplicate')[]> =>
      queue.put(
        events.map((event) => ({ key: event.key, lane: laneOf(event.chat), payload: event })),
        now,
      ),
  };
}

import type { Connection } from 'mongoose';
import { type Clock, systemClock } from './clock.js';
import type { Attachment } from './event.js';
import type { PersonId } from './ids.js';
import { createQueue } from './queue.js';

/** As long as somebody may ask why a file is not there; what was fetched stands in the files. */
const KEEP_DONE_SECONDS = 35 * 24 * 3600;
/** Longer than a file may take (config/limits/files.ts), with what it takes to write it. */
const LEASE_MS = 3 * 60_000;

/** Why a file will not be kept; each has a sentence for whoever sent it. */
export type Unkept = 'too-large' | 'wrong-type' | 'no-picture' | 'empty' | 'forwarded' | 'unreachable';

/** A file to be fetched: what hangs on which message, for which record, sent by whom. */
export interface Fetch {
  record: string;
  person: PersonId;
  attachment: Attachment & { from: NonNullable<Attachment['from']> };
}

/** One that was not kept. */
type Failed = Pick<Fetch, 'record'> & { ref: string };

const NOT_KEPT = /^not-kept:/;

export type Fetches = ReturnType<typeof createFetches>;

/** What is still to be fetched from the platforms. One lane a record. */
export function createFetches(db: Connection, machine: Clock = systemClock) {
  const queue = createQueue<Fetch>(db, {
    collection: 'fetches',
    keepDoneSeconds: KEEP_DONE_SECONDS,
    leaseMs: LEASE_MS,
    machine,
    indexes: [{ 'payload.record': 1 }, { 'payload.person': 1 }],
  });
  return {
    ...queue,

    /** Has these fetched for a record, each once; what hangs on no message cannot be. */
    want: async (record: string, attachments: readonly Attachment[], person: PersonId, now: Date): Promise<void> => {
      const wanted = attachments.flatMap(({ from, ...rest }) => (from ? [{ ...rest, from }] : []));
      await queue.put(
        wanted.map((attachment) => ({
          key: `file:${record}:${attachment.from.messageId}:${attachment.ref}`,
          lane: record,
          payload: { record, person, attachment },
        })),
        now,
      );
    },

    notKept: (reason: Unkept): string => `not-kept:${reason}`,

    /** References of what is still on its way for a record. */
    waitingFor: async (record: string): Promise<Set<string>> => {
      const rows = await queue.find({ 'payload.record': record, state: 'ready' });
      return new Set(rows.map(({ payload }) => payload.attachment.ref));
    },

    /** What somebody sent and was not kept: sent again, it takes the same place. */
    failedOf: async (person: PersonId): Promise<Failed[]> => {
      const rows = await queue.find({ 'payload.person': person, outcome: NOT_KEPT, state: { $ne: 'ready' } });
      return rows.map(({ payload }) => ({ record: payload.record, ref: payload.attachment.ref }));
    },
  };
}

import { type Connection, type Model, Schema } from 'mongoose';
import type { Attachment } from './event.js';
import type { PersonId } from './ids.js';

const MAX_TIME_MS = 10_000;

/** Files that came by themselves, and belong to what their sender names within this time. */
export const LOOSE_MS = 10 * 60_000;
/** Kept a day longer than needed, for a message that is worked late or again. */
const KEEP_SECONDS = 24 * 3600;

interface Loose {
  /** The key of the event that brought them. */
  _id: string;
  person: PersonId;
  attachments: Attachment[];
  at: Date;
  /** By the machine's clock; from then on counts how long it is kept. */
  putAt: Date;
  /** The event they were handed in with. */
  takenBy?: string;
}

const schema = new Schema<Loose>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    attachments: { type: [Schema.Types.Mixed], required: true } as never,
    at: { type: Date, required: true },
    putAt: { type: Date, required: true, default: () => new Date() },
    takenBy: String,
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'looseFiles' },
);
schema.index({ person: 1, at: -1 });
schema.index({ putAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export type LooseFiles = ReturnType<typeof createLooseFiles>;

/** Files of which their sender has not said yet what they belong to. Only the platform's handles: no bytes. */
export function createLooseFiles(db: Connection) {
  const loose: Model<Loose> = db.models['LooseFile'] ?? db.model<Loose>('LooseFile', schema);
  return {
    /** Keeps what an event brought; the same event again keeps it once. */
    put: async (event: string, person: PersonId, attachments: readonly Attachment[], at: Date): Promise<void> => {
      await loose
        .updateOne(
          { _id: event },
          { $setOnInsert: { person, attachments: [...attachments], at, putAt: new Date() } },
          { upsert: true },
        )
        .maxTimeMS(MAX_TIME_MS);
    },

    /** What somebody sent by itself in the last while and nothing has taken yet, or what this very event took before. */
    of: async (person: PersonId, event: string, now: Date): Promise<Attachment[]> => {
      const since = new Date(now.getTime() - LOOSE_MS);
      const all = await loose
        .find({ person, $or: [{ takenBy: event }, { takenBy: { $exists: false }, at: { $gte: since } }] })
        .sort({ at: 1 })
        .limit(50)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Loose[]>()
        .exec();
      return all.flatMap(({ attachments }) => attachments).slice(0, 50);
    },

    /** The message that brought them was taken back: what nothing has taken yet belongs to nothing. */
    drop: async (event: string, person: PersonId): Promise<void> => {
      await loose.deleteOne({ _id: event, person, takenBy: { $exists: false } }).maxTimeMS(MAX_TIME_MS);
    },

    /** They have become part of something. */
    taken: async (person: PersonId, messageIds: readonly string[], event: string): Promise<void> => {
      if (messageIds.length === 0) return;
      const filter = { person, takenBy: { $exists: false }, 'attachments.from.messageId': { $in: [...messageIds] } };
      await loose.updateMany(filter, { $set: { takenBy: event } }, { strictQuery: false }).maxTimeMS(MAX_TIME_MS);
    },
  };
}

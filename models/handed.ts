import { type Connection, type Model, mongo, Schema } from 'mongoose';

/** Something handed to a platform that knows no keys. `handing`: it is not known whether it arrived. */
interface Handed {
  /** `platform:key` */
  _id: string;
  platform: string;
  chat: string;
  at: Date;
  state: 'handing' | 'sent';
}

const MAX_TIME_MS = 5_000;
const DUPLICATE = 11000;
/** Longer than the longest cap (a day) and than a row of the outbox is tried. */
const KEEP_SECONDS = 8 * 24 * 3600;

const schema = new Schema<Handed>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    chat: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
  } satisfies Record<keyof Handed, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'handed' },
);
schema.index({ platform: 1, at: 1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });

/**
 * What was handed to a platform that takes no idempotency keys, written before it is handed over: after a crash or a
 * lost answer it is known that it may have arrived, and it is not said twice. Also the memory of the platform's caps.
 */
export function createHanded(db: Connection, platform: string) {
  const model: Model<Handed> = db.models['Handed'] ?? db.model<Handed>('Handed', schema);
  const idOf = (key: string): string => `${platform}:${key}`;
  return {
    /** `new`: hand it over now, and say how it ended; else how an earlier try stands. */
    begin: async (key: string, chat: string, at: Date): Promise<'new' | Handed['state']> => {
      try {
        await model.create([{ _id: idOf(key), platform, chat, at, state: 'handing' }]);
        return 'new';
      } catch (error) {
        if (!(error instanceof mongo.MongoServerError && error.code === DUPLICATE)) throw error;
        const known = await model.findById(idOf(key)).maxTimeMS(MAX_TIME_MS).lean<Handed>();
        return known?.state ?? 'handing';
      }
    },
    sent: async (key: string): Promise<void> => {
      await model.updateOne({ _id: idOf(key) }, { $set: { state: 'sent' } }).maxTimeMS(MAX_TIME_MS);
    },
    /** It was certainly not taken: it may be handed over again. */
    undo: async (key: string): Promise<void> => {
      await model.deleteOne({ _id: idOf(key) }).maxTimeMS(MAX_TIME_MS);
    },
    /** What was handed over since an instant, oldest first; at most the last `most`. */
    since: async (from: Date, most: number): Promise<{ at: Date; chat: string }[]> =>
      (
        await model
          .find({ platform, at: { $gt: from } }, { _id: 0, at: 1, chat: 1 })
          .sort({ at: -1 })
          .limit(most)
          .maxTimeMS(MAX_TIME_MS)
          .lean<{ at: Date; chat: string }[]>()
      ).toReversed(),
  };
}

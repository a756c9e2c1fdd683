import { type Connection, type Model, Schema } from 'mongoose';
import type { Day, PersonId } from './ids.js';
import type { NagItem } from './outbox.js';
import type { TimeOfDay } from './time-of-day.js';

/** What the budget had no room for on its own day, to be said on a later one as far as it is still owed then. */
export interface Wait {
  /** Person, day and first page. */
  _id: string;
  person: PersonId;
  /** The day on which it is tried again. */
  day: Day;
  at: TimeOfDay;
  items: NagItem[];
  dueAts: Date[];
  putAt: Date;
}

const MAX_TIME_MS = 10_000;
/** More than all teachers of a county. */
const MOST = 50_000;
/** Said long ago, or never to be said: the longest holidays are shorter. */
const KEEP_SECONDS = 100 * 24 * 3600;

const schema = new Schema<Wait>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    day: { type: String, required: true },
    at: { type: String, required: true },
    items: { type: [Schema.Types.Mixed], required: true } as never,
    dueAts: { type: [Date], required: true } as never,
    putAt: { type: Date, required: true },
  } satisfies Record<keyof Wait, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'waits' },
);
schema.index({ day: 1 });
schema.index({ putAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export type Waits = ReturnType<typeof createWaits>;

export function createWaits(db: Connection) {
  const model: Model<Wait> = db.models['Wait'] ?? db.model<Wait>('Wait', schema);
  return {
    /** Keeps what waits; put once more it is as it is then. */
    put: async (waits: Wait[]): Promise<void> => {
      if (waits.length === 0) return;
      await model.bulkWrite(
        waits.map((wait) => ({ replaceOne: { filter: { _id: wait._id }, replacement: wait, upsert: true } })),
        { ordered: false },
      );
    },

    /** What waits for a day. */
    of: (day: Day): Promise<Wait[]> =>
      model.find({ day }).sort({ putAt: 1 }).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Wait[]>().exec(),
  };
}

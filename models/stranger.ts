import { type Connection, type Model, Schema } from 'mongoose';
import type { Platform } from './ids.js';

/** An account nobody on the roster is known by. */
interface Stranger {
  /** `platform:account` */
  _id: string;
  platform: Platform;
  account: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** The event by which it was told how to bind; it is told once. */
  toldBy: string;
}

const MAX_TIME_MS = 10_000;
/** Forgotten after half a year of silence, and told again should they come back. */
const FORGET_SECONDS = 180 * 24 * 3600;

const schema = new Schema<Stranger>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    account: { type: String, required: true },
    firstSeenAt: { type: Date, required: true },
    lastSeenAt: { type: Date, required: true },
    toldBy: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'strangers' },
);
schema.index({ lastSeenAt: 1 }, { expireAfterSeconds: FORGET_SECONDS });

export type Strangers = ReturnType<typeof createStrangers>;

export function createStrangers(db: Connection) {
  const model: Model<Stranger> = db.models['Stranger'] ?? db.model<Stranger>('Stranger', schema);
  return {
    /** Notes that a stranger spoke; true when this event is the one to tell them how to bind. */
    met: async (platform: Platform, account: string, event: string, now: Date): Promise<boolean> => {
      const stranger = await model
        .findOneAndUpdate(
          { _id: `${platform}:${account}` },
          { $set: { lastSeenAt: now }, $setOnInsert: { platform, account, firstSeenAt: now, toldBy: event } },
          { upsert: true, returnDocument: 'after', maxTimeMS: MAX_TIME_MS },
        )
        .lean<Stranger>();
      return stranger?.toldBy === event;
    },

    /** How many strangers spoke since an instant: for the operator's digest. */
    countSince: (since: Date): Promise<number> =>
      model
        .countDocuments({ lastSeenAt: { $gte: since } })
        .maxTimeMS(MAX_TIME_MS)
        .exec(),
  };
}

import { type Connection, type Model, mongo, Schema } from 'mongoose';

/** How a platform's last outage that was told of stands. */
interface Outage {
  _id: string;
  toldAt: Date;
  over: boolean;
}

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;
/** A platform that comes and goes is told of no more often than this. */
const AGAIN_AFTER_MS = 2 * 3600_000;

const schema = new Schema<Outage>(
  {
    _id: { type: String, required: true },
    toldAt: { type: Date, required: true },
    over: { type: Boolean, required: true },
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'outages' },
);

export type Outages = ReturnType<typeof createOutages>;

/** Which outages have been told of: by one of all processes on the database, once. */
export function createOutages(db: Connection) {
  const model: Model<Outage> = db.models['Outage'] ?? db.model<Outage>('Outage', schema);
  return {
    /** A platform is away. True for whoever is to tell of it. */
    begun: async (platform: string, now: Date): Promise<boolean> => {
      const before = new Date(now.getTime() - AGAIN_AFTER_MS);
      try {
        await model.collection.updateOne(
          { _id: platform as never, over: true, toldAt: { $lte: before } },
          { $set: { over: false, toldAt: now } },
          { upsert: true, maxTimeMS: MAX_TIME_MS },
        );
        return true;
      } catch (error) {
        // It is there, told of already or a moment ago: the upsert would have been a second one.
        if (error instanceof mongo.MongoServerError && error.code === DUPLICATE) return false;
        throw error;
      }
    },

    /** It is back. True for whoever is to tell that an outage that was told of is over. */
    ended: async (platform: string): Promise<boolean> => {
      const { modifiedCount } = await model
        .updateOne({ _id: platform, over: false }, { $set: { over: true } })
        .maxTimeMS(MAX_TIME_MS);
      return modifiedCount === 1;
    },
  };
}

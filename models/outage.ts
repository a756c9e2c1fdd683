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

/** Which outages are told of: one at a time a platform, shared by all processes on the database. */
export function createOutages(db: Connection) {
  const model: Model<Outage> = db.models['Outage'] ?? db.model<Outage>('Outage', schema);
  const standing = async (platform: string): Promise<Date | undefined> =>
    (await model.findOne({ _id: platform, over: false }).maxTimeMS(MAX_TIME_MS).lean<Outage>())?.toldAt;

  return {
    /** A platform is away: the instant its outage goes by, the same for every process; undefined: not to be told again yet. */
    begin: async (platform: string, now: Date): Promise<Date | undefined> => {
      const before = new Date(now.getTime() - AGAIN_AFTER_MS);
      try {
        await model.collection.updateOne(
          { _id: platform as never, over: true, toldAt: { $lte: before } },
          { $set: { over: false, toldAt: now } },
          { upsert: true, maxTimeMS: MAX_TIME_MS },
        );
      } catch (error) {
        // It is there, begun already or over a moment ago: the upsert would have been a second one.
        if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
      }
      return standing(platform);
    },

    /** The outage that was told of and is not over; undefined where there is none. */
    standing,

    end: async (platform: string): Promise<void> => {
      await model.updateOne({ _id: platform }, { $set: { over: true } }).maxTimeMS(MAX_TIME_MS);
    },
  };
}

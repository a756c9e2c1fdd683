import { type Connection, type Model, mongo, Schema } from 'mongoose';

/** Who may do alone what only one process may do at a time, and until when, by the time the processes share. */
interface Lease {
  _id: string;
  holder: string;
  until: Date;
}

const schema = new Schema<Lease>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'leases' },
);

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

export type Leases = ReturnType<typeof createLeases>;

/** Leases, shared by all processes on the database. */
export function createLeases(db: Connection) {
  const model: Model<Lease> = db.models['Lease'] ?? db.model<Lease>('Lease', schema);
  return {
    /**
     * Takes a lease, or takes it for longer, until `forMs` from `now`. False while another holder has it.
     *
     * @param holder names this process; no other has the same.
     */
    hold: async (name: string, holder: string, now: Date, forMs: number): Promise<boolean> => {
      try {
        await model.collection.updateOne(
          { _id: name as never, $or: [{ holder }, { until: { $lte: now } }] },
          { $set: { holder, until: new Date(now.getTime() + forMs) } },
          { upsert: true, maxTimeMS: MAX_TIME_MS },
        );
        return true;
      } catch (error) {
        // It is there, and somebody else's: the upsert would have been a second one.
        if (error instanceof mongo.MongoServerError && error.code === DUPLICATE) return false;
        throw error;
      }
    },

    /** Gives a lease back before its time, so that another need not wait. */
    release: async (name: string, holder: string): Promise<void> => {
      await model.deleteOne({ _id: name, holder }).maxTimeMS(MAX_TIME_MS);
    },
  };
}

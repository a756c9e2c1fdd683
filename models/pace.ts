import { type Connection, type Model, Schema } from 'mongoose';

interface Slot {
  _id: string;
  /** When the next one may go. */
  next: Date;
}

const schema = new Schema<Slot>(
  { _id: String, next: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'pace' },
);
schema.index({ next: 1 }, { expireAfterSeconds: 24 * 3600 });

export type Pace = ReturnType<typeof createPace>;

/**
 * Slots in time, handed out one by one and shared by all processes on the database: two sends under one name are
 * never closer than the gap. (A window that counts lets a double burst through at its edge.)
 */
export function createPace(db: Connection) {
  const model: Model<Slot> = db.models['Slot'] ?? db.model<Slot>('Slot', schema);
  return {
    /** Reserves the next slot of a name and answers when it is; the caller waits until then. Machine time. */
    reserve: async (name: string, gapMs: number, now: Date): Promise<Date> => {
      const slot = await model.collection.findOneAndUpdate(
        { _id: name as never },
        [
          { $set: { at: { $max: [{ $ifNull: ['$next', now] }, now] } } },
          { $set: { next: { $add: ['$at', gapMs] } } },
          { $unset: 'at' },
        ],
        { upsert: true, returnDocument: 'after' },
      );
      const next: unknown = slot?.['next'];
      return next instanceof Date ? new Date(next.getTime() - gapMs) : now;
    },
  };
}

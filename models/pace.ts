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

export interface Gap {
  /** Milliseconds from one slot to the next. */
  everyMs: number;
  /** Slots that nobody took in the last so many milliseconds may still be taken; none unless told. */
  catchUpMs?: number;
}

export type Pace = ReturnType<typeof createPace>;

/**
 * Slots in time, handed out one by one and shared by all processes on the database: two sends under one name are
 * never closer than the gap, but for the few slots that may be caught up. (A window that counts lets a double burst
 * through at its edge.) All times are the machine's.
 */
export function createPace(db: Connection) {
  const model: Model<Slot> = db.models['Slot'] ?? db.model<Slot>('Slot', schema);
  return {
    /**
     * Takes the next slot of a name, or so many one after the other, unless the first is later than `by`; the caller
     * waits until then. Answers when the first is, whether it was taken or not.
     */
    reserve: async (
      name: string,
      { everyMs, catchUpMs = 0 }: Gap,
      now: Date,
      by = new Date(8.64e15),
      count = 1,
    ): Promise<{ at: Date; taken: boolean }> => {
      const earliest = new Date(now.getTime() - catchUpMs);
      const at = { $max: [{ $ifNull: ['$next', earliest] }, earliest] };
      const before = await model.collection.findOneAndUpdate(
        { _id: name as never },
        [{ $set: { next: { $cond: [{ $lte: [at, by] }, { $add: [at, count * everyMs] }, '$next'] } } }],
        { upsert: true, returnDocument: 'before' },
      );
      const next: unknown = before?.['next'];
      const slot = next instanceof Date && next > earliest ? next : earliest;
      return { at: slot, taken: slot <= by };
    },

    /** Hands out no slot of a name before an instant: the platform has said that it takes nothing until then. */
    hold: async (name: string, until: Date): Promise<void> => {
      await model.collection.updateOne({ _id: name as never }, { $max: { next: until } }, { upsert: true });
    },
  };
}

import { type Connection, type Model, Schema } from 'mongoose';
import type { Day } from './ids.js';

/** What stood of a morning that an operator has to see to: by what tells one such point from another. */
interface Morning {
  _id: Day;
  points: string[];
}

const MAX_TIME_MS = 10_000;

const schema = new Schema<Morning>(
  { _id: { type: String, required: true }, points: { type: [String], required: true } },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'mornings' },
);

/** The points of the operator's last morning, so that the next need not say them again. */
export function createStandingPoints(db: Connection) {
  const model: Model<Morning> = db.models['Morning'] ?? db.model<Morning>('Morning', schema);
  return {
    /**
     * Notes what stands on a day, and answers what stood on the last noted day before it: the same however often one
     * day is asked about, so a message that is worked out twice says the same. Older days are forgotten.
     */
    before: async (day: Day, points: readonly string[]): Promise<string[]> => {
      const last = await model
        .findOne({ _id: { $lt: day } })
        .sort({ _id: -1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Morning>();
      await model.updateOne({ _id: day }, { $set: { points: [...points] } }, { upsert: true }).maxTimeMS(MAX_TIME_MS);
      if (last) await model.deleteMany({ _id: { $lt: last._id } }).maxTimeMS(MAX_TIME_MS);
      return last?.points ?? [];
    },
  };
}

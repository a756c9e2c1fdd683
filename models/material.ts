import { type Connection, type Model, Schema } from 'mongoose';
import type { PersonId } from './ids.js';

/** Something to read for a training: a link, or a few words, as its host wrote it. */
export interface Material {
  /** The event that added it. */
  _id: string;
  training: number;
  text: string;
  by: PersonId;
  at: Date;
}

const MAX_TIME_MS = 10_000;
const MOST = 50;

const schema = new Schema<Material>(
  {
    _id: { type: String, required: true },
    training: { type: Number, required: true },
    text: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  } satisfies Record<keyof Material, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'materials' },
);
schema.index({ training: 1, at: 1 });

/** What was handed out for trainings. */
export function createMaterials(db: Connection) {
  const model: Model<Material> = db.models['Material'] ?? db.model<Material>('Material', schema);
  return {
    /** Adds one, once for its event. */
    add: async (material: Material): Promise<void> => {
      const { _id } = material;
      await model.updateOne({ _id }, { $setOnInsert: material }, { upsert: true }).maxTimeMS(MAX_TIME_MS);
    },

    /** Those of a training, the first first. */
    of: (training: number): Promise<Material[]> =>
      model.find({ training }).sort({ at: 1, _id: 1 }).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Material[]>().exec(),
  };
}

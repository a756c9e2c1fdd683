import { type Connection, type Model, Schema } from 'mongoose';
import type { Attachment } from './event.js';
import type { Files, KeptFile } from './file.js';
import type { PersonId } from './ids.js';

/** Something to read for a training, as its host sent it: a link or a few words, files, or both. */
export interface Material {
  /** The event that added it. */
  _id: string;
  training: number;
  /** Empty where there are only files. */
  text: string;
  attachments: Attachment[];
  by: PersonId;
  at: Date;
  /** What is handed out within minutes is told in one message: the event of the first of it, and when it is told. */
  notice: { of: string; at: Date };
  /** Taken off again: nobody is shown it, and no other gets its number. */
  removed?: true;
}

/** A file of a material, with its size once it is here, and its type where browsers may show it as it is. */
export type MaterialFile = Attachment & { bytes?: number; picture?: string };

/** `no`: the number people type behind that of the training. */
export type NumberedMaterial = Material & { no: number; files: MaterialFile[] };

const MAX_TIME_MS = 10_000;
/** So many a training may have, those taken off again among them. */
export const MOST_MATERIALS = 50;

const PREFIX = 'material:';
/** What the files of a material are kept under (`models/file.ts`); records of the ledger are called after events of platforms. */
export const materialRecord = (id: string): string => `${PREFIX}${id}`;
/** The material whose files are kept so; undefined for any other record. */
export const materialIn = (record: string): string | undefined =>
  record.startsWith(PREFIX) ? record.slice(PREFIX.length) : undefined;

const schema = new Schema<Material>(
  {
    _id: { type: String, required: true },
    training: { type: Number, required: true },
    text: { type: String, default: '' },
    attachments: { type: [Schema.Types.Mixed], default: [] } as never,
    by: { type: String, required: true },
    at: { type: Date, required: true },
    notice: { type: Schema.Types.Mixed, required: true } as never,
    removed: Boolean as never,
  } satisfies Record<keyof Material, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'materials' },
);
schema.index({ training: 1, at: 1 });

const sizeOf = (kept: KeptFile | undefined): Pick<MaterialFile, 'bytes' | 'picture'> =>
  kept ? { bytes: kept.bytes, ...(kept.picture !== undefined && { picture: kept.picture }) } : {};

/** What was handed out for trainings. */
export function createMaterials(db: Connection, files: Files) {
  const model: Model<Material> = db.models['Material'] ?? db.model<Material>('Material', schema);
  const withFiles = async (row: Material, no: number): Promise<NumberedMaterial> => {
    // Before files could be handed out rows had none.
    const attachments = row.attachments ?? [];
    const kept = attachments.length > 0 ? await files.ofRecord(materialRecord(row._id)) : new Map<string, KeptFile>();
    return { ...row, no, attachments, files: attachments.map((each) => ({ ...each, ...sizeOf(kept.get(each.ref)) })) };
  };
  return {
    /** Adds one, once for its event. */
    add: async (material: Material): Promise<void> => {
      const { _id } = material;
      await model.updateOne({ _id }, { $setOnInsert: material }, { upsert: true }).maxTimeMS(MAX_TIME_MS);
    },

    byId: async (id: string): Promise<Material | undefined> =>
      (await model.findById(id).maxTimeMS(MAX_TIME_MS).lean<Material>()) ?? undefined,

    /** Those of a training, the first first, those taken off left out; and how many there ever were. */
    of: async (training: number): Promise<{ all: NumberedMaterial[]; ever: number }> => {
      const rows = await model
        .find({ training })
        .sort({ at: 1, _id: 1 })
        .limit(MOST_MATERIALS)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Material[]>()
        .exec();
      const numbered = await Promise.all(rows.map((row, i) => withFiles(row, i + 1)));
      return { all: numbered.filter(({ removed }) => !removed), ever: rows.length };
    },

    remove: async (id: string): Promise<void> => {
      await model.updateOne({ _id: id }, { $set: { removed: true } }).maxTimeMS(MAX_TIME_MS);
    },

    /** Without a file that did not arrive; where nothing else was in it, it is taken off. */
    without: async (id: string, ref: string): Promise<void> => {
      await model.updateOne({ _id: id }, { $pull: { attachments: { ref } } }).maxTimeMS(MAX_TIME_MS);
      const empty = { _id: id, text: '', attachments: { $size: 0 } };
      await model.updateOne(empty, { $set: { removed: true } }).maxTimeMS(MAX_TIME_MS);
    },
  };
}

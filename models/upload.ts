import { randomUUID } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Attachment } from './event.js';
import type { FileKey, Files } from './file.js';
import { Platform } from './ids.js';
import { type FileLimits, type Intake, takeIn } from './incoming-file.js';

const MAX_TIME_MS = 10_000;
/** Nothing is worked so late that its files were still to be hung on a record. */
const KEPT_MS = 2 * 24 * 3600 * 1000;
/** So many old ones are cleared away before a new one is taken: more than come, so that none stays for ever. */
const SWEPT_AT_ONCE = 5;

/** What pages are called where platforms are: files sent there hang on no message of a chat. */
export const PAGE = Platform.parse('page');

interface Upload {
  _id: string;
  at: Date;
}

const schema = new Schema<Upload>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'uploads' },
);
schema.index({ at: 1 });

/** Where an upload's bytes are until they hang on a record: no record is called so. */
const staged = (id: string): FileKey => ({ record: `upload:${id}`, ref: id });

export type Uploads = ReturnType<typeof createUploads>;

/**
 * Files sent on a page, until what was filled in beside them is worked and they hang on its record. Each is noted
 * before its first byte, so that what broke off with its process, or is of no use in the end, is found and cleared
 * away when others come.
 */
export function createUploads(db: Connection, files: Files) {
  const uploads: Model<Upload> = db.models['Upload'] ?? db.model<Upload>('Upload', schema);
  const forget = async (id: string): Promise<void> => {
    await uploads.deleteOne({ _id: id }).maxTimeMS(MAX_TIME_MS);
  };

  const sweep = async (now: Date): Promise<void> => {
    const old = await uploads
      .find({ at: { $lt: new Date(now.getTime() - KEPT_MS) } })
      .limit(SWEPT_AT_ONCE)
      .maxTimeMS(MAX_TIME_MS)
      .lean<Upload[]>()
      .exec();
    for (const { _id } of old) {
      await files.drop(staged(_id));
      await forget(_id);
    }
  };

  return {
    /**
     * Keeps a file as it comes in; kept, it is known by an attachment whose `ref` follows from its bytes: the same file
     * sent again to the same record is the same attachment. Rejects with what `bytes` rejects with.
     */
    take: async (
      { name, kind, at }: { name: string; kind?: Attachment['kind']; at: Date },
      bytes: AsyncIterable<Uint8Array>,
      limits: Pick<FileLimits, 'mostBytes'>,
    ): Promise<{ kind: 'kept'; attachment: Attachment } | Extract<Intake, { kind: 'not-kept' }>> => {
      await sweep(at);
      const id = randomUUID();
      await uploads.create({ _id: id, at });
      const incoming = { ...staged(id), name, at, attempt: 1, ...(kind && { kind }) };
      const taken = await takeIn(files, incoming, bytes, limits).catch(async (error: unknown) => {
        await forget(id);
        throw error;
      });
      if (taken.kind === 'not-kept') {
        await forget(id);
        return taken;
      }
      const from = { platform: PAGE, messageId: id };
      return { kind: 'kept', attachment: { kind: taken.as, ref: `page-${taken.digest}`, name, from } };
    },

    /** Hangs an upload on a record; false where it is not there any more, and not on the record either. */
    hang: async (record: string, { ref, from }: Attachment): Promise<boolean> => {
      const id = from?.messageId ?? '';
      const moved = await files.move(staged(id), { record, ref });
      await forget(id);
      return moved;
    },
  };
}

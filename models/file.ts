import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Connection, mongo, Schema } from 'mongoose';
import type { Attachment } from './event.js';

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;
const BUCKET = 'files';

/** Which file of which record. */
export interface FileKey {
  record: string;
  ref: string;
}

/** What is known of a file besides its bytes. `picture` is its type where browsers may show it as it is. */
export interface FileMeta extends FileKey {
  kind: Attachment['kind'];
  picture?: string;
  at: Date;
}

interface Stored {
  _id: mongo.ObjectId;
  length: number;
  filename: string;
  metadata: FileMeta;
}

/** A file that is kept, by what its record calls it. */
export interface KeptFile extends FileMeta {
  name: string;
  bytes: number;
}

const schema = new Schema({}, { strict: false, autoIndex: false, autoCreate: false, collection: `${BUCKET}.files` });
schema.index({ 'metadata.record': 1, 'metadata.ref': 1 }, { unique: true });

export type Files = ReturnType<typeof createFiles>;

/** The bytes of what hangs on records, in GridFS: with the database they are backed up, restored and moved. */
export function createFiles(db: Connection) {
  if (!db.models['StoredFile']) db.model('StoredFile', schema);
  const stored = () => db.collection<Stored>(`${BUCKET}.files`);
  const pieces = () => db.collection<{ files_id: mongo.ObjectId }>(`${BUCKET}.chunks`);
  const bucket = () => {
    if (!db.db) throw new Error('the connection is not open');
    return new mongo.GridFSBucket(db.db, { bucketName: BUCKET });
  };
  const find = ({ record, ref }: FileKey): Promise<Stored | null> =>
    stored().findOne({ 'metadata.record': record, 'metadata.ref': ref }, { maxTimeMS: MAX_TIME_MS });

  /** Clears away a file that was kept in one try and hangs on nothing, or what is left of that try. */
  const drop = async (key: FileKey): Promise<void> => {
    const id = idOf(key, 1);
    const { deletedCount } = await stored().deleteOne({ _id: id, 'metadata.record': key.record });
    // By now it may hang on a record, with its bytes.
    const isElsewhere = deletedCount === 0 && (await stored().findOne({ _id: id }, { maxTimeMS: MAX_TIME_MS }));
    if (!isElsewhere) await pieces().deleteMany({ files_id: id });
  };

  return {
    has: async (key: FileKey): Promise<boolean> => (await find(key)) !== null,

    /**
     * Keeps the bytes of a file under its key. It is there when all of it is; tries that broke off leave nothing that
     * could be read, and the next one clears it away. Kept already, by whomever, it stays as it is.
     *
     * @param attempt 1, 2, 3 …: every try to keep this file has its own.
     * @throws what `bytes` throws, and nothing is kept.
     */
    keep: async (
      name: string,
      meta: FileMeta,
      bytes: AsyncIterable<Uint8Array>,
      attempt: number,
    ): Promise<'kept' | 'known'> => {
      const earlier = Array.from({ length: attempt }, (_, i) => idOf(meta, i));
      await pieces().deleteMany({ files_id: { $in: earlier } });
      const id = idOf(meta, attempt);
      try {
        await pipeline(bytes, bucket().openUploadStreamWithId(id, name, { metadata: { ...meta } }));
        return 'kept';
      } catch (error) {
        await pieces().deleteMany({ files_id: id });
        if (error instanceof mongo.MongoServerError && error.code === DUPLICATE && (await find(meta))) return 'known';
        throw error;
      }
    },

    /**
     * Has a file that was kept by itself hang on a record. One that hangs there already, the same again, stays and the
     * other goes; false where there is neither.
     */
    move: async (from: FileKey, to: FileKey): Promise<boolean> => {
      const set = { $set: { 'metadata.record': to.record, 'metadata.ref': to.ref } };
      const moved = await stored()
        .updateOne({ 'metadata.record': from.record, 'metadata.ref': from.ref }, set, { maxTimeMS: MAX_TIME_MS })
        .catch(async (error: unknown) => {
          if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
          await drop(from);
        });
      return moved?.matchedCount === 1 || (await find(to)) !== null;
    },

    drop,

    /** What is kept for a record. */
    ofRecord: async (record: string): Promise<Map<string, KeptFile>> => {
      const all = await stored().find({ 'metadata.record': record }, { maxTimeMS: MAX_TIME_MS }).toArray();
      return new Map(all.map((each) => [each.metadata.ref, keptOf(each)]));
    },

    /** A file with its bytes, to be streamed; undefined for one that is not there. */
    open: async (key: FileKey): Promise<{ file: KeptFile; bytes: Readable } | undefined> => {
      const found = await find(key);
      return found ? { file: keptOf(found), bytes: bucket().openDownloadStream(found._id) } : undefined;
    },

    /** How many files there are, and how much they take, for the operator. */
    size: async (): Promise<{ files: number; bytes: number }> => {
      const sum = { $group: { _id: null, files: { $sum: 1 }, bytes: { $sum: '$length' } } };
      const [all] = await stored().aggregate<{ files: number; bytes: number }>([sum], { maxTimeMS: 60_000 }).toArray();
      return { files: all?.files ?? 0, bytes: all?.bytes ?? 0 };
    },
  };
}

const keptOf = ({ filename, length, metadata }: Stored): KeptFile => ({ ...metadata, name: filename, bytes: length });

const idOf = ({ record, ref }: FileKey, attempt: number): mongo.ObjectId =>
  new mongo.ObjectId(
    createHash('sha256')
      .update(JSON.stringify([record, ref, attempt]))
      .digest('hex')
      .slice(0, 24),
  );

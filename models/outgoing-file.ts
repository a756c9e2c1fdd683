import { createHash } from 'node:crypto';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { type Clock, systemClock } from './clock.js';
import type { FileRef } from './message.js';

const MAX_TIME_MS = 10_000;
/** As long as rows of the outbox, which name it, are kept. */
const KEEP_SECONDS = 35 * 24 * 3600;
/** What Feishu takes of a picture (reference/im-v1/image/create); below the 16 MB of a document of MongoDB. */
export const MOST_OUTGOING_BYTES = 10 * 1024 * 1024;

interface OutgoingFile {
  /** SHA-256 of its bytes: the same picture for many is kept once. */
  _id: string;
  bytes: Buffer;
  /** By the machine's clock, of whoever wanted it last. */
  putAt: Date;
}

const schema = new Schema<OutgoingFile>(
  {
    _id: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    putAt: { type: Date, required: true },
  } satisfies Record<keyof OutgoingFile, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'outgoingFiles' },
);
schema.index({ putAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export type OutgoingFiles = ReturnType<typeof createOutgoingFiles>;

/** The bytes of pictures and files that go out, until they are sent, and for as long as a send may be looked into. */
export function createOutgoingFiles(db: Connection, machine: Clock = systemClock) {
  const files: Model<OutgoingFile> = db.models['OutgoingFile'] ?? db.model<OutgoingFile>('OutgoingFile', schema);
  return {
    /**
     * Keeps the bytes of what is to be sent; what comes back goes into a message.
     *
     * @param name with its ending, as whoever gets it shall see it.
     * @throws RangeError when it is empty or larger than `MOST_OUTGOING_BYTES`.
     */
    keep: async (name: string, bytes: Uint8Array): Promise<FileRef> => {
      if (bytes.length === 0 || bytes.length > MOST_OUTGOING_BYTES) throw new RangeError('not a size that can be sent');
      const ref = createHash('sha256').update(bytes).digest('hex');
      await files
        .updateOne(
          { _id: ref },
          { $set: { putAt: machine.now() }, $setOnInsert: { bytes: Buffer.from(bytes) } },
          { upsert: true },
        )
        .maxTimeMS(MAX_TIME_MS);
      return { ref, name };
    },

    /** The bytes; undefined where they are not kept any more. */
    bytesOf: async (ref: string): Promise<Uint8Array | undefined> => {
      const found = await files.findById(ref, { bytes: 1 }).maxTimeMS(MAX_TIME_MS).lean<{ bytes: mongo.Binary }>();
      return found?.bytes.buffer;
    },
  };
}

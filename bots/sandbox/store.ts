import { type Connection, type Model, mongo, Schema } from 'mongoose';
import type { Button } from '../../models/message.js';
import { createWatch } from './watch.js';

/** One line of a chat. Without `person` the bot said it. */
export interface SandboxMessage {
  _id: string;
  /** Place in the order of everything said in the sandbox: 1, 2, 3 … without gaps. */
  seq: number;
  chat: string;
  person?: string;
  text: string;
  /** By the sandbox's clock, which may be ahead of the machine's. */
  at: Date;
  /** The message this one answers. */
  replyTo?: string;
  /** What hangs on it. */
  file?: SandboxFile;
  /** What can be pressed below it. */
  buttons?: Button[];
  /** It is no line of its own, but what an earlier one says from now on: the id of that. */
  changes?: string;
}

/** A small file, with its bytes: here the platform is this database. */
export interface SandboxFile {
  kind: 'image' | 'file';
  name: string;
  bytes: Buffer;
}

export interface SandboxStoreOptions {
  /** How often rows written by other processes are looked for, in milliseconds. */
  pollMs?: number;
  /** Older rows are dropped; enough for a term of a demo county. */
  keep?: number;
}

const MAX_TIME_MS = 5_000;
const DUPLICATE = 11000;
/** Every so many rows the oldest are dropped. */
const PRUNE_EVERY = 500;
/** Two processes that write at once push each other back by one row; this often in a row means something else is wrong. */
const MOST_TRIES = 50;

const schema = new Schema<SandboxMessage>(
  {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    chat: { type: String, required: true },
    person: String,
    // Of a file by itself there is none.
    text: { type: String, default: '' },
    at: { type: Date, required: true },
    replyTo: String,
    file: { kind: String, name: String, bytes: Buffer } as never,
    buttons: { type: [Schema.Types.Mixed], default: undefined } as never,
    changes: String,
  } satisfies Record<keyof SandboxMessage, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'sandbox_messages' },
);
schema.index({ seq: 1 }, { unique: true });
schema.index({ chat: 1, seq: 1 });

/** As the driver reads it. */
interface WithBytes {
  chat: string;
  file?: Omit<SandboxFile, 'bytes'> & { bytes: mongo.Binary };
}

export type SandboxStore = ReturnType<typeof createSandboxStore>;

/**
 * What was said in the sandbox: the "platform side" of its bot. `seq` is unique and each row takes the number after
 * the newest, so a row can be seen only after all rows before it: whoever has read up to a number has missed nothing.
 */
export function createSandboxStore(db: Connection, { pollMs = 1_000, keep = 20_000 }: SandboxStoreOptions = {}) {
  const model: Model<SandboxMessage> =
    db.models['SandboxMessage'] ?? db.model<SandboxMessage>('SandboxMessage', schema);
  const read = (filter: object, order: 1 | -1, most: number): Promise<SandboxMessage[]> =>
    model
      .find(filter, { 'file.bytes': 0 })
      .sort({ seq: order })
      .limit(most)
      .maxTimeMS(MAX_TIME_MS)
      .lean<SandboxMessage[]>()
      .exec();

  /** The number of the newest row; 0 while nothing was said. */
  const newest = async (): Promise<number> => (await read({}, -1, 1)).at(0)?.seq ?? 0;
  const watch = createWatch(newest, pollMs);

  const prune = async (seq: number): Promise<void> => {
    await model.deleteMany({ seq: { $lte: seq - keep } }).maxTimeMS(MAX_TIME_MS);
  };

  const write = async (draft: Omit<SandboxMessage, 'seq'>): Promise<SandboxMessage> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const row = { ...draft, seq: (await newest()) + 1 };
      if (await inserted(model, row)) {
        if (row.seq % PRUNE_EVERY === 0) await prune(row.seq);
        return row;
      }
      const known = await read({ _id: draft._id }, 1, 1);
      if (known[0]) return known[0];
    }
    throw new Error(`sandbox message not written after ${MOST_TRIES} tries`);
  };

  // One at a time within a process, so that only other processes are ever in the way.
  let last: Promise<unknown> = Promise.resolve();
  const append = async (draft: Omit<SandboxMessage, 'seq'>): Promise<SandboxMessage> => {
    const turn = last.then(() => write(draft));
    last = turn.catch(() => undefined);
    const row = await turn;
    watch.wake();
    return row;
  };

  return {
    /** What a line says, and what can be pressed below it, is this from now on; a row tells whoever listens. */
    change: async (draft: Omit<SandboxMessage, 'seq'> & { changes: string }): Promise<void> => {
      // The line first: who reads the page after the row's number has what the row says.
      const { changes, text, buttons = [] } = draft;
      await model.updateOne({ _id: changes, chat: draft.chat }, { $set: { text, buttons } }).maxTimeMS(MAX_TIME_MS);
      await append(draft);
    },
    /** Writes a row; one whose `_id` is known stays as it was and is returned. */
    append,
    newest,
    /** What hangs on a message, and in which chat. */
    fileOn: async (id: string): Promise<{ chat: string; file: SandboxFile } | undefined> => {
      const row = await model.findById(id, { chat: 1, file: 1 }).maxTimeMS(MAX_TIME_MS).lean<WithBytes>();
      return row?.file && { chat: row.chat, file: { ...row.file, bytes: Buffer.from(row.file.bytes.buffer) } };
    },
    /** Rows of every chat after a number, oldest first. */
    after: (seq: number, most: number): Promise<SandboxMessage[]> => read({ seq: { $gt: seq } }, 1, most),
    /** The newest lines of a chat, or the newest before a number; oldest first. */
    page: async (chat: string, most: number, before = Number.MAX_SAFE_INTEGER): Promise<SandboxMessage[]> =>
      (await read({ chat, seq: { $lt: before }, changes: { $exists: false } }, -1, most)).toReversed(),
    /** Calls back soon after anybody wrote, this process or another; the answer ends it. The listener reads for itself. */
    watch: watch.add,
  };
}

/** False when the row's number, or its key, is taken. */
async function inserted(model: Model<SandboxMessage>, row: SandboxMessage): Promise<boolean> {
  try {
    await model.create([row]);
    return true;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === DUPLICATE) return false;
    throw error;
  }
}

import { type Connection, type Model, Schema } from 'mongoose';

/** A small fact the program remembers about itself: when it last did something, how far its sandbox clock is ahead. */
interface Mark {
  _id: string;
  at: Date;
  value?: number;
}

const schema = new Schema<Mark>(
  { _id: { type: String, required: true }, at: { type: Date, required: true }, value: Number },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'marks' },
);

/**
 * `ledger`: when the ledger was begun; nobody owes what was due before. `opened`: as of when every page of every school
 * was opened last; gone while a roster changes. `wechat-login`: how the login to WeChat stands,
 * for other processes to tell. `effects`: the last day of which it is known what its reminders came to.
 */
export type MarkName = 'backup' | 'sandbox-clock' | 'ledger' | 'opened' | 'wechat-login' | 'effects';

export type Marks = ReturnType<typeof createMarks>;

export function createMarks(db: Connection) {
  const model: Model<Mark> = db.models['Mark'] ?? db.model<Mark>('Mark', schema);
  return {
    set: async (name: MarkName, at: Date, value?: number): Promise<void> => {
      await model.replaceOne({ _id: name }, { _id: name, at, ...(value !== undefined && { value }) }, { upsert: true });
    },
    /** When this was marked first; marks it now when it never was. */
    first: async (name: MarkName, now: Date): Promise<Date> => {
      const mark = await model
        .findOneAndUpdate({ _id: name }, { $setOnInsert: { at: now } }, { upsert: true, returnDocument: 'after' })
        .lean<Mark>();
      return mark?.at ?? now;
    },
    clear: async (name: MarkName): Promise<void> => {
      await model.deleteOne({ _id: name }).maxTimeMS(10_000);
    },
    get: async (name: MarkName): Promise<Pick<Mark, 'at' | 'value'> | undefined> =>
      (await model.findById(name).maxTimeMS(10_000).lean<Mark>()) ?? undefined,
  };
}

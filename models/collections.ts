import { type Connection, type Model, Schema } from 'mongoose';
import { type Collection, type CollectionAnswer, isTaking } from './collection.js';
import type { MessageEvent } from './event.js';
import type { PersonId } from './ids.js';
import { unlessDuplicate } from './insert-new.js';

const MAX_TIME_MS = 10_000;
const MOST = 200;
/** As many as a province's coordinator asks at once. */
const MOST_ANSWERS = 50_000;

const schema = new Schema<Collection>(
  {
    _id: { type: Number, required: true },
    title: { type: String, required: true },
    note: { type: String, default: '' },
    by: { type: String, required: true },
    fields: { type: [Schema.Types.Mixed], required: true } as never,
    known: { type: [String], required: true } as never,
    audience: { type: Schema.Types.Mixed, required: true } as never,
    closesAt: { type: Date, required: true },
    state: { type: String, required: true },
    anonymous: Boolean as never,
    posts: { type: [Schema.Types.Mixed], required: true } as never,
    postedAt: Date,
    listed: Boolean as never,
    event: { type: String, required: true },
    madeAt: { type: Date, required: true },
  } satisfies Record<keyof Collection, unknown>,
  {
    versionKey: false,
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    collection: 'collections',
  },
);
schema.index({ event: 1 }, { unique: true });
schema.index({ state: 1, closesAt: 1 });
schema.index({ by: 1, _id: -1 });

const answerSchema = new Schema<CollectionAnswer>(
  {
    _id: { type: String, required: true },
    of: { type: Number, required: true },
    person: { type: String, required: true },
    school: { type: String, required: true },
    values: { type: Schema.Types.Mixed, required: true } as never,
    attachments: { type: [Schema.Types.Mixed], default: undefined } as never,
    filesAt: Date,
    complete: { type: Boolean, required: true },
    withdrawn: Boolean as never,
    sentAt: { type: Date, required: true },
    event: { type: String, required: true },
    wordsOf: { type: [String], default: undefined } as never,
    claims: { type: [String], default: undefined } as never,
  } satisfies Record<keyof CollectionAnswer, unknown>,
  {
    versionKey: false,
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    collection: 'collectionAnswers',
  },
);
answerSchema.index({ of: 1, complete: 1 });
answerSchema.index({ person: 1 });

/** The event of an answer that was claimed and never written. */
const NONE = '';

const answerId = (no: number, person: PersonId): string => `${no}|${person}`;

/** What a collection is made of. */
export type NewCollection = Omit<Collection, '_id' | 'posts' | 'listed'>;
/** What may change once it is made. */
export type CollectionChange = Partial<
  Pick<Collection, 'title' | 'note' | 'closesAt' | 'state' | 'posts' | 'postedAt' | 'listed'>
>;

/** How far a collection has come: how many have answered, and a mark that differs after every change of an answer. */
export interface Answered {
  count: number;
  mark: string;
}

export type Collections = ReturnType<typeof createCollections>;

/**
 * Collections and what people answered. There are no places to fight over, so an answer is a document of its own,
 * written over the one that was read: whoever wrote in between is read again. An answer is claimed before one looks
 * whether the collection still takes any, and written only while the claim stands; closing decides first, and takes all
 * claims back then. So nothing is written once a collection has closed, however close the two were.
 */
export function createCollections(db: Connection) {
  const model: Model<Collection> = db.models['Collection'] ?? db.model<Collection>('Collection', schema);
  const answers: Model<CollectionAnswer> =
    db.models['CollectionAnswer'] ?? db.model<CollectionAnswer>('CollectionAnswer', answerSchema);
  const read = (filter: object, sort: Record<string, 1 | -1> = { closesAt: 1, _id: 1 }): Promise<Collection[]> =>
    model.find(filter).sort(sort).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Collection[]>().exec();
  /** Whoever has looked before it closed, and not written yet, writes no more. */
  const takeClaimsBack = async (numbers: readonly number[]): Promise<void> => {
    if (numbers.length === 0) return;
    const claimed = { of: { $in: numbers }, claims: { $exists: true } };
    await answers.updateMany(claimed, { $unset: { claims: 1 } }).maxTimeMS(MAX_TIME_MS);
  };

  return {
    byNo: async (no: number): Promise<Collection | undefined> =>
      (await model.findById(no).maxTimeMS(MAX_TIME_MS).lean<Collection>()) ?? undefined,

    /** Makes one under the next number. The same event again answers what it made. */
    make: async (what: NewCollection): Promise<Collection> => {
      for (;;) {
        const done = await model.findOne({ event: what.event }).maxTimeMS(MAX_TIME_MS).lean<Collection>();
        if (done) return done;
        const [last] = await read({}, { _id: -1 });
        const collection: Collection = { _id: (last?._id ?? 0) + 1, ...what, posts: [] };
        const written = await model
          .updateOne({ _id: collection._id }, { $setOnInsert: collection }, { upsert: true })
          .maxTimeMS(MAX_TIME_MS)
          .catch(unlessDuplicate);
        if (written?.upsertedCount === 1) return collection;
      }
    },

    /** Changes what is named; a later deadline makes the list due anew. Answers how it stands then. */
    change: async (no: number, change: CollectionChange): Promise<Collection | undefined> => {
      const again = change.closesAt || change.state === 'open';
      const update = { $set: change, ...(again && { $unset: { listed: 1 as const } }) };
      const changed = await model
        .findByIdAndUpdate(no, update, { returnDocument: 'after' })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Collection>();
      if (change.state === 'closed' || change.state === 'cancelled') await takeClaimsBack([no]);
      return changed ?? undefined;
    },

    /** Those that take answers, the one that closes first first. */
    taking: (now: Date): Promise<Collection[]> => read({ state: 'open', closesAt: { $gt: now } }),

    /** Closes those whose deadline is past; answers those that are closed and whose list has not gone out. */
    toList: async (now: Date): Promise<Collection[]> => {
      await model
        .updateMany({ state: 'open', closesAt: { $lte: now } }, { $set: { state: 'closed' } })
        .maxTimeMS(MAX_TIME_MS);
      const closed = await read({ state: 'closed', listed: { $exists: false } });
      await takeClaimsBack(closed.map(({ _id }) => _id));
      return closed;
    },

    /** The list of one that was over has gone out; one that takes answers again since is due anew. */
    markListed: async ({ _id, closesAt }: Collection): Promise<void> => {
      await model.updateOne({ _id, state: 'closed', closesAt }, { $set: { listed: true } }).maxTimeMS(MAX_TIME_MS);
    },

    /** Those in groups whose cards may still have to change: open, or over since an instant. */
    shown: (since: Date): Promise<Collection[]> =>
      read({ state: { $ne: 'draft' }, closesAt: { $gt: since }, 'posts.0': { $exists: true } }),

    /** Those somebody made, the newest first. */
    madeBy: (person: PersonId): Promise<Collection[]> => read({ by: person }, { _id: -1 }),

    /** Those for who has a place in a training. */
    ofTraining: (training: number): Promise<Collection[]> => read({ 'audience.training': training }),

    answerOf: async (no: number, person: PersonId): Promise<CollectionAnswer | undefined> => {
      const wanted = { _id: answerId(no, person), event: { $ne: NONE } };
      return (await answers.findOne(wanted).maxTimeMS(MAX_TIME_MS).lean<CollectionAnswer>()) ?? undefined;
    },

    /** Those of somebody's answers in which something of a message may stand, or that were written by `event`. */
    answersWith: (
      person: PersonId,
      { key, messageId }: Pick<MessageEvent, 'key' | 'messageId'>,
      event: string,
    ): Promise<CollectionAnswer[]> =>
      answers
        .find(
          {
            person,
            $or: [{ wordsOf: key }, { event: { $in: [key, event] } }, { 'attachments.from.messageId': messageId }],
          },
          null,
          { strictQuery: false },
        )
        .sort({ of: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<CollectionAnswer[]>()
        .exec(),

    /** The complete answers, in the order in which they were given. */
    answersOf: (no: number): Promise<CollectionAnswer[]> =>
      answers
        .find({ of: no, complete: true })
        .sort({ sentAt: 1, _id: 1 })
        .limit(MOST_ANSWERS)
        .maxTimeMS(MAX_TIME_MS)
        .lean<CollectionAnswer[]>()
        .exec(),

    /** Who is to hear nothing more of one: they have answered, or taken their answer back. */
    settled: async (no: number): Promise<Set<PersonId>> =>
      new Set(
        await answers
          .distinct('person', { of: no, $or: [{ complete: true }, { withdrawn: true }] })
          .maxTimeMS(MAX_TIME_MS)
          .exec(),
      ),

    /** How many have answered each of these. */
    answered: async (numbers: readonly number[]): Promise<Map<number, Answered>> => {
      const found = await answers
        .aggregate<{ _id: number; all: number; count: number; last: Date }>([
          { $match: { of: { $in: numbers } } },
          {
            $group: {
              _id: '$of',
              all: { $sum: 1 },
              count: { $sum: { $cond: ['$complete', 1, 0] } },
              last: { $max: '$sentAt' },
            },
          },
        ])
        .option({ maxTimeMS: MAX_TIME_MS });
      return new Map(
        found.map(({ _id, all, count, last }) => [_id, { count, mark: `${all}:${count}:${last.getTime()}` }]),
      );
    },

    /**
     * Writes an answer over the one it was made from (`before`), or as the first. `overtaken`: somebody has written in
     * between, it is to be read again; `over`: the collection takes no answers at this instant, or none any more.
     */
    answer: async (
      what: Omit<CollectionAnswer, '_id' | 'claims'>,
      before: Pick<CollectionAnswer, 'event'> | undefined,
      now: Date,
    ): Promise<'written' | 'overtaken' | 'over'> => {
      const { event, ...rest } = what;
      const was = { _id: answerId(what.of, what.person), event: before?.event ?? NONE };
      const begun = { ...rest, values: {}, complete: false, sentAt: new Date(0) };
      const claimed = await answers
        .updateOne(was, { $addToSet: { claims: event }, $setOnInsert: begun }, { upsert: true })
        .maxTimeMS(MAX_TIME_MS)
        .catch(unlessDuplicate);
      if (!claimed) return 'overtaken';
      const collection = await model.findById(what.of).maxTimeMS(MAX_TIME_MS).lean<Collection>();
      if (!collection || !isTaking(collection, now)) return 'over';
      const { matchedCount } = await answers.replaceOne({ ...was, claims: event }, what).maxTimeMS(MAX_TIME_MS);
      return matchedCount === 1 ? 'written' : 'overtaken';
    },
  };
}

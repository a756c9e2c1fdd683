import { isDeepStrictEqual } from 'node:util';
import { type Connection, type Model, type mongo, type QueryFilter, Schema } from 'mongoose';
import { groupBy } from './group-by.js';
import { groupCommit } from './group-commit.js';
import type { Day, DutyKey, PeriodKey, PersonId, SchoolCode } from './ids.js';
import { insertNew } from './insert-new.js';
import type { OwnerKey } from './owner.js';
import { askTogether } from './read-together.js';
import {
  type Begin,
  type Cause,
  type Derive,
  type Mine,
  NOTHING_DERIVED,
  type Revision,
  revised,
  type Slot,
  type Submission,
  type SubmissionState,
  withDerived,
} from './submission.js';

const MAX_TIME_MS = 10_000;
/** Nobody hands in more for one period; a bound for the query, not a rule. */
const MOST_PER_SLOT = 200;
/** A school hands in less of one duty in a year. */
const MOST_PER_SCHOOL = 5_000;

const schema = new Schema<Submission>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    period: { type: String, required: true },
    school: { type: String, required: true },
    owner: { type: String, required: true },
    no: { type: String, required: true },
    day: { type: String, required: true },
    counts: { type: [Schema.Types.Mixed], required: true } as never,
    reviews: { type: [Schema.Types.Mixed], required: true } as never,
    returnDue: String,
    unit: String,
    textMark: String,
    sameTextAs: String,
    madeFrom: String,
    allowed: String,
    by: { type: String, required: true },
    state: { type: String, required: true },
    handedInAt: Date,
    late: { type: Boolean, required: true },
    values: { type: Schema.Types.Mixed, required: true },
    attachments: { type: [Schema.Types.Mixed], required: true } as never,
    changes: { type: [Schema.Types.Mixed], required: true } as never,
    rev: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
  },
  {
    versionKey: false,
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    minimize: false,
    collection: 'submissions',
  },
);
schema.index({ duty: 1, period: 1, school: 1, owner: 1 });
schema.index({ 'counts.duty': 1, 'counts.period': 1, 'counts.school': 1 });
schema.index({ 'reviews.school': 1, 'reviews.due': 1 });
schema.index({ no: 1 });
schema.index({ duty: 1, school: 1, day: 1 });
schema.index({ duty: 1, handedInAt: 1 });
schema.index({ unit: 1 }, { sparse: true });
schema.index({ textMark: 1 }, { sparse: true });
schema.index({ madeFrom: 1 }, { sparse: true });
schema.index({ by: 1, updatedAt: -1 });
schema.index({ owner: 1, updatedAt: -1 });

/** The pages of a duty for some periods, in some schools. */
interface Pages {
  duty: DutyKey;
  periods: PeriodKey[];
  schools: SchoolCode[];
}

export type Submissions = ReturnType<typeof createSubmissions>;

/** What was handed in: the truth the rolls are a projection of. Every change is kept and made once per event. */
export function createSubmissions(db: Connection, derive: Derive) {
  const made: Model<Submission> = db.models['Submission'] ?? db.model<Submission>('Submission', schema);
  const get = async (id: string): Promise<Submission | undefined> =>
    (await made.findById(id).maxTimeMS(MAX_TIME_MS).lean<Submission>()) ?? undefined;
  const withoutTexts = (filter: QueryFilter<Submission>): Promise<Submission[]> =>
    made.find(filter, { values: 0, changes: 0, attachments: 0 }).maxTimeMS(60_000).lean<Submission[]>().exec();
  /** Answers, one a submission, whether it is new: on a Friday afternoon a county hands in at the same time. */
  const insert = groupCommit(async (batch: Submission[]): Promise<boolean[]> => {
    const known = await insertNew(made.collection as unknown as mongo.Collection<Submission>, batch);
    return batch.map((_, i) => !known.has(i));
  });

  const counting = askTogether<Pages[], Submission>(
    (all) =>
      made
        .find({ $or: clausesOf(all.flat()) }, { values: 0, changes: 0, attachments: 0 })
        .maxTimeMS(60_000)
        .lean<Submission[]>()
        .exec(),
    countsOn,
  );

  return {
    get,

    /** Begins a submission as a draft or handed in. The same event again answers what it began the first time. */
    begin: async (what: Begin, cause: Cause): Promise<Submission> => {
      const { event, by, now } = cause;
      const bare: Submission = {
        _id: event,
        ...what,
        ...NOTHING_DERIVED,
        by,
        ...(what.state === 'handed-in' && { handedInAt: now }),
        changes: [{ event, at: now, by, from: 'new', to: what.state }],
        rev: 1,
        updatedAt: now,
      };
      const submission = { ...bare, ...(await derive(bare, undefined, cause)) };
      const [isNew] = await insert([submission]);
      return isNew ? submission : ((await get(event)) ?? submission);
    },

    /**
     * Changes a submission, from any of the states `from`. The same event again changes nothing and answers the
     * submission as it is; undefined when its state does not allow the change.
     */
    change: async (
      id: string,
      from: SubmissionState[],
      revision: Revision,
      cause: Cause,
    ): Promise<Submission | undefined> => {
      for (;;) {
        const before = await get(id);
        if (!before) return undefined;
        if (before.changes.some((change) => change.event === cause.event)) return before;
        if (!from.includes(before.state)) return undefined;
        const after = await withDerived(revised(before, revision, cause), before, cause, derive);
        const { modifiedCount } = await made.replaceOne({ _id: id, rev: before.rev }, after, {
          maxTimeMS: MAX_TIME_MS,
        });
        if (modifiedCount === 1) return after;
      }
    },

    /**
     * Works out anew whether a record counts and who answers it, which itself stays as it is: when another that has
     * its text came or went, or a post has passed to somebody else. Answers how it stood and how it stands now; undefined when nothing differs.
     */
    rederive: async (id: string, cause: Cause): Promise<{ before: Submission; after: Submission } | undefined> => {
      for (;;) {
        const before = await get(id);
        if (!before) return undefined;
        const { counts, sameTextAs, reviews } = await derive(before, before, cause);
        if (sameTextAs === before.sameTextAs && isDeepStrictEqual(reviews, before.reviews)) return undefined;
        const { sameTextAs: _earlier, ...rest } = before;
        const after: Submission = { ...rest, counts, reviews, ...(sameTextAs && { sameTextAs }), rev: before.rev + 1 };
        const { modifiedCount } = await made.replaceOne({ _id: id, rev: before.rev }, after, {
          maxTimeMS: MAX_TIME_MS,
        });
        if (modifiedCount === 1) return { before, after };
      }
    },

    /** Everything an owner has for one period, oldest first. */
    ofOwner: (slot: Omit<Slot, 'school'>): Promise<Submission[]> =>
      made
        .find({ duty: slot.duty, period: slot.period, owner: slot.owner })
        .sort({ updatedAt: 1 })
        .limit(MOST_PER_SLOT)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** Everything that counts on some pages: what they are worked out from. Without texts. */
    ofPages: async (pages: Pages[]): Promise<Submission[]> => (pages.length === 0 ? [] : counting(pages)),

    /** What was handed in for a duty under none of these periods, and waits. Without texts. */
    outside: (duty: DutyKey, periods: PeriodKey[]): Promise<Submission[]> =>
      withoutTexts({ duty, period: { $nin: periods }, state: 'handed-in' }),

    /** What stands under one period of a duty, over all schools. Without texts. */
    ofPeriod: (duty: DutyKey, period: PeriodKey): Promise<Submission[]> => withoutTexts({ duty, period }),

    /** Answers owed by the people of some schools within some days, given or not: what reviewers' pages are built from. */
    reviewsOf: (schools: SchoolCode[], from: Day, to: Day): Promise<Pick<Submission, '_id' | 'reviews'>[]> =>
      made
        .find({ reviews: { $elemMatch: { school: { $in: schools }, due: { $gte: from, $lte: to } } } }, { reviews: 1 })
        .maxTimeMS(60_000)
        .lean<Pick<Submission, '_id' | 'reviews'>[]>()
        .exec(),

    /** What waits for somebody's answer, the longest waiting first. */
    waitingFor: (reviewer: PersonId, most: number): Promise<Submission[]> =>
      made
        .find({
          reviews: { $elemMatch: { reviewer, answeredAt: { $exists: false }, dropped: { $exists: false } } },
          state: 'handed-in',
        })
        .sort({ updatedAt: 1 })
        .limit(most)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** The records with this number: one, but for a chance of one in a thousand million. */
    numbered: (no: string): Promise<Submission[]> =>
      made.find({ no }).limit(10).maxTimeMS(MAX_TIME_MS).lean<Submission[]>().exec(),

    /** The newest record that makes a unit known. */
    registering: async (unit: OwnerKey): Promise<Submission | undefined> =>
      (
        await made
          .find({ unit, state: { $in: ['handed-in', 'accepted'] } })
          .sort({ updatedAt: -1, _id: -1 })
          .limit(1)
          .maxTimeMS(MAX_TIME_MS)
          .lean<Submission[]>()
          .exec()
      )[0],

    /** Records of one duty handed in by a school within some days, whoever owns them. Withdrawn ones and drafts are not. */
    ofSchoolWithin: (duty: DutyKey, school: SchoolCode, from: Day, to: Day): Promise<Submission[]> =>
      made
        .find({
          duty,
          school,
          day: { $gte: from, $lte: to },
          state: { $in: ['handed-in', 'accepted', 'declined', 'returned'] },
        })
        .sort({ day: 1, _id: 1 })
        .limit(MOST_PER_SCHOOL)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** Records made from this one (转), oldest first. */
    madeOf: (id: string): Promise<Submission[]> =>
      made
        .find({ madeFrom: id, state: { $ne: 'withdrawn' } })
        .sort({ updatedAt: 1 })
        .limit(20)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** Records with the same text, under duties that may not share one; the one handed in first comes first. */
    withText: (textMark: string): Promise<Submission[]> =>
      made
        .find({ textMark, state: { $nin: ['withdrawn', 'draft'] } })
        .sort({ handedInAt: 1, _id: 1 })
        .limit(20)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** The newest submissions that a person handed in or began, or that stand under one of these names. */
    latestOf: (mine: Mine, states: SubmissionState[], most: number): Promise<Submission[]> =>
      made
        .find({ $or: [{ by: mine.by }, { owner: { $in: mine.owners } }], state: { $in: states } })
        .sort({ updatedAt: -1 })
        .limit(most)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission[]>()
        .exec(),

    /** What this event has begun or changed of theirs, if it has been here before. */
    touchedBy: async (event: string, mine: Mine): Promise<Submission | undefined> =>
      (await made
        .findOne({ $or: [{ by: mine.by }, { owner: { $in: mine.owners } }], 'changes.event': event })
        .sort({ updatedAt: -1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Submission>()) ?? undefined,
  };
}

/** Those of the same duty and periods are one. */
const clausesOf = (all: Pages[]): object[] =>
  [...groupBy(all, ({ duty, periods }) => [duty, ...periods].join(' ')).values()].map((alike) => {
    const [{ duty, periods }] = alike as [Pages];
    const schools = [...new Set(alike.flatMap((pages) => pages.schools))];
    return { counts: { $elemMatch: { duty, period: { $in: periods }, school: { $in: schools } } } };
  });

const countsOn = ({ counts }: Submission, all: Pages[]): boolean =>
  counts.some((count) =>
    all.some(
      ({ duty, periods, schools }) =>
        duty === count.duty && periods.includes(count.period) && schools.includes(count.school),
    ),
  );

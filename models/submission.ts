import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import type { Attachment } from './event.js';
import type { DutyKey, PeriodKey, PersonId, SchoolCode } from './ids.js';

/** Who owes on the ledger: `person:P001`, or `school:S01` where a school owes through a post. */
export const OwnerKey = z
  .string()
  .regex(/^(person|school):.+$/)
  .brand<'OwnerKey'>();
export type OwnerKey = z.infer<typeof OwnerKey>;

export const ownerOfPerson = (id: PersonId): OwnerKey => `person:${id}` as OwnerKey;
export const ownerOfSchool = (code: SchoolCode): OwnerKey => `school:${code}` as OwnerKey;

/** 草稿 · 已交 · 退回 · 通过 · 撤回. Late and exempt are not states: late is a fact of the first hand-in, exempt has no submission. */
export type SubmissionState = 'draft' | 'handed-in' | 'returned' | 'accepted' | 'withdrawn';

export type Values = Record<string, string | number>;

/** One step in a submission's life. `values` are those before the change, where it changed them. */
export interface Change {
  event: string;
  at: Date;
  by: PersonId;
  from: SubmissionState | 'new';
  to: SubmissionState;
  values?: Values;
}

export interface Submission {
  /** The key of the event that began it: the same message can begin only one. */
  _id: string;
  duty: DutyKey;
  period: PeriodKey;
  school: SchoolCode;
  owner: OwnerKey;
  /** Who last handed it in; differs from the owner when a lead acts for a colleague. */
  by: PersonId;
  state: SubmissionState;
  /** When it was first handed in; a later correction does not make it late. */
  handedInAt?: Date;
  late: boolean;
  values: Values;
  attachments: Attachment[];
  changes: Change[];
  /** Grows with every change; the guard against two changes at once. */
  rev: number;
  updatedAt: Date;
}

/** Where a submission belongs. */
export type Slot = Pick<Submission, 'duty' | 'period' | 'school' | 'owner'>;

/** A change to make: by whom, because of which event, when. */
export interface Cause {
  event: string;
  by: PersonId;
  now: Date;
}

interface Begin extends Slot {
  state: 'draft' | 'handed-in';
  late: boolean;
  values: Values;
  attachments: Attachment[];
}

/** Whose submissions are looked for: what somebody handed in, for whomever, and what is owed under these names. */
export interface Mine {
  by: PersonId;
  owners: OwnerKey[];
}

/** What a change sets; what is left out stays. */
export interface Revision {
  state: SubmissionState;
  values?: Values;
  attachments?: Attachment[];
  /** Whether it would be late if this change is the first hand-in. */
  late?: boolean;
}

const MAX_TIME_MS = 10_000;
/** Nobody hands in more for one period; a bound for the query, not a rule. */
const MOST_PER_SLOT = 200;

const schema = new Schema<Submission>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    period: { type: String, required: true },
    school: { type: String, required: true },
    owner: { type: String, required: true },
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
schema.index({ by: 1, updatedAt: -1 });
schema.index({ owner: 1, updatedAt: -1 });

export type Submissions = ReturnType<typeof createSubmissions>;

/** What was handed in: the truth the rolls are a projection of. Every change is kept and made once per event. */
export function createSubmissions(db: Connection) {
  const made: Model<Submission> = db.models['Submission'] ?? db.model<Submission>('Submission', schema);
  const get = async (id: string): Promise<Submission | undefined> =>
    (await made.findById(id).maxTimeMS(MAX_TIME_MS).lean<Submission>()) ?? undefined;

  return {
    get,

    /** Begins a submission as a draft or handed in. The same event again answers what it began the first time. */
    begin: async (what: Begin, { event, by, now }: Cause): Promise<Submission> => {
      const submission: Submission = {
        _id: event,
        ...what,
        by,
        ...(what.state === 'handed-in' && { handedInAt: now }),
        changes: [{ event, at: now, by, from: 'new', to: what.state }],
        rev: 1,
        updatedAt: now,
      };
      await made.updateOne({ _id: event }, { $setOnInsert: submission }, { upsert: true, maxTimeMS: MAX_TIME_MS });
      return (await get(event)) ?? submission;
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
        const after = revised(before, revision, cause);
        const { modifiedCount } = await made.replaceOne({ _id: id, rev: before.rev }, after, {
          maxTimeMS: MAX_TIME_MS,
        });
        if (modifiedCount === 1) return after;
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

    /** Everything schools have for one period of a duty: what their rolls are rebuilt from. Without texts. */
    ofSchools: (duty: DutyKey, period: PeriodKey, schools: SchoolCode[]): Promise<Submission[]> =>
      made
        .find({ duty, period, school: { $in: schools } }, { values: 0, changes: 0, attachments: 0 })
        .maxTimeMS(60_000)
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

    /** Whole submissions of one duty and period over all schools, as a stream: for the export. */
    stream: (duty: DutyKey, period: PeriodKey): AsyncIterable<Submission> =>
      made.find({ duty, period }).sort({ school: 1, owner: 1 }).lean<Submission>().cursor({ batchSize: 200 }),
  };
}

function revised(before: Submission, revision: Revision, { event, by, now }: Cause): Submission {
  const first = revision.state === 'handed-in' && !before.handedInAt;
  return {
    ...before,
    ...(first && { handedInAt: now, late: revision.late ?? before.late }),
    state: revision.state,
    values: revision.values ?? before.values,
    attachments: revision.attachments ?? before.attachments,
    by: revision.state === 'handed-in' ? by : before.by,
    changes: [
      ...before.changes,
      { event, at: now, by, from: before.state, to: revision.state, ...(revision.values && { values: before.values }) },
    ],
    rev: before.rev + 1,
    updatedAt: now,
  };
}

import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { groupBy } from './group-by.js';
import type { Day, DutyKey, PeriodKey, PersonId, SchoolCode } from './ids.js';
import { insertNew } from './insert-new.js';
import { createOwnPages, dueFor } from './own-pages.js';
import type { OwnerKey } from './owner.js';
import { readTogether } from './read-together.js';

/**
 * How an owner stands. Owing: `owed`, `draft` (still one step), `returned` (退回, with a due day of its own). In:
 * `handed-in`, `late` (补交), `accepted` (late or not: `isLate`); `claimed` (待认定) waits for somebody's answer and is owed by nobody meanwhile.
 * Counted out: `leave`, `exempt`, `absent` (joined too late or left too early to owe), `in-cluster` (a small school,
 * whose cluster owes it).
 */
export type Status =
  | 'owed'
  | 'draft'
  | 'returned'
  | 'claimed'
  | 'handed-in'
  | 'late'
  | 'accepted'
  | 'leave'
  | 'exempt'
  | 'absent'
  | 'in-cluster';

export const OWING: readonly Status[] = ['owed', 'draft', 'returned'];
/** Owing, and not because something came back: what is called missing. */
export const MISSING: readonly Status[] = ['owed', 'draft'];
export const HANDED_IN: readonly Status[] = ['handed-in', 'late', 'accepted'];

export interface RollEntry {
  owner: OwnerKey;
  status: Status;
  /** How many count so far, and how many are owed; left out where one is owed. */
  have?: number;
  need?: number;
  /** A returned one is owed again by this day. */
  due?: Day;
  /** Beside `accepted`: it came late all the same (补交). */
  late?: true;
  /** The submission that decided the status, and who handed it in when it was not the owner. */
  submission?: string;
  at?: Date;
  by?: PersonId;
}

/** One page of the ledger: who of one school owes a duty for one period, and how each stands. */
export interface Roll {
  /** `duty|period|school` */
  _id: string;
  duty: DutyKey;
  period: PeriodKey;
  label: string;
  /** What a task is about, in the words of whoever gave it. */
  about?: string;
  term: string;
  school: SchoolCode;
  from: Day;
  to: Day;
  opensAt: Date;
  dueDay: Day;
  dueAt: Date;
  lateAfter: Date;
  closesAt: Date;
  /** Days on which a step of the reminder profile falls: the index of the daily sweep. */
  nagDays: Day[];
  entries: RollEntry[];
  /** How many still owe; 0 keeps the roll out of the sweep. */
  owing: number;
  rev: number;
}

/** Whether a page is not taken any more: nobody is asked for it. */
export const isClosed = ({ closesAt }: Pick<Roll, 'closesAt'>, now: Date): boolean => closesAt <= now;
/** A page as one owner sees it: of its entries only theirs stands there, so it is never written. */
export type OwnPage = Omit<Roll, 'owing' | 'rev'>;

/** From one instant to another, both included. */
export interface Within {
  from: Date;
  to: Date;
}

/** Schools where a page may be told of before one of these days. */
export interface Ahead {
  schools: SchoolCode[];
  days: Day[];
}

interface DueIn extends Within {
  school: SchoolCode;
}

export const rollId = (duty: DutyKey, period: PeriodKey, school: SchoolCode): string => `${duty}|${period}|${school}`;

/** The entry of an owner on a page. */
export const entryFor = (roll: Pick<Roll, 'entries'> | undefined, owner: OwnerKey): RollEntry | undefined =>
  roll?.entries.find((entry) => entry.owner === owner);

/** Why somebody on a page does not owe: outside the denominator, and listed beside it. */
export const COUNTED_OUT: readonly Status[] = ['leave', 'exempt', 'absent', 'in-cluster'];

const MAX_TIME_MS = 30_000;
const LAST_MONTH_MS = 31 * 24 * 3600 * 1000;

const schema = new Schema<Roll>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    period: { type: String, required: true },
    label: { type: String, required: true },
    about: String,
    term: { type: String, required: true },
    school: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    opensAt: { type: Date, required: true },
    dueDay: { type: String, required: true },
    dueAt: { type: Date, required: true },
    lateAfter: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    nagDays: { type: [String], required: true } as never,
    entries: { type: [Schema.Types.Mixed], required: true } as never,
    owing: { type: Number, required: true },
    rev: { type: Number, required: true },
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'rolls' },
);
schema.index({ nagDays: 1, school: 1, owing: 1 });
schema.index({ school: 1, dueAt: -1 });
schema.index({ duty: 1, period: 1, school: 1 });
schema.index({ duty: 1, school: 1, dueAt: 1 });
schema.index({ duty: 1, label: 1, dueAt: -1 });
schema.index({ 'entries.owner': 1, dueAt: -1 });

const OWN_PAGE = Object.fromEntries(
  Object.keys(schema.paths).flatMap((path) => (['entries', 'owing', 'rev'].includes(path) ? [] : [[path, 1]])),
);

export type Rolls = ReturnType<typeof createRolls>;

/** The rolls as stored. Entries are written whole, guarded by `rev`: whoever read an older page reads again. */
export function createRolls(db: Connection) {
  const model: Model<Roll> = db.models['Roll'] ?? db.model<Roll>('Roll', schema);
  const read = (filter: object, sort: Record<string, 1 | -1>, most: number): Promise<Roll[]> =>
    model.find(filter).sort(sort).limit(most).batchSize(most).maxTimeMS(MAX_TIME_MS).lean<Roll[]>().exec();
  const getMany = readTogether<string, Roll>(
    (ids) => read({ _id: { $in: ids } }, { _id: 1 }, ids.length),
    ({ _id }) => _id,
  );
  const dueIn = readTogether<DueIn, { asked: DueIn; page: Roll }>(
    async (all) => {
      const schools = [...new Set(all.map(({ school }) => school))];
      const pages = await read({ school: { $in: schools }, dueAt: dueFor(all) }, { dueAt: 1 }, 100_000);
      const bySchool = groupBy(pages, ({ school }) => school);
      return all.flatMap((asked) =>
        (bySchool.get(asked.school) ?? [])
          .filter(({ dueAt }) => asked.from <= dueAt && dueAt <= asked.to)
          .map((page) => ({ asked, page })),
      );
    },
    ({ asked }) => asked,
  );

  return {
    get: async (id: string): Promise<Roll | undefined> => (await getMany([id])).at(0),

    getMany: (ids: string[]): Promise<Roll[]> => getMany(ids),

    /** Opens pages that are not there yet; those that are stay as they are. Answers which it opened. */
    open: async (rolls: Roll[]): Promise<ReadonlySet<string>> => {
      if (rolls.length === 0) return new Set();
      const there = await insertNew(model.collection as unknown as mongo.Collection<Roll>, rolls);
      return new Set(rolls.filter((_, index) => !there.has(index)).map(({ _id }) => _id));
    },

    /** Replaces a page, unless somebody wrote it since `rev` was read. */
    replace: async (roll: Roll): Promise<boolean> => {
      const { modifiedCount } = await model.collection.replaceOne(
        { _id: roll._id as never, rev: roll.rev },
        { ...roll, rev: roll.rev + 1 },
      );
      return modifiedCount === 1;
    },

    ...createOwnPages(model, OWN_PAGE),

    /** Which open pages of some schools, due since an instant, have somebody on them who still owes. */
    owingOn: (schools: SchoolCode[], since: Date, now: Date): Promise<Pick<Roll, '_id' | 'duty' | 'lateAfter'>[]> =>
      model
        .find(
          {
            school: { $in: schools },
            dueAt: { $gte: since },
            opensAt: { $lte: now },
            closesAt: { $gt: now },
            owing: { $gt: 0 },
          },
          { duty: 1, lateAfter: 1 },
        )
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Roll, '_id' | 'duty' | 'lateAfter'>[]>()
        .exec(),

    /** A school's pages due within a span, oldest first. */
    ofSchool: (school: SchoolCode, from: Date, to: Date): Promise<Roll[]> =>
      read({ school, dueAt: { $gte: from, $lte: to } }, { dueAt: 1 }, 1000),

    /** The pages of some schools due within a span, oldest due first. */
    dueIn: async (schools: SchoolCode[], from: Date, to: Date): Promise<Roll[]> =>
      (await dueIn(schools.map((school) => ({ school, from, to }))))
        .map(({ page }) => page)
        .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()),

    /** The newest page of a duty with this label (第9周, 10月), in any school. */
    newestLabelled: async (duty: DutyKey, label: string): Promise<Roll | undefined> =>
      (await read({ duty, label }, { dueAt: -1 }, 1)).at(0),

    /** A school's pages of one duty that are due within these days. */
    within: (school: SchoolCode, duty: DutyKey, from: Day, to: Day): Promise<Roll[]> =>
      read({ school, duty, dueDay: { $gte: from, $lte: to } }, { dueAt: 1 }, 400),

    /** The open pages of some schools, of one duty or all, oldest due first; due in the last month, if nothing else is said. */
    openIn: (
      schools: SchoolCode[],
      now: Date,
      duty?: DutyKey,
      since = new Date(now.getTime() - LAST_MONTH_MS),
    ): Promise<Roll[]> =>
      read(
        {
          ...(duty && { duty }),
          school: { $in: schools },
          opensAt: { $lte: now },
          closesAt: { $gt: now },
          dueAt: { $gte: since },
        },
        { dueAt: 1 },
        100_000,
      ),

    /** The pages of some schools whose time has come and that were due since an instant, closed ones too, oldest due first. */
    begunIn: (schools: SchoolCode[], since: Date, now: Date): Promise<Roll[]> =>
      read({ school: { $in: schools }, opensAt: { $lte: now }, dueAt: { $gte: since } }, { dueAt: 1 }, 100_000),

    ofPeriod: (duty: DutyKey, period: PeriodKey, schools?: SchoolCode[]): Promise<Roll[]> =>
      read({ duty, period, ...(schools && { school: { $in: schools } }) }, { school: 1 }, 20_000),

    /** The newest periods of a duty in a school that were over, grace and all, before an instant, newest first. */
    lastOf: (duty: DutyKey, school: SchoolCode, before: Date, most: number): Promise<Roll[]> =>
      read({ duty, school, dueAt: { $lt: before }, lateAfter: { $lt: before } }, { dueAt: -1 }, most),

    /** Every page on which a reminder step fell that day, school by school, in batches of whole schools. */
    onNagDay: (day: Day, batchSize: number): AsyncIterable<Roll[]> =>
      bySchool(model.find({ nagDays: day }).sort({ school: 1 }).lean<Roll>().cursor({ batchSize }), batchSize),

    /**
     * Pages on which a reminder step falls that day and somebody still owes, school by school, in batches of whole
     * schools; of the schools `ahead` names also those on which one falls on one of its days.
     */
    due: (day: Day, batchSize: number, ahead: readonly Ahead[]): AsyncIterable<Roll[]> =>
      bySchool(
        model
          .find(
            ahead.length === 0
              ? { nagDays: day, owing: { $gt: 0 } }
              : {
                  owing: { $gt: 0 },
                  $or: [
                    { nagDays: day },
                    ...ahead.map(({ schools, days }) => ({ nagDays: { $in: days }, school: { $in: schools } })),
                  ],
                },
          )
          .sort({ school: 1 })
          .lean<Roll>()
          .cursor({ batchSize }),
        batchSize,
      ),
  };
}

/** Batches of at least `size` rolls that never split a school, so that one person's nags meet in one batch. */
async function* bySchool(rolls: AsyncIterable<Roll>, size: number): AsyncIterable<Roll[]> {
  let batch: Roll[] = [];
  for await (const roll of rolls) {
    if (batch.length >= size && batch.at(-1)?.school !== roll.school) {
      yield batch;
      batch = [];
    }
    batch.push(roll);
  }
  if (batch.length > 0) yield batch;
}

import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import type { Clock } from './clock.js';
import { groupCommit } from './group-commit.js';
import { insertNewAtOnce } from './insert-new.js';
import { openDb } from './plain-collections.js';
import { heads, held, lease, MAX_TIME_MS, type Rows } from './queue-lanes.js';
import { updateEach } from './update-each.js';

/**
 * A durable queue in one collection: unique keys, order within a lane, leases with a fence, back-off, dead letters.
 * Inbox and outbox are two of them. At-least-once: a row whose worker died comes back when its lease runs out, and
 * whoever does the work makes it idempotent by the row's key.
 *
 * Times given here are the machine's own (leases must not jump when the sandbox's clock does).
 */
export interface Row<T> {
  /** The idempotency key. */
  _id: string;
  /** Rows of one lane are worked one at a time, in the order they were put. */
  lane: string;
  seq: number;
  state: 'ready' | 'done' | 'dead';
  /** Not before this; a lease is nothing but a later `dueAt`. */
  dueAt: Date;
  /** Grows with every claim; a worker that lost its lease can no longer settle. */
  fence: number;
  /** How often it was claimed. */
  tries: number;
  /** How often whoever claimed it put it back: a worker that was killed says nothing of the row. */
  failures?: number;
  payload: T;
  putAt: Date;
  /** When the first attempt began, for platforms whose idempotency keys expire. */
  firstTriedAt?: Date;
  doneAt?: Date;
  /** How it ended, in a word: for counts, never a text somebody wrote. */
  outcome?: string;
  /** What a platform calls what it has taken, as `platform:id`: for finding it by what is said of it. */
  sentAs?: string;
  /** What it needs, where the process that claimed it has not got it: for processes that have. */
  needs?: string;
  /** Left by the write that changed it last. */
  mark?: mongo.ObjectId;
}

export interface Entry<T> {
  key: string;
  lane: string;
  payload: T;
  /** Not before so many milliseconds after it was put; its lane waits with it. */
  afterMs?: number;
}

/** Which rows a process takes. */
interface Only {
  /** Only of lanes that begin so. */
  lanesBegin?: string;
  /** What it has not got: rows known to need it are left to others. */
  without?: readonly string[];
}

export interface QueueCounts {
  ready: number;
  dead: number;
  /** Put time of the oldest row still to be worked. */
  oldest?: Date;
}

export interface QueueOptions {
  collection: string;
  /** Done rows are kept this long: as long as a platform may deliver the same thing again, and for the caps. */
  keepDoneSeconds: number;
  /** How long a worker may take before the row is given to another, in milliseconds. */
  leaseMs: number;
  /** The time that all processes on the database share. */
  machine: Clock;
  /** Further indexes, for questions only this queue is asked. */
  indexes?: Record<string, 1>[];
}

/** How many due rows one look takes in for each that is wanted; more are found by the next look. */
const LANES_A_ROW = 2;

/** What became of a row whose work failed because the database was away. */
export const OUTAGE = 'outage';

export type Queue<T> = ReturnType<typeof createQueue<T>>;

export function createQueue<T>(db: Connection, options: QueueOptions) {
  const model = rowModel(db, options);
  const rows = () => model.collection as unknown as Rows;
  let lastSeq = 0;
  const nextSeq = (now: Date): number => (lastSeq = Math.max(lastSeq + 1, now.getTime() * 1000));

  const insert = groupCommit(async (batch: Row<T>[]): Promise<('accepted' | 'duplicate')[]> => {
    const failed = await insertNewAtOnce(openDb(db), rows(), batch);
    return batch.map((_, i) => (failed.has(i) ? 'duplicate' : 'accepted'));
  });

  /** Puts entries; an entry whose key is already there is a duplicate and changes nothing. Durable when it resolves. */
  const put = (entries: Entry<T>[], now: Date): Promise<('accepted' | 'duplicate')[]> =>
    entries.length === 0
      ? Promise.resolve([])
      : insert(
          entries.map(({ key, lane, payload, afterMs = 0 }) => ({
            _id: key,
            lane,
            seq: nextSeq(now),
            state: 'ready',
            // Counted by the machine's clock, also when the county's has been put forward.
            dueAt: new Date(Math.min(now.getTime(), options.machine.now().getTime()) + afterMs),
            fence: 0,
            tries: 0,
            payload,
            putAt: now,
          })),
        );

  /** Claims up to `most` rows that are due and first in their lane. */
  const claim = async (most: number, now: Date, { lanesBegin = '', without = [] }: Only = {}): Promise<Row<T>[]> => {
    const claimed: Row<T>[] = [];
    const seen: string[] = [];
    const window = most * LANES_A_ROW;
    while (claimed.length < most) {
      const lane = {
        ...(lanesBegin && { $gte: lanesBegin, $lt: `${lanesBegin}\uffff` }),
        ...(seen.length > 0 && { $nin: seen }),
      };
      const due = await rows()
        .find({
          state: 'ready',
          dueAt: { $lte: now },
          ...(Object.keys(lane).length > 0 && { lane }),
          ...(without.length > 0 && { needs: { $nin: without } }),
        })
        .sort({ dueAt: 1, seq: 1 })
        .limit(window)
        .batchSize(window)
        .maxTimeMS(MAX_TIME_MS)
        .project<{ lane: string }>({ lane: 1 })
        .toArray();
      if (due.length === 0) break;
      const lanes = [...new Set(due.map(({ lane }) => lane))];
      seen.push(...lanes);
      const found = await heads(rows(), lanes);
      const free = found
        .filter(({ row, busyUntil }) => busyUntil <= now && !(row.needs && without.includes(row.needs)))
        .map(({ row }) => row);
      const taken = await lease(rows(), free.slice(0, most - claimed.length), now, options.leaseMs);
      claimed.push(...(taken as Row<T>[]));
      if (due.length < window) break;
    }
    return claimed;
  };

  const endEach = groupCommit(async (ends: { row: Row<T>; set: Partial<Row<unknown>> }[]): Promise<boolean[]> => {
    const changes = ends.map(({ row, set }) => ({ filter: held(row), set }));
    const ended = await updateEach(rows(), changes, MAX_TIME_MS);
    return ends.map(({ row }) => ended.has(row._id));
  });

  /** Ends a row. False when the lease was lost meanwhile: somebody else has it, or has ended it. */
  const end = async (row: Row<T>, set: Pick<Row<T>, 'state' | 'outcome' | 'sentAs'>, now: Date): Promise<boolean> => {
    const [ended = false] = await endEach([{ row, set: { ...set, doneAt: now } }]);
    return ended;
  };

  return {
    put,
    claim,
    settle: (row: Row<T>, outcome: string, now: Date, sentAs?: string) =>
      end(row, { state: 'done', outcome, ...(sentAs !== undefined && { sentAs }) }, now),
    /** Gives up on a row; `doctor` and the operator's digest show it. */
    bury: (row: Row<T>, outcome: string, now: Date) => end(row, { state: 'dead', outcome }, now),

    /** Puts a row back; its lane waits with it. `OUTAGE` is not the row's fault and counts for nothing. */
    retry: async (row: Row<T>, at: Date, outcome: string): Promise<void> => {
      await rows().updateOne(held(row), {
        $set: { dueAt: at, outcome },
        ...(outcome !== OUTAGE && { $inc: { failures: 1 } }),
      });
    },

    /**
     * Gives back a row nobody has tried, as if it had never been claimed; its lane waits with it.
     *
     * @param needs what this process has not got: whoever claims `without` it does not get the row again.
     */
    release: async (row: Row<T>, at: Date, needs?: string): Promise<void> => {
      await rows().updateOne(held(row), {
        $set: { dueAt: at, ...(needs !== undefined && { needs }) },
        $inc: { tries: -1 },
        ...(row.tries === 1 && { $unset: { firstTriedAt: 1 } }),
      });
    },

    /**
     * Has what was released for want of something looked at again at once. What is being worked is left alone, and
     * what was tried before waits its time.
     */
    wake: async (needs: string, now: Date): Promise<void> => {
      const resting = { state: 'ready' as const, needs, tries: 0, dueAt: { $gt: now } };
      await rows().updateMany(resting, { $set: { dueAt: now } }, { maxTimeMS: MAX_TIME_MS });
    },

    /** How many are to be worked, but for what was released for want of something, and what waits behind it. */
    underWay: async (needs: string): Promise<number> => {
      const lanes = await rows().distinct('lane', { state: 'ready', needs, tries: 0 }, { maxTimeMS: MAX_TIME_MS });
      return rows().countDocuments({ state: 'ready', lane: { $nin: lanes } }, { maxTimeMS: MAX_TIME_MS });
    },

    /** Which of these keys have been put before, and how they ended. */
    known: async (keys: string[]): Promise<Map<string, Pick<Row<T>, 'state' | 'outcome'>>> => {
      const found = await rows()
        .find({ _id: { $in: keys } }, { maxTimeMS: MAX_TIME_MS })
        .project<Pick<Row<T>, '_id' | 'state' | 'outcome'>>({ state: 1, outcome: 1 })
        .toArray();
      return new Map(found.map((row) => [row._id, row]));
    },

    counts: async (): Promise<QueueCounts> => {
      const [ready, dead, oldest] = await Promise.all([
        rows().countDocuments({ state: 'ready' }, { maxTimeMS: MAX_TIME_MS }),
        rows().countDocuments({ state: 'dead' }, { maxTimeMS: MAX_TIME_MS }),
        rows().findOne({ state: 'ready' }, { sort: { seq: 1 }, projection: { putAt: 1 } }),
      ]);
      return { ready, dead, ...(oldest && { oldest: oldest.putAt }) };
    },

    /** The newest dead letters. */
    dead: async (most: number): Promise<Row<T>[]> =>
      (await rows()
        .find({ state: 'dead' })
        .sort({ doneAt: -1 })
        .limit(most)
        .maxTimeMS(MAX_TIME_MS)
        .toArray()) as Row<T>[],

    count: (filter: object): Promise<number> => rows().countDocuments(filter, { maxTimeMS: MAX_TIME_MS }),

    /** The row put last into some lanes, however it stands. */
    lastIn: async (lanes: string[]): Promise<Row<T> | undefined> => {
      const states = ['ready', 'done', 'dead'] as const;
      const newest = await rows().findOne(
        { lane: { $in: lanes }, state: { $in: [...states] } },
        { sort: { seq: -1 }, maxTimeMS: MAX_TIME_MS },
      );
      return (newest as Row<T> | null) ?? undefined;
    },

    /** For counts and tests: rows by a filter of the caller's, oldest first. */
    find: async (filter: object, most = 10_000): Promise<Row<T>[]> =>
      (await rows()
        .find(filter)
        .sort({ seq: 1 })
        .limit(most)
        .batchSize(most)
        .maxTimeMS(MAX_TIME_MS)
        .toArray()) as Row<T>[],
  };
}

function rowModel(db: Connection, { collection, keepDoneSeconds, indexes = [] }: QueueOptions): Model<unknown> {
  const known = db.models[collection];
  if (known) return known as Model<unknown>;
  const schema = new Schema(
    { _id: String },
    { versionKey: false, strict: false, autoIndex: false, autoCreate: false, collection },
  );
  schema.index({ state: 1, dueAt: 1, seq: 1 });
  schema.index({ lane: 1, state: 1, seq: 1 });
  for (const index of indexes) schema.index(index, { sparse: true });
  // Dead letters have a doneAt too, but stay until somebody looks: the filter keeps them out of the expiry.
  schema.index({ doneAt: 1 }, { expireAfterSeconds: keepDoneSeconds, partialFilterExpression: { state: 'done' } });
  return db.model(collection, schema) as unknown as Model<unknown>;
}

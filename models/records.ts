import type { Connection, mongo } from 'mongoose';
import type { Value } from './field.js';
import type { Day, DutyKey, PeriodKey, SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';
import type { Submission } from './submission.js';

const MAX_TIME_MS = 10_000;
/** What has been handed in and not taken back or returned. */
const IN: mongo.Filter<Submission> = { state: { $in: ['handed-in', 'accepted'] } };

/** Records of a duty in a school over days: by the day a field of theirs names, else by when they were handed in. */
export interface Span {
  duty: DutyKey;
  school: SchoolCode;
  from: Day;
  to: Day;
  /** The field that says on which day it was. */
  dayField?: string;
}

/** Which records a name or number can mean. */
export interface Wanted {
  duties: readonly DutyKey[];
  school?: SchoolCode;
  /** 编号 */
  no?: string;
  /** Part of what a field says. */
  like?: { field: string; text: string };
  /** The whole of what a field says. */
  exactly?: { field: string; text: string };
}

/** An owner, and how many of their records say something. */
export interface Saying {
  owner: OwnerKey;
  records: number;
}

export type Records = ReturnType<typeof createRecords>;

/** What has been handed in, asked about as records: how many, how much together, which one is meant. Only reads. */
export function createRecords(db: Connection) {
  const submissions = db.collection<Submission>('submissions');
  const newest = (filter: mongo.Filter<Submission>, most: number): Promise<Submission[]> =>
    submissions.find(filter, { sort: { updatedAt: -1 }, limit: most, maxTimeMS: MAX_TIME_MS }).toArray();

  return {
    countWithin: (span: Span): Promise<number> => submissions.countDocuments(within(span), { maxTimeMS: MAX_TIME_MS }),

    /** What a number field says in all of them together. */
    sumWithin: async (span: Span, field: string): Promise<number> => {
      const stages = [{ $match: within(span) }, { $group: { _id: null, sum: { $sum: `$values.${field}` } } }];
      const [found] = await submissions.aggregate<{ sum: number }>(stages, { maxTimeMS: MAX_TIME_MS }).toArray();
      return found?.sum ?? 0;
    },

    /** What an owner wrote in a field the last time, in another period than this. */
    lastValue: async (owner: OwnerKey, duty: DutyKey, field: string, but?: PeriodKey): Promise<Value | undefined> => {
      const filter = {
        owner,
        duty,
        ...IN,
        ...(but && { period: { $ne: but } }),
        [`values.${field}`]: { $exists: true },
      };
      return (await newest(filter, 1)).at(0)?.values[field];
    },

    /** Records that may be meant, newest first. */
    find: ({ duties, school, no, like, exactly }: Wanted, most: number): Promise<Submission[]> =>
      newest(
        {
          duty: { $in: [...duties] },
          ...IN,
          ...(school && { school }),
          ...(no && { no }),
          ...(like && { [`values.${like.field}`]: { $regex: escapeRegex(like.text), $options: 'i' } }),
          ...(exactly && { [`values.${exactly.field}`]: exactly.text }),
        },
        most,
      ),

    /**
     * Whose records of one period of a duty say this in a field. Drafts and what was taken back say nothing; what was
     * returned still does.
     */
    saying: async (duty: DutyKey, period: PeriodKey, field: string, value: Value): Promise<Saying[]> => {
      const stages = [
        { $match: { duty, period, state: { $nin: ['draft', 'withdrawn'] }, [`values.${field}`]: value } },
        { $group: { _id: '$owner', records: { $sum: 1 } } },
      ];
      const found = await submissions
        .aggregate<{ _id: OwnerKey; records: number }>(stages, { maxTimeMS: MAX_TIME_MS })
        .toArray();
      return found.map(({ _id, records }) => ({ owner: _id, records }));
    },

    byIds: (ids: readonly string[]): Promise<Submission[]> =>
      ids.length === 0 ? Promise.resolve([]) : newest({ _id: { $in: [...ids] } }, ids.length),
  };
}

const within = ({ duty, school, from, to, dayField }: Span): mongo.Filter<Submission> => ({
  duty,
  school,
  ...IN,
  [dayField ? `values.${dayField}` : 'day']: { $gte: from, $lte: to },
});

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);

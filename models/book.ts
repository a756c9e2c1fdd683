import type { Connection } from 'mongoose';
import type { Calendar, Term } from './calendar.js';
import { addDays } from './day.js';
import type { DutyKey, PeriodKey, SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import type { Submission } from './submission.js';
import { titleOf } from './title.js';

/** A period as the ledger's pages know it, over all schools. */
export interface BookPeriod {
  key: PeriodKey;
  label: string;
  /** The same with what a task is about, for whom that concerns. */
  title: string;
  term: string;
  dueAt: Date;
  /** From here on what is missing is missing. */
  lateAfter: Date;
  /** Entries on all its pages. */
  entries: number;
}

/** A stretch of time, its end not included. */
export interface Span {
  from: Date;
  to: Date;
}

/** A submission without its history. */
export type BookRecord = Omit<Submission, 'changes'>;

/** How many records an owner has. */
export interface RecordCount {
  school: SchoolCode;
  owner: OwnerKey;
  records: number;
}

/** States in which something has been handed in, whatever became of it. */
export const HAS_COME_IN = ['handed-in', 'accepted', 'declined', 'returned'] as const;
/** What counts as a record: what was returned has to come in again first. */
const COUNTS: readonly string[] = HAS_COME_IN.filter((state) => state !== 'returned');

const MAX_TIME_MS = 60_000;
/** A province's worth of schools. */
const MOST_SCHOOLS = 40_000;
/** A page's term is that of its span; what is due by agreement may be due in the holidays around it. */
const AROUND_MS = 100 * 24 * 3600 * 1000;

export type Books = ReturnType<typeof createBooks>;

/**
 * Reads whole periods and terms of the ledger for workbooks, over all schools, in batches that the caller bounds by the
 * schools or ids it names. Nothing is written.
 */
export function createBooks(db: Connection) {
  const rolls = () => db.collection<Roll>('rolls');
  const submissions = () => db.collection<BookRecord>('submissions');

  return {
    /** The periods of a duty that have pages, in the order they are due: of a term, or this one. */
    periods: async (duty: DutyKey, which: { term: string } | { period: PeriodKey }): Promise<BookPeriod[]> => {
      const first = (field: string) => ({ $first: `$${field}` });
      const found = await rolls()
        .aggregate<Omit<BookPeriod, 'key' | 'title'> & { _id: PeriodKey; about: string | null }>(
          [
            { $match: { duty, ...which } },
            {
              $group: {
                _id: '$period',
                label: first('label'),
                about: first('about'),
                term: first('term'),
                dueAt: { $min: '$dueAt' },
                lateAfter: { $max: '$lateAfter' },
                entries: { $sum: { $size: '$entries' } },
              },
            },
            { $sort: { dueAt: 1, _id: 1 } },
          ],
          { maxTimeMS: MAX_TIME_MS },
        )
        .toArray();
      return found.map(({ _id, label, about, ...period }) => ({
        key: _id,
        label,
        title: titleOf({ label, about: about ?? '' }),
        ...period,
      }));
    },

    /** The newest period with this label (第9周, 10月) that has pages. */
    newestLabelled: async (duty: DutyKey, label: string): Promise<PeriodKey | undefined> => {
      const options = { sort: { dueAt: -1 }, projection: { period: 1 }, maxTimeMS: MAX_TIME_MS } as const;
      return (await rolls().findOne({ duty, label }, options))?.period;
    },

    /** The pages of one period in these schools. */
    pages: (duty: DutyKey, period: PeriodKey, schools: SchoolCode[]): Promise<Roll[]> =>
      rolls()
        .find({ duty, period, school: { $in: schools } }, { maxTimeMS: MAX_TIME_MS })
        .toArray(),

    /** The pages of a term in these schools, the oldest due first. */
    pagesOfTerm: (duty: DutyKey, term: string, { from, to }: Span, schools: SchoolCode[]): Promise<Roll[]> =>
      rolls()
        .find(
          {
            duty,
            school: { $in: schools },
            dueAt: { $gte: new Date(from.getTime() - AROUND_MS), $lt: new Date(to.getTime() + AROUND_MS) },
            term,
          },
          { maxTimeMS: MAX_TIME_MS },
        )
        .sort({ dueAt: 1 })
        .toArray(),

    /** Every school there is or was, in no order. */
    schools: (): Promise<School[]> =>
      db.collection<School>('schools').find({}, { maxTimeMS: MAX_TIME_MS }).limit(MOST_SCHOOLS).toArray(),

    /** Records by id, without their history; unknown ids are left out. */
    records: async (ids: string[]): Promise<Map<string, BookRecord>> => {
      if (ids.length === 0) return new Map();
      const found = await submissions()
        .find({ _id: { $in: ids } }, { projection: { changes: 0 }, maxTimeMS: MAX_TIME_MS })
        .toArray();
      return new Map(found.map((record) => [record._id, record]));
    },

    /** All records of one period in these schools that have come in, the oldest first, without their history. */
    recordsOfPeriod: (duty: DutyKey, period: PeriodKey, schools: SchoolCode[]): Promise<BookRecord[]> =>
      submissions()
        .find(
          { duty, period, school: { $in: schools }, state: { $in: [...HAS_COME_IN] as Submission['state'][] } },
          { projection: { changes: 0 }, maxTimeMS: MAX_TIME_MS },
        )
        .sort({ handedInAt: 1, _id: 1 })
        .toArray(),

    /** The records of a duty in these schools that were first handed in within a span, the oldest first. */
    recordsWithin: (duty: DutyKey, { from, to }: Span, schools: SchoolCode[]): Promise<BookRecord[]> =>
      submissions()
        .find(
          {
            duty,
            school: { $in: schools },
            handedInAt: { $gte: from, $lt: to },
            state: { $in: [...HAS_COME_IN] as Submission['state'][] },
          },
          { projection: { changes: 0 }, maxTimeMS: MAX_TIME_MS },
        )
        .sort({ handedInAt: 1, _id: 1 })
        .toArray(),

    /** How many records of a duty were handed in within a span. */
    countWithin: (duty: DutyKey, { from, to }: Span): Promise<number> =>
      submissions().countDocuments(
        { duty, handedInAt: { $gte: from, $lt: to }, state: { $in: [...HAS_COME_IN] as Submission['state'][] } },
        { maxTimeMS: MAX_TIME_MS },
      ),

    /**
     * How many records each owner in these schools has of a duty, handed in within a span: those of the duty itself
     * and those of other duties that count for it, each once for an owner.
     */
    recordCounts: async (duty: DutyKey, { from, to }: Span, schools: SchoolCode[]): Promise<RecordCount[]> => {
      const placeOf = (path: string) => ({ duty: `${path}.duty`, owner: `${path}.owner`, school: `${path}.school` });
      const others = {
        $map: { input: { $ifNull: ['$counts', []] }, as: 'count', in: placeOf('$$count') },
      };
      const found = await submissions()
        .aggregate<{ _id: Omit<RecordCount, 'records'>; records: number }>(
          [
            {
              $match: {
                $or: [{ duty }, { 'counts.duty': duty }],
                handedInAt: { $gte: from, $lt: to },
                state: { $in: COUNTS },
              },
            },
            { $project: { place: { $setUnion: [[{ duty: '$duty', owner: '$owner', school: '$school' }], others] } } },
            { $unwind: '$place' },
            { $match: { 'place.duty': duty, 'place.school': { $in: schools } } },
            { $group: { _id: { school: '$place.school', owner: '$place.owner' }, records: { $sum: 1 } } },
            { $sort: { _id: 1 } },
          ],
          { maxTimeMS: MAX_TIME_MS },
        )
        .toArray();
      return found.map(({ _id, records }) => ({ ..._id, records }));
    },
  };
}

/** After the last term that is loaded, so many days still belong to it. */
const LAST_TERM_DAYS = 60;

/** A term with the holidays after it: what is handed in then, belongs to the term that is over. */
export function termSpan(term: Term, calendar: Calendar): Span {
  const next = calendar.terms.find(({ from }) => from > term.to)?.from ?? addDays(term.to, LAST_TERM_DAYS);
  return { from: calendar.at(term.from, '00:00'), to: calendar.at(next, '00:00') };
}

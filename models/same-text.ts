import type { Connection } from 'mongoose';
import { readTogether } from './read-together.js';
import type { Submission } from './submission.js';

const MAX_TIME_MS = 10_000;

type Twin = Pick<Submission, '_id' | 'no' | 'duty' | 'period' | 'textMark' | 'handedInAt'>;

/**
 * Finds the record that has a text already (BR5): the first of those with the same mark that were handed in, if it
 * is of another duty. Writing the same in two weeks is not what the rule forbids.
 */
export function createSameText(db: Connection) {
  /** Of each of some texts, the first record of each duty. */
  const firsts = readTogether<string, Twin>(
    (marks) =>
      db
        .collection<Submission>('submissions')
        .aggregate<Twin>(
          [
            {
              $match: {
                textMark: { $in: marks },
                state: { $nin: ['withdrawn', 'draft'] },
                sameTextAs: { $exists: false },
              },
            },
            { $project: { no: 1, duty: 1, period: 1, textMark: 1, handedInAt: 1 } },
            { $sort: { handedInAt: 1, _id: 1 } },
            { $group: { _id: { textMark: '$textMark', duty: '$duty' }, first: { $first: '$$ROOT' } } },
            { $replaceRoot: { newRoot: '$first' } },
          ],
          { maxTimeMS: MAX_TIME_MS },
        )
        .toArray(),
    ({ textMark = '' }) => textMark,
  );
  return async ({ _id, duty, handedInAt }: Submission, textMark: string): Promise<Twin | undefined> => {
    if (!handedInAt) return undefined;
    const found = (await firsts([textMark])).filter((other) => other.duty !== duty).toSorted(byHandedIn);
    return found.find((other) => byHandedIn(other, { _id, handedInAt }) < 0);
  };
}

const byHandedIn = (a: Pick<Twin, '_id' | 'handedInAt'>, b: Pick<Twin, '_id' | 'handedInAt'>): number =>
  (a.handedInAt?.getTime() ?? 0) - (b.handedInAt?.getTime() ?? 0) || (a._id < b._id ? -1 : 1);

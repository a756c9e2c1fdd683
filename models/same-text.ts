import type { Connection } from 'mongoose';
import type { Submission } from './submission.js';

const MAX_TIME_MS = 10_000;
const MOST = 20;

type Twin = Pick<Submission, '_id' | 'no' | 'duty' | 'period'>;

/**
 * Finds the record that has a text already (BR5): the first of those with the same mark that were handed in, if it
 * is of another duty. Writing the same in two weeks is not what the rule forbids.
 */
export function createSameText(db: Connection) {
  const records = db.collection<Submission>('submissions');
  return async ({ _id, duty, handedInAt }: Submission, textMark: string): Promise<Twin | undefined> => {
    if (!handedInAt) return undefined;
    const found = await records
      .find(
        {
          textMark,
          _id: { $ne: _id },
          duty: { $ne: duty },
          state: { $nin: ['withdrawn', 'draft'] },
          sameTextAs: { $exists: false },
        },
        {
          projection: { no: 1, duty: 1, period: 1, handedInAt: 1 },
          sort: { handedInAt: 1, _id: 1 },
          limit: MOST,
          maxTimeMS: MAX_TIME_MS,
        },
      )
      .toArray();
    return found.find((other) => {
      const before = (other.handedInAt?.getTime() ?? 0) - handedInAt.getTime();
      return before < 0 || (before === 0 && other._id < _id);
    });
  };
}

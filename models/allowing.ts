import type { Connection } from 'mongoose';
import type { Allowed, Submission } from './submission.js';

const MAX_TIME_MS = 10_000;

/** What owners of records let others read (`Duty.ifAllowed`). */
export function createAllowing(db: Connection) {
  const submissions = db.collection<Submission>('submissions');
  return {
    /**
     * Opens an owner's record to others, or, with nobody named, closes it. A change made to it at the same time is
     * worked out anew, so what was closed stays closed.
     */
    set: async ({ _id, owner }: Pick<Submission, '_id' | 'owner'>, to: Allowed | undefined): Promise<void> => {
      const change = to ? { $set: { allowed: to } } : { $unset: { allowed: 1 as const } };
      await submissions.updateOne({ _id, owner }, { ...change, $inc: { rev: 1 } }, { maxTimeMS: MAX_TIME_MS });
    },
  };
}

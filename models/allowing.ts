import type { Connection } from 'mongoose';
import type { Allowed, Cause, Submission } from './submission.js';

const MAX_TIME_MS = 10_000;

/** What owners of records let others read (`Duty.ifAllowed`). */
export function createAllowing(db: Connection) {
  const submissions = db.collection<Submission>('submissions');
  return {
    /**
     * Opens an owner's record to others, or, with nobody named, closes it, once for one event. A change made to it at
     * the same time is worked out anew, so what was closed stays closed.
     */
    set: async (
      { _id, owner }: Pick<Submission, '_id' | 'owner'>,
      to: Allowed | undefined,
      { event, by, now }: Cause,
    ): Promise<void> => {
      const change = {
        event: { $literal: event },
        at: now,
        by: { $literal: by },
        from: '$state',
        to: '$state',
        allowed: { $ifNull: ['$allowed', 'nobody'] },
      };
      const changed = {
        changes: { $concatArrays: ['$changes', [change]] },
        rev: { $add: ['$rev', 1] },
      };
      await submissions.updateOne(
        { _id, owner, 'changes.event': { $ne: event } },
        [{ $set: { ...changed, allowed: to ?? '$$REMOVE' } }],
        { maxTimeMS: MAX_TIME_MS },
      );
    },
  };
}

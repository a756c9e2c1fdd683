import { randomUUID } from 'node:crypto';
import { type Connection, mongo } from 'mongoose';

/** At most so many tries within so long, sliding. */
export interface Limit {
  most: number;
  withinMs: number;
}

/** A try that was granted, with how many more are `left`, or refused until an instant. */
export type Grant = { kind: 'granted'; token: string; left: number } | { kind: 'refused'; until: Date };

interface Tries {
  _id: string;
  tries: { at: Date; token: string }[];
}

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

/**
 * Counts tries under a key. A try is taken before it is known whether it was a good one, so that many at once cannot
 * slip past the count; a good one is given back.
 */
export function createGuessLimit(db: Connection) {
  const guesses = db.collection<Tries>('guesses');

  const update = async (key: string, pipeline: object[]): Promise<Tries | null> => {
    try {
      return await guesses.findOneAndUpdate({ _id: key }, pipeline, {
        upsert: true,
        returnDocument: 'after',
        maxTimeMS: MAX_TIME_MS,
      });
    } catch (error) {
      // Two first tries at once: the row is there now.
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE) return update(key, pipeline);
      throw error;
    }
  };

  return {
    take: async (key: string, now: Date, { most, withinMs }: Limit): Promise<Grant> => {
      const token = randomUUID();
      const since = new Date(now.getTime() - withinMs);
      const recent = {
        $filter: { input: { $ifNull: ['$tries', []] }, as: 'each', cond: { $gt: ['$$each.at', since] } },
      };
      const withThis = { $concatArrays: ['$tries', [{ at: now, token }]] };
      const row = await update(key, [
        { $set: { tries: recent } },
        { $set: { tries: { $cond: [{ $lt: [{ $size: '$tries' }, most] }, withThis, '$tries'] } } },
      ]);
      const tries = row?.tries ?? [];
      if (tries.some((each) => each.token === token)) return { kind: 'granted', token, left: most - tries.length };
      const oldest = Math.min(...tries.map(({ at }) => at.getTime()));
      return { kind: 'refused', until: new Date(oldest + withinMs) };
    },

    giveBack: async (key: string, token: string): Promise<void> => {
      await guesses.updateOne({ _id: key }, { $pull: { tries: { token } } }, { maxTimeMS: MAX_TIME_MS });
    },
  };
}

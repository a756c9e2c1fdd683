import { mongo } from 'mongoose';

const DUPLICATE = 11000;

/**
 * Inserts the documents whose key is new, in one unordered batch; answers the indexes of those that were there
 * already, which stay as they are. Any other failure is thrown.
 */
export async function insertNew<T extends { _id: string }>(
  collection: mongo.Collection<T>,
  documents: T[],
): Promise<Set<number>> {
  try {
    await collection.insertMany(documents as mongo.OptionalUnlessRequiredId<T>[], {
      ordered: false,
      ignoreUndefined: true,
    });
    return new Set();
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    const failures = [error.writeErrors].flat();
    if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE)) throw error;
    return new Set(failures.map(({ index }) => index));
  }
}

/** For `catch` of a single write: undefined where the key is there already. Any other failure is thrown. */
export const unlessDuplicate = (error: unknown): undefined => {
  if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
  return undefined;
};

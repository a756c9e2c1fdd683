import { mongo } from 'mongoose';

/** One document to be changed, if it is still as `filter` says. */
export interface Change<T extends { _id: string }> {
  filter: mongo.Filter<T> & { _id: string };
  set: Partial<T>;
  inc?: Partial<Record<keyof T, number>>;
}

/**
 * Changes several documents in one command, each only if it still is as its filter says; answers the ids of those that
 * were changed. The database tells how many they were, not which: every write leaves a `mark` of its own, and is asked
 * for it only where some were not as expected.
 */
export async function updateEach<T extends { _id: string }>(
  collection: mongo.Collection<T>,
  changes: Change<T>[],
  maxTimeMS: number,
): Promise<Set<string>> {
  if (changes.length === 0) return new Set();
  const mark = new mongo.ObjectId();
  const { modifiedCount } = await collection.bulkWrite(
    changes.map(({ filter, set, inc }) => ({
      updateOne: { filter, update: { $set: { ...set, mark }, ...(inc && { $inc: inc }) } as mongo.UpdateFilter<T> },
    })),
    { ordered: false },
  );
  const ids = changes.map(({ filter }) => filter._id);
  if (modifiedCount === changes.length) return new Set(ids);
  const changed = await collection
    .find({ _id: { $in: ids }, mark } as unknown as mongo.Filter<T>, { maxTimeMS })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return new Set(changed.map(({ _id }) => _id));
}

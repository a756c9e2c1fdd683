import { z } from 'zod';
import { type RoundTrips, runCommand } from './wire.js';

/** Small steps keep one pass from holding a place in the engine for long: 250,000 at once took it 12 s. */
const STEP = 1000;

const Databases = z.object({ databases: z.array(z.object({ name: z.string() })) });
const Batch = z.object({ cursor: z.object({ firstBatch: z.array(z.unknown()) }) });
const Named = z.object({ name: z.string() });
/** Larger values mean "never" to a server, too. */
const ExpiringIndex = z.object({
  key: z.record(z.string(), z.unknown()),
  expireAfterSeconds: z.number().nonnegative().max(2_147_483_646),
  partialFilterExpression: z.record(z.string(), z.unknown()).optional(),
});
type ExpiringIndex = z.infer<typeof ExpiringIndex>;
const Deleted = z.object({ n: z.number() });
const WithId = z.object({ _id: z.unknown() });

/**
 * Deletes what TTL indexes let expire: the engine accepts such indexes, but runs no monitor of its own. Returns how
 * many documents went. `stopped` is asked between steps.
 */
export async function expireDocuments(engine: RoundTrips, now: Date, stopped: () => boolean): Promise<number> {
  let gone = 0;
  const { databases } = Databases.parse(await runCommand(engine, 'admin', { listDatabases: 1, nameOnly: true }));
  for (const { name: database } of databases) {
    if (database === 'local' || database === 'config') continue;
    for (const collection of await collections(engine, database))
      for (const index of await expiringIndexes(engine, database, collection))
        gone += await expireBy(engine, { database, collection, index }, now, stopped);
  }
  return gone;
}

async function collections(engine: RoundTrips, database: string): Promise<string[]> {
  const command = {
    listCollections: 1,
    filter: { type: 'collection' },
    nameOnly: true,
    cursor: { batchSize: 100_000 },
  };
  return batch(await runCommand(engine, database, command)).map((found) => Named.parse(found).name);
}

async function expiringIndexes(engine: RoundTrips, database: string, collection: string): Promise<ExpiringIndex[]> {
  const found = batch(await runCommand(engine, database, { listIndexes: collection, cursor: { batchSize: 1000 } }));
  return found.flatMap((index) => ExpiringIndex.safeParse(index).data ?? []);
}

/** Empty where the command failed: the collection went away meanwhile. */
function batch(reply: unknown): unknown[] {
  return Batch.safeParse(reply).data?.cursor.firstBatch ?? [];
}

interface Target {
  database: string;
  collection: string;
  index: ExpiringIndex;
}

async function expireBy(engine: RoundTrips, target: Target, now: Date, stopped: () => boolean): Promise<number> {
  const expired = expiredFilter(target.index, now);
  let gone = 0;
  while (!stopped()) {
    const find = { find: target.collection, filter: expired, projection: { _id: 1 }, limit: STEP, batchSize: STEP };
    const ids = batch(await runCommand(engine, target.database, find)).map((found) => WithId.parse(found)._id);
    if (ids.length === 0) return gone;
    // The filter once more: a document may have been touched between the two commands.
    const deletes = [{ q: { $and: [{ _id: { $in: ids } }, expired] }, limit: 0 }];
    const { n } = Deleted.parse(await runCommand(engine, target.database, { delete: target.collection, deletes }));
    gone += n;
    if (n === 0 || ids.length < STEP) return gone;
  }
  return gone;
}

function expiredFilter({ key, expireAfterSeconds, partialFilterExpression }: ExpiringIndex, now: Date): object {
  const [field = '_id'] = Object.keys(key);
  const before = new Date(now.getTime() - expireAfterSeconds * 1000);
  return { $and: [{ [field]: { $lt: before, $type: 'date' } }, partialFilterExpression ?? {}] };
}

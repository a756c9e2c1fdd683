import { mongo } from 'mongoose';
import { z } from 'zod';

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

/**
 * The same in one plain command, for queues: the driver's bulk write goes over every document several times, and events
 * came in 1.08 times as fast without it (bench/webhook.ts, 32 connections). But it cuts batches to what a server takes,
 * and tries again after an election: it has its turn where the command failed and the server is there. What a command
 * had written before its answer was lost then counts as there already.
 */
export async function insertNewAtOnce<T extends { _id: string }>(
  db: mongo.Db,
  collection: mongo.Collection<T>,
  documents: T[],
): Promise<Set<number>> {
  const insert = { insert: collection.collectionName, documents, ordered: false };
  const command = db.writeConcern ? mongo.WriteConcern.apply(insert, db.writeConcern) : insert;
  const failures = await db
    .command(command, { ignoreUndefined: true })
    .then((reply) => Answer.parse(reply).writeErrors, failed);
  const isTaken = failures?.every(({ code }) => code === DUPLICATE) ?? false;
  return failures && isTaken ? new Set(failures.map(({ index }) => index)) : insertNew(collection, documents);
}

const Answer = z.object({
  writeErrors: z.array(z.object({ index: z.number(), code: z.number() })).default([]),
});

/** Thrown where nothing more is to be tried: no server in all the time there is, or written and not yet safe. */
function failed(error: unknown): undefined {
  if (error instanceof mongo.MongoServerSelectionError || error instanceof mongo.MongoWriteConcernError) throw error;
}

/** For `catch` of a single write: undefined where the key is there already. Any other failure is thrown. */
export const unlessDuplicate = (error: unknown): undefined => {
  if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
  return undefined;
};

import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import {
  BackupProblem,
  type BackupSummary,
  checkFile,
  chunksOf,
  readMeta,
  type Saved,
  summary,
} from './backup-files.js';
import type { Log } from './log.js';
import { collectionsOf, openDb } from './plain-collections.js';

const { BSON } = mongoose.mongo;

/** One insert takes this much at most: a fourth of what MongoDB accepts in one message. */
const BATCH_BYTES = 12_000_000;
const BATCH_DOCUMENTS = 1000;
/** What was stored once is taken back, whatever rule the collection has now. */
const EVERY_ONE = { ordered: false, bypassDocumentValidation: true };
/** MongoDB's limit of one document, with the room it allows itself. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024 + 16 * 1024;

/**
 * Puts a backup into a database without documents; collections and indexes may stand already. Every file's hash is
 * checked before the first document is written, then documents stream in batches of at most 12 MB. Types are kept as
 * they were (Int32, Long, Double, Date …). Rejects with `BackupProblem`; a restore that was interrupted leaves a
 * database that is not empty, to be removed before the next try.
 */
export async function restore(connection: Connection, dir: string, { log }: { log: Log }): Promise<BackupSummary> {
  const meta = await readMeta(dir);
  for (const saved of meta.collections) await checkFile(dir, saved);
  await refuseDocuments(connection);
  for (const saved of meta.collections) {
    await restoreCollection(connection, dir, saved);
    log.info({ collection: saved.name, documents: saved.documents }, '已恢复');
  }
  return summary(meta);
}

async function refuseDocuments(connection: Connection): Promise<void> {
  const filled: string[] = [];
  for (const { name } of await collectionsOf(connection))
    if (
      await openDb(connection)
        .collection(name)
        .findOne({}, { projection: { _id: 1 }, maxTimeMS: 10_000 })
    )
      filled.push(name);
  if (filled.length > 0)
    throw new BackupProblem(
      `数据库 ${connection.name} 里已经有数据（${filled.join('、')}），没有写入任何数据。备份只能恢复到空的数据库：内置数据库请换一个空的 DATA_DIR，服务器请换一个空库`,
    );
}

async function restoreCollection(connection: Connection, dir: string, saved: Saved): Promise<void> {
  const { name, options, indexes } = saved;
  const standing = await collectionsOf(connection);
  if (!standing.some((found) => found.name === name)) await openDb(connection).createCollection(name, options);

  let written = 0;
  for await (const batch of batchesOf(chunksOf(join(dir, saved.file)))) {
    const { insertedCount } = await openDb(connection).collection(name).insertMany(batch, EVERY_ONE);
    written += insertedCount;
  }
  if (written !== saved.documents)
    throw new BackupProblem(`${name} 只写入了 ${written} 条，应有 ${saved.documents} 条`);

  const wanted = indexes.filter((index) => index['name'] !== '_id_').map(withoutServerFields);
  // A plain command takes no write concern from the connection.
  const durable = { writeConcern: { w: 'majority', j: true } };
  if (wanted.length > 0) await openDb(connection).command({ createIndexes: name, indexes: wanted, ...durable });
}

/** The version of the index format is the business of each server. */
function withoutServerFields(index: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(index).filter(([field]) => !['v', 'ns', 'background'].includes(field)));
}

type Document = ReturnType<typeof BSON.deserialize>;

async function* batchesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Document[]> {
  let batch: Document[] = [];
  let size = 0;
  for await (const raw of documentsIn(chunks)) {
    batch.push(BSON.deserialize(raw, EXACT));
    size += raw.length;
    if (batch.length < BATCH_DOCUMENTS && size < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

/** An Int32 comes back as an Int32, a Long as a Long: JavaScript's one number would change the types stored. */
const EXACT = { promoteValues: false, promoteBuffers: false, promoteLongs: false, bsonRegExp: true };

/** Every document starts with its own length. */
async function* documentsIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let length = lengthOf(rest); length > 0 && rest.length >= length; length = lengthOf(rest)) {
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new BackupProblem('备份文件在一条记录中间断了');
}

/** 0 while the length itself is not there yet. */
function lengthOf(bytes: Buffer): number {
  if (bytes.length < 4) return 0;
  const length = bytes.readInt32LE(0);
  if (length < 5 || length > MAX_DOCUMENT_BYTES) throw new BackupProblem('备份文件里有一条无法读取的记录');
  return length;
}

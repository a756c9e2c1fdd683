import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import {
  BackupProblem,
  type BackupSummary,
  FORMAT,
  type Meta,
  type Saved,
  summary,
  syncFolder,
  writeMeta,
} from './backup-files.js';
import { collectionsOf, openDb, type PlainCollection } from './plain-collections.js';

export { restore } from './restore.js';

/** Documents are written out in pieces of about this size. */
const PIECE_BYTES = 1_000_000;
/** Reading one collection may take this long in the database; a million documents took 10 s. */
const READ_WITHIN_MS = 3_600_000;

/**
 * Copies the whole database into a new folder `dir` (0700), one file of plain BSON a collection, over the driver: the
 * same for the embedded engine and every server, and the way from one to the other. The folder appears under its name
 * only when it is complete; what an interrupted backup leaves is called `….partial-…`. Rejects with `BackupProblem`
 * where `dir` holds something already.
 *
 * It may be taken while the program runs. Then it is no single instant: each document that is there all the time is in
 * it exactly once, whole, as it was when its turn came; one written meanwhile is in it or not. Where two collections
 * tell the same story, the one read later may know more; rolls are recomputed from submissions, and keys keep work
 * from being done twice, but a message sent meanwhile may be sent again after a restore. Stop the program for a copy
 * without such edges.
 */
export async function backup(connection: Connection, dir: string, { now }: { now: Date }): Promise<BackupSummary> {
  const target = resolve(dir);
  await refuseFilled(target);
  await mkdir(dirname(target), { recursive: true });
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    const meta: Meta = { format: FORMAT, at: now.toISOString(), database: connection.name, collections: [] };
    for (const found of await collectionsOf(connection)) meta.collections.push(await save(connection, found, partial));
    await writeMeta(partial, meta);
    await syncFolder(partial);
    await rename(partial, target);
    await syncFolder(dirname(target));
    return summary(meta);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function refuseFilled(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  const names = await readdir(dir).catch((error: unknown) => {
    throw new BackupProblem(`${dir} 不能用作备份目录：${String(error)}`, { cause: error });
  });
  if (names.length > 0) throw new BackupProblem(`${dir} 里已经有文件；请给备份换一个新目录`);
}

async function save(connection: Connection, { name, options }: PlainCollection, dir: string): Promise<Saved> {
  const file = `${encodeURIComponent(name)}.bson`;
  const indexes = await openDb(connection).collection(name).listIndexes().toArray();
  const hash = createHash('sha256');
  const count = { documents: 0, bytes: 0 };
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of inPieces(documentsOf(connection, name), count)) {
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(pieces, createWriteStream(join(dir, file), { flags: 'wx', mode: 0o600, flush: true }));
  return { name, file, ...count, sha256: hash.digest('hex'), options, indexes: indexes.map((index) => ({ ...index })) };
}

const RawDocument = z.instanceof(Uint8Array);

/** In the order of `_id`, which never changes: so none is met twice and none is passed over while others are written. */
async function* documentsOf(connection: Connection, name: string): AsyncGenerator<Uint8Array> {
  const options = { raw: true, batchSize: 1000, maxTimeMS: READ_WITHIN_MS };
  for await (const raw of openDb(connection).collection(name).find({}, options).sort({ _id: 1 })) {
    yield RawDocument.parse(raw);
  }
}

async function* inPieces(
  documents: AsyncIterable<Uint8Array>,
  count: { documents: number; bytes: number },
): AsyncGenerator<Buffer> {
  let piece: Uint8Array[] = [];
  let size = 0;
  for await (const document of documents) {
    piece.push(document);
    size += document.length;
    count.documents += 1;
    count.bytes += document.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(piece);
    piece = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(piece);
}

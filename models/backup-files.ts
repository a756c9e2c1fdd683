import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { z } from 'zod';

/** The files of a backup: one of plain BSON a collection, and `meta.json`, which says what they are. */

const { EJSON } = mongoose.mongo.BSON;

export const FORMAT = 1;
const META = 'meta.json';
/** Hash of `meta.json`, readable by `sha256sum -c`; `meta.json` holds those of the other files. */
const META_HASH = 'meta.sha256';
const CHUNK_BYTES = 1_000_000;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Saved = z.object({
  name: z.string().min(1),
  /** No path: nothing outside the backup is ever read. */
  file: z.string().regex(/^[^/\\]+\.bson$/),
  documents: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: Sha256,
  options: z.record(z.string(), z.unknown()),
  indexes: z.array(z.record(z.string(), z.unknown())),
});
export type Saved = z.infer<typeof Saved>;
const Meta = z.object({
  format: z.literal(FORMAT),
  at: z.iso.datetime(),
  database: z.string(),
  collections: z.array(Saved),
});
export type Meta = z.infer<typeof Meta>;

/** What a backup holds. */
export interface BackupSummary {
  at: Date;
  collections: number;
  documents: number;
  bytes: number;
}

/** The backup cannot be taken or restored as asked; the message is for the operator. */
export class BackupProblem extends Error {
  override name = 'BackupProblem';
}

export function chunksOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES });
}

export async function writeMeta(dir: string, meta: Meta): Promise<void> {
  const text = `${EJSON.stringify(meta, undefined, 2)}\n`;
  const options = { mode: 0o600, flush: true };
  await writeFile(join(dir, META), text, options);
  await writeFile(join(dir, META_HASH), `${createHash('sha256').update(text).digest('hex')}  ${META}\n`, options);
}

/** A new name in a folder outlives a power failure only when the folder itself is written out. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir);
  await folder.sync();
  await folder.close();
}

/** Rejects with `BackupProblem` where there is no complete backup, or one this program does not know. */
export async function readMeta(dir: string): Promise<Meta> {
  const [text, expected] = await Promise.all([
    readFile(join(dir, META), 'utf8'),
    readFile(join(dir, META_HASH), 'utf8'),
  ]).catch((error: unknown) => {
    throw new BackupProblem(`${dir} 里没有完整的备份（缺少 ${META} 或 ${META_HASH}）`, { cause: error });
  });
  if (!expected.startsWith(`${createHash('sha256').update(text).digest('hex')} `))
    throw new BackupProblem(`备份已损坏：${META} 与 ${META_HASH} 不符`);
  const meta = Meta.safeParse(EJSON.parse(text));
  if (!meta.success) throw new BackupProblem(`这个备份是另一种格式，本程序读不了（需要格式 ${FORMAT}）`);
  return meta.data;
}

/** Rejects with `BackupProblem` where the file is not, byte for byte, what was written. */
export async function checkFile(dir: string, { file, bytes, sha256 }: Saved): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of chunksOf(join(dir, file))) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    throw new BackupProblem(`备份不完整：读不了 ${file}`, { cause: error });
  }
  if (size !== bytes || hash.digest('hex') !== sha256)
    throw new BackupProblem(`备份已损坏：${file} 的内容与备份时不同，没有写入任何数据`);
}

export function summary({ at, collections }: Meta): BackupSummary {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    at: new Date(at),
    collections: collections.length,
    documents: sum(collections.map(({ documents }) => documents)),
    bytes: sum(collections.map(({ bytes }) => bytes)),
  };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'mongoose';
import { backup, restore } from '../../models/backup.js';
import { createFiles } from '../../models/file.js';
import { silent } from '../../models/log.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';

const folder = temporaryFolders();
const { connection } = testDatabase();
const files = createFiles(connection);
const NOW = new Date('2026-10-28T02:00:00Z');
const meta = (ref = 'a') => ({ record: 'r1', ref, kind: 'file' as const, at: NOW });

async function* inPieces(...pieces: Buffer[]) {
  yield* pieces;
}
const read = async (from = files, ref = 'a'): Promise<Buffer | undefined> => {
  const found = await from.open({ record: 'r1', ref });
  return found && buffer(found.bytes);
};
/** Compared by themselves: `toEqual` goes through a million bytes one by one, for seconds. */
const isKept = async (bytes: Buffer, where = files): Promise<boolean> => (await read(where))?.equals(bytes) ?? false;
const counts = async (): Promise<number[]> => [
  await connection.collection('files.files').countDocuments(),
  await connection.collection('files.chunks').countDocuments(),
];

let other: Connection;
beforeEach(async () => {
  other = connection.useDb(`${connection.name}_files`);
  for (const { name } of await other.listCollections()) await other.collection(name).deleteMany({});
});

test('what is kept is read back, byte for byte, across many pieces', async () => {
  const bytes = randomBytes(900_000);
  expect(await files.keep('案例.docx', meta(), inPieces(bytes.subarray(0, 7), bytes.subarray(7)), 1)).toBe('kept');
  expect(await isKept(bytes)).toBe(true);
  expect((await files.ofRecord('r1')).get('a')).toMatchObject({ name: '案例.docx', bytes: 900_000 });
  expect(await files.size()).toEqual({ files: 1, bytes: 900_000 });
});

test('a file that breaks off is not there, and the next try leaves nothing of it behind', async () => {
  const broken = async function* () {
    yield randomBytes(600_000);
    throw new Error('cut');
  };
  await expect(files.keep('x', meta(), broken(), 1)).rejects.toThrow('cut');
  expect(await read()).toBeUndefined();
  // As a process leaves it that is killed in the middle.
  await files.keep('x', meta('b'), inPieces(randomBytes(300_000)), 1);
  await connection.collection('files.files').deleteMany({});
  expect((await counts())[1]).toBeGreaterThan(0);
  await files.keep('x', meta('b'), inPieces(Buffer.from('whole')), 2);
  expect(await counts()).toEqual([1, 1]);
});

test('two at once keep one', async () => {
  const keep = (attempt: number) => files.keep('x', meta(), inPieces(Buffer.from(`try ${attempt}`)), attempt);
  await files.keep('warm', meta('warm'), inPieces(Buffer.from('x')), 1);
  expect((await Promise.all([keep(1), keep(2)])).toSorted()).toEqual(['kept', 'known']);
  expect((await files.ofRecord('r1')).size).toBe(2);
  expect(await counts()).toEqual([2, 2]);
});

test('files are in a backup, whole, and come back with it', async () => {
  const bytes = randomBytes(700_000);
  await files.keep('x', meta(), inPieces(bytes), 1);
  const dir = join(folder(), 'copy');
  await backup(connection, dir, { now: NOW });
  await restore(other, dir, { log: silent });
  expect(await isKept(bytes, createFiles(other))).toBe(true);
});

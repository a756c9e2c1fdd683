import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { backup, restore } from '../../models/backup.js';
import { silent } from '../../models/log.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';

const { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } = mongoose.mongo;
/** A document of 15 MB takes its time on a busy machine. */

const folder = temporaryFolders();
const { connection } = testDatabase({ others: true });
let other: Connection;

/** A second database beside the first; emptied, not dropped, like the first. */
beforeAll(async () => {
  other = connection.useDb(`${connection.name}_other`);
});
beforeEach(async () => {
  const found = await other.listCollections();
  await Promise.all(found.map(({ name }) => other.collection(name).deleteMany({})));
});

const NOW = new Date('2025-03-05T01:00:00Z');
const log = silent;
const takeBackup = (from: Connection = connection) => backup(from, join(folder(), 'copy'), { now: NOW });

async function fill(): Promise<void> {
  await connection.collection('kinds').insertMany([
    {
      int: new Int32(7),
      whole: new Double(7),
      long: Long.fromString('9007199254740993'),
      money: Decimal128.fromString('12.50'),
      at: NOW,
      id: new ObjectId(),
      bytes: new Binary(Buffer.from([0, 1, 2])),
      uuid: new UUID(),
      pattern: /周记/i,
      nothing: null,
      nested: { list: [1, 'zwei', { drei: true }] },
    },
  ]);
  const rolls = Array.from({ length: 2500 }, (_, i) => ({ number: i, text: '学'.repeat(i % 50) }));
  await connection.collection('rows').insertMany(rolls);
  await connection.collection('rows').createIndex({ number: 1 }, { unique: true });
  await connection
    .collection('rows')
    .createIndex({ text: 1, number: -1 }, { partialFilterExpression: { number: { $gt: 5 } } });
  await connection.collection('rows').createIndex({ at: 1 }, { expireAfterSeconds: 3600, sparse: true, name: 'ttl' });
}

/** What a backup says of its collections: hashes of every byte, counts, indexes, options. */
function contents(dir: string): unknown {
  const meta: unknown = JSON.parse(readFileSync(join(dir, 'meta.json'), 'utf8'));
  return Object.entries(meta ?? {}).find(([name]) => name === 'collections')?.[1];
}

test('a backup restored elsewhere is the same database: every byte, every type, every index', async () => {
  await fill();
  const [first, second] = [join(folder(), 'first'), join(folder(), 'second')];
  const taken = await backup(connection, first, { now: NOW });
  expect(taken).toMatchObject({ at: NOW, documents: 2501 });

  expect(await restore(other, first, { log })).toEqual(taken);
  await backup(other, second, { now: NOW });
  expect(contents(second)).toEqual(contents(first));
  expect(Object.keys(await other.collection('rows').indexInformation())).toEqual([
    '_id_',
    'number_1',
    'text_1_number_-1',
    'ttl',
  ]);
});

test('documents larger than a batch, and of the largest size, come through', async () => {
  const big = (mb: number) => ({ bytes: Buffer.alloc(mb * 1024 * 1024, 'x') });
  await connection.collection('big').insertMany([big(0), big(15), big(1)]);
  const dir = join(folder(), 'copy');
  await backup(connection, dir, { now: NOW });
  await restore(other, dir, { log });
  expect(await other.collection('big').countDocuments()).toBe(3);
  const again = join(folder(), 'copy');
  await backup(other, again, { now: NOW });
  expect(contents(again)).toEqual(contents(dir));
});

describe('writing', () => {
  test('only its owner can read it', async () => {
    await fill();
    const dir = join(folder(), 'copy');
    await backup(connection, dir, { now: NOW });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const modes = readdirSync(dir).map((name) => statSync(join(dir, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  test('a folder that holds something is left alone', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'thesis.docx'), 'x');
    await expect(backup(connection, dir, { now: NOW })).rejects.toThrow('已经有文件');
    expect(readdirSync(dir)).toEqual(['thesis.docx']);
    expect(readdirSync(dirname(dir)).filter((name) => name.includes('.partial-'))).toEqual([]);
  });

  test('a backup that fails half way leaves nothing that looks like one', async () => {
    await fill();
    const broken = await mongoose
      .createConnection(process.env['MONGODB_URI_TEST'] ?? '', { dbName: connection.name })
      .asPromise();
    const parent = folder();
    const taking = backup(broken, join(parent, 'copy'), { now: NOW }).catch((error: unknown) => error);
    await broken.close();
    expect(await taking).toBeInstanceOf(Error);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('documents written meanwhile do no harm', async () => {
    await fill();
    const taking = takeBackup();
    const writing = Array.from({ length: 200 }, (_, i) =>
      connection.collection('rows').insertOne({ number: 9000 + i }),
    );
    const [{ documents }] = await Promise.all([taking, ...writing]);
    expect(documents).toBeGreaterThanOrEqual(2501);
    expect(documents).toBeLessThanOrEqual(2701);
  });
});

describe('restoring', () => {
  let dir: string;

  beforeEach(async () => {
    await fill();
    dir = join(folder(), 'copy');
    await backup(connection, dir, { now: NOW });
  });

  async function refusal(): Promise<string> {
    const problem = await restore(other, dir, { log }).catch((error: unknown) => error);
    expect(problem).toMatchObject({ name: 'BackupProblem' });
    expect(await other.collection('rows').countDocuments()).toBe(0);
    expect(await other.collection('kinds').countDocuments()).toBe(0);
    return String(problem);
  }

  test('one changed byte is found before anything is written', async () => {
    const file = join(dir, 'rows.bson');
    const bytes = readFileSync(file);
    bytes[50_000] = (bytes[50_000] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await refusal()).toMatch(/rows\.bson.*没有写入任何数据/);
  });

  test('so is a file that is longer, shorter or missing', async () => {
    const file = join(dir, 'rows.bson');
    const bytes = readFileSync(file);
    appendFileSync(file, 'x');
    expect(await refusal()).toContain('已损坏');
    writeFileSync(file, bytes.subarray(0, -1));
    expect(await refusal()).toContain('已损坏');
    rmSync(file);
    expect(await refusal()).toContain('读不了 rows.bson');
  });

  test('so is a change in the list of files', async () => {
    const file = join(dir, 'meta.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"unique": true', '"unique": false'));
    expect(await refusal()).toContain('meta.json 与 meta.sha256 不符');
  });

  test('a folder that is no backup is named', async () => {
    dir = folder();
    expect(await refusal()).toContain('没有完整的备份');
  });

  test('a database with documents is not touched', async () => {
    await other.collection('kept').insertOne({ a: 1 });
    expect(await refusal()).toMatch(/已经有数据（kept）.*请换一个空的 DATA_DIR/u);
  });
});

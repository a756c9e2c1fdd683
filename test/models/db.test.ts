import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { buildIndexes, type Database, isOutage, openDatabase } from '../../models/db.js';
import { commandName, type Reply } from '../../models/embedded/frames.js';
import { type Listener, listen } from '../../models/embedded/listener.js';
import { connectRunning } from '../../models/embedded/running.js';
import { socketUri } from '../../models/embedded/socket-path.js';
import { silent } from '../../models/log.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';

const { BSON } = mongoose.mongo;
/** Engines start within a second, but not on a machine with ten other things to do. */

const folder = temporaryFolders();
const { connection } = testDatabase({ others: true });
const Books = connection.model(
  'Book',
  new mongoose.Schema<{ _id: string; isbn: string }>(
    { _id: String, isbn: String },
    { collection: 'books', versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false },
  ).index({ isbn: 1 }, { unique: true }),
);

const book = (isbn: string) => ({ isbn });

let opened: Database[] = [];
let servers: Listener[] = [];

afterEach(async () => {
  for (const database of opened) await database.stop();
  opened = [];
  for (const server of servers) server.close();
  servers = [];
});

async function open(options: { uri?: string; dataDir: string; dbName?: string }): Promise<Database> {
  const database = await openDatabase({ ...options, log: silent });
  opened.push(database);
  return database;
}

/** A server that says it is of this version and knows nothing else. */
async function serverOfVersion(version: string): Promise<string> {
  const path = join(folder(), 'm.sock');
  const roundTrip = async (frame: Buffer): Promise<Reply> => {
    const answer = commandName(frame).toLowerCase() === 'buildinfo' ? { ok: 1, version } : HELLO;
    const response = Buffer.from(BSON.serialize(answer));
    return { requestId: frame.readInt32LE(4), moreToCome: false, legacy: frame.readInt32LE(12) === 2004, response };
  };
  servers.push(await listen({ roundTrip }, path));
  return socketUri(path, false);
}
const HELLO = { ok: 1, isWritablePrimary: true, ismaster: true, helloOk: true, minWireVersion: 0, maxWireVersion: 21 };

const testUri = (): string => process.env['MONGODB_URI_TEST'] ?? '';

describe('opening', () => {
  test('without a URI the embedded engine starts, answers, and ends with stop', async () => {
    const dataDir = folder();
    const database = await open({ dataDir });
    expect(database).toMatchObject({ kind: 'embedded', connection: { name: 'jiaoyan' } });
    expect(await database.ping()).toBeGreaterThan(0);
    expect(await connectRunning(dataDir)).toBe(database.uri);

    await database.stop();
    expect(await connectRunning(dataDir)).toBeUndefined();
  });

  test('while the engine changes hands, operations wait; what was written is there', async () => {
    const dataDir = folder();
    const first = await open({ dataDir });
    const second = await open({ dataDir });
    expect(second.uri).toBe(first.uri);
    await first.connection.collection('kept').insertOne({ a: 1 });
    await first.stop();
    expect(await second.connection.collection('kept').countDocuments()).toBe(1);
  });

  test('with a URI that server is used, and its writes are acknowledged by the majority, on disk', async () => {
    const { kind, connection } = await open({ uri: testUri(), dataDir: '/nowhere' });
    expect(kind).toBe('server');
    expect(connection.getClient().options.writeConcern).toMatchObject({ w: 'majority', journal: true });
  });

  test('what the operator wrote in the URI is not overruled', async () => {
    const uri = `${testUri()}&w=1&maxPoolSize=3`;
    const { options } = (await open({ uri, dataDir: '/nowhere' })).connection.getClient();
    expect(options).toMatchObject({ maxPoolSize: 3, writeConcern: { w: 1, journal: true } });
  });

  test('the database is the one asked for, else the one in the URI, else jiaoyan', async () => {
    const named = testUri().replace('/?', '/county?');
    const names = [
      await open({ uri: named, dataDir: '/nowhere', dbName: 'asked' }),
      await open({ uri: named, dataDir: '/nowhere' }),
      await open({ uri: testUri(), dataDir: '/nowhere' }),
    ].map(({ connection }) => connection.name);
    expect(names).toEqual(['asked', 'county', 'jiaoyan']);
  });

  test('a server older than 6.0 is refused with its version', async () => {
    await expect(open({ uri: await serverOfVersion('5.0.31'), dataDir: '/nowhere' })).rejects.toThrow(
      /MongoDB 5\.0\.31.*6\.0/,
    );
    expect((await open({ uri: await serverOfVersion('6.0.0'), dataDir: '/nowhere' })).kind).toBe('server');
  });

  test('a server that does not answer is reported without the password', async () => {
    const uri = 'mongodb://me:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=200';
    const error = await open({ uri, dataDir: '/nowhere' }).catch((reason: unknown) => String(reason));
    expect(error).toContain('连不上 MONGODB_URI');
    expect(error).toContain('127.0.0.1:1');
    expect(error).not.toContain('hunter2');
  });

  test('an address that is none is reported as such', async () => {
    await expect(open({ uri: 'http://127.0.0.1/', dataDir: '/nowhere' })).rejects.toThrow('地址写得不对');
  });
});

describe('indexes', () => {
  test('the declared ones are built, and building them again changes nothing', async () => {
    await buildIndexes(connection);
    await buildIndexes(connection);
    expect(Object.keys(await Books.collection.indexInformation())).toEqual(['_id_', 'isbn_1']);
    await Books.create({ _id: 'a', isbn: '1' });
    await expect(Books.create({ _id: 'b', isbn: '1' })).rejects.toMatchObject({ code: 11000 });
  });

  test('one of an earlier version that refuses what is allowed now is taken away', async () => {
    const certificates = connection.collection('certificates');
    await certificates.createIndex({ training: 1, person: 1 }, { unique: true });
    await buildIndexes(connection);
    await certificates.insertMany([
      { training: 1, person: 'A' },
      { training: 1, person: 'A', replaces: 'x' },
    ]);
    expect(await certificates.countDocuments({ training: 1 })).toBe(2);
  });

  test('a filter on a field no schema knows is refused', async () => {
    await expect(Books.findOne({ ibsn: '1' }).lean()).rejects.toThrow('ibsn');
  });
});

describe('telling an outage', () => {
  test('a database that is away, or stepping down, is one', async () => {
    const away = mongoose.createConnection('mongodb://127.0.0.1:1/', { serverSelectionTimeoutMS: 50 });
    const error = await away.asPromise().catch((reason: unknown) => reason);
    await away.close();
    expect(isOutage(error)).toBe(true);
    expect(isOutage(new mongoose.mongo.MongoNetworkError('closed'))).toBe(true);
    expect(isOutage(new mongoose.mongo.MongoServerError({ code: 189, message: 'stepping down' }))).toBe(true);
  });

  test('a duplicate key, a wrong command and a slip of ours are not', async () => {
    await Books.collection.insertOne(book('1'));
    const duplicate = await Books.collection.insertOne(book('1')).catch((reason: unknown) => reason);
    const unknown = await connection.db?.command({ noSuchCommand: 1 }).catch((reason: unknown) => reason);
    expect([duplicate, unknown, new TypeError('x'), undefined].map(isOutage)).toEqual([false, false, false, false]);
    expect(duplicate).toMatchObject({ code: 11000 });
  });
});

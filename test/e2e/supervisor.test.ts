import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { isOutage } from '../../models/db.js';
import { connectRunning } from '../../models/embedded/running.js';
import { socketPath } from '../../models/embedded/socket-path.js';
import { HostFailed, startHost } from '../../models/embedded/start.js';
import { type SupervisedEngine, superviseEngine } from '../../models/embedded/supervisor.js';
import { silent } from '../../models/log.js';
import { temporaryFolders } from '../support/temporary-folder.js';

/** Engines start within a second, but not on a machine with ten other things to do. */

const folder = temporaryFolders();
let dataDir: string;
let engines: SupervisedEngine[];
let connections: Connection[];
/** The test is over, also because it took too long: what still goes round would go round for ever, and leave room for nothing. */
let over: AbortController;

beforeEach(() => {
  over = new AbortController();
  dataDir = folder();
  engines = [];
  connections = [];
});

afterEach(async () => {
  over.abort();
  await Promise.all(connections.map((connection) => connection.close()));
  for (const engine of engines) await engine.stop();
});

async function supervised(expireSeconds = 0): Promise<SupervisedEngine> {
  const engine = await superviseEngine({ dataDir, log: silent, expireSeconds });
  engines.push(engine);
  return engine;
}

/** As `openDatabase` connects. */
const LIKE_THE_PROGRAM = { dbName: 'test', bufferCommands: false, maxAdaptiveRetries: 6, heartbeatFrequencyMS: 1000 };

async function connected(uri: string): Promise<Connection> {
  const connection = await mongoose.createConnection(uri, LIKE_THE_PROGRAM).asPromise();
  connections.push(connection);
  return connection;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const { signal } = over;
  while (!(await condition())) {
    signal.throwIfAborted();
    await sleep(20);
  }
}

/** Never of none: 0 would be this process and all it belongs to. */
function kill({ pid }: SupervisedEngine): number {
  const id = pid();
  if (id === undefined) throw new Error('there is no engine');
  process.kill(id, 'SIGKILL');
  return id;
}

/** Again and again while the database is away. */
async function patiently<T>(operation: () => Promise<T>): Promise<T> {
  const { signal } = over;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (signal.aborted || !isOutage(error)) throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('an engine killed at random moments comes back on the same socket and has every acknowledged write', async () => {
  const engine = await supervised();
  const connection = await connected(engine.uri);
  const acknowledged: string[] = [];
  const strange: unknown[] = [];
  const { signal } = over;
  const write = async (writer: number): Promise<void> => {
    for (let i = 0; !signal.aborted; i++) {
      const _id = `${writer}-${i}`;
      try {
        await connection.collection<{ _id: string }>('written').insertOne({ _id });
        acknowledged.push(_id);
      } catch (error) {
        if (!isOutage(error)) strange.push(error);
      }
    }
  };

  const writers = [1, 2, 3, 4].map(write);
  for (let kills = 0; kills < 3; kills++) {
    const before = acknowledged.length;
    await until(() => acknowledged.length > before);
    await sleep(100 + Math.random() * 500);
    const pid = kill(engine);
    await until(() => engine.pid() !== undefined && engine.pid() !== pid);
  }
  over.abort();
  await Promise.all(writers);

  const found = await connection.collection<{ _id: string }>('written').distinct('_id');
  const kept = new Set(found);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(strange).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(20);
});

test('a second process uses the engine of the first, and takes over when it goes', async () => {
  expect(await connectRunning(dataDir)).toBeUndefined();
  const first = await supervised();
  expect(await connectRunning(dataDir)).toBe(first.uri);

  const second = await supervised();
  expect(second.uri).toBe(first.uri);
  expect(second.pid()).toBeUndefined();
  const kept = (await connected(second.uri)).collection('kept');
  await kept.insertOne({ a: 1 });

  await first.stop();
  await until(() => second.pid() !== undefined);
  expect(await patiently(() => kept.countDocuments())).toBe(1);

  await second.stop();
  expect(await connectRunning(dataDir)).toBeUndefined();
});

test('a running engine serves others, is not opened twice, and lets documents expire', async () => {
  const engine = await supervised(1);

  const guest = await superviseEngine({ dataDir, log: silent });
  await guest.stop();
  expect(await connectRunning(dataDir)).toBe(engine.uri);

  const refused = await startHost({ dataDir, socket: `${socketPath(dataDir)}2` }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(HostFailed);
  expect(refused).toMatchObject({ reason: 'in-use' });
  expect(await connectRunning(dataDir)).toBe(engine.uri);

  const items = (await connected(engine.uri)).collection<{ _id: string; at: Date | string }>('items');
  await items.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
  const hours = (n: number): Date => new Date(Date.now() + n * 3_600_000);
  await items.insertMany([
    { _id: 'old', at: hours(-2) },
    { _id: 'fresh', at: hours(0) },
    { _id: 'no date', at: 'yesterday' },
  ]);
  await until(async () => (await items.countDocuments()) < 3);
  expect((await items.distinct('_id')).toSorted()).toEqual(['fresh', 'no date']);
});

test('stopping while the engine restarts ends everything', async () => {
  const engine = await supervised();
  kill(engine);
  await until(() => engine.pid() === undefined);
  await sleep(300);
  await engine.stop();
  await sleep(500);
  expect(engine.pid()).toBeUndefined();
  expect(await connectRunning(dataDir)).toBeUndefined();
});

test('a data folder that cannot be written is named', async () => {
  await expect(superviseEngine({ dataDir: '/dev/null/data', log: silent })).rejects.toThrow(
    /数据目录 \/dev\/null\/data 不能写入.*DATA_DIR/,
  );
});

test('the engine ends when the process that started it is killed, and the folder can be opened again', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: process.cwd(),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const [said] = await once(parent.stdout, 'data');
  const pid = Number(said);
  expect(isAlive(pid)).toBe(true);

  parent.kill('SIGKILL');
  // At once, while the old one is still closing.
  const engine = await supervised();
  await until(() => !isAlive(pid));
  expect(isAlive(engine.pid() ?? 0)).toBe(true);
});

const PARENT = `
  const { startHost } = await import(${JSON.stringify(new URL('../../models/embedded/start.js', import.meta.url))});
  const { socketPath } = await import(${JSON.stringify(new URL('../../models/embedded/socket-path.js', import.meta.url))});
  const dataDir = process.argv[1];
  const { pid } = await startHost({ dataDir, socket: socketPath(dataDir), expireSeconds: 0 });
  process.stdout.write(String(pid));
`;

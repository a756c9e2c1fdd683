import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { buildIndexes } from '../../models/db.js';
import { openDb } from '../../models/plain-collections.js';

/** What was written over a connection since its database was last as a test begins, and what was emptied for this one. */
interface Traces {
  written: Set<string>;
  emptied: Set<string>;
}

const traces = new WeakMap<Connection, Traces>();
const WRITES = /^(insert|update|replace|delete|bulkWrite|findOneAnd)/;

/**
 * A real database for one test file: opened before its tests, emptied before each (documents only: the engine keeps
 * the file of every dropped collection until it is restarted), closed after them. Call it at the top of the file, and
 * make repositories from its connection there, too: their indexes are built before the first test.
 *
 * @param others whether other connections, e.g. another process's, write too. Otherwise only what was written over this
 *   one is emptied: thirty collections a test cost more than most tests.
 */
export function testDatabase({ others = false } = {}): { connection: Connection } {
  const connection = mongoose.createConnection();
  const trace: Traces = { written: new Set(), emptied: new Set() };
  traces.set(connection, trace);

  beforeAll(async () => {
    const uri = process.env['MONGODB_URI_TEST'];
    if (!uri) throw new Error('MONGODB_URI_TEST is not set: is globalSetup on?');
    await connection.openUri(uri, {
      dbName: `t_${process.env['JEST_WORKER_ID'] ?? '1'}`,
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 10,
    });
    // Not the driver's monitoring of commands: for that it decodes every answer a second time.
    connection.on('operation-start', ({ collectionName, method }: { collectionName: string; method: string }) => {
      if (!WRITES.test(method)) return;
      trace.written.add(collectionName);
      // A bucket of GridFS writes its files past mongoose, but clears their pieces through it first.
      trace.written.add(collectionName.replace(/\.chunks$/, '.files'));
    });
    tellOfCommands(connection);
    await buildThose(connection);
    // What another file has left behind.
    trace.written = await collectionsOf(connection);
  });

  beforeEach(async () => {
    trace.emptied = others ? await collectionsOf(connection) : new Set(trace.written);
    await Promise.all([...trace.emptied].map((name) => connection.collection(name).deleteMany({})));
    trace.written.clear();
  });

  // Closed only, mongoose would keep it and its models to the end of the worker.
  afterAll(() => connection.destroy());

  return { connection };
}

/** Queues insert past mongoose (`models/insert-new.ts`); who listens to it hears of that, too. */
function tellOfCommands(connection: Connection): void {
  const db = openDb(connection);
  const run = db.command.bind(db);
  db.command = (command, options) => {
    const { insert: collectionName, documents } = command;
    if (collectionName)
      connection.emit('operation-start', { collectionName, method: 'insertMany', params: [documents] });
    return run(command, options);
  };
}

/** Models whose indexes this worker has built: nothing drops them, and thirty commands a file are a second of ten files. */
const built = new Set<string>();

async function buildThose(connection: Connection): Promise<void> {
  const names = connection.modelNames();
  if (names.every((name) => built.has(name))) return;
  await buildIndexes(connection);
  for (const name of names) built.add(name);
}

/** Makes what every test of a file begins with; from the second on what a test has changed is put back. */
export function beginnings(connection: Connection, make: () => Promise<unknown>): () => Promise<void> {
  let made: Awaited<ReturnType<typeof beginning>> | undefined;
  return async () => {
    if (made) return beginAgain(connection, made);
    await make();
    made = await beginning(connection);
  };
}

/** Everything there is now: what every test of a file is to begin with. */
async function beginning(connection: Connection): Promise<Map<string, Document[]>> {
  const all = new Map<string, Document[]>();
  for (const name of await collectionsOf(connection)) {
    const documents = await connection.collection(name).find({}).toArray();
    if (documents.length > 0) all.set(name, documents);
  }
  traces.get(connection)?.written.clear();
  return all;
}

/** Puts a beginning back into those of its collections that were emptied for this test. */
async function beginAgain(connection: Connection, all: ReadonlyMap<string, Document[]>): Promise<void> {
  const trace = traces.get(connection);
  const gone = [...all].filter(([name]) => trace?.emptied.has(name));
  await Promise.all(gone.map(([name, documents]) => connection.collection(name).insertMany(documents)));
  trace?.written.clear();
}

type Document = Parameters<ReturnType<Connection['collection']>['insertMany']>[0][number];

async function collectionsOf(connection: Connection): Promise<Set<string>> {
  const found = await connection.listCollections();
  return new Set(found.map(({ name }) => name).filter((name) => !name.startsWith('system.')));
}

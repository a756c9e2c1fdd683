import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { z } from 'zod';
import { superviseEngine } from './embedded/supervisor.js';
import type { Log } from './log.js';
import { wakeWritersOfLostSockets } from './lost-socket.js';

const { mongo } = mongoose;

/** A filter on a field the schema does not know is a slip of the pen, and would match everything. */
mongoose.set('strictQuery', 'throw');

const DEFAULT_DB_NAME = 'jiaoyan';
const OLDEST_SERVER = 6;

/**
 * Operations wait this long for a database that is away before they fail with an outage: an engine that was killed
 * is back within 1 to 3 s, an election of a replica set takes up to 12 s.
 */
const SELECT_WITHIN_MS = 15_000;
/** No query of ours may run longer in the database; hot paths set less. */
const MAX_QUERY_MS = 30_000;

export interface OpenOptions {
  /** A MongoDB server; without it, the embedded engine under `dataDir`. */
  uri?: string;
  dataDir: string;
  dbName?: string;
  /** How often the embedded engine deletes what is to expire; 0: never, for a county whose time is in the past. */
  expireSeconds?: number;
  log: Log;
}

export interface Database {
  connection: Connection;
  kind: 'embedded' | 'server';
  /** Holds the password where there is one: not for logs. */
  uri: string;
  /** How long the database took to answer, in milliseconds. Rejects when it is away. */
  ping(): Promise<number>;
  /** What time it is there. */
  clock(): Promise<Date>;
  /** Closes the connection, and the embedded engine if this process keeps it. */
  stop(): Promise<void>;
}

/** Rejects with a sentence for the operator where the database cannot be reached, is too old, or cannot run here. */
export async function openDatabase({ uri, dataDir, dbName, expireSeconds, log }: OpenOptions): Promise<Database> {
  if (uri) return openServer(uri, dbName);

  const engine = await superviseEngine({ dataDir, log, ...(expireSeconds !== undefined && { expireSeconds }) });
  try {
    const connection = await connect(engine.uri, { ...WATCHFUL, dbName: dbName ?? DEFAULT_DB_NAME });
    return database('embedded', engine.uri, connection, () => engine.stop());
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function openServer(uri: string, dbName: string | undefined): Promise<Database> {
  const options = { ...DURABLE, ...namedIn(uri, dbName) };
  const connection = await connect(uri, options).catch((error: unknown) => {
    throw new Error(`连不上 MONGODB_URI 指定的数据库：${whyNot(error)}`, { cause: error });
  });
  try {
    await checkVersion(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return database('server', uri, connection, async () => {});
}

/** On a server, what is acknowledged outlives the loss of a member, and of power; it never waits for ever. */
const DURABLE: ConnectOptions = { w: 'majority', journal: true, wtimeoutMS: SELECT_WITHIN_MS };

const DRIVER: ConnectOptions = {
  appName: 'jiaoyan',
  maxPoolSize: 20,
  serverSelectionTimeoutMS: SELECT_WITHIN_MS,
  // A command that found no connection was never sent, so the driver tries again, after 0.2 s, 0.4 s … at most. Its
  // two tries are over before a killed engine is back.
  maxAdaptiveRetries: 6,
};

/** The engine does not push its state, as servers do: looked at every second, its restart is seen in time to wait for it. */
const WATCHFUL: ConnectOptions = { heartbeatFrequencyMS: 1000 };

/** What the operator writes in the URI goes before our defaults; the driver by itself would have it the other way. */
async function connect(uri: string, defaults: ConnectOptions): Promise<Connection> {
  const inUri = (name: string): boolean => new RegExp(`[?&]${name}=`, 'i').test(uri);
  const wanted = Object.entries({ ...DRIVER, ...defaults }).filter(([name]) => !inUri(name));
  const unwatch = wakeWritersOfLostSockets();
  const connection = mongoose.createConnection(uri, {
    ...Object.fromEntries(wanted),
    autoIndex: false,
    autoCreate: false,
    // The driver waits for the database, with a limit of its own; mongoose would wait a second time.
    bufferCommands: false,
  });
  connection.set('maxTimeMS', MAX_QUERY_MS);
  connection.once('close', unwatch);
  return connection.asPromise().catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
}

/** The database named in the URI goes before the default, and one that was asked for before both. */
function namedIn(uri: string, dbName: string | undefined): ConnectOptions {
  if (dbName) return { dbName };
  return /^[a-z+]+:\/\/[^/]+\/[^?]/i.test(uri) ? {} : { dbName: DEFAULT_DB_NAME };
}

function whyNot(error: unknown): string {
  if (error instanceof mongo.MongoServerError && error.code === 18) return '用户名或密码不对';
  if (error instanceof Error && error.name === 'MongoParseError') return `地址写得不对（${error.message}）`;
  if (isOutage(error)) return `它没有应答，请检查地址、端口和防火墙（${messageOf(error)}）`;
  return messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const BuildInfo = z.object({ version: z.string() });
const Hello = z.object({ localTime: z.date().optional() });
const Told = z.object({ now: z.date() });

async function checkVersion(connection: Connection): Promise<void> {
  const { version } = BuildInfo.parse(await admin(connection).buildInfo());
  if (Number.parseInt(version, 10) < OLDEST_SERVER)
    throw new Error(`数据库服务器是 MongoDB ${version}，需要 ${OLDEST_SERVER}.0 或更新的版本；请升级后再启动`);
}

function admin(connection: Connection): mongoose.mongo.Admin {
  if (!connection.db) throw new Error('the connection is not open');
  return connection.db.admin();
}

function database(
  kind: Database['kind'],
  uri: string,
  connection: Connection,
  stopEngine: () => Promise<void>,
): Database {
  return {
    connection,
    kind,
    uri,
    async ping() {
      const from = performance.now();
      await admin(connection).ping();
      return performance.now() - from;
    },
    async clock() {
      const { localTime } = Hello.parse(await admin(connection).command({ hello: 1 }));
      if (localTime) return localTime;
      // The embedded engine's hello has no time.
      const [told] = await (connection.db
        ?.aggregate([{ $documents: [{}] }, { $project: { now: '$$NOW' } }])
        .toArray() ?? []);
      return Told.parse(told).now;
    },
    async stop() {
      await connection.close();
      await stopEngine();
    },
  };
}

/** Indexes of earlier versions that refuse what is allowed now, by collection. */
const OUTLIVED: [collection: string, index: string][] = [['certificates', 'training_1_person_1']];
/** No such collection, no such index. */
const GONE: ReadonlySet<unknown> = new Set([26, 27]);

/**
 * Builds the indexes every model on the connection declares; those that stand already cost one short command a model.
 * Rejects when data contradict a unique index.
 */
export async function buildIndexes(connection: Connection): Promise<void> {
  for (const [name, index] of OUTLIVED) {
    await connection
      .collection(name)
      .dropIndex(index)
      .catch((error: unknown) => {
        if (!(error instanceof mongo.MongoServerError) || !GONE.has(error.code)) throw error;
      });
  }
  for (const name of connection.modelNames()) {
    const { schema, collection } = connection.model(name);
    // All of a collection by one command; mongoose sends one an index.
    const indexes = schema.indexes().map(([key, options]) => ({ key, ...options }));
    if (indexes.length > 0) await collection.createIndexes(indexes as mongoose.mongo.IndexDescription[]);
  }
}

/**
 * Codes a server answers with while it is stepping down, shutting down or recovering, or has too few members left to
 * acknowledge. https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring
 */
const AWAY_CODES: ReadonlySet<unknown> = new Set([
  6, 7, 64, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);

/** Whether the database is away, and the same call may succeed later; otherwise it is the call that is wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return true;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  if (error instanceof mongo.MongoNotConnectedError || error instanceof mongo.MongoTopologyClosedError) return true;
  if (error instanceof mongo.MongoClientClosedError) return true;
  return (
    error instanceof mongo.MongoServerError && (AWAY_CODES.has(error.code) || error.hasErrorLabel('RetryableError'))
  );
}

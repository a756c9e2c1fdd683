import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adaptKoa, EventDispatcher, LoggerLevel } from '@larksuiteoapi/node-sdk';
import Koa, { type Middleware } from 'koa';
import getRawBody from 'raw-body';
import { createFeishu } from '../../bots/feishu/index.js';
import { type WebhookOptions, webhook } from '../../bots/webhook.js';
import { systemClock } from '../../models/clock.js';
import { buildIndexes, openDatabase } from '../../models/db.js';
import { createInbox } from '../../models/inbox.js';
import { silent } from '../../models/log.js';
import { childrenMicros } from './children.js';

/**
 * One server of bench/webhook.ts, in a process of its own: `node webhook-server.js KIND DOMAIN KEYS`.
 * Tells its parent its port; answers `report` with what it used and stored; ends at `stop`.
 */
export const PATH = '/webhooks/feishu';

export interface Report {
  /** CPU time of this process since the last report, in microseconds. */
  cpuMicros: number;
  /** The same of the embedded engine's process, to a hundredth of a second; 0 where there is none, or no /proc. */
  engineMicros: number;
  /** Events in the inbox. */
  stored: number;
}

interface Subject {
  middleware: Middleware;
  stored(): Promise<number>;
  stop(): Promise<void>;
}

interface Keys {
  appId: string;
  appSecret: string;
  encryptKey: string;
  verificationToken: string;
}

/** The least a Koa server can do with a body: read it, parse it, send it back. */
const echo = (): Middleware => async (ctx) => {
  if (ctx.path !== PATH) return;
  const raw = await getRawBody(ctx.req, {
    encoding: null,
    limit: '1mb',
    length: ctx.req.headers['content-length'] ?? null,
  });
  ctx.body = JSON.parse(raw.toString('utf8'));
};

/** The official SDK's adapter as its README shows it, with a handler that does nothing. */
function official({ encryptKey, verificationToken }: Keys, autoChallenge: boolean): Middleware {
  const dispatcher = new EventDispatcher({ encryptKey, verificationToken, loggerLevel: LoggerLevel.error });
  dispatcher.register({ 'im.message.receive_v1': async () => {} });
  const adapted: Middleware = adaptKoa(PATH, dispatcher, { autoChallenge });
  return adapted;
}

async function ours(keys: Keys, domain: string, accept: WebhookOptions['accept']): Promise<Middleware> {
  const sealed = (value: string) => ({ reveal: () => value });
  const { appId, appSecret, encryptKey, verificationToken } = keys;
  const bot = await createFeishu(
    {
      appId,
      domain,
      appSecret: sealed(appSecret),
      encryptKey: sealed(encryptKey),
      verificationToken: sealed(verificationToken),
    },
    { log: silent },
  );
  return webhook({ path: PATH, receive: (request) => bot.receive(request), accept, clock: systemClock, log: silent });
}

async function storing(keys: Keys, domain: string): Promise<Subject> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const uri = process.env['MONGODB_URI'];
  const database = await openDatabase({ dataDir, log: silent, dbName: `bench_${process.pid}`, ...(uri && { uri }) });
  const inbox = createInbox(database.connection);
  await buildIndexes(database.connection);
  return {
    middleware: await ours(keys, domain, (events, now) => inbox.accept(events, now)),
    stored: async () => (await inbox.counts()).ready,
    stop: async () => {
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function subjectOf(kind: string, domain: string, keys: Keys): Promise<Subject> {
  if (kind === 'ours') return storing(keys, domain);
  const nothing = { stored: () => Promise.resolve(0), stop: () => Promise.resolve() };
  if (kind === 'ours-unstored') return { ...nothing, middleware: await ours(keys, domain, () => Promise.resolve()) };
  if (kind === 'koa') return { ...nothing, middleware: echo() };
  return { ...nothing, middleware: official(keys, kind === 'sdk') };
}

async function serve(): Promise<void> {
  const [kind = '', domain = '', keys = '{}'] = process.argv.slice(2);
  const subject = await subjectOf(kind, domain, JSON.parse(keys));
  const app = new Koa();
  app.use(subject.middleware);
  const handle = app.callback();
  const server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  let since = process.cpuUsage();
  let engineSince = childrenMicros();
  const report = async (): Promise<Report> => {
    const { user, system } = process.cpuUsage(since);
    const engine = childrenMicros();
    const engineMicros = engine - engineSince;
    const stored = await subject.stored();
    since = process.cpuUsage();
    engineSince = childrenMicros();
    return { cpuMicros: user + system, engineMicros, stored };
  };
  const obey = async (order: unknown): Promise<void> => {
    if (order === 'report') process.send?.(await report());
    if (order !== 'stop') return;
    server.closeAllConnections();
    await subject.stop();
    process.exit(0);
  };
  process.on('message', (order) => void obey(order));
  process.send?.(server.address());
}

if (process.send) await serve();

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { socketPath, socketUri } from '../../models/embedded/socket-path.js';
import { type Host, startHost } from '../../models/embedded/start.js';
import { secrets } from '../support/feishu/bot.js';
import { feishuEnvelopes } from '../support/feishu/envelopes.js';
import { feishuEvents, push } from '../support/feishu/events.js';
import { pressOf } from '../support/feishu/press.js';
import { type FeishuStandIn, startFeishuStandIn } from '../support/feishu/stand-in.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';

/**
 * The real program in processes of its own, reached by nobody: it opens the connection over which the platform sends.
 * The database is one these tests may kill. Each test goes on where the one before it ended.
 */

const JOURNAL = `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(3)}`;
/** Late on a Thursday: no job has anything to say, so whatever is sent answers an event. */
const NIGHT = '2026-10-29T21:00:00+08:00';
const WRITERS = 4;
const AT_ONCE = 8;

const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-connection-'));
const envelopes = feishuEnvelopes({ appId: secrets.appId, token: '' });
let feishu: FeishuStandIn;
let engine: Host;
let socket: string;
let env: Record<string, string>;
let program: Program;
let other: Program | undefined;

const openEngine = (): Promise<Host> => startHost({ dataDir: folder, socket, expireSeconds: 0 });

beforeAll(async () => {
  mkdirSync(join(folder, 'db'));
  socket = socketPath(folder);
  engine = await openEngine();
  // The program says in 2.5 s that it could not store something; a busy machine may take longer to say it.
  feishu = await startFeishuStandIn({ ...secrets, times: { acknowledgeWithinMs: 15_000 } });
  env = {
    MONGODB_URI: socketUri(socket),
    FEISHU_TRANSPORT: 'websocket',
    FEISHU_APP_ID: secrets.appId,
    FEISHU_APP_SECRET: secrets.appSecret,
    FEISHU_DOMAIN: feishu.domain,
    BEGIN_AT: NIGHT,
    LOG_LEVEL: 'silent',
  };
  const people = Array.from({ length: WRITERS }, (_, i) => {
    const 手机号 = `1990000000${i}`;
    feishu.people.set(手机号, `ou_T${i}`);
    return { 编号: `T${i}`, 学校编码: 'A', 职务: '教师', 手机号 };
  });
  feishu.people.set('19900000009', 'ou_L');
  people.push({ 编号: 'L', 学校编码: 'A', 职务: '教科室主任', 手机号: '19900000009' });
  const file = join(folder, 'roster.xlsx');
  writeFileSync(file, await rosterWorkbook([{ 编码: 'A' }], people));
  // It runs before anybody is imported: so the ledger begins at its own time, not on the day of the machine.
  program = await startProgram(env);
  const imported = await runCli(['import-roster', file], env);
  if (imported.code !== 0) throw new Error(imported.stderr);
});

afterAll(async () => {
  await Promise.all([program?.kill(), other?.kill()]);
  await feishu?.stop();
  await engine?.stop();
  await removeFolder(folder);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await holds()); waitedMs += 50) {
    if (waitedMs > 60_000) throw new Error('it never came to be');
    await pause(50);
  }
}

const journal = (messageId: string, writer = 0) => envelopes.text(JOURNAL, { from: `ou_T${writer}`, messageId });
const answersTo = (messageId: string) => feishu.sent().filter(({ replyTo }) => replyTo === messageId);
const answered = (messageId: string) => until(() => answersTo(messageId).length > 0);

async function ready(): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${program.url}/health/ready`);
  return { status: answer.status, body: await answer.json() };
}

/** What stands in the ledger, and where each of it came from. */
async function submissions(): Promise<string[]> {
  const connection = await mongoose.createConnection(env['MONGODB_URI'] ?? '', { dbName: 'jiaoyan' }).asPromise();
  try {
    const all = await connection.collection('submissions').find({}).toArray();
    return all.map(({ _id }) => String(_id)).toSorted();
  } finally {
    await connection.close();
  }
}

test('a journal said over the connection is stored, and answered through the API', async () => {
  expect(await feishu.connections.push(journal('om_first'))).toBe(1);
  await answered('om_first');
  expect(answersTo('om_first')[0]?.text).toMatch(/^已收到教育周记（第9周）/);
  expect(await submissions()).toEqual(['feishu:msg:om_first']);
});

test('it says that it is connected; what is posted to the webhook meets nobody', async () => {
  const connections = [{ platform: 'feishu', open: true, since: expect.stringMatching(/^\d{4}-.*Z$/) }];
  expect(await ready()).toEqual({ status: 200, body: { status: 'ok', connections } });
  const metrics = await (await fetch(`${program.url}/metrics`)).text();
  expect(metrics).toContain('jiaoyan_connection_open{platform="feishu"} 1');
  expect(metrics).toMatch(/jiaoyan_connection_deliveries_total\{platform="feishu",status="200",code="ok"\} 1/);

  const posted = feishuEvents({ ...secrets }).text(JOURNAL, { from: 'ou_T0', messageId: 'om_posted' });
  expect((await push(`${program.url}/webhooks/feishu`, posted)).status).toBe(404);
});

test('a card pressed over the connection is answered on it, stored, and turned into its receipt', async () => {
  await feishu.connections.push(envelopes.text('月报', { from: 'ou_L', messageId: 'om_form' }));
  await answered('om_form');
  const [sent] = answersTo('om_form');
  if (!sent?.card) throw new Error(`no card but ${sent?.text}`);
  const filled = { activities: '3', topics: '折纸', projects: '前测', lessonsObserved: '12', nextMonth: '同课异构' };
  const press = envelopes.cardAction(pressOf(sent.card, filled), {
    by: 'ou_L',
    messageId: sent.messageId,
    eventId: 'ev-press',
  });
  const data = { toast: { type: 'info', content: '收到，正在登记' } };
  expect(await feishu.connections.deliver(press)).toMatchObject({ code: 200, data });
  const now = () => feishu.sent().find(({ messageId }) => messageId === sent.messageId);
  await until(() => now()?.changed === 1);
  expect(now()?.text).toContain('已收到教育科研工作月报（10月）');
  expect(await submissions()).toContain('feishu:card:ev-press');

  // Delivered once more it changes nothing.
  expect(await feishu.connections.deliver(press)).toMatchObject({ code: 200 });
  expect((await submissions()).filter((id) => id.includes(':card:'))).toEqual(['feishu:card:ev-press']);
});

test('cut off, it says so and connects again; what comes a second time is one journal and one answer', async () => {
  feishu.connections.refuses = 1_000_040_343;
  feishu.connections.lose('cut');
  await until(async () => (await ready()).status === 503);
  expect((await ready()).body).toMatchObject({ error: { code: 'not-connected' }, connections: [{ open: false }] });
  feishu.connections.refuses = undefined;
  await until(async () => (await ready()).status === 200);

  const again = journal('om_first');
  expect(await feishu.connections.push(again)).toBe(1);
  expect(await feishu.connections.push(again)).toBe(1);
  await feishu.connections.push(journal('om_second', 1));
  await answered('om_second');
  expect(answersTo('om_first')).toHaveLength(1);
  const journals = (await submissions()).filter((id) => id.includes(':msg:'));
  expect(journals).toEqual(['feishu:msg:om_first', 'feishu:msg:om_second']);
});

test('while the database is away nothing is acknowledged; it is stored when it comes again', async () => {
  const before = feishu.connections.acknowledged.length;
  process.kill(engine.pid, 'SIGKILL');
  await engine.ended;
  const stored = feishu.connections.push(journal('om_away', 2));
  await until(() => feishu.connections.acknowledged.length > before);
  engine = await openEngine();
  expect(await stored).toBeGreaterThan(1);
  const codes = feishu.connections.acknowledged.slice(before).map(({ code }) => code);
  expect([codes[0], codes.at(-1)]).toEqual([500, 200]);
  await answered('om_away');
  expect(answersTo('om_away')).toHaveLength(1);
  expect(await submissions()).toContain('feishu:msg:om_away');
});

test('of two instances each gets a share; told to stop in the middle, one leaves the rest to the other', async () => {
  other = await startProgram(env);
  await feishu.connections.stand(2);
  await pause(500);
  const ids = Array.from({ length: AT_ONCE }, (_, i) => `om_share_${i}`);
  const pushed = ids.map((id, i) => feishu.connections.push(journal(id, i % WRITERS)));
  await Promise.all(pushed.slice(0, AT_ONCE / 2));
  const later = ids.map((id, i) => feishu.connections.push(journal(`${id}_later`, i % WRITERS)));
  await other.stop();
  await Promise.all([...pushed, ...later]);

  const all = ids.flatMap((id) => [id, `${id}_later`]);
  await until(() => all.every((id) => answersTo(id).length > 0));
  expect(all.filter((id) => answersTo(id).length !== 1)).toEqual([]);
  const { acknowledged } = feishu.connections;
  const shares = acknowledged.filter(({ code }) => code === 200).map(({ over }) => over);
  expect(new Set(shares.slice(-2 * AT_ONCE)).size).toBe(2);
  const stored = new Set(await submissions());
  expect(all.filter((id) => !stored.has(`feishu:msg:${id}`))).toEqual([]);
});

test('told to stop, it says goodbye and leaves nothing behind', async () => {
  await program.stop();
  expect(program.process.exitCode).toBe(0);
  // Its end and the end of its connection are heard on two ways.
  await feishu.connections.stand(0);
  expect(feishu.connections.ended.at(-1)).toBe('goodbye');
  expect(feishu.connections.broken).toEqual([]);
});

test('doctor says which way events come, and does not take any', async () => {
  const { stdout } = await runCli(['doctor'], env);
  expect(stdout).toContain('飞书开（长连接）');
  expect(stdout).toMatch(/✓ 飞书长连接：平台允许连接.*使用长连接接收事件/u);
  expect(feishu.connections.open).toBe(0);
});

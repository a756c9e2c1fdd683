import { mkdtempSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import mongoose from 'mongoose';
import { type Picture, picture } from '../support/database-picture.js';
import { secrets } from '../support/feishu/bot.js';
import { type Delivery, feishuEvents, seal, sign } from '../support/feishu/events.js';
import { keyOf, mutants } from '../support/feishu/mutants.js';
import { type FeishuStandIn, startFeishuStandIn } from '../support/feishu/stand-in.js';
import { ownUri } from '../support/own-uri.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';

/**
 * The real program in a process of its own, on a real database that holds a small county with something in every
 * queue; every delivery goes over a real connection to its webhook. After each batch the whole database is compared,
 * document by document, with what it was before.
 */
const BATCH = 50;
const RUNS = 40;
const GROUPS = 6;
/** A group takes a few seconds; on a machine busy with other things, many more. */

const JOURNAL = `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(3)}`;
/** Late on a Thursday: no job has anything to do, so whatever changes was changed by a delivery. */
const NIGHT = '2026-10-29T21:00:00+08:00';

const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-hostile-'));
const connection = mongoose.createConnection();
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
let feishu: FeishuStandIn;
let program: Program;
let events: ReturnType<typeof feishuEvents>;
let posted = 0;

beforeAll(async () => {
  feishu = await startFeishuStandIn({ ...secrets });
  events = feishuEvents({ ...secrets, botOpenId: feishu.botOpenId });
  const uri = ownUri();
  await connection.openUri(uri, { autoIndex: false, autoCreate: false });
  for (const { name } of await connection.listCollections()) await connection.collection(name).deleteMany({});
  const env = {
    MONGODB_URI: uri,
    FEISHU_APP_ID: secrets.appId,
    FEISHU_APP_SECRET: secrets.appSecret,
    FEISHU_ENCRYPT_KEY: secrets.encryptKey,
    FEISHU_VERIFICATION_TOKEN: secrets.verificationToken,
    FEISHU_DOMAIN: feishu.domain,
    BEGIN_AT: NIGHT,
  };
  const people = ['T1', 'T2', 'T3'].map((编号, i) => ({ 编号, 学校编码: 'A', 职务: '教师', 手机号: `1990000000${i}` }));
  for (const { 编号, 手机号 } of people) feishu.people.set(手机号, `ou_${编号}`);
  const file = join(folder, 'roster.xlsx');
  writeFileSync(file, await rosterWorkbook([{ 编码: 'A' }], people));
  // It runs before anybody is imported: so the ledger begins at its own time, not on the day of the machine.
  program = await startProgram(env);
  const imported = await runCli(['import-roster', file], env);
  if (imported.code !== 0) throw new Error(imported.stderr);
  await program.stop();
  program = await startProgram(env);
});

afterAll(async () => {
  agent.destroy();
  await program?.stop();
  await connection.close();
  await feishu?.stop();
  await removeFolder(folder);
});

const post = ({ headers, body }: Delivery): Promise<number> =>
  new Promise((resolve, reject) => {
    posted += 1;
    const req = request(
      `${program.url}/webhooks/feishu`,
      { method: 'POST', headers: { ...headers, 'content-length': body.length }, agent },
      (res) => {
        res.resume();
        res.on('end', () => resolve(res.statusCode ?? 0));
      },
    );
    req.on('error', reject);
    req.end(body);
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The database once nothing is under way: the same for a while, and both queues worked. */
async function atRest(): Promise<Picture> {
  for (let before = await picture(connection); ; ) {
    await pause(300);
    const after = await picture(connection);
    const worked = ['inbox', 'outbox'].every((queue) =>
      Object.values(after[queue] ?? {}).every((row) => !row.includes('"state":"ready"')),
    );
    if (worked && JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
}

test('the same event delivered five times, in parallel, is one journal, one answer, one entry', async () => {
  await atRest();
  const again = (): Delivery => events.text(JOURNAL, { from: 'ou_T1', messageId: 'om_same' });
  expect(await Promise.all([again(), again(), again(), again(), again()].map(post))).toEqual([200, 200, 200, 200, 200]);
  const once = await atRest();
  const { inbox = {}, outbox = {}, submissions = {} } = once;
  expect([Object.keys(inbox), Object.keys(submissions)]).toEqual([['"feishu:msg:om_same"'], ['"feishu:msg:om_same"']]);
  expect(Object.keys(outbox)).toEqual(['"reply:feishu:msg:om_same:0"']);
  expect(feishu.sent().map(({ replyTo, text }) => [replyTo, text])).toEqual([
    ['om_same', '已收到教育周记（第9周），78字。要改请发「修改 新内容」，要撤请发「撤回」。'],
  ]);
  const pages = await connection.collection('rolls').find({ duty: 'journal', label: '第9周' }).toArray();
  const entries: { status: string }[] = pages.flatMap((page) => page['entries']);
  expect(entries.map(({ status }) => status).toSorted()).toEqual(['handed-in', 'owed', 'owed']);
  // Once more, long after it was worked: the platform goes on for seven hours.
  expect(await post(again())).toBe(200);
  expect(await atRest()).toEqual(once);
  // What the rest of the file watches: something stands in every place a delivery could reach.
  for (const name of ['people', 'accounts', 'rolls', 'submissions', 'inbox', 'outbox'])
    expect(Object.keys(once[name] ?? {})).not.toEqual([]);
  expect(feishu.sent()).toHaveLength(1);
});

describe('whatever is posted, nothing is stored that the platform did not sign', () => {
  let before: Picture;
  beforeEach(async () => {
    before = await atRest();
  });

  /** Deliveries of which none may change a single document, break the server, or be answered with its fault. */
  async function hold(deliveries: fc.Arbitrary<Delivery>, allowed: number[]): Promise<void> {
    const batch = fc.array(deliveries, { minLength: BATCH, maxLength: BATCH });
    await fc.assert(
      fc.asyncProperty(batch, async (all) => {
        const statuses = await Promise.all(all.map(post));
        expect(statuses.filter((status) => !allowed.includes(status))).toEqual([]);
        expect(await picture(connection)).toEqual(before);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }

  const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array));
  const json = fc.json().map((text) => Buffer.from(text));
  const noHeaders = fc.constant({});
  const headerText = fc.stringMatching(/^[ -~]{0,80}$/).map((text) => text.trim());
  const anyHeaders = fc.record({
    'x-lark-request-timestamp': fc.oneof(
      headerText,
      fc.constant(0).map(() => String(Math.floor(Date.now() / 1000))),
    ),
    'x-lark-request-nonce': headerText,
    'x-lark-signature': fc.oneof(headerText, fc.stringMatching(/^[0-9a-f]{64}$/)),
  });
  /** What would be a journal, were it let in. */
  const genuine = () => events.text(JOURNAL, { from: 'ou_T2', group: true, atBot: true });

  test('any bytes, any JSON, any headers', async () => {
    const body = fc.oneof(
      bytes,
      json,
      json.map((plain) => seal(plain, 'another key')),
    );
    await expect(hold(fc.record({ headers: fc.oneof(noHeaders, anyHeaders), body }), [401])).resolves.toBeUndefined();
  });

  test('a genuine delivery with bytes of its body changed, cut off or added', async () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.constantFrom('change', 'cut', 'add'));
    const mutated = change.map(([position, by, how]): Delivery => {
      const { headers, body } = genuine();
      const at = position % body.length;
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(at) ^ by, at);
      const bodies = { change: changed, cut: body.subarray(0, at), add: Buffer.concat([body, Buffer.from([by])]) };
      return { headers, body: bodies[how] };
    });
    await expect(hold(mutated, [401])).resolves.toBeUndefined();
  });

  test('a genuine delivery with its headers changed, mixed up or left out', async () => {
    const names = ['x-lark-request-timestamp', 'x-lark-request-nonce', 'x-lark-signature'];
    const change = fc.tuple(fc.constantFrom(...names), fc.option(headerText, { nil: undefined }));
    const mutated = change.map(([name, value]): Delivery => {
      const { headers, body } = genuine();
      const { [name]: was, ...rest } = headers;
      return { headers: value === undefined || value === was ? rest : { ...rest, [name]: value }, body };
    });
    await expect(hold(mutated, [401])).resolves.toBeUndefined();
  });

  test('sealed with the right key but not signed: only the handshake is known, and it wants the token', async () => {
    const type = fc.oneof(fc.string(), fc.constant('url_verification'));
    const guess = fc.record({ type, token: fc.string(), challenge: fc.string() }).map((plain) => JSON.stringify(plain));
    const unsigned = fc.constant(0).map(() => genuine().body);
    const body = fc.oneof(
      unsigned,
      fc.oneof(bytes, json, guess).map((plain) => seal(plain, secrets.encryptKey)),
    );
    await expect(hold(fc.record({ headers: noHeaders, body }), [401])).resolves.toBeUndefined();
  });

  test('sealed and signed rightly, but no event in it: refused or nothing', async () => {
    const plain = fc.oneof(bytes, json);
    const signed = plain.map((text) => sign(seal(text, secrets.encryptKey), secrets.encryptKey, new Date()));
    await expect(hold(signed, [400, 401])).resolves.toBeUndefined();
  });

  test('sealed and signed rightly, an event with its contents changed: exactly those still whole are stored', async () => {
    const read = { ...secrets, botOpenId: feishu.botOpenId };
    const batch = fc.array(mutants(read), { minLength: BATCH, maxLength: BATCH });
    const expected = new Set(Object.keys(before['inbox'] ?? {}));
    const seen = { whole: 0, broken: 0 };
    await fc.assert(
      fc.asyncProperty(batch, async (all) => {
        const answers = await Promise.all(all.map(async (one) => ({ one, status: await post(one.delivery()) })));
        for (const { one, status } of answers) {
          const key = keyOf(one.plain, read, new Date());
          seen[key === undefined ? 'broken' : 'whole'] += 1;
          if (key !== undefined) expected.add(JSON.stringify(key));
          const right = key === undefined ? [200, 400, 401].includes(status) : status === 200;
          if (!right) throw new Error(`answered ${status}: ${JSON.stringify(one.plain)}`);
        }
        const { inbox = {}, ...others } = await picture(connection);
        expect(new Set(Object.keys(inbox))).toEqual(expected);
        // Said by a stranger in a group, in answer to somebody else: stored, and nothing more comes of it.
        expect({ ...others, inbox: before['inbox'] }).toEqual(before);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(Math.min(seen.whole, seen.broken)).toBeGreaterThan((BATCH * RUNS) / 10);
    const { inbox = {}, ...others } = await atRest();
    expect({ ...others, inbox: before['inbox'] }).toEqual(before);
    expect(Object.values(inbox).filter((row) => !row.includes('"state":"done"'))).toEqual([]);
  });

  test('after all of them the same process is ready, and a genuine delivery is answered still', async () => {
    expect(posted).toBe(6 + BATCH * RUNS * GROUPS);
    expect(program.process.exitCode).toBeNull();
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
    expect(await post(events.text(JOURNAL, { from: 'ou_T3', messageId: 'om_last' }))).toBe(200);
    const { submissions = {} } = await atRest();
    expect(Object.keys(submissions)).toEqual(['"feishu:msg:om_last"', '"feishu:msg:om_same"']);
    expect(feishu.sent().map(({ replyTo }) => replyTo)).toEqual(['om_same', 'om_last']);
  });
});

import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { createSandboxBot } from '../../../bots/sandbox/index.js';
import { SANDBOX } from '../../../bots/sandbox/platform.js';
import { createSandboxStore } from '../../../bots/sandbox/store.js';
import type { InboundEvent } from '../../../models/event.js';
import type { SandboxDeps } from '../../../web/sandbox/deps.js';
import { MOST_FILE_BYTES } from '../../../web/sandbox/wire.js';
import { testDatabase } from '../../support/database.js';
import { type SandboxHarness, startSandbox } from '../../support/sandbox-harness.js';

const { connection } = testDatabase();
const running: SandboxHarness[] = [];
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function start(over?: Partial<SandboxDeps>): Promise<SandboxHarness> {
  const sandbox = await startSandbox(connection, over);
  running.push(sandbox);
  return sandbox;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Unlike fetch, lets a test say any Host. */
function ask({ port }: SandboxHarness, path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const asking = request({ port, path: `/sandbox${path}`, method, headers: { ...json, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asking.on('error', reject);
    asking.end(typeof body === 'string' ? body : body && JSON.stringify(body));
  });
}

const codeOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).error.code];
const said = (more: object = {}) => ({ id: 'abcdefgh-1', person: 'S01-03', chat: 'p-S01-03', text: '帮助', ...more });

test('the page holds no inline script and comes with the headers that forbid it', async () => {
  const { status, headers, text } = await ask(await start(), '');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(/default-src 'self'(?!.*unsafe)/u),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/u);
});

test('what the page loads is kept by the browser and asked about again', async () => {
  const sandbox = await start();
  const { status, headers } = await ask(sandbox, '/assets/sandbox.js');
  expect(status).toBe(200);
  const tag = String(headers['etag']);
  expect((await ask(sandbox, '/assets/sandbox.js', { headers: { 'if-none-match': tag } })).status).toBe(304);
  expect(codeOf(await ask(sandbox, '/assets/..%2f..%2fpackage.json'))).toEqual([404, 'not-found']);
});

test('the state tells who there is, and for a person the chats, the ledger and the clock', async () => {
  const sandbox = await start();
  await sandbox.tell('k1', 'S01-03', '张老师您好');
  const state = JSON.parse((await ask(sandbox, '/api/state?person=S01-03')).text);
  expect(state.people).toHaveLength(240);
  expect(state.seq).toBe(1);
  expect(state.mine.chats).toMatchObject([
    { id: 'p-S01-03', kind: 'private', last: { text: '张老师您好' } },
    { id: 'g-school', kind: 'group', members: 48 },
    { id: 'g-leads', kind: 'group' },
  ]);
  expect(state.mine.ledger.title).toBe('青山县第一小学');
  expect(state.clock).toMatchObject({ day: '2026-11-23', kind: 'school', week: '第13周', canMove: true });
  expect(state.clock.days).toHaveLength(7);
  expect(state.clock.days[0]).toEqual({ day: '2026-11-23', kind: 'school' });
});

test('asked for nobody, or for somebody unknown, the state has nobody’s chats', async () => {
  const sandbox = await start();
  expect(JSON.parse((await ask(sandbox, '/api/state')).text)).not.toHaveProperty('mine');
  expect(JSON.parse((await ask(sandbox, '/api/state?person=nobody')).text)).not.toHaveProperty('mine');
});

test('what is said becomes one event and one line, however often it is sent', async () => {
  const sandbox = await start();
  const answers = await Promise.all(
    [1, 2, 3].map(() => ask(sandbox, '/api/messages', { method: 'POST', body: said() })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(sandbox.accepted).toMatchObject([{ text: '帮助', account: 'S01-03', addressed: true }]);
  const page = JSON.parse((await ask(sandbox, '/api/messages?person=S01-03&chat=p-S01-03')).text);
  expect(page).toMatchObject({ messages: [{ text: '帮助', person: 'S01-03' }, { chat: 'p-S01-03' }], complete: true });
});

test('a pressed button is the event of whoever pressed it; anything else is none', async () => {
  const sandbox = await start();
  const press = (more: object = {}) => ({ id: 'abcdefgh-2', person: 'S01-03', message: 'nag:1', ref: 'a.b', ...more });
  const answer = await ask(sandbox, '/api/presses', { method: 'POST', body: press() });
  expect(answer.status).toBe(200);
  expect(sandbox.accepted).toMatchObject([
    { kind: 'press', key: 'sandbox:press:abcdefgh-2', by: { account: 'S01-03', messageId: 'nag:1', ref: 'a.b' } },
  ]);
  const bad = [press({ person: 'nobody' }), press({ ref: '' }), press({ values: {} })];
  for (const body of bad) {
    expect((await ask(sandbox, '/api/presses', { method: 'POST', body })).status).toBeGreaterThanOrEqual(400);
  }
  expect(sandbox.accepted).toHaveLength(1);
});

test('a long chat comes page by page', async () => {
  const sandbox = await start();
  for (let i = 1; i <= 70; i += 1) await sandbox.tell(`k${i}`, 'S01-03', `第${i}条`);
  const newest = JSON.parse((await ask(sandbox, '/api/messages?person=S01-03&chat=p-S01-03')).text);
  expect([newest.messages.length, newest.complete, newest.messages.at(-1).text]).toEqual([60, false, '第70条']);
  const before = newest.messages[0].seq;
  const older = JSON.parse((await ask(sandbox, `/api/messages?person=S01-03&chat=p-S01-03&before=${before}`)).text);
  expect([older.messages.length, older.complete, older.messages.at(-1).text]).toEqual([10, true, '第10条']);
});

test.each([
  ['an unknown person', said({ person: 'nobody' }), [404, 'no-such-person']],
  ['a chat of somebody else', said({ chat: 'p-S01-04' }), [403, 'not-in-chat']],
  ['a group one is not in', said({ person: 'S05-05', chat: 'g-leads' }), [403, 'not-in-chat']],
  ['nothing at all', said({ text: '  ' }), [400, 'bad-request']],
  ['an id that could be another row’s', said({ id: 'k' }), [400, 'bad-request']],
  ['more fields than there are', said({ at: 'now' }), [400, 'bad-request']],
  ['no JSON', '{', [400, 'bad-request']],
  ['a book', said({ text: '字'.repeat(4_000_000) }), [413, 'too-long']],
])('%s is refused, and nothing is kept', async (_, body, answer) => {
  const sandbox = await start();
  expect(codeOf(await ask(sandbox, '/api/messages', { method: 'POST', body }))).toEqual(answer);
  expect([sandbox.accepted.length, await sandbox.store.newest()]).toEqual([0, 0]);
});

test('pages of other sites can neither read nor write', async () => {
  const sandbox = await start();
  const post = (headers: Record<string, string>) =>
    ask(sandbox, '/api/messages', { method: 'POST', headers, body: said() });
  expect(codeOf(await post({ origin: 'https://evil.example' }))).toEqual([403, 'foreign-origin']);
  expect(codeOf(await post({ origin: 'null' }))).toEqual([403, 'foreign-origin']);
  expect(codeOf(await post({ 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'foreign-origin']);
  expect(codeOf(await post({ 'content-type': 'text/plain' }))).toEqual([415, 'not-json']);
  expect(codeOf(await ask(sandbox, '/api/state', { headers: { host: 'evil.example' } }))).toEqual([
    403,
    'not-this-machine',
  ]);
  expect(await sandbox.store.newest()).toBe(0);
  expect((await post({ origin: `http://localhost:${sandbox.port}`, host: `localhost:${sandbox.port}` })).status).toBe(
    200,
  );
});

test.each(['localhost', '127.0.0.1', '127.5.0.1:3000', '[::1]:3000', 'LOCALHOST:80'])(
  '%s is this machine',
  async (host) => {
    expect((await ask(await start(), '/api/state', { headers: { host } })).status).toBe(200);
  },
);

test.each(['localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.1', '128.0.0.1', '0.0.0.0', 'evil.example:80'])(
  '%s is not this machine, and is told how to mend it',
  async (host) => {
    const answer = await ask(await start(), '', { headers: { host } });
    expect(codeOf(answer)).toEqual([403, 'not-this-machine']);
    expect(JSON.parse(answer.text).error.message).toContain('SANDBOX=force');
  },
);

test('forced, it answers whoever asks', async () => {
  const sandbox = await start({ forced: true });
  expect((await ask(sandbox, '', { headers: { host: 'try.example' } })).status).toBe(200);
});

test('the clock goes forward, runs what falls due and says so', async () => {
  const sandbox = await start();
  const { status, text } = await ask(sandbox, '/api/clock', { method: 'POST', body: { by: 'next' } });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    clock: { day: '2026-11-27' },
    from: expect.stringMatching(/^2026-11-23T08:05/u),
    ran: ['周五 15:40 提醒了没交周记的人，共 48 人'],
  });
  expect(await sandbox.store.newest()).toBe(48);
});

test('the clock refuses the past, the far future and what is no date', async () => {
  const sandbox = await start();
  const move = async (body: unknown) => codeOf(await ask(sandbox, '/api/clock', { method: 'POST', body }));
  expect(await move({ to: '2026-11-20T08:00' })).toEqual([409, 'past']);
  expect(await move({ to: '2036-11-20T08:00' })).toEqual([409, 'too-far']);
  expect(await move({ to: '2026-11-31T08:00' })).toEqual([400, 'no-such-day']);
  expect(await move({ to: 'tomorrow' })).toEqual([400, 'bad-request']);
  expect(await move({ by: 'year' })).toEqual([400, 'bad-request']);
  expect(sandbox.clock.now().toISOString()).toMatch(/^2026-11-23T08:05/u);
});

test('the clock goes one way at a time, and a real one not at all', async () => {
  let arrive = (): void => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  const now = new Date('2026-11-23T16:05:00+08:00');
  const clock = { now: () => now, canMove: true, advance: () => slow.then(() => ({ ran: [] })) };
  const sandbox = await start({ clock });
  const move = (to: SandboxHarness) => ask(to, '/api/clock', { method: 'POST', body: { by: 'hour' } });
  const first = move(sandbox);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(codeOf(await move(sandbox))).toEqual([409, 'moving']);
  arrive();
  expect((await first).status).toBe(200);
  expect((await move(sandbox)).status).toBe(200);
  expect(codeOf(await move(await start({ clock: { ...clock, canMove: false } })))).toEqual([409, 'real-clock']);
});

test('what goes wrong inside is logged and not told', async () => {
  const sandbox = await start({ people: () => Promise.reject(new Error('mongodb://secret')) });
  const answer = await ask(sandbox, '/api/state');
  expect(codeOf(answer)).toEqual([500, 'internal']);
  expect(answer.text).not.toContain('secret');
  expect(sandbox.log.lines).toMatchObject([{ level: 'error', message: 'sandbox request failed' }]);
});

test('an address that is not there says so', async () => {
  expect(codeOf(await ask(await start(), '/api/nothing'))).toEqual([404, 'not-found']);
});

test('a small file is sent, is an attachment of the event, and is fetched by the bot of the sandbox', async () => {
  const accepted: InboundEvent[] = [];
  const sandbox = await start({ accept: async (event) => void accepted.push(event) });
  const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
  const file = { name: '照片.png', bytes: bytes.toString('base64') };
  const answer = await ask(sandbox, '/api/messages', { method: 'POST', body: said({ text: '', file }) });
  expect(JSON.parse(answer.text)).toMatchObject({ text: '', file: '照片.png' });
  const [event] = accepted;
  if (event?.kind !== 'message') throw new Error('no message');
  expect(event.attachments).toEqual([{ kind: 'image', ref: event.messageId }]);

  const bot = createSandboxBot({ store: createSandboxStore(connection), clock: { now: () => new Date() } });
  const fetched = await bot.fetchFile?.({ kind: 'image', ref: 'x' }, event.messageId, LIMITS);
  if (fetched?.kind !== 'open') throw new Error('not handed out');
  expect(await buffer(fetched.bytes)).toEqual(bytes);
  expect(await bot.fetchFile?.({ kind: 'image', ref: 'x' }, 'said-other', LIMITS)).toMatchObject({ kind: 'refused' });

  const empty = await ask(sandbox, '/api/messages', { method: 'POST', body: said({ id: 'abcdefgh-2', text: '' }) });
  expect(empty.status).toBe(400);
  const large = { name: 'a.pdf', bytes: Buffer.alloc(MOST_FILE_BYTES + 3).toString('base64') };
  const refused = await ask(sandbox, '/api/messages', {
    method: 'POST',
    body: said({ id: 'abcdefgh-3', file: large }),
  });
  expect(refused.status).toBe(400);
});
test('a picture of the bot is shown to who is in its chat, with its words; what is no picture is to be saved', async () => {
  const sandbox = await start();
  const store = createSandboxStore(connection);
  const bot = createSandboxBot({ store, clock: { now: () => new Date() } });
  const address = { to: 'account', platform: SANDBOX, account: 'S01-03' } as const;
  const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
  const file = { name: '周报.png', bytes };
  await bot.send({ key: 'pic', address, content: { kind: 'picture', text: '已交8/12', file } });
  await bot.send({
    key: 'lie',
    address,
    content: { kind: 'picture', text: '不是图片', file: { name: 'a.png', bytes: Buffer.from('<svg/>') } },
  });

  const { messages } = JSON.parse((await ask(sandbox, '/api/messages?person=S01-03&chat=p-S01-03')).text);
  expect(messages[0]).toMatchObject({ id: 'pic', text: '已交8/12', file: '周报.png', picture: true });
  const shown = await ask(sandbox, '/api/files/pic?person=S01-03');
  expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'image/png', 'content-length': '8' } });
  const saved = await ask(sandbox, '/api/files/lie?person=S01-03');
  expect(saved.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment/u),
  });
  expect(codeOf(await ask(sandbox, '/api/files/pic?person=S01-04'))).toEqual([403, 'not-in-chat']);
  expect(codeOf(await ask(sandbox, '/api/files/none?person=S01-03'))).toEqual([404, 'not-found']);
});

const LIMITS = { mostBytes: 1_000, signal: new AbortController().signal };

import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { createSandboxStore } from '../../../bots/sandbox/store.js';
import { testDatabase } from '../../support/database.js';
import { type EventStream, eventStream } from '../../support/event-stream.js';
import { type SandboxHarness, startSandbox } from '../../support/sandbox-harness.js';

const { connection } = testDatabase();
const running: SandboxHarness[] = [];
const open: EventStream[] = [];
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function start(): Promise<SandboxHarness> {
  const sandbox = await startSandbox(connection);
  running.push(sandbox);
  return sandbox;
}

async function listen({ url }: SandboxHarness, query = 'person=S01-03', headers = {}): Promise<EventStream> {
  const stream = await eventStream(`${url}/api/events?${query}`, headers);
  open.push(stream);
  return stream;
}

const line = (id: string, chat: string, person?: string) => ({
  _id: id,
  chat,
  text: id,
  at: new Date('2026-11-23T16:05:00+08:00'),
  ...(person && { person }),
});

test('a page hears its own chats in full, and of others only that the bot spoke there', async () => {
  const sandbox = await start();
  const stream = await listen(sandbox);
  await sandbox.store.append(line('a', 'p-S01-03'));
  await sandbox.store.append(line('b', 'p-S05-01'));
  await sandbox.store.append(line('c', 'p-S05-01', 'S05-01'));
  await sandbox.store.append(line('d', 'g-school', 'S01-09'));
  await stream.until('message', 2);
  expect(stream.events).toMatchObject([
    { event: 'message', id: '1', data: { id: 'a', seq: 1, chat: 'p-S01-03' } },
    { event: 'elsewhere', id: '2', data: { chat: 'p-S05-01' } },
    { event: 'message', id: '4', data: { id: 'd', person: 'S01-09' } },
  ]);
});

test('a line that says something else now is told under its own id, to whoever sees the chat', async () => {
  const sandbox = await start();
  const stream = await listen(sandbox);
  await sandbox.store.append(line('a', 'p-S01-03'));
  await sandbox.store.change({ ...line('b', 'p-S01-03'), changes: 'a' });
  await sandbox.store.change({ ...line('c', 'p-S05-01'), changes: 'x' });
  await sandbox.store.append(line('d', 'p-S01-03'));
  await stream.until('message', 2);
  expect(stream.events).toMatchObject([
    { event: 'message', id: '1', data: { id: 'a' } },
    { event: 'changed', id: '2', data: { id: 'a', chat: 'p-S01-03', text: 'b', buttons: [] } },
    { event: 'message', id: '4', data: { id: 'd' } },
  ]);
});

test('a page hears what another process wrote', async () => {
  const sandbox = await start();
  const stream = await listen(sandbox);
  await createSandboxStore(connection).append(line('a', 'p-S01-03'));
  expect(await stream.until('message')).toMatchObject([{ data: { id: 'a' } }]);
});

test('what is said while a page comes in is told once, and the page need not load afresh', async () => {
  const store = createSandboxStore(connection, { pollMs: 200 });
  const look = async (): Promise<number> => {
    const newest = await store.newest();
    await store.append(line('meanwhile', 'p-S01-03'));
    // As long as a reader who did not wait would take to tell of it.
    await setTimeout(100);
    return newest;
  };
  let looked: Promise<number> | undefined;
  const slow = { ...store, newest: () => (looked = look()) };
  const sandbox = await startSandbox(connection, { store: slow });
  running.push(sandbox);
  const stream = await listen(sandbox, 'person=S01-03&after=0');
  await stream.until('message');
  await looked;
  await store.append(line('then', 'p-S01-03'));
  await stream.until('message', 2);
  expect(stream.events).toMatchObject([
    { event: 'message', id: '1', data: { id: 'meanwhile' } },
    { event: 'message', id: '2', data: { id: 'then' } },
  ]);
});

test('a page that comes back goes on where it was: nothing is missed, nothing told twice', async () => {
  const sandbox = await start();
  const ids = Array.from({ length: 30 }, (_, i) => `m${i}`);
  const writing = (async () => {
    for (const id of ids) await sandbox.store.append(line(id, 'p-S01-03'));
  })();
  const heard: unknown[] = [];
  let last = '0';
  while (heard.length < ids.length) {
    const stream = await listen(sandbox, 'person=S01-03&after=0', { 'last-event-id': last });
    await stream.until('message');
    stream.close();
    for (const { data, id } of stream.events) {
      heard.push(data);
      last = id ?? last;
    }
  }
  await writing;
  expect(heard).toMatchObject(ids.map((id) => ({ id })));
});

test('a page that missed too much loads afresh', async () => {
  const sandbox = await start();
  for (let i = 0; i < 1_010; i += 1) await sandbox.store.append(line(`m${i}`, 'p-S01-03'));
  const stream = await listen(sandbox, 'person=S01-03&after=2');
  expect(await stream.until('reset')).toMatchObject([{ id: '1010' }]);
  await sandbox.store.append(line('new', 'p-S01-03'));
  expect(await stream.until('message')).toMatchObject([{ data: { id: 'new' } }]);
});

test('a page from before the database was emptied loads afresh', async () => {
  const stream = await listen(await start(), 'person=S01-03&after=77');
  expect(await stream.until('reset')).toMatchObject([{ id: '0' }]);
});

test('a page hears that the clock was moved', async () => {
  const sandbox = await start();
  const stream = await listen(sandbox, 'person=S01-09');
  const moved = await fetch(`${sandbox.url}/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"by":"week"}',
  });
  expect(moved.status).toBe(200);
  expect(await stream.until('clock')).toMatchObject([{ data: { day: '2026-11-30', week: '第14周' } }]);
});

test('streams end when the server stops', async () => {
  const sandbox = await start();
  const stream = await listen(sandbox);
  sandbox.stopping.abort();
  await stream.ended;
  expect(stream.status).toBe(200);
});

test('somebody unknown hears nothing', async () => {
  expect((await listen(await start(), 'person=nobody')).status).toBe(404);
});

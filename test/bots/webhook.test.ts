import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import type { Received, WebhookRequest } from '../../bots/bot.js';
import { type WebhookOptions, webhook } from '../../bots/webhook.js';
import type { InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import { recordingLog } from '../support/recording-log.js';

const now = new Date('2026-03-10T06:30:00Z');
const anEvent: InboundEvent = {
  kind: 'joined',
  key: 'fake:1',
  chat: { platform: Platform.parse('fake'), id: 'c1', kind: 'group' },
  account: 'a1',
  sentAt: now,
};

let server: Server;
let url: string;
let port: number;
let requests: WebhookRequest[];
let accepted: InboundEvent[][];
let answered: [number, string | undefined][];
/** Deliveries whose middleware has begun, and ended. */
let begun: number;
let ended: number;
let received: Received;
let accept: WebhookOptions['accept'];
let bodyMs: number;
const log = recordingLog();

beforeEach(async () => {
  [requests, accepted, answered, begun, ended] = [[], [], [], 0, 0];
  bodyMs = 10_000;
  received = { kind: 'events', events: [anEvent] };
  accept = async (events) => {
    accepted.push(events);
  };
  const app = new Koa();
  app.silent = true;
  app.use(async (_, next) => {
    begun += 1;
    await next().finally(() => (ended += 1));
  });
  app.use(
    webhook({
      path: '/webhooks/fake',
      receive: (request) => {
        requests.push(request);
        return received;
      },
      accept: (events, at) => accept(events, at),
      clock: { now: () => now },
      log,
      maxBytes: 64 * 1024,
      get bodyMs() {
        return bodyMs;
      },
      metrics: { answered: (status, code) => answered.push([status, code]) },
    }),
  );
  server = createServer((req, res) => void app.callback()(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
  url = `http://127.0.0.1:${port}/webhooks/fake`;
});

afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

const post = (body: string | Uint8Array<ArrayBuffer> = '{}', init: RequestInit = {}) =>
  fetch(url, { method: 'POST', body, ...init });
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await sleep(5);
};

test('events are stored, and then the platform hears 200 with an empty object', async () => {
  let stored = false;
  accept = async (events, at) => {
    expect([events, at]).toEqual([[anEvent], now]);
    await sleep(30);
    stored = true;
  };
  const response = await post();
  expect(stored).toBe(true);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.text()).toBe('{}');
  expect(answered).toEqual([[200, undefined]]);
});

test('the bytes arrive as they were sent, with headers and the time', async () => {
  const body = Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x0d, 0x0a, 0x00]);
  await post(body, { headers: { 'X-Fake-Signature': 'abc' } });
  expect(requests).toHaveLength(1);
  expect([...(requests[0]?.body ?? [])]).toEqual([...body]);
  expect(requests[0]).toMatchObject({ now, headers: { 'x-fake-signature': 'abc' } });
});

test('nothing to store is 200 without troubling the inbox', async () => {
  received = { kind: 'events', events: [] };
  expect((await post()).status).toBe(200);
  expect(accepted).toEqual([]);
});

test('an answer is sent as JSON', async () => {
  received = { kind: 'answer', body: { challenge: 'abc' } };
  const response = await post();
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ challenge: 'abc' });
});

test.each([400, 401, 503] as const)('a refusal is its status, a code and a sentence: %d', async (status) => {
  received = { kind: 'refused', status, code: 'some-reason' };
  const response = await post();
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: { code: 'some-reason', message: expect.stringMatching(/./) } });
  expect([accepted, answered]).toEqual([[], [[status, 'some-reason']]]);
  // Under a name that the log does not cut, so that an operator may read it.
  expect(log.lines.at(-1)).toMatchObject({ level: 'debug', fields: { status, reason: 'some-reason' } });
});

test('when storing fails the platform is to deliver again, and hears nothing of why', async () => {
  accept = () => Promise.reject(new Error('E11000 dup key: { text: "周记" } mongodb://user:secret@host'));
  const response = await post();
  expect(response.status).toBe(503);
  expect(await response.text()).not.toMatch(/E11000|secret|周记/);
  const errors = log.lines.filter((line) => line.level === 'error');
  expect(errors).toMatchObject([{ fields: { events: ['fake:1'], reason: 'Error' } }]);
  expect(JSON.stringify(log.lines)).not.toMatch(/secret|周记/);
});

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is not POST', async (method) => {
  const response = await fetch(url, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  expect(requests).toEqual([]);
});

test.each([
  ['/webhooks/fake?a=1', 200],
  ['/webhooks/fake/', 404],
  ['/webhooks/FAKE', 404],
  ['/webhooks/fake%20', 404],
  ['/', 404],
])('the path is exact: %s', async (path, status) => {
  const response = await fetch(new URL(path, url), { method: 'POST', body: '{}' });
  expect(response.status).toBe(status);
});

/** Posts in chunks, without telling a length. */
const stream = (bytes: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const req = httpRequest(url, { method: 'POST' }, (res) => resolve(res.resume().statusCode));
    req.on('error', reject);
    for (let sent = 0; sent < bytes; sent += 8192) req.write(Buffer.alloc(Math.min(8192, bytes - sent)));
    req.end();
  });

test('a body of the full size is taken, one byte more is not, whether or not its length is told', async () => {
  const full = 64 * 1024;
  expect((await post(new Uint8Array(full))).status).toBe(200);
  expect((await post(new Uint8Array(full + 1))).status).toBe(413);
  expect(await stream(full)).toBe(200);
  expect(await stream(full + 1)).toBe(413);
  expect(await stream(full * 20)).toBe(413);
  expect(requests).toHaveLength(2);
});

test('a length that is announced too large is refused before the body comes', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const req = httpRequest(url, { method: 'POST', headers: { 'content-length': 5_000_000_000 } }, (res) => {
      resolve(res.statusCode);
      req.destroy();
    });
    req.on('error', reject);
    req.flushHeaders();
  });
  expect(status).toBe(413);
});

test('who goes on sending after being told it is too much is cut off', async () => {
  bodyMs = 200;
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /webhooks/fake HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\n\r\n');
  const flood = setInterval(() => socket.writable && socket.write('x'.repeat(1000)), 20);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => {});
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(flood);
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
});

test('the connection is good for the next delivery after a refused one', async () => {
  received = { kind: 'refused', status: 401, code: 'bad-signature' };
  await post();
  received = { kind: 'events', events: [anEvent] };
  expect((await post()).status).toBe(200);
});

test('who drips the body is sent away after the time for it, and the connection closed', async () => {
  bodyMs = 200;
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /webhooks/fake HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
  const drip = setInterval(() => socket.writable && socket.write('x'), 50);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => {});
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(drip);
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  expect(text).toMatch(/connection: close/i);
  expect([requests, answered]).toEqual([[], [[408, 'too-slow']]]);
});

test('fifty uploads broken off leave nothing behind', async () => {
  const sockets = Array.from({ length: 50 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /webhooks/fake HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"half":');
    return socket;
  });
  await until(() => begun === 50);
  for (const socket of sockets) socket.resetAndDestroy();
  await until(() => ended === 50);
  expect(requests).toEqual([]);
  expect(new Set(answered.map(([, code]) => code))).toEqual(new Set(['cut-off']));
  expect((await post()).status).toBe(200);
});

test('five hundred at once are answered, each once', async () => {
  const statuses = await Promise.all(Array.from({ length: 500 }, async () => (await post()).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(accepted).toHaveLength(500);
});

describe('where somebody waits for the answer', () => {
  const reply = { stored: { toast: 'stored' }, unstored: { toast: 'not stored' } };
  beforeEach(() => {
    received = { kind: 'events', events: [anEvent], reply };
  });

  test('it comes once the event is stored', async () => {
    let isStored = false;
    accept = async () => {
      await sleep(20);
      isStored = true;
    };
    const response = await post();
    expect([response.status, await response.json(), isStored]).toEqual([200, reply.stored, true]);
    expect(answered).toEqual([[200, undefined]]);
  });

  test('a failure is told to them, and counted as one', async () => {
    accept = () => Promise.reject(new Error('away'));
    const response = await post();
    expect([response.status, await response.json()]).toEqual([200, reply.unstored]);
    expect(answered).toEqual([[200, 'not-stored']]);
  });

  test('so is a database that does not answer, within the three seconds of the platform', async () => {
    accept = () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 2_100));
    const startedAt = performance.now();
    const response = await post();
    expect([response.status, await response.json()]).toEqual([200, reply.unstored]);
    expect(performance.now() - startedAt).toBeLessThan(2_900);
    // What fails after the answer disturbs nobody.
    await sleep(200);
  });
});

import { Agent, createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import Koa from 'koa';
import { webhook } from '../../../bots/webhook.js';
import type { InboundEvent } from '../../../models/event.js';
import { silent } from '../../../models/log.js';
import { type FeishuOnStandIn, feishuOnStandIn, secrets } from '../../support/feishu/bot.js';
import { type Delivery, seal, sign } from '../../support/feishu/events.js';

/** Every delivery goes over a real connection to a real server; in all 10,000 of them. */
const BATCH = 50;
const RUNS = 40;
const GROUPS = 5;
/** A group takes one or two seconds; on a machine busy with other things, many more. */
jest.setTimeout(60_000);

const now = new Date('2026-03-10T06:30:00Z');
let trial: FeishuOnStandIn;
let server: Server;
let port: number;
let posted = 0;
let accepted: InboundEvent[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

beforeAll(async () => {
  trial = await feishuOnStandIn();
  const app = new Koa();
  app.use(
    webhook({
      path: '/webhooks/feishu',
      receive: (request) => trial.bot.receive(request),
      accept: async (events) => {
        accepted.push(...events);
      },
      clock: { now: () => now },
      log: silent,
    }),
  );
  app.on('error', (error) => {
    throw error;
  });
  server = createServer((req, res) => void app.callback()(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
});

afterAll(async () => {
  agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await trial.platform.stop();
});

const post = ({ headers, body }: Delivery): Promise<number> =>
  new Promise((resolve, reject) => {
    posted += 1;
    const req = request(
      { port, host: '127.0.0.1', method: 'POST', path: '/webhooks/feishu', headers, agent },
      (res) => {
        res.resume();
        res.on('end', () => resolve(res.statusCode ?? 0));
      },
    );
    req.on('error', reject);
    req.end(body);
  });

/** None of the batches may be accepted, break the server, or be answered with its fault. */
async function hold(deliveries: fc.Arbitrary<Delivery>, allowed: number[]): Promise<void> {
  const batch = fc.array(deliveries, { minLength: BATCH, maxLength: BATCH });
  await fc.assert(
    fc.asyncProperty(batch, async (all) => {
      accepted = [];
      const statuses = await Promise.all(all.map(post));
      expect(statuses.filter((status) => !allowed.includes(status))).toEqual([]);
      expect(accepted).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}

const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array));
const json = fc.json().map((text) => Buffer.from(text));
const noHeaders = fc.constant({});
const headerText = fc.stringMatching(/^[ -~]{0,80}$/).map((text) => text.trim());
const anyHeaders = fc.record({
  'x-lark-request-timestamp': fc.oneof(headerText, fc.constant('1773124200')),
  'x-lark-request-nonce': headerText,
  'x-lark-signature': fc.oneof(headerText, fc.stringMatching(/^[0-9a-f]{64}$/)),
});
const genuine = () => trial.events.text('周记 今天听课', { from: 'ou_1', group: true, atBot: true, at: now });

describe('whatever is posted, nothing is accepted that the platform did not sign', () => {
  test('any bytes, any JSON, any headers', async () => {
    const body = fc.oneof(
      bytes,
      json,
      json.map((plain) => seal(plain, 'another key')),
    );
    const headers = fc.oneof(noHeaders, anyHeaders);
    const attack = hold(fc.record({ headers, body }), [401]);
    await expect(attack).resolves.toBeUndefined();
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
    const attack = hold(mutated, [401]);
    await expect(attack).resolves.toBeUndefined();
  });

  test('a genuine delivery with its headers changed, mixed up or left out', async () => {
    const names = ['x-lark-request-timestamp', 'x-lark-request-nonce', 'x-lark-signature'];
    const change = fc.tuple(fc.constantFrom(...names), fc.option(headerText, { nil: undefined }));
    const mutated = change.map(([name, value]): Delivery => {
      const { headers, body } = genuine();
      const { [name]: was, ...rest } = headers;
      return { headers: value === undefined || value === was ? rest : { ...rest, [name]: value }, body };
    });
    const attack = hold(mutated, [401]);
    await expect(attack).resolves.toBeUndefined();
  });

  test('sealed with the right key but not signed: only the handshake is known, and it wants the token', async () => {
    const type = fc.oneof(fc.string(), fc.constant('url_verification'));
    const guess = fc.record({ type, token: fc.string(), challenge: fc.string() }).map((plain) => JSON.stringify(plain));
    const body = fc.oneof(bytes, json, guess).map((plain) => seal(plain, secrets.encryptKey));
    const attack = hold(fc.record({ headers: noHeaders, body }), [401]);
    await expect(attack).resolves.toBeUndefined();
  });

  test('signed rightly, but no event in it: refused or nothing, never a fault of the server', async () => {
    const header = fc.record({
      event_id: fc.string(),
      event_type: fc.constantFrom('im.message.receive_v1', 'im.chat.member.bot.added_v1', 'x'),
      token: fc.constant(secrets.verificationToken),
      app_id: fc.constant(secrets.appId),
      create_time: fc.string(),
    });
    const event = fc.record({ message: fc.jsonValue(), sender: fc.jsonValue() });
    const nearly = fc.record({ schema: fc.constant('2.0'), header, event }).map((plain) => JSON.stringify(plain));
    const plain = fc.oneof(bytes, json, nearly);
    const attack = hold(
      plain.map((text) => sign(seal(text, secrets.encryptKey), secrets.encryptKey, now)),
      [200, 400, 401],
    );
    await expect(attack).resolves.toBeUndefined();
  });

  test('and a genuine delivery is accepted still, with one key however often it comes', async () => {
    accepted = [];
    const again = () => trial.events.text('周记', { from: 'ou_1', messageId: 'om_same', at: now });
    expect(await Promise.all([again(), again(), again(), again(), again()].map(post))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(posted).toBe(BATCH * RUNS * GROUPS + 5);
    expect(accepted.map((event) => event.key)).toEqual(Array.from({ length: 5 }, () => 'feishu:msg:om_same'));
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient, type FeishuClient } from '../../../bots/feishu/client.js';
import { FeishuRefused, FeishuUnreachable } from '../../../bots/feishu/errors.js';
import type { Call } from '../../../bots/feishu/render.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import { secrets } from '../../support/feishu/bot.js';
import type { Fault } from '../../support/feishu/faults.js';
import { type FeishuStandIn, type StandInOptions, startFeishuStandIn } from '../../support/feishu/stand-in.js';
import { type RecordingLog, recordingLog } from '../../support/recording-log.js';

let platform: FeishuStandIn;
let log: RecordingLog;

const client = (appSecret: string = secrets.appSecret, callTimeoutMs: number = feishuLimits.callTimeoutMs) => {
  const limits = { ...feishuLimits, callTimeoutMs };
  return createClient({ appId: secrets.appId, appSecret, domain: `${platform.domain}/`, limits, log });
};

const start = async (options: Partial<StandInOptions> = {}, callTimeoutMs?: number): Promise<FeishuClient> => {
  platform = await startFeishuStandIn({ ...secrets, ...options });
  log = recordingLog();
  return client(secrets.appSecret, callTimeoutMs);
};

afterEach(() => platform.stop());

const hello = (uuid: string, text = '你好'): Call => ({
  method: 'POST',
  path: '/open-apis/im/v1/messages',
  params: { receive_id_type: 'open_id' },
  body: { receive_id: 'ou_1', msg_type: 'text', content: JSON.stringify({ text }), uuid },
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('tokens', () => {
  test('ten first calls at once make one token request', async () => {
    const feishu = await start({ rates: { toOne: 10 } });
    const ids = await Promise.all(Array.from({ length: 10 }, (_, i) => feishu.send(hello(`u${i}`))));
    expect(new Set(ids).size).toBe(10);
    expect(platform.requests('token')).toBe(1);
  });

  test('an expired token is replaced and the call made once more', async () => {
    const feishu = await start();
    await feishu.send(hello('u1'));
    platform.expireTokens();
    await Promise.all([feishu.send(hello('u2')), feishu.send(hello('u3'))]);
    expect(platform.sent()).toHaveLength(3);
    expect(platform.requests('token')).toBe(2);
  });

  test('a token that ends while fifty calls are under way is replaced by one request', async () => {
    const feishu = await start({ rates: { toOne: 100, perSecond: 200 }, latencyMs: 20 });
    await feishu.send(hello('u'));
    const early = Array.from({ length: 25 }, (_, i) => feishu.send(hello(`a${i}`)));
    platform.expireTokens();
    const late = Array.from({ length: 25 }, (_, i) => feishu.send(hello(`b${i}`)));
    expect(new Set(await Promise.all([...early, ...late])).size).toBe(50);
    expect(platform.requests('token')).toBe(2);
  });

  test('while more than half an hour is left, everybody who asks gets the same one', async () => {
    const feishu = await start();
    const other = await client();
    await Promise.all([feishu.send(hello('u1')), other.send(hello('u2'))]);
    expect(platform.requests('token')).toBe(2);
    platform.expireTokens();
    await Promise.all([feishu.send(hello('u3')), other.send(hello('u4'))]);
    expect([platform.sent().length, platform.requests('token')]).toEqual([4, 4]);
  });

  test('a platform that takes no token at all is given up after one more try', async () => {
    const feishu = await start();
    platform.inject({ kind: 'code', code: 99991663, status: 400 }, { times: 5 });
    expect(await failure(feishu.send(hello('u1')))).toMatchObject({ code: 99991663 });
    expect(platform.requests('messages')).toBe(2);
  });

  test('two clients of one app keep their tokens apart', async () => {
    const right = await start();
    const wrong = await client('wrong');
    await right.send(hello('u1'));
    expect(await failure(wrong.send(hello('u2')))).toMatchObject({ code: 10014 });
    expect(platform.sent()).toHaveLength(1);
  });
});

describe('failures', () => {
  const cases: [Fault, object][] = [
    [
      { kind: 'code', code: 230002, status: 200 },
      { name: 'FeishuRefused', code: 230002, status: 200 },
    ],
    [
      { kind: 'code', code: 230013, status: 400 },
      { name: 'FeishuRefused', code: 230013, status: 400 },
    ],
    [{ kind: 'message-limit' }, { name: 'FeishuRefused', code: 230020 }],
    [
      { kind: 'rate-limit', resetSeconds: 7 },
      { name: 'FeishuRefused', status: 429, waitMs: 7000 },
    ],
    [{ kind: 'rate-limit', resetSeconds: 1e9 }, { waitMs: feishuLimits.waitMaxMs }],
    [
      { kind: 'page', status: 502 },
      { name: 'FeishuUnreachable', reason: 'http-502' },
    ],
    [
      { kind: 'page', status: 403 },
      { name: 'FeishuUnreachable', reason: 'http-403' },
    ],
    [
      { kind: 'page', status: 200 },
      { name: 'FeishuUnreachable', reason: 'not-json' },
    ],
    [{ kind: 'hang' }, { name: 'FeishuUnreachable', reason: 'timeout' }],
    [{ kind: 'cut-before' }, { name: 'FeishuUnreachable', reason: 'UND_ERR_SOCKET' }],
    [{ kind: 'redirect', to: 'http://127.0.0.1:9/' }, { name: 'FeishuUnreachable' }],
  ];

  test.each(cases)('%j', async (fault, error) => {
    const feishu = await start({}, fault.kind === 'hang' ? 200 : undefined);
    platform.inject(fault);
    expect(await failure(feishu.send(hello('u1')))).toMatchObject(error);
    expect(platform.sent()).toEqual([]);
  });

  test('nobody there', async () => {
    const feishu = await start();
    await platform.stop();
    expect(await failure(feishu.botInfo())).toMatchObject({ name: 'FeishuUnreachable', reason: 'ECONNREFUSED' });
  });

  test('an answer that was cut off: sending again is the same message', async () => {
    const feishu = await start();
    platform.inject({ kind: 'cut-after' });
    expect(await failure(feishu.send(hello('u1')))).toBeInstanceOf(FeishuUnreachable);
    expect(await feishu.send(hello('u1'))).toBe('om_bot_1');
    expect(platform.sent()).toHaveLength(1);
  });

  test('neither the secret nor a word of a message gets into errors or the log', async () => {
    const feishu = await start({ appSecret: 'another' });
    const wrongSecret = await failure(feishu.send(hello('u1', '悄悄话')));
    expect(wrongSecret).toBeInstanceOf(FeishuRefused);
    await platform.stop();

    const second = await start({}, 200);
    platform.inject({ kind: 'code', code: 230028, status: 400 });
    platform.inject({ kind: 'hang' });
    const errors = [
      wrongSecret,
      await failure(second.send(hello('u2', '悄悄话'))),
      await failure(second.send(hello('u3', '悄悄话'))),
    ];
    const told = JSON.stringify([log.lines, errors.map((error) => [String(error), error])]);
    expect(log.lines.length).toBeGreaterThan(0);
    expect(told).not.toContain(secrets.appSecret);
    expect(told).not.toContain('悄悄话');
  });
});

test('people are found by mobile number; a number nobody has is left out', async () => {
  const feishu = await start();
  platform.people.set('13900000001', 'ou_a').set('13900000002', 'ou_b');
  const found = await feishu.openIds(['13900000001', '13900000009', '13900000002']);
  expect([...found]).toEqual([
    ['13900000001', 'ou_a'],
    ['13900000002', 'ou_b'],
  ]);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection, Received } from '../../../bots/bot.js';
import { createConnectedFeishu } from '../../../bots/feishu/index.js';
import { FEISHU } from '../../../bots/feishu/parse.js';
import type { FeishuLimits } from '../../../config/limits/feishu.js';
import { silent } from '../../../models/log.js';
import { type ConnectedFeishuOnStandIn, connectedFeishuOnStandIn, feishuConfig } from '../../support/feishu/bot.js';
import { framesOf } from '../../support/feishu/connections.js';
import { feishuEnvelopes } from '../../support/feishu/envelopes.js';
import { encodeFrame } from '../../support/feishu/frame.js';
import type { StandInOptions } from '../../support/feishu/stand-in.js';
import { recordingLog } from '../../support/recording-log.js';
import { ALWAYS } from '../../support/turn.js';
import { botContract, type Deliveries } from '../contract.js';

/** Everything that takes seconds or minutes takes a moment here. */
const QUICK: Partial<FeishuLimits> = {
  connectTimeoutMs: 150,
  pongWithinMs: 100,
  connectionLookMs: 10,
  reconnectFirstMs: 20,
  reconnectMostMs: 100,
};
const group = { platform: FEISHU, id: 'oc_group', kind: 'group' } as const;
const clock = { now: () => new Date() };

type Take = (received: Received) => Promise<object | undefined>;

interface Trial extends ConnectedFeishuOnStandIn {
  connection: Connection;
  log: ReturnType<typeof recordingLog>;
  /** What the bot read, in order. */
  received: Received[];
}

const running: Trial[] = [];

async function start(
  options: Partial<StandInOptions> = {},
  take: Take = async () => undefined,
  opens = true,
): Promise<Trial> {
  const log = recordingLog();
  const trial = await connectedFeishuOnStandIn(options, log, {}, QUICK);
  const received: Received[] = [];
  const connection = trial.bot.connect({
    clock,
    turn: ALWAYS,
    take: (one) => {
      received.push(one);
      return take(one);
    },
  });
  const all = { ...trial, connection, log, received };
  running.push(all);
  if (opens) await until(() => connection.state().open);
  return all;
}

async function end({ connection, platform }: Trial): Promise<void> {
  await connection.stop();
  await platform.stop();
}

afterEach(async () => {
  for (const trial of running.splice(0)) {
    await end(trial);
    const { broken } = trial.platform.connections;
    if (broken.length > 0) throw new Error(`the protocol was broken: ${broken.join(', ')}`);
    // Neither a secret nor what somebody wrote, whatever went wrong.
    const [said] = /not-to-be-seen|ticket|周记/u.exec(JSON.stringify(trial.log.lines)) ?? [];
    if (said) throw new Error(`the log says ${said}`);
  }
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 10) {
    if (waitedMs > 5000) throw new Error('it never came to be');
    await pause(10);
  }
}

function deliveriesOf(trial: Trial): Deliveries {
  const { envelopes, platform, received } = trial;
  const sent = async (envelope: unknown): Promise<Received> => {
    const before = received.length;
    await platform.connections.deliver(envelope);
    const one = received[before];
    if (!one) throw new Error('nothing was read');
    return one;
  };
  const text = () => envelopes.text('周记 今天听课', { from: 'ou_1', messageId: 'om_1', group: true, atBot: true });
  const otherApp = feishuEnvelopes({ appId: 'cli_other', token: '' });
  return {
    message: () => ({ received: sent(text()), text: '周记 今天听课' }),
    again: () => sent(text()),
    ownMessage: () => sent(envelopes.text('已收到', { from: platform.botOpenId, senderType: 'app' })),
    unknownEvent: () => sent(envelopes.event('im.message.reaction.created_v1', { any: 'thing' })),
    forgeries: () => [{ name: 'another app', received: sent(otherApp.text('周记', { from: 'ou_1' })) }],
  };
}

botContract('feishu over the long connection', { way: 'connection' }, async () => {
  const trial = await start();
  running.length = 0;
  const { bot, platform } = trial;
  return {
    bot,
    addresses: [
      { to: 'account', platform: FEISHU, account: 'ou_teacher' },
      { to: 'chat', platform: FEISHU, chat: group },
    ],
    delivered: () => platform.sent().map((one) => one.text),
    files: () => platform.sent().flatMap(({ file }) => (file ? [file.bytes] : [])),
    refusesFiles: (is) => platform.refuseUploads(is ? 234_006 : undefined),
    refuses: (address) => platform.refuse(address.to === 'account' ? address.account : 'oc_group', 230013),
    losesTheAnswer: () => platform.inject({ kind: 'cut-after' }),
    isDown: () => platform.inject({ kind: 'cut-before' }),
    deliveries: deliveriesOf(trial),
    stop: () => end(trial),
  };
});

describe('a frame', () => {
  test('is acknowledged after it was taken, and not before', async () => {
    let taken = false;
    const { platform, envelopes } = await start({}, async () => {
      await pause(80);
      taken = true;
      return undefined;
    });
    const acknowledged = await platform.connections.deliver(envelopes.text('周记', { from: 'ou_1' }));
    expect(taken).toBe(true);
    expect(acknowledged).toMatchObject({ code: 200 });
    expect(acknowledged).not.toHaveProperty('data');
  });

  test('that was not taken is acknowledged with 500, and comes again until it is', async () => {
    let times = 0;
    const { platform, envelopes } = await start({ times: { redeliverMs: 10 } }, async () => {
      times += 1;
      if (times < 3) throw new Error('周记 app-secret-not-to-be-seen');
      return undefined;
    });
    expect(await platform.connections.push(envelopes.text('周记', { from: 'ou_1' }))).toBe(3);
    expect(platform.connections.acknowledged.map(({ code }) => code)).toEqual([500, 500, 200]);
  });

  test('may be answered, as a click on a card is', async () => {
    const answer = { toast: { type: 'success', content: '收到了' } };
    const { platform, envelopes } = await start({}, async () => answer);
    const click = envelopes.event('card.action.trigger', { action: { tag: 'button', value: {} } });
    expect(await platform.connections.deliver(click)).toMatchObject({ code: 200, data: answer });
  });

  test('in pieces is put together', async () => {
    const { platform, envelopes, received } = await start();
    const text = `周记 ${'学生动手折纸。'.repeat(3000)}`;
    await platform.connections.push(envelopes.text(text, { from: 'ou_1' }), { pieces: 4 });
    expect(received).toMatchObject([{ kind: 'events', events: [{ text }] }]);
  });

  test('of nonsense is not acknowledged, tells the log nothing, and does no harm', async () => {
    const { platform, envelopes, log, connection } = await start({ times: { acknowledgeWithinMs: 100 } });
    const { connections } = platform;
    connections.sendRaw(Buffer.from('周记'));
    for (const frame of framesOf('{"周记 写了很多": ', 'm-1', 1)) connections.sendRaw(encodeFrame(frame));
    for (const frame of framesOf('{}', 'm-2', 1))
      connections.sendRaw(encodeFrame({ ...frame, headers: { ...frame.headers, sum: '0' } }));
    expect(await connections.deliver(envelopes.text('周记', { from: 'ou_1' }))).toMatchObject({ code: 200 });
    expect(connection.state()).toMatchObject({ open: true });
    expect(log.lines.filter(({ message }) => message.startsWith('sdk: '))).not.toEqual([]);
  });
});

describe('the connection', () => {
  test('is open once it stands, and not before; it is known since when', async () => {
    const { platform, connection } = await start({}, async () => undefined, false);
    expect(connection.state().open).toBe(false);
    const before = connection.state().since;
    await until(() => connection.state().open);
    expect(platform.connections.open).toBe(1);
    expect(connection.state().since.getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  test.each(['goodbye', 'cut'] as const)('that ended with a %s is opened anew', async (how) => {
    const { platform, connection, envelopes, received, log } = await start();
    const { connections } = platform;
    connections.lose(how);
    await until(() => !connection.state().open);
    await until(() => connection.state().open);
    expect(connections.open).toBe(1);
    await connections.push(envelopes.text('周记', { from: 'ou_1' }));
    expect(received).toHaveLength(1);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ problem: 'lost' }) }),
    );
  });

  test('on which no ping is answered is given up, and opened anew', async () => {
    const { platform, connection } = await start({ times: { pingMs: 150 } });
    const { connections } = platform;
    await pause(500);
    // As long as pings are answered it stands.
    expect(connections.ended).toEqual([]);
    connections.mute = true;
    await until(() => connections.ended.length > 0);
    connections.mute = false;
    await until(() => connection.state().open && connections.open === 1);
  });

  test('that is never answered is given up in time', async () => {
    const { platform, connection, log } = await start();
    platform.connections.lose('cut');
    platform.connections.hangs = true;
    await until(() => log.lines.some(({ fields }) => fields['problem'] === 'handshake'));
    expect(connection.state().open).toBe(false);
    platform.connections.hangs = false;
    await until(() => connection.state().open);
  });

  test.each([514, 403, 1, 1_000_040_343, 1_000_040_350])('is tried again after %d, too', async (code) => {
    const { platform, connection, log } = await start();
    platform.connections.refuses = code;
    platform.connections.lose('cut');
    await until(() => log.lines.filter(({ fields }) => fields['problem'] === `feishu-${code}`).length > 1);
    expect(connection.state().open).toBe(false);
    platform.connections.refuses = undefined;
    await until(() => connection.state().open);
  });

  test('is tried more and more seldom', async () => {
    const { platform, log } = await start();
    platform.connections.refuses = 514;
    platform.connections.lose('cut');
    const waits = () => log.lines.flatMap(({ fields: { waitMs } }) => (typeof waitMs === 'number' ? [waitMs] : []));
    await until(() => waits().length > 5);
    expect(Math.max(...waits())).toBeLessThanOrEqual(100);
    expect(
      waits()
        .slice(4)
        .every((ms) => ms >= 50),
    ).toBe(true);
  });

  test('to a platform that is not there is tried again', async () => {
    const { platform, connection } = await start();
    platform.inject({ kind: 'cut-before' }, { area: 'endpoint', times: 2 });
    platform.inject({ kind: 'page', status: 502 }, { area: 'endpoint' });
    platform.connections.lose('cut');
    await until(() => connection.state().open && platform.requests('endpoint') >= 5);
    expect(platform.connections.ended).toEqual(['lost']);
  });

  test('lets what is under way be acknowledged before it is closed, and takes nothing more', async () => {
    const { platform, connection, envelopes, received } = await start({}, async () => {
      await pause(100);
      return undefined;
    });
    const { connections } = platform;
    const first = connections.deliver(envelopes.text('周记', { from: 'ou_1' }));
    await until(() => received.length === 1);
    const stopped = connection.stop();
    const second = connections.deliver(envelopes.text('周记', { from: 'ou_1' }));
    await stopped;
    expect(await first).toMatchObject({ code: 200 });
    expect(await second).toMatchObject({ code: 500 });
    expect(received).toHaveLength(1);
    await until(() => connections.open === 0);
    expect(connections.ended).toEqual(['goodbye']);
    expect(connection.state().open).toBe(false);
    await pause(100);
    expect(connections.open).toBe(0);
  });
});

describe('no start', () => {
  test('with an app that can have no long connection', async () => {
    const config = { ...feishuConfig('http://127.0.0.1:1'), appId: 'cli_short' };
    await expect(createConnectedFeishu(config, { log: silent })).rejects.toThrow('FEISHU_APP_ID');
  });

  test('without the app secret', async () => {
    const config = { ...feishuConfig('http://127.0.0.1:1'), appSecret: { reveal: () => '' } };
    await expect(createConnectedFeishu(config, { log: silent })).rejects.toThrow('must not be empty');
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection, Received, Turn } from '../../../bots/bot.js';
import { createWecom, type WecomBot } from '../../../bots/wecom/index.js';
import { WECOM } from '../../../bots/wecom/parse.js';
import { type WecomLimits, wecomLimits } from '../../../config/limits/wecom.js';
import type { Outgoing } from '../../../models/message.js';
import { recordingLog } from '../../support/recording-log.js';
import { saidInMemory } from '../../support/said.js';
import { ALWAYS, turns } from '../../support/turn.js';
import { startWecomStandIn, type WecomStandIn, wecomMessage } from '../../support/wecom/stand-in.js';
import { botContract, type Deliveries } from '../contract.js';

const robot = { botId: 'bot-1', secret: 'secret-not-to-be-seen' };
const QUICK: WecomLimits = {
  ...wecomLimits,
  connectTimeoutMs: 300,
  pingEveryMs: 60,
  reconnectFirstMs: 20,
  reconnectMostMs: 100,
  disconnectedMs: 20,
};
const clock = { now: () => new Date() };
const group = { platform: WECOM, id: 'wr_group', kind: 'group' } as const;

interface Trial {
  platform: WecomStandIn;
  bot: WecomBot;
  connection: Connection;
  received: Received[];
  log: ReturnType<typeof recordingLog>;
}
const running: Trial[] = [];

async function start(
  take: (received: Received) => Promise<object | undefined> = async () => undefined,
  platform?: WecomStandIn,
  turn: Turn = ALWAYS,
): Promise<Trial> {
  const standIn = platform ?? (await startWecomStandIn(robot));
  const log = recordingLog();
  const bot = createWecom(
    { ...robot, secret: { reveal: () => robot.secret }, wsUrl: standIn.url },
    { said: saidInMemory(), clock, log, limits: QUICK },
  );
  const received: Received[] = [];
  const connection = bot.connect({
    clock,
    turn,
    take: (one) => {
      received.push(one);
      return take(one);
    },
  });
  const trial = { platform: standIn, bot, connection, received, log };
  running.push(trial);
  return trial;
}

async function connected(...args: Parameters<typeof start>): Promise<Trial> {
  const trial = await start(...args);
  await until(() => trial.connection.state().open);
  return trial;
}

const end = async ({ connection, platform, log }: Trial): Promise<void> => {
  await connection.stop();
  await platform.stop();
  if (platform.broken.length > 0) throw new Error(`the protocol was broken: ${platform.broken.join(', ')}`);
  const [said] = /not-to-be-seen|周记/u.exec(JSON.stringify(log.lines)) ?? [];
  if (said) throw new Error(`the log says ${said}`);
};
afterEach(async () => {
  for (const trial of running.splice(0)) await end(trial);
});

async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 10) {
    if (waitedMs > 8000) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const toGroup = (text: string): Outgoing => ({
  key: text,
  address: { to: 'chat', platform: WECOM, chat: group },
  content: { kind: 'text', text },
});

function deliveriesOf({ platform, received }: Trial): Deliveries {
  const pushed = async (push: () => void): Promise<Received> => {
    const before = received.length;
    push();
    await until(() => received.length > before);
    const one = received[before];
    if (!one) throw new Error('nothing was read');
    return one;
  };
  const said = (options: object = {}) =>
    pushed(() =>
      platform.push(wecomMessage({ text: '@教研助手 周记 今天听课' }, { chatid: 'wr_group', msgid: 'm1', ...options })),
    );
  return {
    message: () => ({ received: said(), text: '周记 今天听课' }),
    again: () => said(),
    // The platform never pushes what the robot says; what it says of itself comes as an event.
    ownMessage: () =>
      pushed(() => platform.push({ ...wecomMessage({ msgtype: 'event' }), event: { eventtype: 'feedback_event' } })),
    unknownEvent: () =>
      pushed(() => platform.push({ ...wecomMessage({ msgtype: 'event' }), event: { eventtype: 'new' } })),
    forgeries: () => [{ name: 'another robot', received: said({ botId: 'bot-2' }) }],
  };
}

botContract('wecom', { way: 'connection', keys: false }, async () => {
  const trial = await connected();
  running.length = 0;
  const { bot, platform } = trial;
  return {
    bot,
    addresses: [
      { to: 'account', platform: WECOM, account: 'T1' },
      { to: 'chat', platform: WECOM, chat: group },
      { to: 'message', platform: WECOM, chat: group, messageId: 'm1' },
    ],
    delivered: () => platform.told.map(({ text }) => text),
    files: () => platform.told.flatMap(({ file }) => (file ? [file] : [])),
    refusesFiles: (is) => platform.refuseUploads(is),
    refuses: (address) => platform.refuse('account' in address ? address.account : address.chat.id),
    losesTheAnswer: () => platform.next('no-answer'),
    isDown: () => platform.next(-1),
    deliveries: deliveriesOf(trial),
    stop: () => end(trial),
  };
});

describe('the connection', () => {
  test('cut off, it says so and connects again; what is said meanwhile waits', async () => {
    const { platform, connection, bot } = await connected();
    platform.cut();
    await until(() => !connection.state().open);
    expect(await bot.send(toGroup('稍等'))).toMatchObject({ kind: 'later', reason: 'not-connected' });
    await until(() => connection.state().open);
    expect(await bot.send(toGroup('好了'))).toMatchObject({ kind: 'sent' });
    expect(platform.told.map(({ text }) => text)).toEqual(['好了']);
  });

  test('pushed out by another program, it comes back; the SDK by itself would not', async () => {
    const { platform, connection } = await connected();
    platform.pushOut();
    await until(() => platform.connections() === 2 && connection.state().open);
    expect(platform.connections()).toBe(2);
  });

  test('alive and no longer the robot’s: the first message that meets it opens another', async () => {
    const { platform, bot, connection } = await connected();
    platform.unsubscribe();
    expect(await bot.send(toGroup('有人吗'))).toMatchObject({ kind: 'later', reason: 'not-subscribed' });
    await until(() => platform.connections() === 2 && connection.state().open);
    expect(await bot.send(toGroup('有人吗'))).toMatchObject({ kind: 'sent' });
  });

  test('a platform that falls silent is lost after two pings', async () => {
    const { platform, connection } = await connected();
    platform.silence(true);
    await until(() => !connection.state().open);
    platform.silence(false);
    await until(() => connection.state().open);
    expect(platform.connections()).toBeGreaterThan(1);
  });

  test('a wrong secret is told in the log, never the secret, and tried again', async () => {
    const platform = await startWecomStandIn(robot);
    platform.refuseSecret(true);
    const { connection, log } = await start(undefined, platform);
    await until(() => log.lines.some((line) => JSON.stringify(line).includes('wrong-secret')));
    expect(connection.state().open).toBe(false);
    platform.refuseSecret(false);
    await until(() => connection.state().open);
  });
});

test('of two processes one is connected and the other stands by; it takes over when the first stops', async () => {
  const platform = await startWecomStandIn(robot);
  const turnOf = turns();
  const first = await connected(undefined, platform, turnOf());
  const second = await start(undefined, platform, turnOf());
  await until(() => second.connection.state().standby === true);
  expect(await second.bot.send(toGroup('我没有连着'))).toMatchObject({ kind: 'later', reason: 'not-connected' });
  expect([first.bot.standsBy?.(), second.bot.standsBy?.()]).toEqual([false, true]);
  await first.connection.stop();
  await until(() => second.connection.state().open);
  expect(second.connection.state().standby).toBeUndefined();
  expect(second.bot.standsBy?.()).toBe(false);
  expect(platform.connections()).toBe(2);
});

test('a process whose turn was given to another lets go', async () => {
  const platform = await startWecomStandIn(robot);
  let mine = true;
  const { connection } = await connected(undefined, platform, { ...ALWAYS, forMs: 30, hold: async () => mine });
  mine = false;
  await until(() => connection.state().standby === true);
  await platform.connected(false);
  expect(connection.state().open).toBe(false);
});

test('what cannot be stored is told at once to whoever said it, for it is pushed once', async () => {
  const { platform } = await connected(() => Promise.reject(new Error('no database')));
  platform.push(wecomMessage({ text: '周记 今天' }, { from: 'T7' }));
  await until(() => platform.told.length === 1);
  expect(platform.told).toEqual([{ chatid: 'T7', text: '刚才这条没有存下来，麻烦过一会儿再发一次。' }]);
});

describe('a card with buttons', () => {
  const view = { title: '提醒您', blocks: [{ kind: 'buttons' as const, buttons: [{ label: '交周记', ref: 'r1' }] }] };
  const card: Outgoing = {
    key: 'nag:1',
    address: { to: 'account', platform: WECOM, account: 'T1' },
    content: { kind: 'card', text: '提醒您：发「周记」', card: view },
  };

  test('a press tells who pressed, what, and on which message; it comes like any event', async () => {
    const { platform, bot, received } = await connected();
    const sent = await bot.send(card);
    const [told] = platform.told;
    if (sent.kind !== 'sent' || !told?.card) throw new Error('no card');
    expect(sent.messageId).toBe(told.card.task);
    platform.press(told, '交周记', 'T2');
    await until(() => received.length === 1);
    const by = { account: 'T2', messageId: sent.messageId, ref: 'r1' };
    expect(received[0]).toMatchObject({ kind: 'events', events: [{ kind: 'press', by, chat: { id: 'T2' } }] });
    // As the SDK's types have it.
    platform.pushEvent({ eventtype: 'template_card_event', event_key: 'r2', task_id: 't' });
    await until(() => received.length === 2);
    expect(received[1]).toMatchObject({ events: [{ kind: 'press', by: { account: 'u', messageId: 't', ref: 'r2' } }] });
  });

  test('refused by the platform, or put in place of one that was pressed, it is its text', async () => {
    const { platform, bot } = await connected();
    platform.refuseCards(true);
    expect(await bot.send(card)).toMatchObject({ kind: 'sent' });
    platform.refuseCards(false);
    const address = { to: 'card', platform: WECOM, account: 'T1', card: 'task' } as const;
    expect(await bot.send({ ...card, key: 'nag:2', address })).toMatchObject({ kind: 'sent' });
    expect(platform.told.map(({ text }) => text)).toEqual(['提醒您：发「周记」', '提醒您：发「周记」']);
  });

  test('whether it arrived is not known: no text is said after it', async () => {
    const { platform, bot } = await connected();
    platform.next('no-answer');
    expect(await bot.send(card)).toEqual({ kind: 'refused', reason: 'uncertain' });
    expect(platform.told).toHaveLength(1);
  });
});

test('what quotes the robot’s words answers that message, in that chat', async () => {
  const { platform, bot, received } = await connected();
  const nag = '周二老师，提醒您：\n· 教育周记（第9周）今天17:00截止。';
  await bot.send({
    key: 'nag:1',
    address: { to: 'account', platform: WECOM, account: 'T1' },
    content: { kind: 'text', text: nag },
  });
  const quoting = async (text: string, options: object = {}) => {
    const before = received.length;
    platform.push({
      ...wecomMessage({ text: '今天听课' }, options),
      quote: { msgtype: 'text', text: { content: text } },
    });
    await until(() => received.length > before);
    return received[before];
  };
  const answer = (more: object) => ({
    kind: 'events',
    events: [expect.objectContaining({ text: '今天听课', ...more })],
  });
  expect(await quoting(nag)).toEqual(answer({ replyTo: 'nag:1' }));
  expect(await quoting('别的话')).toEqual(answer({}));
  expect(JSON.stringify(await quoting(nag, { from: 'T2' }))).not.toContain('replyTo');
});

test('too fast: the message waits a minute', async () => {
  const { platform, bot } = await connected();
  platform.next(45_009);
  expect(await bot.send(toGroup('慢点'))).toEqual({ kind: 'later', reason: 'throttled', afterMs: 60_000 });
});

test('without a robot or its secret there is none', () => {
  const around = { said: saidInMemory(), clock, log: recordingLog() };
  expect(() => createWecom({ botId: '', secret: { reveal: () => 'x' } }, around)).toThrow(/WECOM_BOT_ID/);
  expect(() => createWecom({ botId: 'x', secret: { reveal: () => '' } }, around)).toThrow(/WECOM_BOT_SECRET/);
});

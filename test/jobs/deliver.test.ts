import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Bot, SendResult } from '../../bots/bot.js';
import { createDeliverer, type Delivery, deliver } from '../../jobs/deliver.js';
import { retryInMs } from '../../jobs/retry.js';
import type { Chat } from '../../models/event.js';
import type { PersonId } from '../../models/ids.js';
import type { Outgoing } from '../../models/message.js';
import type { Dispatch } from '../../models/outbox.js';
import { TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { platform } from '../support/people.js';
import { recordingLog } from '../support/recording-log.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const OTHER = platform('other');
const chat = (id: string): Chat => ({ platform: TESTING, id, kind: 'group' });
const SENT: SendResult = { kind: 'sent' };
const LATER: SendResult = { kind: 'later', reason: 'throttled' };

/** A platform that answers what it is told to, in turn, and then that it has sent. */
function bot(answers: (SendResult | Error)[], more: Partial<Bot> = {}): Bot & { got: Outgoing[]; at: number[] } {
  const got: Outgoing[] = [];
  const at: number[] = [];
  const send = async (message: Outgoing): Promise<SendResult> => {
    got.push(message);
    at.push(Date.now());
    const answer = answers[got.length - 1] ?? SENT;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { platform: TESTING, send, check: async () => [], got, at, ...more };
}

let machineMs = 0;
let ended: string[] = [];
let log = recordingLog();
beforeEach(() => {
  machineMs = Date.now();
  ended = [];
  log = recordingLog();
  county.at('2026-10-28T10:00:00+08:00');
});
const waits = (ms: number): void => void (machineMs += ms);
const delivery = (...bots: Bot[]): Delivery => ({
  models,
  bots: new Map(bots.map((each) => [each.platform as string, each])),
  clock: { now: county.now },
  machine: { now: () => new Date(machineMs) },
  log,
  ended: (outcome) => ended.push(outcome),
});
const message = (key: string, to = 'g1', text = key): { key: string; dispatch: Dispatch } => ({
  key,
  dispatch: {
    kind: 'message',
    address: { to: 'chat', platform: TESTING, chat: chat(to) },
    content: { kind: 'text', text },
  },
});
const put = (...messages: { key: string; dispatch: Dispatch }[]) =>
  models.outbox.enqueue(messages, new Date(machineMs));
const rows = async () => (await models.outbox.find({})).map(({ _id, state, outcome }) => [_id, state, outcome]);

test('what is due is sent once, under its key, and settled', async () => {
  const feishu = bot([]);
  await put(message('a'), message('b', 'g2'));
  expect(await deliver(delivery(feishu))).toBe(2);
  expect(feishu.got).toEqual([
    { key: 'a', address: { to: 'chat', platform: TESTING, chat: chat('g1') }, content: { kind: 'text', text: 'a' } },
    { key: 'b', address: { to: 'chat', platform: TESTING, chat: chat('g2') }, content: { kind: 'text', text: 'b' } },
  ]);
  expect(await deliver(delivery(feishu))).toBe(0);
  expect(await rows()).toEqual([
    ['a', 'done', 'sent'],
    ['b', 'done', 'sent'],
  ]);
  expect(ended).toEqual(['sent', 'sent']);
});

test('two processes deliver everything once', async () => {
  const feishu = bot([]);
  await put(...Array.from({ length: 40 }, (_, i) => message(`m${i}`, `g${i % 20}`)));
  const work = async () => {
    while ((await models.outbox.counts()).ready > 0) await deliver(delivery(feishu));
  };
  await Promise.all([work(), work()]);
  expect(feishu.got.map(({ key }) => key).toSorted()).toEqual(Array.from({ length: 40 }, (_, i) => `m${i}`).toSorted());
});

test('the ladder: longer and longer, and given up within the hour in which a key is remembered', () => {
  const steps = Array.from({ length: 9 }, (_, i) => retryInMs(i + 1));
  expect(steps).toEqual([1_000, 5_000, 20_000, 60_000, 180_000, 300_000, 600_000, 900_000, undefined]);
  expect(steps.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBeLessThan(3_600_000);
});

test('whose worker was killed again and again waits no longer for that once the platform is slow', async () => {
  const feishu = bot([LATER]);
  await put(message('a'));
  for (let kill = 0; kill < 6; kill++) {
    await models.outbox.claim(1, delivery(feishu).machine.now());
    waits(30_000);
  }
  expect(await deliver(delivery(feishu))).toBe(1);
  waits(1_000);
  expect(await deliver(delivery(feishu))).toBe(1);
  expect(await rows()).toEqual([['a', 'done', 'sent']]);
});

describe('what the platform will take later', () => {
  test('is tried again step by step, and given up at the end', async () => {
    const feishu = bot(Array.from({ length: 20 }, () => LATER));
    await put(message('a'));
    for (let tries = 1; tries <= 9; tries++) {
      expect(await deliver(delivery(feishu))).toBe(1);
      const waitMs = retryInMs(tries);
      if (waitMs === undefined) break;
      waits(waitMs - 1);
      expect(await deliver(delivery(feishu))).toBe(0);
      waits(1);
    }
    expect(feishu.got).toHaveLength(9);
    expect(new Set(feishu.got.map(({ key }) => key))).toEqual(new Set(['a']));
    expect(await rows()).toEqual([['a', 'dead', 'given-up:throttled']]);
    expect(ended).toEqual(['given-up:throttled']);
  });

  test('not before the platform says, though the ladder is shorter; and not before the ladder', async () => {
    const feishu = bot([
      { kind: 'later', reason: 'throttled', afterMs: 30_000 },
      { kind: 'later', reason: 'throttled', afterMs: 1 },
    ]);
    await put(message('a'));
    await deliver(delivery(feishu));
    waits(29_999);
    expect(await deliver(delivery(feishu))).toBe(0);
    waits(1);
    expect(await deliver(delivery(feishu))).toBe(1);
    waits(4_999);
    expect(await deliver(delivery(feishu))).toBe(0);
    waits(1);
    expect(await deliver(delivery(feishu))).toBe(1);
    expect(await rows()).toEqual([['a', 'done', 'sent']]);
  });

  test('keeps what follows in the same chat waiting, and nobody else', async () => {
    const feishu = bot([LATER]);
    await put(message('a1'), message('a2'), message('b', 'g2'));
    await deliver(delivery(feishu));
    expect(feishu.got.map(({ key }) => key)).toEqual(['a1', 'b']);
    expect(await deliver(delivery(feishu))).toBe(0);
    waits(1_000);
    await deliver(delivery(feishu));
    await deliver(delivery(feishu));
    expect(feishu.got.map(({ key }) => key)).toEqual(['a1', 'b', 'a1', 'a2']);
  });
});

test('what the platform refuses is dead at once, counted, and does not stop what follows', async () => {
  const feishu = bot([{ kind: 'refused', reason: 'left' }]);
  await put(message('a1'), message('a2'));
  await deliver(delivery(feishu));
  await deliver(delivery(feishu));
  expect(await rows()).toEqual([
    ['a1', 'dead', 'refused:left'],
    ['a2', 'done', 'sent'],
  ]);
  expect(await models.outbox.undeliveredSince(new Date(machineMs))).toBe(1);
  expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { key: 'a1', reason: 'left' } }]);
});

test('a bot that throws is tried again like one that asks for time, and no text is logged', async () => {
  const feishu = bot([new TypeError('周记：今天下雪了')]);
  await put(message('a', 'g1', '周记：今天下雪了'), message('b', 'g2'));
  await deliver(delivery(feishu));
  expect(await rows()).toEqual([
    ['a', 'ready', 'error'],
    ['b', 'done', 'sent'],
  ]);
  expect(JSON.stringify(log.lines)).not.toContain('下雪');
  expect(log.lines).toContainEqual(
    expect.objectContaining({ fields: expect.objectContaining({ error: 'TypeError' }) }),
  );
  waits(1_000);
  await deliver(delivery(feishu));
  expect(await rows()).toContainEqual(['a', 'done', 'sent']);
});

describe('a picture', () => {
  const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');
  const picture = async (ref?: string) => {
    const file = await models.outgoingFiles.keep('周报.png', PICTURE);
    const content = { kind: 'picture' as const, text: '周报：已交8/12', file: { ...file, ...(ref && { ref }) } };
    await put({
      key: 'a',
      dispatch: { kind: 'message', address: { to: 'chat', platform: TESTING, chat: chat('g1') }, content },
    });
  };
  const contents = ({ got }: { got: Outgoing[] }) =>
    got.map(({ content }) => ('file' in content ? Buffer.from(content.file.bytes) : content.text));

  test('goes out with its bytes, and as its words once it has failed three times', async () => {
    const feishu = bot([LATER, LATER, LATER]);
    await picture();
    for (let i = 0; i < 4; i += 1) {
      await deliver(delivery(feishu));
      waits(3_600_000);
    }
    expect(contents(feishu)).toEqual([PICTURE, PICTURE, PICTURE, '周报：已交8/12']);
    expect(await rows()).toEqual([['a', 'done', 'sent']]);
  });

  test('whose bytes are not kept any more goes as its words', async () => {
    const feishu = bot([]);
    await picture('gone');
    await deliver(delivery(feishu));
    expect(contents(feishu)).toEqual(['周报：已交8/12']);
  });
});

describe('a platform that forgets keys after an hour', () => {
  const HOUR = 3_600_000;

  test('is not asked again after that: the message is uncertain rather than sent twice', async () => {
    const feishu = bot([{ kind: 'later', reason: 'timeout', afterMs: 2 * HOUR }], { remembersKeysMs: HOUR });
    await put(message('a'));
    await deliver(delivery(feishu));
    waits(2 * HOUR);
    await deliver(delivery(feishu));
    expect(feishu.got).toHaveLength(1);
    expect(await rows()).toEqual([['a', 'dead', 'refused:uncertain']]);
  });

  test('nor when the first try died with its process', async () => {
    const feishu = bot([], { remembersKeysMs: HOUR });
    await put(message('a'));
    await models.outbox.claim(1, new Date(machineMs));
    waits(HOUR + 1);
    await deliver(delivery(feishu));
    expect([feishu.got.length, await rows()]).toEqual([0, [['a', 'dead', 'refused:uncertain']]]);
  });

  test('is asked again within the hour, and for the first time however long the row has waited', async () => {
    const feishu = bot([LATER], { remembersKeysMs: HOUR });
    await put(message('a'));
    waits(5 * HOUR);
    await deliver(delivery(feishu));
    waits(HOUR - 1);
    await deliver(delivery(feishu));
    expect(await rows()).toEqual([['a', 'done', 'sent']]);
  });
});

describe('a platform that knows no keys', () => {
  const knowsNone = { remembersKeysMs: 0 };

  test('is asked again after it said that nothing arrived', async () => {
    const wecom = bot([LATER, LATER], knowsNone);
    await put(message('a'));
    for (let tries = 0; tries < 3; tries++) {
      await deliver(delivery(wecom));
      waits(60_000);
    }
    expect([wecom.got.length, await rows()]).toEqual([3, [['a', 'done', 'sent']]]);
  });

  test('is not asked again by whoever takes up a row from a process that died: it may have arrived', async () => {
    const wecom = bot([], knowsNone);
    await put(message('a'));
    await models.outbox.claim(1, new Date(machineMs));
    waits(30_000);
    await deliver(delivery(wecom));
    expect([wecom.got.length, await rows()]).toEqual([0, [['a', 'dead', 'refused:uncertain']]]);
  });

  test('the process that is not connected leaves the row to the one that is, however often', async () => {
    const away = bot(
      Array.from(
        { length: 20 },
        () => ({ kind: 'later', reason: 'not-connected', afterMs: 5000, untried: true }) as const,
      ),
      knowsNone,
    );
    await put(message('a'));
    for (let tries = 0; tries < 12; tries++) {
      await deliver(delivery(away));
      waits(5000);
    }
    const connected = bot([], knowsNone);
    await deliver(delivery(connected));
    expect([away.got.length, connected.got.length, await rows()]).toEqual([12, 1, [['a', 'done', 'sent']]]);
  });
});

test('what another process has the connection for is left to it at once, and taken once that has gone', async () => {
  let standsBy = true;
  const [ours, theirs] = [bot([], { standsBy: () => standsBy }), bot([], { standsBy: () => false })];
  const feishu = bot([], { platform: OTHER });
  const elsewhere = { to: 'chat', platform: OTHER, chat: { ...chat('g1'), platform: OTHER } } as const;
  await put(message('a'), { ...message('b'), dispatch: { ...message('b').dispatch, address: elsewhere } as Dispatch });
  expect(await deliver(delivery(ours, feishu))).toBe(2);
  expect(await deliver(delivery(ours, feishu))).toBe(0);
  expect([ours.got.length, feishu.got.length]).toEqual([0, 1]);
  await deliver(delivery(theirs));
  expect(theirs.got.map(({ key }) => key)).toEqual(['a']);

  await put(message('c'));
  await deliver(delivery(ours));
  standsBy = false;
  await deliver(delivery(ours));
  expect(ours.got.map(({ key }) => key)).toEqual(['c']);
});

test('what a bot kept back for so long that nobody waits for it is dropped; what is younger goes out', async () => {
  const wecom = bot([], { staleAfterMs: 3_600_000 });
  await models.outbox.enqueue([message('old')], new Date(county.now().getTime() - 3_600_001));
  await models.outbox.enqueue([message('young', 'g2')], new Date(county.now().getTime() - 3_599_999));
  await deliver(delivery(wecom));
  expect(await rows()).toEqual([
    ['old', 'done', 'dropped:stale'],
    ['young', 'done', 'sent'],
  ]);
});

test('a process that died after claiming leaves the row to another, under the same key', async () => {
  const feishu = bot([]);
  await put(message('a'));
  const [mine] = await models.outbox.claim(1, new Date(machineMs));
  expect(await deliver(delivery(feishu))).toBe(0);
  waits(30_000);
  await deliver(delivery(feishu));
  expect(feishu.got.map(({ key }) => key)).toEqual(['a']);
  expect(mine && (await models.outbox.settle(mine, 'sent', new Date(machineMs)))).toBe(false);
});

describe('a private message', () => {
  const bind = (on: typeof TESTING, account: string) =>
    models.accounts.bind({ platform: on, account, person: 'S1-T1' as PersonId, how: 'demo', now: county.now() });
  const privately = { key: 'p', dispatch: { kind: 'private', person: 'S1-T1', content: { kind: 'text', text: '好' } } };

  test('goes to the account last used, among the platforms that are on', async () => {
    await bind(OTHER, 'wx1');
    await models.accounts.usedBy(OTHER, 'wx1', county.now());
    await put(privately as never);
    const [feishu, wechat] = [bot([]), bot([], { platform: OTHER })];
    await deliver(delivery(feishu, wechat));
    expect([feishu.got.length, wechat.got[0]?.address]).toEqual([
      0,
      { to: 'account', platform: OTHER, account: 'wx1' },
    ]);
  });

  test('goes to the other when that platform is off', async () => {
    await bind(OTHER, 'wx1');
    await models.accounts.usedBy(OTHER, 'wx1', county.now());
    await put(privately as never);
    const feishu = bot([]);
    await deliver(delivery(feishu));
    expect(feishu.got[0]?.address).toEqual({ to: 'account', platform: TESTING, account: 'S1-T1' });
  });

  test('to somebody without an account is dropped', async () => {
    await connection.collection('accounts').deleteMany({ person: 'S1-T1' });
    await put(privately as never);
    await deliver(delivery(bot([])));
    expect(await rows()).toEqual([['p', 'done', 'dropped:no-account']]);
    expect(ended).toEqual(['dropped:no-account']);
  });

  describe('that has waited for its turn is looked at again:', () => {
    const pace = { everyMs: 1, everyMsPerChat: 1 };
    /** Puts it, and lets something happen while it waits. */
    const meanwhile = async (happens: () => Promise<unknown>, ...bots: Bot[]): Promise<void> => {
      await put(privately as never);
      await models.pace.hold(TESTING, new Date(Date.now() + 1500));
      const sending = deliver({ ...delivery(...bots), machine: { now: () => new Date() } });
      await new Promise((resolve) => setTimeout(resolve, 400));
      await happens();
      await sending;
    };

    test('whose account has ended hears nothing', async () => {
      const feishu = bot([], { pace });
      await meanwhile(() => models.accounts.end(TESTING, 'S1-T1', county.now()), feishu);
      expect(feishu.got).toEqual([]);
      expect(await rows()).toEqual([['p', 'done', 'dropped:no-account']]);
    });

    test('who has spoken on another platform hears it there', async () => {
      const [feishu, wechat] = [bot([], { pace }), bot([], { platform: OTHER })];
      await meanwhile(() => bind(OTHER, 'wx1'), feishu, wechat);
      expect(await rows()).toEqual([['p', 'ready', undefined]]);
      await deliver({ ...delivery(feishu, wechat), machine: { now: () => new Date() } });
      expect([feishu.got.length, wechat.got.length]).toEqual([0, 1]);
    });
  });
});

test('an answer to a platform that has been switched off is dead, not lost in silence', async () => {
  await put(message('a'));
  await deliver(delivery());
  expect(await rows()).toEqual([['a', 'dead', 'refused:platform-off']]);
});

test('messages keep the pace of the platform, and of each chat', async () => {
  const feishu = bot([], { pace: { everyMs: 20, everyMsPerChat: 90 } });
  const run = { ...delivery(feishu), machine: { now: () => new Date() } };
  await put(message('a1'), message('a2'), message('b', 'g2'), message('c', 'g3'), message('d', 'g4'));
  const began = Date.now();
  while ((await deliver(run)) > 0);
  // The n-th goes not before its slot; timers may be late on a busy machine, and a millisecond early.
  const early = feishu.at.toSorted((a, b) => a - b).filter((ms, n) => ms < began + n * 20 - 1);
  expect(early).toEqual([]);
  const secondIntoOne = feishu.at[feishu.got.findIndex(({ key }) => key === 'a2')] ?? 0;
  expect(secondIntoOne).toBeGreaterThanOrEqual(began + 89);
});

describe('more than one can be sent at a time', () => {
  const realTime = (bots: Bot[]): Delivery => ({ ...delivery(...bots), machine: { now: () => new Date() } });
  const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('those that hang keep their chats waiting, and nobody else', async () => {
    const hanging: (() => void)[] = [];
    const got: string[] = [];
    const slow = bot([], {
      send: async ({ key }) => {
        got.push(key);
        if (key.endsWith('0')) await new Promise<void>((resolve) => hanging.push(resolve));
        return SENT;
      },
    });
    const deliverer = createDeliverer(realTime([slow]));
    await put(...Array.from({ length: 80 }, (_, i) => message(`m${i}`, `g${i % 40}`)));
    for (let look = 0; got.length < 76 && look < 500; look++) {
      await deliverer.work();
      await soon();
    }
    // The second of each of the four that hang is what is left.
    expect(got.filter((key) => key.endsWith('0')).toSorted()).toEqual(['m0', 'm10', 'm20', 'm30']);
    expect(got).toHaveLength(76);
    while (hanging.length > 0 || got.length < 80) {
      hanging.shift()?.();
      await deliverer.work();
      await soon();
    }
    await deliverer.idle();
    expect(new Set((await rows()).map(([, state, outcome]) => `${state} ${outcome}`))).toEqual(new Set(['done sent']));
  });

  test('no more are taken in hand than go out in the next second, and none while most of them wait', async () => {
    const slow = bot([], { pace: { everyMs: 100, everyMsPerChat: 0 } });
    const deliverer = createDeliverer(realTime([slow]));
    await put(...Array.from({ length: 40 }, (_, i) => message(`m${i}`, `g${i}`)));
    expect([await deliverer.work(), await deliverer.work()]).toEqual([16, 0]);
    await deliverer.idle();
  });
});

describe('a platform that says it is too much', () => {
  const pace = { everyMs: 1, everyMsPerChat: 1 };
  const busy = (afterMs: number): SendResult => ({ kind: 'later', reason: 'busy', afterMs, everybody: true });
  const real = (feishu: Bot): Delivery => ({
    ...delivery(feishu),
    machine: { now: () => new Date() },
    retryInMs: () => 1,
  });

  test('is left alone until then, by every process', async () => {
    const [mine, other] = [bot([busy(600)], { pace }), bot([], { pace })];
    await put(message('a'));
    await deliver(real(mine));
    await put(message('b', 'g2'), message('c', 'g3'));
    await deliver(real(other));
    expect(other.got.map(({ key }) => key).toSorted()).toEqual(['b', 'c']);
    expect(Math.min(...other.at) - (mine.at[0] ?? 0)).toBeGreaterThanOrEqual(599);
  });

  test('for longer than a row may be in hand: the row is given back, and counts as never tried', async () => {
    const feishu = bot([busy(600_000)], { pace, remembersKeysMs: 60_000 });
    await put(message('a'), message('b', 'g2'));
    await models.pace.hold(TESTING, new Date(Date.now() + 600_000));
    expect(await deliver(real(feishu))).toBe(2);
    expect(feishu.got).toEqual([]);
    const [row] = await models.outbox.find({});
    expect(row).toMatchObject({ state: 'ready', tries: 0 });
    expect(row).not.toHaveProperty('firstTriedAt');
    expect(row?.dueAt.getTime()).toBeGreaterThan(Date.now() + 590_000);
    expect(await deliver(real(feishu))).toBe(0);
  });

  test('into one chat keeps only that chat waiting', async () => {
    const feishu = bot([{ kind: 'later', reason: 'busy', afterMs: 60_000 }], { pace });
    await put(message('a'));
    await deliver(real(feishu));
    await put(message('b', 'g2'));
    const began = Date.now();
    await deliver(real(feishu));
    expect(feishu.got.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

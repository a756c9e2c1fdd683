import { expect, test } from '@jest/globals';
import type { Bot } from '../../bots/bot.js';
import { deliver } from '../../jobs/deliver.js';
import { systemClock } from '../../models/clock.js';
import { silent } from '../../models/log.js';
import { createModels } from '../../models/models.js';
import type { ToSend } from '../../models/outbox.js';
import { journal, TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { platform } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const OPERATOR = 'J1-C';
const WECHAT = platform('wechat');

const to = (key: string, where = TESTING): ToSend => ({
  key,
  dispatch: {
    kind: 'message',
    address: { to: 'account', platform: where, account: key },
    content: { kind: 'text', text: key },
  },
});
const put = (...messages: ToSend[]) => models.outbox.enqueue(messages, systemClock.now());
const said = (key: string) => county.said.filter((each) => each.key === key).length;
const outcomes = async () => new Map((await models.outbox.find({})).map(({ _id, outcome }) => [_id, outcome]));

/** As long as a process believes what it read of the switch, and a little more. */
const BELIEVED_MS = 510;

function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

test('暂停 stops everything but its own answer; what is handed in counts; 恢复 sends what still holds, once', async () => {
  county.at('2026-10-30T15:00:00+08:00');
  await models.ledger.openRolls(county.now());
  expect(await county.say('S1-T1', '暂停')).toEqual([
    '暂停和恢复发送由系统管理员操作。不想再听某次提醒，请发「稍后」或「请假 到 周五」。',
  ]);
  expect(await county.say(OPERATOR, '暂停', { group: 'g1' })).toEqual(['暂停和恢复发送请私聊我说。']);
  expect(await county.say(OPERATOR, '暂停 状态')).toEqual(['没有暂停，各平台都在发。']);

  // Something of the same chat stands before the answer, and is no reason to wait.
  await put(to('nobody waits'), to(OPERATOR));
  expect(await county.say(OPERATOR, '暂停')).toEqual([
    '已暂停全部发送：提醒、小结、回复都先不发，收到的照常记账。等着发的有2条。要恢复请发「恢复」；到时已经过时的不再补发。',
  ]);
  expect(await county.say('S1-T1', journal())).toEqual([]);
  expect(await county.jobs()).toEqual([]);
  expect(said('nobody waits')).toBe(0);
  const [status] = await county.say(OPERATOR, '暂停？');
  expect(status).toMatch(/^全部发送从10月30日 15:00起暂停着，要恢复请发「恢复」。\n等着发的有\d+条。$/u);
  expect(await county.say(OPERATOR, '暂停')).toEqual([status]);

  // The weekend passes: Friday's reminders are no use on Monday, and Friday's answer still is.
  county.at('2026-11-02T09:00:00+08:00');
  expect((await county.say(OPERATOR, '恢复'))[0]).toMatch(
    /^已恢复全部发送。等着的\d+条按平时的快慢发出，过时的不发。$/u,
  );
  expect(county.toldTo('S1-T1').at(-1)).toContain('已收到教育周记');
  expect(said('nobody waits')).toBe(1);
  expect(said(OPERATOR)).toBe(1);
  expect(county.said.filter(({ key }) => key.startsWith('nag:'))).toEqual([]);
  expect(await models.outbox.counts()).toMatchObject({ ready: 0, dead: 0 });
  expect([...(await outcomes())].filter(([key]) => key.startsWith('digest:operator')).map(([, how]) => how)).toEqual([
    'dropped:stale',
  ]);
});

test('恢复 gives back what was withdrawn, for whom nothing is stopped, and when its event is worked twice', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await models.ledger.openRolls(county.now());
  await county.say('S1-T1', journal());
  await county.say('S1-T1', '撤回');
  expect(await county.say('S1-T1', '恢复 周记')).toEqual(['您是想发「恢复」吗？发「帮助」看全部用法。']);
  expect((await county.say('S1-T1', '恢复'))[0]).toContain('已恢复教育周记');
  expect((await county.say(OPERATOR, '恢复'))[0]).not.toContain('发送');
  await models.pauses.pause(undefined, 'e1', county.now());
  expect(await models.pauses.resume(undefined, 'e2')).toHaveLength(1);
  expect(await models.pauses.resume(undefined, 'e2')).toHaveLength(1);
  // The older event, worked once more after a crash, does not stop it again.
  await models.pauses.pause(undefined, 'e1', county.now());
  expect(await models.pauses.standing()).toEqual([]);
});

test('one platform: the others go on; the same in a second process within a second, also for what waits for its turn', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const sent: string[] = [];
  const send: Bot['send'] = async ({ key }) => {
    sent.push(key);
    return { kind: 'sent' };
  };
  const slow: Bot = { platform: WECHAT, send, check: async () => [], pace: { everyMs: 1, everyMsPerChat: 1 } };
  const fast: Bot = { platform: TESTING, send, check: async () => [] };
  const bots = new Map<string, Bot>([slow, fast].map((bot) => [bot.platform, bot]));
  const another = createModels(connection, models);
  // The turns of the platform come when the test lets them: however slow the machine, they come after 暂停.
  const [asked, open] = [gate(), gate()];
  const reserve: typeof another.pace.reserve = async (platform, ...rest) => {
    if (platform === WECHAT) {
      asked.open();
      await open.opened;
    }
    return another.pace.reserve(platform, ...rest);
  };
  const paced = { ...another, pace: { ...another.pace, reserve } };
  const delivery = { models: paced, bots, clock: county, machine: systemClock, log: silent };
  await put(...[1, 2, 3, 4, 5, 6].map((n) => to(`w${n}`, WECHAT)));
  const working = deliver(delivery);
  await asked.opened;
  const answer = await county.say(OPERATOR, '暂停 微信');
  expect(answer[0]).toMatch(/^已暂停微信的发送：.*要恢复请发「恢复 微信」/u);
  await new Promise((resolve) => setTimeout(resolve, BELIEVED_MS));
  open.open();
  await working;
  expect(sent).toEqual([]);

  await put(to('t1'));
  await deliver(delivery);
  expect(sent.at(-1)).toBe('t1');
  expect(await county.say(OPERATOR, '恢复 飞书')).toEqual([
    expect.stringMatching(/^微信的发送从10月28日 10:00起暂停着，要恢复请发「恢复 微信」。/u),
  ]);
  await county.say(OPERATOR, '暂停');
  expect(await models.pauses.among(bots.keys())).toEqual([WECHAT, TESTING]);
  expect((await county.say(OPERATOR, '恢复 微信'))[0]).toMatch(
    /^已恢复微信的发送。\n全部发送从10月28日 10:00起暂停着/u,
  );
  expect((await county.say(OPERATOR, '恢复'))[0]).toContain('已恢复全部发送。');

  // Nobody has tried what was held back: each goes once, and in pace.
  const later = { ...delivery, machine: { now: () => new Date(Date.now() + 31_000) } };
  await new Promise((resolve) => setTimeout(resolve, BELIEVED_MS));
  await deliver(later);
  expect(sent.filter((key) => key.startsWith('w')).toSorted()).toEqual(['w1', 'w2', 'w3', 'w4', 'w5', 'w6']);
});

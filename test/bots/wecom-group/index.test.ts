import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bot } from '../../../bots/bot.js';
import { createWecomGroup, WECOM_GROUP } from '../../../bots/wecom-group/index.js';
import { Secret } from '../../../config/secret.js';
import type { Outgoing } from '../../../models/message.js';
import { type GroupRobotsStandIn, startGroupRobots } from '../../support/wecom-group/stand-in.js';
import { botContract } from '../contract.js';

const KEY = '693a91f6-not-to-be-seen';
const OTHER = '0c1d2e3f-not-to-be-seen';
const chat = (id: string) => ({ platform: WECOM_GROUP, id, kind: 'group' }) as const;
const toGroup = (text: string, id = '县群'): Outgoing => ({
  key: text,
  address: { to: 'chat', platform: WECOM_GROUP, chat: chat(id) },
  content: { kind: 'text', text },
});

const botOf = (platform: GroupRobotsStandIn): Bot =>
  createWecomGroup([
    { name: '县群', url: new Secret(platform.webhook(KEY)) },
    { name: '一小', url: new Secret(platform.webhook(OTHER)) },
  ]);

botContract('wecom-group', { way: 'none', keys: false, sendOnly: true }, async () => {
  let platform = await startGroupRobots([KEY, OTHER]);
  const all = [platform];
  const { port } = platform;
  return {
    bot: botOf(platform),
    addresses: [toGroup('').address, toGroup('', '一小').address],
    delivered: () => all.flatMap(({ posted }) => posted.map(({ text }) => text)),
    files: () => all.flatMap(({ posted }) => posted.flatMap(({ bytes }) => (bytes ? [bytes] : []))),
    refusesFiles: (is) => platform.refuseFiles(is),
    refuses: () => platform.takeOut(KEY),
    losesTheAnswer: () => platform.next('no-answer'),
    isDown: () => platform.stop(),
    isBack: async () => {
      platform = await startGroupRobots([KEY, OTHER], port);
      all.push(platform);
    },
    stop: () => platform.stop(),
  };
});

describe('a webhook', () => {
  let platform: GroupRobotsStandIn;
  let bot: Bot;
  beforeAll(async () => {
    platform = await startGroupRobots([KEY, OTHER]);
    bot = botOf(platform);
  });
  afterAll(() => platform.stop());

  test('each group hears its own; a long message goes as markdown without markup, a longer one says that it was cut', async () => {
    await bot.send(toGroup('月报已交1/3。*不是重点*'));
    await bot.send(toGroup('# 标题 *重点*\n'.repeat(130), '一小'));
    await bot.send(toGroup('很长的一段话。'.repeat(300)));
    const [short, long, cut] = platform.posted;
    expect(short).toEqual({ key: KEY, msgtype: 'text', text: '月报已交1/3。*不是重点*' });
    expect(long).toMatchObject({ key: OTHER, msgtype: 'markdown' });
    expect(long?.text).toMatch(/^＃ 标题 ＊重点＊\n/);
    expect(cut?.text).toMatch(/（内容太长，后面的没有发出）$/);
  });

  test.each([
    [45_009, { kind: 'later', reason: 'throttled', afterMs: 60_000 }],
    [-1, { kind: 'later', reason: 'wecom--1' }],
    [40_058, { kind: 'refused', reason: 'wecom-40058' }],
    [93_000, { kind: 'refused', reason: 'wecom-93000', outOfChat: true }],
    ['html', { kind: 'refused', reason: 'uncertain' }],
  ] as const)('answered with %s', async (answer, result) => {
    platform.next(answer);
    expect(await bot.send(toGroup('一句话'))).toEqual(result);
  });

  test('the 21st message of a minute is refused by the platform, and waits', async () => {
    const quick = await startGroupRobots([KEY]);
    const one = createWecomGroup([{ name: '县群', url: new Secret(quick.webhook(KEY)) }]);
    for (let i = 0; i < 20; i += 1) expect(await one.send(toGroup(`第${i}条`))).toEqual({ kind: 'sent' });
    expect(await one.send(toGroup('再一条'))).toMatchObject({ kind: 'later', reason: 'throttled' });
    expect(one.pace?.everyMsPerChat).toBeGreaterThan(60_000 / 20);
    await quick.stop();
  });

  test('a group that is no longer configured is refused, and its binding ends', async () => {
    expect(await bot.send(toGroup('在吗', '旧群'))).toEqual({ kind: 'refused', reason: 'no-webhook', outOfChat: true });
  });

  test('doctor looks at each key and posts nothing; neither it nor an error tells a key', async () => {
    const before = platform.posted.length;
    platform.takeOut(OTHER);
    const findings = await bot.check();
    expect(findings.map(({ ok, what }) => [ok, what])).toEqual([
      [true, '企业微信群机器人（县群）：连得上，地址没有被拒'],
      [false, '企业微信群机器人（一小）：地址不对，或者机器人已被移出群、停用（93000）'],
    ]);
    expect(platform.posted.length).toBe(before);
    await platform.stop();
    const gone = [await bot.send(toGroup('在吗')), ...(await bot.check())];
    expect(gone[0]).toEqual({ kind: 'later', reason: 'ECONNREFUSED' });
    expect(JSON.stringify([...findings, ...gone])).not.toContain('not-to-be-seen');
  });
});

test('without a webhook there is none', () => {
  expect(() => createWecomGroup([])).toThrow(/WECOM_GROUP_WEBHOOKS/);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { connectedFeishuOnStandIn, type FeishuOnStandIn, feishuOnStandIn } from '../../support/feishu/bot.js';
import type { Area, Fault } from '../../support/feishu/faults.js';

let trial: FeishuOnStandIn;
afterEach(() => trial.platform.stop());

test('all is well', async () => {
  trial = await feishuOnStandIn();
  expect(await trial.bot.check()).toEqual([
    { ok: true, what: '飞书应用凭证' },
    { ok: true, what: '飞书机器人能力：教研小助手（ou_the_bot）' },
    { ok: true, what: '飞书通讯录（按手机号查人）' },
    { ok: true, what: '飞书权限' },
  ]);
});

test('a permission that is missing is named; one that can be done without is no trouble', async () => {
  trial = await feishuOnStandIn();
  const { scopes } = trial.platform;
  scopes.delete('im:message.group_msg');
  const last = async () => (await trial.bot.check()).at(-1);
  expect(await last()).toEqual({
    ok: true,
    what: expect.stringMatching(/^飞书权限；im:message\.group_msg 没有开通，.*@/),
  });
  scopes.delete('im:message:readonly');
  expect((await last())?.what).toMatch(/im:message:readonly 没有开通，老师发来的图片和文件取不到；撤回/);
  scopes.delete('im:message.p2p_msg:readonly');
  scopes.delete('im:message:send_as_bot');
  expect(await last()).toEqual({
    ok: false,
    what: '飞书权限：没有开通 im:message.p2p_msg:readonly、im:message:send_as_bot',
    mend: expect.stringContaining('权限管理'),
  });
  scopes.add('im:message').add('im:message.p2p_msg');
  expect((await last())?.ok).toBe(true);
});

const troubles: [Area, Fault, RegExp, RegExp][] = [
  [
    'bot',
    { kind: 'code', code: 230006, status: 400, msg: 'Bot ability is not activated.' },
    /机器人能力：飞书回答 230006/,
    /“机器人”能力/,
  ],
  ['bot', { kind: 'cut-before' }, /机器人能力：连不上/, /能否访问 http/],
  [
    'contact',
    { kind: 'code', code: 99991672, status: 400, msg: 'Access denied. contact:user.id:readonly' },
    /contact:user\.id:readonly/,
    /权限管理/,
  ],
];

test.each(troubles)('one trouble with %s is one finding, with its mend', async (area, fault, what, mend) => {
  trial = await feishuOnStandIn();
  trial.platform.inject(fault, { area });
  const wrong = (await trial.bot.check()).filter((finding) => !finding.ok);
  expect(wrong).toEqual([{ ok: false, what: expect.stringMatching(what), mend: expect.stringMatching(mend) }]);
});

test('with a wrong secret nothing else can be known', async () => {
  trial = await feishuOnStandIn({}, undefined, { appSecret: { reveal: () => 'wrong' } });
  expect(await trial.bot.check()).toEqual([
    { ok: false, what: expect.stringContaining('10014'), mend: expect.stringContaining('FEISHU_APP_SECRET') },
  ]);
});

describe('the long connection', () => {
  test('says that it could be opened, and what cannot be seen from here; and opens none', async () => {
    const { bot, platform } = await connectedFeishuOnStandIn();
    const findings = await bot.check();
    await platform.stop();
    expect(findings.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(findings.at(-1)?.what).toMatch(/长连接：平台允许连接.*使用长连接接收事件.*最多 50 个.*不能共用一个应用/);
    expect(platform.connections.open).toBe(0);
  });

  test('says when the app has all its connections', async () => {
    const { bot, platform } = await connectedFeishuOnStandIn();
    platform.connections.refuses = 1_000_040_350;
    const findings = await bot.check();
    await platform.stop();
    expect(findings.at(-1)).toEqual({
      ok: false,
      what: expect.stringContaining('1000040350'),
      mend: expect.stringContaining('50 个'),
    });
  });
});

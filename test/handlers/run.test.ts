import { describe, expect, test } from '@jest/globals';
import { run } from '../../handlers/run.js';
import type { InboundEvent } from '../../models/event.js';
import type { Models } from '../../models/models.js';
import { journal, TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const MONDAY_IN_GRACE = '2026-11-02T09:00:00+08:00';
const REPORT = '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：同课异构';

/** Everything that is stored but the queues. */
async function stored(): Promise<object> {
  const names = ['submissions', 'rolls', 'people', 'exemptions', 'groups', 'accounts'];
  const all = names.map(async (name) => [name, await connection.collection(name).find().sort({ _id: 1 }).toArray()]);
  return JSON.parse(
    JSON.stringify(Object.fromEntries(await Promise.all(all)), (key, value) => (key === 'rev' ? 0 : value)),
  );
}

/** The process dies when everything is done but the answer. */
const dying: Models = {
  ...models,
  outbox: {
    ...models.outbox,
    enqueue: () => Promise.reject(new Error('killed')),
  },
};

const eventOf = (account: string, text: string, group: boolean): InboundEvent => ({
  kind: 'message',
  key: 'testing:crash',
  chat: { platform: TESTING, id: group ? 'g1' : `p-${account}`, kind: group ? 'group' : 'private' },
  account,
  messageId: 'testing:crash',
  text,
  addressed: true,
  attachments: [],
  sentAt: county.now(),
});

describe('killed between the work and the answer, the second run does nothing twice and answers the same', () => {
  type Say = [who: string, text: string];
  const cases: [name: string, before: Say[], at: string, event: Say, answer: RegExp | RegExp[], group?: boolean][] = [
    ['a journal', [], WEDNESDAY, ['S1-T1', journal()], /^已收到教育周记（第9周），104字/],
    ['one in the grace of last week', [], MONDAY_IN_GRACE, ['S1-T1', journal()], /^已收到教育周记（第9周），104字/],
    ['a draft', [], WEDNESDAY, ['S1-T1', '周记 今天下雪了。'], /目前6字.*草稿/],
    [
      'the rest of a draft, in the grace',
      [['S1-T1', '周记 今天下雪了。']],
      MONDAY_IN_GRACE,
      ['S1-T1', journal()],
      /^已收到教育周记（第9周），110字/,
    ],
    ['a late one', [['S1-T1', journal()]], MONDAY_IN_GRACE, ['S1-T1', journal()], /^已收到教育周记（第10周）/],
    ['one nobody waits for', [], WEDNESDAY, ['S1-P', journal()], /^已替您存下这篇教育周记（104字）/],
    ['a confirmation', [['S1-T1', '周记 好']], WEDNESDAY, ['S1-T1', '确认'], /^已收到教育周记（第9周），1字/],
    ['a withdrawal', [['S1-T1', journal()]], WEDNESDAY, ['S1-T1', '撤回'], /^已撤回教育周记（第9周），/],
    [
      'of two',
      [
        ['S1-T1', journal()],
        ['S1-T1', journal('雪')],
      ],
      WEDNESDAY,
      ['S1-T1', '撤回'],
      /^已撤回/,
    ],
    [
      'a return',
      [
        ['S1-T1', journal()],
        ['S1-T1', '撤回'],
      ],
      WEDNESDAY,
      ['S1-T1', '恢复'],
      /^已恢复教育周记（第9周）/,
    ],
    ['a correction', [['S1-T1', journal()]], WEDNESDAY, ['S1-T1', '修改 换成这一篇。'], /现在6字/],
    [
      'a correction undone',
      [
        ['S1-T1', journal()],
        ['S1-T1', '修改 换成这一篇。'],
      ],
      WEDNESDAY,
      ['S1-T1', '恢复'],
      /^已换回教育周记（第9周）修改以前的，104字/,
    ],
    ['of a draft', [['S1-T1', '周记 好']], WEDNESDAY, ['S1-T1', `修改 ${journal()}`], /^已收到.*104字/],
    [
      'a lead’s',
      [],
      WEDNESDAY,
      ['S1-L', `代交 李一 ${journal()}`],
      [/^已收到您代李一上交的教育周记（第9周）/, /^钱主任代您交了/],
    ],
    ['a report', [], WEDNESDAY, ['S1-L', REPORT], /^已收到教育科研工作月报（10月）/],
    ['half a report', [], WEDNESDAY, ['S1-L', '教研活动次数：3'], /已记下2项，还差4项/],
    ['its other half', [['S1-L', '教研活动次数：3']], WEDNESDAY, ['S1-L', REPORT], /^已收到/],
    ['a field', [['S1-L', REPORT]], WEDNESDAY, ['S1-L', '修改 听评课节数：13'], /^已修改教育科研工作月报/],
    ['leave', [], WEDNESDAY, ['S1-T1', '请假 到 周五'], /^已记下您请假/],
    ['an exemption', [], WEDNESDAY, ['S1-L', '免交 李一 周记 培训'], [/^已记下：李一/, /^钱主任已替您记下/]],
    [
      'one taken back',
      [['S1-L', '免交 李一 周记 培训']],
      WEDNESDAY,
      ['S1-L', '取消免交 李一 周记'],
      [/^已取消李一周记/, /^钱主任已取消您教育周记/],
    ],
    ['a reminder', [], WEDNESDAY, ['S1-L', '催交 周记 发出'], /^马上私下提醒4人/],
    ['a group', [], WEDNESDAY, ['S1-L', '绑定本群 学校'], /^本群已绑定/, true],
  ];

  test.each(cases)('%s', async (_name, before, at, [who, text], answer, group = false) => {
    county.at(WEDNESDAY);
    await county.jobs();
    for (const [speaker, said] of before) await county.say(speaker, said);
    county.at(at);
    await models.ledger.openRolls(county.now());
    const event = eventOf(who, text, group);
    const pressing = text.startsWith('催交');
    await run(event, pressing ? models : dying, county.now()).catch(() => {});
    const once = await stored();
    const answers = await county.say(who, text, { key: event.key, ...(group && { group: 'g1' }) });
    expect(answers).toEqual([answer].flat().map((each) => expect.stringMatching(each)));
    expect(await stored()).toEqual(once);
  });

  test('a bind code', async () => {
    county.at(WEDNESDAY);
    const [issued] = await models.bindCodes.issue(['S1-T1' as never], county.now());
    const text = `绑定 ${issued?.code}`;
    await run(eventOf('new-phone', text, false), dying, county.now()).catch(() => {});
    const [answer] = await county.say('new-phone', text, { key: 'testing:crash' });
    expect(answer).toMatch(/^绑定成功：松山小学 李一/);
  });
});

test('the answer goes where the question was asked, what is private to the person', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  county.said.length = 0;
  await county.say('S1-L', '未交 周记', { group: 'g1' });
  expect(county.said.map(({ to, key }) => [to, key.split(':').at(-1)])).toEqual([
    ['g1', '0'],
    ['S1-L', '1'],
  ]);
});

test('taken into a group it greets, and says who may bind it', async () => {
  county.at(WEDNESDAY);
  const joined: InboundEvent = {
    kind: 'joined',
    key: 'testing:joined',
    chat: { platform: TESTING, id: 'g1', kind: 'group' },
    account: 'somebody',
    sentAt: county.now(),
  };
  await models.inbox.accept([joined, joined], county.now());
  await county.say('S1-T1', '早', { addressed: false });
  expect(county.said).toEqual([
    { to: 'g1', key: 'reply:testing:joined:0', text: expect.stringContaining('绑定本群 学校') },
  ]);
});

describe('a stranger', () => {
  test('is told once how to bind, however often they write, and whatever', async () => {
    county.at(WEDNESDAY);
    const [told, ...more] = await county.say('nobody', '周记 今天下雪了');
    expect([told, more]).toEqual([expect.stringMatching(/^您好.*绑定码.*私聊我发「绑定 /), []]);
    expect(await county.say('nobody', '在吗')).toEqual([]);
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
  });

  test('is not spoken to in a group unless they speak to the bot', async () => {
    county.at(WEDNESDAY);
    expect(await county.say('nobody', '大家好', { group: 'g1', addressed: false })).toEqual([]);
    expect(await county.say('nobody', '你好', { group: 'g1' })).toHaveLength(1);
  });

  test('is who has left, too', async () => {
    county.at(WEDNESDAY);
    await connection.collection('people').updateOne({ _id: 'S1-T1' as never }, { $set: { endedOn: '2026-10-01' } });
    expect(await county.say('S1-T1', journal())).toEqual([expect.stringContaining('我还不认识您的账号')]);
  });
});

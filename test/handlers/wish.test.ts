import { describe, expect, test } from '@jest/globals';
import { NagChoice } from '../../models/reminder.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';
/** Monday morning of the ninth week. */
const begin = async (): Promise<void> => {
  county.at('2026-10-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
};
/** Which of these persons are reminded at an instant. */
const nagged = async (time: string, ...people: string[]): Promise<string[]> => {
  county.at(`2026-${time}:00+08:00`);
  const said = await county.jobs();
  return said
    .filter(({ key, to }) => key.startsWith('nag:') && people.includes(to))
    .map(({ to }) => to)
    .toSorted();
};

describe('what is chosen', () => {
  test('is told, stands in 我的, and is taken back', async () => {
    await begin();
    expect(await answer('S1-T1', '提醒')).toBe(
      '现在这样提醒您：照常（按任务的时间，一周最多3次）。\n想改请发：提醒 早一点；提醒 少一点；提醒 周四；提醒 19:10（可选的时间：07:40、12:10、16:10、18:10、19:10）；提醒 照常。',
    );
    expect(await answer('S1-T1', '提醒 周四 20:00')).toBe(
      '好的，从明天起这样提醒您：截止前的提醒放在周四，19:10左右说。没有20:00可选，用了最近的19:10（可选：07:40、12:10、16:10、18:10、19:10）。到期赶不上的，还按原来的时间。改回来请发「提醒 照常」。',
    );
    expect(await answer('S1-T1', '我的')).toMatch(/提醒：截止前的提醒放在周四，19:10左右说。改请发「提醒」。$/);
    expect(await answer('S1-T1', '提醒 少一点')).toContain(
      '一周最多1次，留给到期的，截止前的提醒放在周四，19:10左右说。',
    );
    expect(await answer('S1-T1', '提醒 晚上6点')).toContain('18:10左右说。没有18:00可选');
    for (const [said, at] of [
      ['周3 晚上七点', '放在周三，19:10左右说'],
      ['每星期5 七点半', '放在周五，07:40左右说'],
      ['礼拜四下午四点一刻', '放在周四，16:10左右说'],
    ])
      expect(await answer('S1-T1', `提醒 ${said}`)).toContain(at);
    expect(await answer('S1-T1', '提醒 少一点、周三 19:10')).toMatch(
      /^好的，从明天起这样提醒您：一周最多1次，留给到期的，截止前的提醒放在周三，19:10左右说。到期/,
    );
    expect(await answer('S1-T1', '提醒 少一点 周日')).toMatch(/^这是选怎样提醒您自己的/);
    expect(await answer('S1-T1', '提醒 照常')).toBe('好的，照常（按任务的时间，一周最多3次）提醒您。');
    expect(await answer('S1-T1', '我的')).not.toContain('提醒：');
    for (const wrong of ['提醒 张三', '提醒 周日', '提醒 周6', '提醒 25:00', '提醒 快点'])
      expect(await answer('S1-T1', wrong)).toMatch(/^这是选怎样提醒您自己的/);
  });

  test('of what does not go together the last is taken, and the answer says what is not', async () => {
    await begin();
    expect(await answer('S1-T1', '提醒 早一点 周三')).toMatch(
      /：截止前的提醒放在周三。不能同时用的以后说的为准，没有用「早一点」。到期/,
    );
    expect(await answer('S1-T1', '提醒 周四')).not.toContain('没有用');
    expect(await answer('S1-T1', '提醒 早一点')).toMatch(/：截止前的提醒提前1个上学日。.*没有用「周四」。到期/);
    expect(await answer('S1-T1', '提醒 少一点 07:40')).toMatch(
      /最多1次，留给到期的，07:40左右说。.*没有用「早一点」。/,
    );
    expect(await answer('S1-T1', '提醒 周二和周三')).toMatch(/：.*放在周三，07:40左右说。.*没有用「周二」。/);
    await answer('S1-T1', '提醒 照常');
  });

  test('is nothing the county does not offer', async () => {
    const { catalogue } = county.models;
    catalogue.choice = NagChoice.parse({ earlierDays: 0, lightPerWeek: 0, weekday: false });
    await begin();
    for (const wish of ['提醒 早一点', '提醒 少一点', '提醒 周四', '提醒 18:00'])
      expect(await answer('S1-T1', wish)).toBe('这是选怎样提醒您自己的，请发：提醒 照常。要提醒别人请发「催交」。');
    catalogue.choice = NagChoice.parse({ times: ['07:40', '12:10', '16:10', '18:10', '19:10'] });
  });

  test('in a group it is answered privately', async () => {
    await begin();
    await county.say('S1-T1', '提醒 早一点', { group: 'g1' });
    const inGroup = county.said.filter(({ to }) => to === 'g1').map(({ text }) => text);
    expect(inGroup).toEqual(['收到，结果已私下发给您。']);
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/^好的，从明天起/);
  });
});

describe('when it is said', () => {
  test('on the day and at the time chosen, once, and others as ever', async () => {
    await begin();
    await county.say('S1-T1', '提醒 周四 19:00');
    await county.say('S1-T2', '提醒 早一点');
    const who = ['S1-T1', 'S1-T2', 'S1-T3'];
    expect(await nagged('10-29T15:41', ...who)).toEqual(['S1-T2']);
    expect(await nagged('10-29T19:11', ...who)).toEqual(['S1-T1']);
    expect(await nagged('10-30T15:41', ...who)).toEqual(['S1-T3']);
    expect(await nagged('10-30T19:11', ...who)).toEqual([]);
    // What is overdue is looked back at on Monday as ever, before the time at which it is late.
    expect(await nagged('11-02T08:21', ...who)).toEqual(who);
  });

  test('handed in before, nothing is said; chosen on the day itself, the usual day stays', async () => {
    await begin();
    await county.say('S1-T1', '提醒 周四');
    await county.say('S1-T1', journal());
    county.at('2026-10-29T10:00:00+08:00');
    await county.say('S1-T2', '提醒 周四');
    expect(await nagged('10-29T15:41', 'S1-T1', 'S1-T2')).toEqual([]);
    expect(await nagged('10-30T15:41', 'S1-T1', 'S1-T2')).toEqual(['S1-T2']);
  });

  test('on leave on the chosen day it is the usual one', async () => {
    await begin();
    await county.say('S1-T1', '提醒 周四');
    await county.say('S1-T1', '请假 周四');
    expect(await nagged('10-29T15:41', 'S1-T1')).toEqual([]);
    expect(await nagged('10-30T15:41', 'S1-T1')).toEqual(['S1-T1']);
  });

  test('when the program was down on the chosen day it is the usual one', async () => {
    await begin();
    await county.say('S1-T1', '提醒 周四');
    expect(await nagged('10-30T15:41', 'S1-T1')).toEqual(['S1-T1']);
  });

  test('a time after the deadline is not waited for', async () => {
    await begin();
    await county.say('S1-T1', '提醒 18:10');
    expect(await nagged('10-30T15:41', 'S1-T1')).toEqual(['S1-T1']);
    // Monday until noon it is in time.
    expect(await nagged('11-02T08:21', 'S1-T1')).toEqual(['S1-T1']);
  });

  test('seldom is once a week, for what is due', async () => {
    await begin();
    await county.say('S1-L', '提醒 少一点');
    // Five days before it is due there is a later day for it in no week but this: it is said. In the next it waits until it is due.
    expect(await nagged('10-30T08:21', 'S1-L')).toEqual(['S1-L']);
    expect(await nagged('11-04T08:21', 'S1-L')).toEqual([]);
    expect(await nagged('11-06T08:21', 'S1-L')).toEqual(['S1-L']);
  });

  test('seldom is before the deadline: in the days of grace after it nothing is said, which would use the week up', async () => {
    await begin();
    await county.say('S1-T1', '提醒 少一点');
    const who = ['S1-T1', 'S1-T2'];
    expect(await nagged('10-30T15:41', ...who)).toEqual(who);
    expect(await nagged('11-02T08:21', ...who)).toEqual(['S1-T2']);
    expect(await nagged('11-06T15:41', ...who)).toEqual(who);
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/教育周记（第10周）.*今天17:00截止/s);
  });
});

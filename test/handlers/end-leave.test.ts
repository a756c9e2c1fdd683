import { describe, expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { journalWeek, WEDNESDAY } from '../support/journal-week.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const { begin, answer, statusOf } = journalWeek(county);

describe('coming back', () => {
  test('ends the leave with the day before, and what is left of the week is owed again', async () => {
    await begin();
    await county.say('S1-T1', '请假 10月26日到10月30日');
    expect(await statusOf('S1-T1')).toBe('leave');
    expect(await answer('S1-T1', '我回来了！')).toBe('已为您销假，从10月28日（周三）起恢复。欢迎回来。');
    expect(await statusOf('S1-T1')).toBe('owed');
    expect((await county.models.people.byId('S1-T1' as never))?.leaves).toMatchObject([{ to: '2026-10-27' }]);
  });

  test('on Thursday two days are left: nothing is owed', async () => {
    await begin();
    await county.say('S1-T1', '请假 10月26日到10月30日');
    county.at('2026-10-29T08:00:00+08:00');
    await county.say('S1-T1', '销假');
    expect(await statusOf('S1-T1')).toBe('leave');
  });

  test('before it began takes it out', async () => {
    await begin();
    await county.say('S1-T1', '请假 11月2日到11月6日');
    expect(await answer('S1-T1', '销假')).toMatch(/^已为您销假/);
    expect((await county.models.people.byId('S1-T1' as never))?.leaves).toEqual([]);
  });

  test('without a leave there is nothing to end', async () => {
    await begin();
    expect(await answer('S1-T1', '销假')).toBe('没有找到正在进行或将要开始的请假，不用销假。');
  });
});

describe('leave that is over', () => {
  const leavesOf = async (id: string) => (await county.models.people.byId(id as never))?.leaves;
  const WEEK = '10月19日到10月23日';

  test('is taken back as its reply says, and what it left out is owed again', async () => {
    county.at('2026-10-19T00:07:00+08:00');
    await county.models.ledger.openRolls(county.now());
    county.at(WEDNESDAY);
    expect((await county.say('S1-L', `请假 李一 ${WEEK}`))[0]).toBe(
      `已替李一记下请假：10月19日（周一）到10月23日（周五）。整段请假的任务不计入应交。记错了请发「取消请假 李一 ${WEEK}」。`,
    );
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/不是这样请发「取消请假 10月19日到10月23日」。$/);
    expect(await statusOf('S1-T1', 'w08')).toBe('leave');
    expect((await county.say('S1-L', '销假 李一'))[0]).toBe(
      `李一10月19日（周一）到10月23日（周五）的请假已经结束，不用销假。要取消这次请假，请发「取消请假 李一 ${WEEK}」。`,
    );
    expect((await county.say('S1-L', `取消请假 李一 ${WEEK}`))[0]).toBe(
      '已取消李一10月19日（周一）到10月23日（周五）的请假，这几天照常计入应交。',
    );
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/^钱主任已取消您10月19日（周一）到10月23日（周五）的请假/);
    expect(await leavesOf('S1-T1')).toEqual([]);
    expect(await statusOf('S1-T1', 'w08')).toBe('owed');
    expect((await county.say('S1-L', `取消请假 李一 ${WEEK}`))[0]).toMatch(/^没有记着李一/);
  });

  test('some days of a leave are not taken back by themselves: it is said which leave it is, and how', async () => {
    await begin();
    await county.say('S1-T1', '请假 11月2日到11月6日');
    const whole = '取消请假 11月2日到11月6日';
    expect(await answer('S1-T1', '取消请假 11月4日')).toBe(
      `您请的是11月2日（周一）到11月6日（周五），要取消就整段取消：请发「${whole}」，再按要请的日子重新请。提前回来，当天发「销假」就行。`,
    );
    expect(await leavesOf('S1-T1')).toHaveLength(1);
    expect((await county.say('S1-L', '取消请假 李一 11月4日'))[0]).toMatch(
      /^李一请的是.*「取消请假 李一 11月2日到11月6日」/,
    );
    expect(await answer('S1-T1', whole)).toMatch(/^已取消您11月2日/);
  });

  test('one’s own too, and not the one that is running; 我回来了 takes nothing away', async () => {
    await begin();
    for (const text of ['请假 10月26日', '请假 到 周五']) await county.say('S1-T1', text);
    expect(await answer('S1-T1', '取消请假 10月26日')).toMatch(/^已取消您10月26日（周一）的请假/);
    expect(await leavesOf('S1-T1')).toMatchObject([{ from: '2026-10-28' }]);
    expect(await answer('S1-T1', '取消请假')).toMatch(/^已为您销假/);
    await county.say('S1-T2', '请假 10月27日');
    expect(await answer('S1-T2', '我回来了')).toMatch(/^您10月27日（周二）的请假已经结束，不用销假/);
    expect(await leavesOf('S1-T2')).toHaveLength(1);
    expect(await answer('S1-T2', '取消请假 李一 10月27日')).toMatch(/^代交、代请假、免交由/);
  });
});

test('several colleagues at once, each in a line; a name that is none is told', async () => {
  await begin();
  await county.say('S1-L', '请假 李一、周二、吴三 到 周五');
  expect((await county.say('S1-L', '销假 李一、周二和张三，吴三'))[0]).toMatch(
    /^1\. 李一已销假.*\n2\. 本校名册里没有找到「周二和张三」.*\n3\. 吴三已销假/,
  );
  expect((await county.say('S1-L', '销假 周二 和 李一'))[0]).toMatch(/^1\. 周二已销假.*\n2\. 没有找到李一正在进行/);
  expect(county.toldTo('S1-T3').at(-1)).toMatch(/^钱主任已替您销假/);
  await county.say('S1-L', '请假 李一、周二 11月3日');
  expect((await county.say('S1-L', '取消请假 李一、周二 11月3日'))[0]).toMatch(/^1\. 已取消李一.*\n2\. 已取消周二/);
  expect(await answer('S1-T4', '销假 李一、周二')).toBe('代交、代请假、免交由本校教科室主任、副主任或校长办理。');
});

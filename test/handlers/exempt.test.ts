import { describe, expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
/** What whoever said it hears; others are told after them. */
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';
const statusOf = async (owner: string, page = 'journal|2026-autumn-w09|S1') =>
  (await county.models.rolls.get(page))?.entries.find((entry) => entry.owner === owner)?.status;
const begin = async (at = '2026-10-28T10:00:00+08:00'): Promise<void> => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at(at);
  await county.models.ledger.openRolls(county.now());
};

test('an exemption takes one person out of one period, is listed with its reason, and can be taken back', async () => {
  await begin();
  expect(await answer('S1-L', '免交 李一 周记 外出 培训')).toBe(
    '已记下：李一的周记（第9周）免交，原因：外出 培训。不计入应交，会告诉本人。取消请发「取消免交 李一 周记」。',
  );
  expect(await statusOf('person:S1-T1')).toBe('exempt');
  expect(await answer('S1-L', '未交 周记')).toContain(
    '已交0/3（免交1），10月30日（周五）17:00截止\n未交：吴三、郑四、周二\n免交：李一',
  );
  expect(await connection.collection('exemptions').findOne({})).toMatchObject({ reason: '外出 培训', by: 'S1-L' });
  expect(await answer('S1-L', '取消免交 李一 周记')).toBe('已取消李一周记（第9周）的免交，恢复应交，会告诉本人。');
  expect(await statusOf('person:S1-T1')).toBe('owed');
  county.at('2026-10-28T10:01:00+08:00');
  expect(await answer('S1-L', '取消免交 李一 周记')).toBe('李一的周记现在没有免交，不用取消。');
});

test('whose it is hears of it, and how they stand when it is taken back; nobody of their own', async () => {
  const lastTo = (who: string) => county.toldTo(who).at(-1);
  await begin();
  await county.say('S1-L', '免交 李一 周记 外出培训');
  expect(lastTo('S1-T1')).toBe(
    '钱主任已替您记下：教育周记（第9周）免交，原因：外出培训。不用交，也不会再提醒。不是这样请和钱主任说一声。',
  );
  await county.say('S1-P', '取消免交 李一 周记');
  expect(lastTo('S1-T1')).toBe(
    '赵校长已取消您教育周记（第9周）的免交，还请您在10月30日（周五）17:00前交。有疑问请和赵校长说一声。',
  );
  await county.say('S1-L', '免交 李一 周记 到 11月13日 病休');
  expect(lastTo('S1-T1')).toContain('教育周记（到11月13日为止）免交，原因：病休。');
  await county.say('S1-T1', journal());
  await county.say('S1-L', '取消免交 李一 周记');
  expect(lastTo('S1-T1')).toBe('钱主任已取消您教育周记（到11月13日为止）的免交；这一项您现在不欠，以后各期照常交。');
  county.at('2026-10-28T10:01:00+08:00');
  await county.say('S1-L', '免交 李一 周记 第9周 病休');
  await county.say('S1-L', '取消免交 李一 周记 第9周');
  expect(lastTo('S1-T1')).toBe('钱主任已取消您教育周记（第9周）的免交；这一项您现在不欠，不用做什么。');

  county.at('2026-11-02T09:00:00+08:00');
  await county.say('S1-L', '免交 周二 周记 培训');
  await county.say('S1-L', '取消免交 周二 周记');
  expect(lastTo('S1-T2')).toContain('的免交，还请您在今天12:00前交。');
  county.at('2026-11-02T13:00:00+08:00');
  await county.say('S1-L', '免交 周二 周记 培训');
  await county.say('S1-L', '取消免交 周二 周记');
  expect(lastTo('S1-T2')).toContain('的免交，还请您补交。');

  expect(await answer('S1-L', '免交 钱主任 月报 本月无活动')).toContain('不计入应交。取消');
  expect(county.said.filter(({ to }) => to === 'S1-L').map(({ text }) => text)).not.toContainEqual(
    expect.stringContaining('替您'),
  );
});

test('an exemption wants a reason, and one in the place of another keeps what held before', async () => {
  await begin();
  expect(await answer('S1-L', '免交 李一 周记')).toBe(
    '免交要写一句原因，会列在名单旁边，例如：免交 李一 周记 外出培训。',
  );
  expect(await statusOf('person:S1-T1')).toBe('owed');
  await county.say('S1-L', '免交 李一 周记 培训');
  await county.say('S1-L', '取消免交 李一 周记');
  county.at('2026-10-28T11:00:00+08:00');
  await county.say('S1-P', '免交 李一 周记 病休');
  expect(await connection.collection('exemptions').findOne({})).toMatchObject({
    reason: '病休',
    by: 'S1-P',
    earlier: [{ reason: '培训', by: 'S1-L', revoked: { by: 'S1-L' } }],
  });
  expect(await statusOf('person:S1-T1')).toBe('exempt');
});

test.each(['李一、周二', '李一和周二', '李一 周二', '李一，周二'])('several of one reason: %s', async (names) => {
  await begin();
  expect(await answer('S1-L', `免交 ${names} 周记 外出 培训`)).toBe(
    '1. 已记下：李一的周记（第9周）免交，原因：外出 培训。不计入应交，会告诉本人。取消请发「取消免交 李一 周记」。\n2. 已记下：周二的周记（第9周）免交，原因：外出 培训。不计入应交，会告诉本人。取消请发「取消免交 周二 周记」。',
  );
  expect([await statusOf('person:S1-T1'), await statusOf('person:S1-T2')]).toEqual(['exempt', 'exempt']);
  expect(county.toldTo('S1-T2').at(-1)).toMatch(/^钱主任已替您记下/);
  expect(await answer('S1-L', `取消免交 ${names} 周记`)).toMatch(
    /^1. 已取消李一周记（第9周）.*\n2. 已取消周二周记（第9周）/,
  );
});

test('who of several is not found is told beside the others', async () => {
  await begin();
  expect(await answer('S1-L', '免交 李一、王五 周记，培训')).toMatch(
    /^1. 已记下：李一的周记（第9周）免交，原因：培训。.*\n2. 本校名册里没有找到「王五」/,
  );
});

test('a period is named behind the task; taken back it is found by itself', async () => {
  await begin('2026-11-03T13:00:00+08:00');
  expect(await answer('S1-L', '免交 李一 周记 第9周 病休')).toContain('李一的周记（第9周）免交，原因：病休。');
  expect(await answer('S1-L', '取消免交 李一 周记')).toContain('已取消李一周记（第9周）的免交');
  expect(await answer('S1-L', '免交 李一 周记 第3周 病休')).toBe(
    '教育周记现在没有「第3周」在收，请核对是哪一期；不写哪一期，就是正在收的这一期。',
  );
  expect(await statusOf('person:S1-T1')).toBe('owed');
});

test('the exempt are not reminded, and what they hand in all the same counts', async () => {
  await begin();
  await county.say('S1-L', '免交 李一 周记 培训');
  county.at('2026-10-30T15:41:00+08:00');
  const reminded = (await county.jobs()).filter(({ key }) => key.startsWith('nag:')).map(({ to }) => to);
  expect(reminded).toContain('S1-T2');
  expect(reminded).not.toContain('S1-T1');
  await county.say('S1-T1', journal());
  expect(await statusOf('person:S1-T1')).toBe('handed-in');
});

test('a whole school that had no activity is exempt from its report', async () => {
  await begin();
  expect(await answer('S1-P', '免交 钱主任 月报 本月无活动')).toMatch(/月报（10月）免交，原因：本月无活动/);
  expect(await statusOf('school:S1', 'monthly-report|2026-10|S1')).toBe('exempt');
});

test('which period: what is still on time, the older first; in the grace last week', async () => {
  await begin('2026-11-02T09:00:00+08:00');
  expect(await answer('S1-L', '免交 李一 周记 病')).toContain('（第9周）');
  county.at('2026-11-03T09:00:00+08:00');
  expect(await answer('S1-L', '免交 周二 周记 病')).toContain('（第10周）');
});

test('until a day: every week due by then, those that open later too; taken back, what is still open is owed again', async () => {
  await begin();
  expect(await answer('S1-L', '免交 李一 周记 到 11月13日 病休')).toBe(
    '已记下：李一的周记（到11月13日为止）免交，原因：病休。不计入应交，会告诉本人。取消请发「取消免交 李一 周记」。',
  );
  expect(await statusOf('person:S1-T1')).toBe('exempt');
  county.at('2026-11-09T08:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await statusOf('person:S1-T1', 'journal|2026-autumn-w11|S1')).toBe('exempt');
  expect(await answer('S1-L', '取消免交 李一 周记')).toBe(
    '已取消李一周记（到11月13日为止）的免交，第9周、第10周、第11周恢复应交，会告诉本人。',
  );
  expect(county.toldTo('S1-T1').at(-1)).toBe(
    '钱主任已取消您教育周记（到11月13日为止）的免交，第9周还请您补交，第10周还请您在今天12:00前交，第11周还请您在11月13日（周五）17:00前交。有疑问请和钱主任说一声。',
  );
  expect(await statusOf('person:S1-T1', 'journal|2026-autumn-w11|S1')).toBe('owed');
  expect(await connection.collection('exemptions').findOne({})).toMatchObject({ revoked: { by: 'S1-L' } });
  county.at('2026-11-16T08:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await statusOf('person:S1-T1', 'journal|2026-autumn-w12|S1')).toBe('owed');
});

describe('what is refused', () => {
  test.each([
    ['S1-L', '免交', /^请写明谁免交什么/],
    ['S1-L', '免交 李一', /^请写明谁免交什么/],
    ['S1-L', '免交 李一 周记 到 昨天 病', /^「到」后面的日期「昨天」没看懂/],
    ['S1-L', '免交 李一 作业 病', /^请写明谁免交什么/],
    ['S1-L', '免交 陈一 周记 病', /^本校名册里没有找到「陈一」/],
    ['S1-L', '免交 赵校长 周记 病', /^教育周记现在没有在收的，不用免交。/],
    ['S1-T2', '免交 李一 周记 病', /由本校教科室主任、副主任或校长办理。$/],
    ['J1-C', '免交 李一 周记 病', /^本校名册里没有找到「李一」/],
  ])('%s: %s', async (who, text, said) => {
    await begin();
    expect(await answer(who, text)).toMatch(said);
    expect(await connection.collection('exemptions').countDocuments()).toBe(0);
  });
});

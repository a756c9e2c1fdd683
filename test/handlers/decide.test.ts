import { expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

/** What whoever said it hears; others are told after them. */
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';
const lastTo = (who: string): string => county.toldTo(who).at(-1) ?? '';
const statusOf = async (owner: string, page = 'journal|2026-autumn-w09|S1') =>
  (await county.models.rolls.get(page))?.entries.find((entry) => entry.owner === owner)?.status;
const REPORT = 'monthly-report|2026-10|S1';

/** Two teachers, one after the other, say that their journals are in; the numbers of their cases. */
async function asked(): Promise<string[]> {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const numbers: string[] = [];
  for (const [minute, who] of ['S1-T1', 'S1-T2'].entries()) {
    county.at(`2026-10-28T10:0${minute + 1}:00+08:00`);
    await county.say(who, '已交过了 周记');
    numbers.push(/「认可 (\w{6})」/.exec(lastTo('S1-L'))?.[1] ?? '');
  }
  county.at('2026-10-28T11:00:00+08:00');
  return numbers;
}
const FREE = (name: string, no: string) =>
  `已认可：${name}的教育周记（第9周）记为免交，不计入应交，会告诉本人。改回来请发「仍请交 ${no}」。`;

test.each([
  ['by number', (a: string, b: string) => `${a} ${b}`],
  ['with 、', (a: string, b: string) => `${a}、${b.toLowerCase()}`],
  ['by name', () => '李一和周二'],
  ['by name, with spaces', () => '李一 周二'],
  ['either way', (a: string) => `${a}，周二`],
])('several at once, %s: each is answered and told', async (_how, said) => {
  const [first = '', second = ''] = await asked();
  expect(await answer('S1-L', `认可 ${said(first, second)}`)).toBe(
    `1. ${FREE('李一', first)}\n2. ${FREE('周二', second)}`,
  );
  for (const who of ['S1-T1', 'S1-T2'])
    expect(county.toldTo(who)).toContain('钱主任已认可：教育周记（第9周）不用交了，也不会再提醒。');
});

test('nobody who is named goes unanswered, and words are words', async () => {
  const [first = '', second = ''] = await asked();
  expect(await answer('S1-L', '认可 王五')).toBe('没有找到等您定的「王五」，请核对编号或姓名。');
  expect(await answer('S1-L', '仍请交 李一 吴三')).toMatch(/^1. 好的，李一的.*\n2. 没有找到等您定的「吴三」/);
  expect(await answer('S1-L', `仍请交 ${second} 请您再发一次，谢谢`)).toMatch(
    /^好的，周二的教育周记（第9周）仍照旧应交/,
  );
  expect(lastTo('S1-T2')).toBe('钱主任看过了，教育周记（第9周）还请您交一次：请您再发一次，谢谢。');
  expect(await answer('S1-P', '认可 李一')).toBe('没有找到等您定的「李一」，请核对编号或姓名。');
  expect(first).not.toBe('');
});

test('of several of one person it asks which', async () => {
  const [first = ''] = await asked();
  county.at('2026-11-02T13:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-T1', '已交过了 周记 第10周');
  expect(await answer('S1-L', '仍请交 李一 请再发一次')).toBe(
    '李一有几件等您定，是哪一件？\n1. 教育周记（第9周）\n2. 教育周记（第10周）\n回复 1/2，都不是请发「取消」。',
  );
  expect(await answer('S1-L', '1')).toContain(`改为免交请发「认可 ${first}」`);
  expect(lastTo('S1-T1')).toContain('（第9周）还请您交一次：请再发一次。');
});

test('whoever decided may decide otherwise, and nobody else; whose it is hears of it each time', async () => {
  const [first = ''] = await asked();
  await county.say('S1-L', `仍请交 ${first}`);
  expect(await answer('S1-P', `认可 ${first}`)).toBe(`${first}钱主任已经定过：仍请本人交。要改请和钱主任说一声。`);
  expect(await answer('S1-L', `认可 ${first}`)).toBe(FREE('李一', first));
  expect(await statusOf('person:S1-T1')).toBe('exempt');
  expect(lastTo('S1-T1')).toMatch(/^钱主任已认可/);
  expect(await answer('S1-L', `仍请交 ${first} 看错了`)).toMatch(/^好的，李一的教育周记（第9周）仍照旧应交/);
  expect(await statusOf('person:S1-T1')).toBe('owed');
  expect(lastTo('S1-T1')).toBe('钱主任重新看过了，教育周记（第9周）还请您交一次：看错了。');
  await county.say('S1-T1', journal());
  expect(await answer('S1-L', `认可 ${first}`)).toBe('李一的教育周记（第9周）已经不欠了，不用再定。');
  expect(await statusOf('person:S1-T1')).toBe('handed-in');
  expect(await connection.collection('cases').findOne({ no: first })).toMatchObject({
    decided: { verdict: 'kept' },
    earlier: [{ verdict: 'kept' }, { verdict: 'granted' }],
  });
});

test('仍请交 after 认可 takes back what was exempt until a day as well, and says to both which weeks are owed again', async () => {
  const [first = ''] = await asked();
  await county.say('S1-L', `认可 ${first}`);
  await county.say('S1-L', '免交 李一 周记 到 11月20日 病休');
  county.at('2026-11-09T08:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await statusOf('person:S1-T1', 'journal|2026-autumn-w10|S1')).toBe('exempt');
  expect(await answer('S1-L', `仍请交 ${first} 已经销假`)).toBe(
    `好的，李一的教育周记（第9周）仍照旧应交，会告诉本人。改为免交请发「认可 ${first}」。原来到11月20日为止的免交也一并取消，第10周、第11周恢复应交。`,
  );
  expect(lastTo('S1-T1')).toBe(
    '钱主任重新看过了，教育周记（第9周）还请您交一次：已经销假。您原来到11月20日为止的免交也一并取消了，第10周、第11周也请照常交。',
  );
  for (const week of ['w09', 'w10', 'w11'])
    expect(await statusOf('person:S1-T1', `journal|2026-autumn-${week}|S1`)).toBe('owed');
});

test('what was passed on comes back, or goes to a third; whoever had it hears that it is theirs no more', async () => {
  county.at('2026-11-06T08:21:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-L', '不该我交 月报 10月');
  const no = /「认可 (\w{6})」/.exec(lastTo('S1-P'))?.[1] ?? '';
  await county.say('S1-P', `转给 ${no} 吴三`);
  expect(await answer('S1-P', `转给 ${no} 郑四`)).toContain('改由郑四交');
  expect(lastTo('S1-T3')).toBe('赵校长已改定：教育科研工作月报（10月）不用您交了，也不会再就这一项提醒您。');
  expect(lastTo('S1-T4')).toMatch(/^赵校长请您来交教育科研工作月报（10月）/);
  expect(await answer('S1-P', `仍请交 ${no}`)).toMatch(/^好的，钱主任的教育科研工作月报（10月）仍照旧应交/);
  expect(lastTo('S1-T4')).toContain('不用您交了');
  expect(lastTo('S1-L')).toBe('赵校长重新看过了，教育科研工作月报（10月）还请您交一次。');
  expect(await statusOf('school:S1', REPORT)).toBe('owed');
  expect(await connection.collection('standIns').countDocuments()).toBe(0);
  county.at('2026-11-09T10:00:00+08:00');
  const monday = (await county.jobs()).filter(({ text }) => text.includes('月报（10月）')).map(({ to }) => to);
  expect([monday.includes('S1-L'), monday.includes('S1-T4')]).toEqual([true, false]);
});

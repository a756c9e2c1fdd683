import { expect, test } from '@jest/globals';
import { raiseCases } from '../../jobs/raise-cases.js';
import { PersonId, type SchoolCode } from '../../models/ids.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** All duties of the plan, so that one person owes several things at once: which of them is meant, and that no word is lost. */
const { connection } = testDatabase();
const roster = testRoster();
const school = roster.schools.at(-1)?.code as SchoolCode;
roster.people.push({
  ...{ id: PersonId.parse('J1-D'), name: '褚科长', school, posts: ['department-head'], subjects: [], teaching: false },
});
const county = testCounty(connection, roster, undefined, wholeCatalogue());
const answer = async (text: string): Promise<string> => (await county.say('S1-T1', text))[0] ?? '';
const told = (decider: string): string => county.toldTo(decider).at(-1)?.split('。')[0] ?? '';

/** One reminder of two tasks due the same day. */
async function reminded(): Promise<void> {
  county.at('2026-12-28T09:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-P', '交办 李一 到 12月31日 核对各班课表');
  await county.say('S1-P', '交办 李一 到 12月31日 整理档案柜');
  county.at('2026-12-31T15:41:00+08:00');
  await county.jobs();
}
const WHICH = '是哪一项？\n1. 办结 第1号：核对各班课表\n2. 办结 第2号：整理档案柜\n回复 1/2，都不是请发「取消」。';

test('the reason goes along with the number that chooses, and the choices stand as the reminder had them', async () => {
  await reminded();
  expect(county.toldTo('S1-T1').at(-1)).toMatch(/第1号：核对各班课表[\s\S]*第2号：整理档案柜/);
  expect(await answer('不该我交 我今年不带班')).toBe(WHICH);
  expect(await answer('1')).toMatch(/^好的，督办任务办结（第1号：核对各班课表）您说不该由本人交/);
  expect(told('S1-P')).toBe('李一老师说督办任务办结（第1号：核对各班课表）不该由本人交（原话：我今年不带班）');
});

test.each([
  ['已交过了 第2号', /^好的，督办任务办结（第2号：整理档案柜）您说已经交过/],
  ['不该我交 整理档案柜不归我管', /^好的，督办任务办结（第2号：整理档案柜）您说不该由本人交/],
])('%s', async (said, heard) => {
  await reminded();
  expect(await answer(said)).toMatch(heard);
});

test.each(['已交过了 上周就放您桌上了', '已交过了 办结', '不该我交 第1号和第2号都不归我'])('%s', async (said) => {
  await reminded();
  expect(await answer(said)).toBe(WHICH);
});

test.each([
  ['已交过了 研讨课 2026年秋季学期 上周交给主任了', '上周交给主任了'],
  ['已交过了 研讨课 2026年秋季学期', ''],
  ['已交过了 研讨课，上周交给主任了', '上周交给主任了'],
  ['已交过了 学科组以上研讨课：上周 交给主任了', '上周 交给主任了'],
])('a task’s name ends at a comma, and its term is no reason: %s', async (said, words) => {
  await reminded();
  expect(await answer(said)).toMatch(/^好的，学科组以上研讨课（2026年秋季学期）您说已经交过/);
  expect(told('S1-L')).toBe(
    `李一老师说学科组以上研讨课（2026年秋季学期）已经交过，台账上没有${words && `（原话：${words}）`}`,
  );
});

test('in a group, where a number would not be understood, the words to send have the reason in them', async () => {
  await reminded();
  await county.say('S1-T1', '不该我交 我今年不带班', { group: 'g1' });
  expect(county.toldTo('S1-T1').at(-1)).toBe(
    '是哪一项？请发：「不该我交 办结 第1号 我今年不带班」或「不该我交 办结 第2号 我今年不带班」。',
  );
});

test('a task passed on is another’s to owe, and comes back', async () => {
  await reminded();
  await county.say('S1-T1', '不该我交 第1号');
  const no = /「认可 (\w{6})」/.exec(county.toldTo('S1-P').at(-1) ?? '')?.[1] ?? '';
  const owners = async () => {
    const pages = await county.models.rolls.ofOwner('person:S1-T1' as never, county.now());
    const task = pages.find(({ label }) => label === '第1号');
    const page = await county.models.rolls.get(task?._id ?? '');
    return page?.entries.map(({ owner, status }) => `${owner} ${status}`);
  };
  await county.say('S1-P', `转给 ${no} 周二`);
  expect(await owners()).toEqual(['person:S1-T1 exempt', 'person:S1-T2 owed']);
  // Put off, only whoever has it now hears of it.
  const before = county.toldTo('S1-T1').length;
  await county.say('S1-P', '延期 办结 第1号 到 1月8日');
  expect(county.toldTo('S1-T2').at(-1)).toMatch(/^赵校长把交办您的督办任务办结（第1号：核对各班课表）改为1月8日/);
  expect(county.toldTo('S1-T1')).toHaveLength(before);
  await county.say('S1-P', `仍请交 ${no}`);
  expect(await owners()).toEqual(['person:S1-T1 owed']);
  expect(county.toldTo('S1-T2').at(-1)).toMatch(/^赵校长已改定：督办任务办结（第1号：核对各班课表）不用您交了/);
});

test.each([
  ['the principal, of a teacher', 'S1-P', 'S1-T1', '李一', ['S1-L']],
  ['the principal, of the research lead', 'S1-P', 'S1-L', '钱主任', ['S1-L']],
  ['the county, of the principal', 'J1-C', 'S1-P', '赵校长', ['S1-L', 'S1-P']],
  ['a department, which acts for nobody else', 'J1-D', 'S1-P', '赵校长', ['S1-L', 'S1-P']],
])('of a task decides whoever gave it (%s), and nobody else of the school', async (_what, giver, who, name, others) => {
  county.at('2026-12-28T10:00:00+08:00');
  await county.say(giver, `交办 ${name} 到 12月31日 核对各班课表`);
  await county.say(who, '不该我交 办结');
  expect(county.toldTo(giver).at(-1)).toContain(`${name}老师说督办任务办结（第1号：核对各班课表）不该由本人交`);
  const no = /「认可 (\w{6})」/.exec(county.toldTo(giver).at(-1) ?? '')?.[1] ?? '';
  for (const other of others)
    expect((await county.say(other, `认可 ${no}`))[0]).toBe(`没有找到等您定的「${no}」，请核对编号或姓名。`);
  expect((await county.say(giver, `转给 ${no} 周二`))[0]).toMatch(/^好的，.*改由周二交/);
});

test('a task its giver leaves undecided goes to the county, never down', async () => {
  county.at('2026-12-21T10:00:00+08:00');
  await county.say('S1-P', '交办 李一 到 12月31日 核对各班课表');
  await county.say('S1-T1', '不该我交 办结');
  county.at('2026-12-25T08:11:00+08:00');
  expect(await raiseCases(county.models, county.now())).toBe(1);
  await county.settle();
  expect(county.toldTo('J1-C').at(-1)).toMatch(/^这件事提出几天了，还没有定，转请您看：\n李一老师说督办任务办结/);
  expect(county.toldTo('S1-L').join()).not.toContain('李一老师说');
});

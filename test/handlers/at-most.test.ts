import { expect, test } from '@jest/globals';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { personId, schoolCode } from '../support/people.js';
import { rosterWithReviewers } from '../support/reviewers.js';

/** BR6: a school is the base of two people at most, so that none is swamped. */
const { connection } = testDatabase();
const roster = rosterWithReviewers();
const researchers = ['J1-R3', 'J1-R4'].map((id) => ({
  ...{ id: personId(id), name: `研员${id.slice(-1)}`, school: schoolCode('J1'), posts: ['researcher'] },
  ...{ subjects: [], teaching: false },
}));
const county = testCounty(
  connection,
  { ...roster, people: [...roster.people, ...researchers] },
  undefined,
  wholeCatalogue(),
);
const say = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';

const DIARY =
  '听了三节课，和老师们一起把分数的单元重新备了一遍，下周再来看怎么上，带两份学习单，请两位老师先试一节，再一起说。';
const lines = (school: string): string =>
  `工作项：小学数学\n蹲点单位：${school}\n典型教师：李一\n目标：课堂让学生说\n日期：10月27日\n蹲点日记：${DIARY}`;
const visit = (school: string): string => `蹲点\n${lines(school)}`;
const records = () =>
  connection.collection('submissions').find({ duty: 'base-school-visit' }).sort({ _id: 1 }).toArray();
const stateOf = async (who: string) =>
  (await records())
    .filter(({ owner }) => owner === `person:${who}`)
    .map(({ state, values }) => [state, values?.school]);

async function twoAtS1(): Promise<void> {
  county.at('2026-10-28T10:00:00+08:00');
  for (const who of ['J1-R1', 'J1-R2']) expect(await say(who, visit('松山小学'))).toMatch(/^已收到/);
}

test('a third is told so and how to go on; nothing else typed is lost', async () => {
  await twoAtS1();
  expect(await say('J1-R3', visit('松山小学'))).toBe(
    '蹲点单位与典型教师（2026年秋季学期）已记下5项，还差1项，只补这几项发回来即可：\n蹲点单位：松山小学这一期已有2位老师选了，最多2位。请换一个；确实要选它，请协调员代您交\n记的是：日期 10月27日（周二）。',
  );
  expect(await stateOf('J1-R3')).toEqual([['draft', undefined]]);
  // What lacks a school cannot be confirmed past the rule.
  expect(await say('J1-R3', '确认')).toBe('现在没有等您确认的内容。');
  expect(await say('J1-R3', '蹲点\n蹲点单位：柳河小学')).toMatch(/^已收到/);
  expect(await stateOf('J1-R3')).toEqual([['handed-in', 'S2']]);
  // Nor is what is in moved to a school that is full.
  expect(await say('J1-R3', '修改 蹲点单位：松山小学')).toMatch(
    /^没有改成，原来的内容不变：\n蹲点单位：松山小学这一期已有2位/,
  );
  expect(await stateOf('J1-R3')).toEqual([['handed-in', 'S2']]);
});

test('whose base it is goes there again; a place taken back is free; another term counts anew', async () => {
  await twoAtS1();
  expect(await say('J1-R1', visit('松山小学'))).toMatch(/^已收到/);
  await say('J1-R2', '撤回');
  expect(await say('J1-R3', visit('松山小学'))).toMatch(/^已收到/);
  expect(await say('J1-R2', '恢复')).toContain('已恢复');
  // Three now: nobody is sent away, the coordinator settles it.
  expect(county.toldTo('J1-R2').at(-1)).toContain('另外，松山小学刚才也有别的老师选了，现在有3位');
  expect(county.toldTo('J1-C').filter((text) => text.includes('多于2位'))).toHaveLength(1);
  const taken = (period: string) =>
    county.models.records.saying(DutyKey.parse('base-school-visit'), PeriodKey.parse(period), 'school', 'S1');
  expect([(await taken('2026-autumn')).length, (await taken('2027-spring')).length]).toEqual([3, 0]);
});

test('the coordinator may make an exception, and then it holds for the term', async () => {
  await twoAtS1();
  await say('J1-R3', visit('松山小学'));
  expect(await say('J1-C', '代交 研员3 蹲点\n蹲点单位：松山小学')).toMatch(/^已收到您代研员3上交的/);
  expect(await stateOf('J1-R3')).toEqual([['handed-in', 'S1']]);
  expect(county.said.some(({ text }) => text.includes('多于2位'))).toBe(false);
  expect(await say('J1-R3', visit('松山小学'))).toMatch(/^已收到/);
});

test('of two who hand in at once, one place left, the later hears it and so does the coordinator', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await say('J1-R1', visit('松山小学'));
  // Found room, and was asked whether so short a diary is meant; meanwhile somebody took the place.
  expect(await say('J1-R3', visit('松山小学').replace(DIARY, '听了三节课。'))).toContain('已先存为草稿');
  await say('J1-R2', visit('松山小学'));
  const answers = await county.say('J1-R3', '确认');
  expect(answers[0]).toMatch(/^已收到/);
  expect(answers).toContain(
    '另外，松山小学刚才也有别的老师选了，现在有3位，一般最多2位。您交的已收好，协调员会和您商量；想自己换，请发「修改 蹲点单位：…」。',
  );
  expect(county.toldTo('J1-C').at(-1)).toMatch(
    /^松山小学在蹲点单位与典型教师（2026年秋季学期）里现在有3位老师选了，多于2位，刚交的是研员3（编号/,
  );
  expect(county.toldTo('J1-C').filter((text) => text.includes('多于2位'))).toHaveLength(1);
  expect(county.toldTo('J1-R2').filter((text) => text.includes('也有别的老师'))).toHaveLength(0);
  expect(await stateOf('J1-R3')).toEqual([['handed-in', 'S1']]);
  // A correction says it no second time.
  await say('J1-R3', '修改 目标：让学生先说');
  expect(county.toldTo('J1-C').filter((text) => text.includes('多于2位'))).toHaveLength(1);
});

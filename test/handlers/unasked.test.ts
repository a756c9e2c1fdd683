import { expect, test } from '@jest/globals';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
const FRIDAY_NIGHT = '2026-10-30T21:00:00+08:00';
const SATURDAY = '2026-10-31T10:00:00+08:00';
const MONDAY = '2026-11-02T07:36:00+08:00';
const LESSON =
  '磨课\n课题：分数的意义\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n申请认定级别：校级\n认定依据：青教研3号';

/** What somebody has heard of a matter by then. */
const heardBy = async (time: string, who: string, of: string): Promise<number> => {
  county.at(time);
  await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
  await county.settle();
  return county.toldTo(who).filter((text) => text.includes(of)).length;
};

test('a task given at night is confirmed at once, and heard of on the first school day', async () => {
  county.at(FRIDAY_NIGHT);
  const [answer] = await county.say('J1-C', '交办 李一 到 11月5日 核对各班课表');
  expect(answer).toMatch(/^已交办李一/);
  expect(await heardBy(FRIDAY_NIGHT, 'S1-T1', '交办您')).toBe(0);
  expect(await heardBy(SATURDAY, 'S1-T1', '交办您')).toBe(0);
  expect(await heardBy(MONDAY, 'S1-T1', '交办您')).toBe(1);
});

test('given on a day without school it is told on the next; where that is too late, whoever gives it hears so', async () => {
  county.at(SATURDAY);
  const [inTime] = await county.say('J1-C', '交办 李一 到 11月3日 核对课表');
  expect(inTime).toContain('到上学日11月2日（周一）会私下告诉本人。');
  const [late] = await county.say('J1-C', '交办 李一 到 11月1日 清扫积雪');
  expect(late).toContain('我要到上学日11月2日（周一）才私下告诉本人，那时已过期限，请您先直接告诉本人。');
  await heardBy(MONDAY, 'S1-T1', '交办您');
  expect(county.toldTo('S1-T1')).toEqual([
    '韩协调交办您一件事（第1号）：核对课表。请在明天17:00前办好，办完请发「办结 第1号 办理结果」。',
    '韩协调交办您一件事（第2号）：清扫积雪。原定11月1日（周日）17:00前办好，还没办的请和韩协调商量，办完请发「办结 第2号 办理结果」。',
  ]);
});

test('an answer given at night is heard of in the morning; a list asked for in a group comes to its asker at once', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-T1', LESSON);
  const no = String((await connection.collection('submissions').findOne())?.['no']);
  county.at(FRIDAY_NIGHT);
  await county.say('S1-L', '待审', { group: 'g1' });
  expect(await heardBy(FRIDAY_NIGHT, 'S1-L', no)).toBe(1);
  await county.say('S1-L', `通过 ${no}`);
  expect(await heardBy(FRIDAY_NIGHT, 'S1-T1', '已由钱主任通过')).toBe(0);
  expect(await heardBy(MONDAY, 'S1-T1', '已由钱主任通过')).toBe(1);
});

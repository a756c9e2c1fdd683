import { describe, expect, test } from '@jest/globals';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

/** B1: the teacher whose lesson was observed sees what the researcher wrote of it. */
const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
const say = async (who: string, text: string, how = {}): Promise<string> => (await county.say(who, text, how))[0] ?? '';
const noOf = async (): Promise<string> =>
  String((await connection.collection('submissions').findOne({}, { sort: { updatedAt: -1 } }))?.['no']);

const visit = (teacher: string): string =>
  `下校听课\n学校：松山小学\n授课教师：${teacher}\n日期：10月27日\n课题：分数的意义\n教学设计优化：目标再少一个\n教学过程优化：先让学生说\n教学效果优化：多一次反馈\n建议：板书留白\n已当面反馈：是`;

describe('the observed teacher', () => {
  test('hears once and privately that there is feedback, and reads it in full', async () => {
    county.at('2026-10-28T10:00:00+08:00');
    expect(await say('J1-R1', visit('李一'), { group: 'g1' })).toMatch(/^已收到/);
    const no = await noOf();
    expect(county.toldTo('S1-T1')).toEqual([
      `秦研员交来的教研员下校听课（编号${no}）写到了您，里面的反馈您可以看：请发「看 ${no}」。不用答复。`,
    ]);
    const page = await say('S1-T1', `看 ${no}`);
    expect(page).toContain('建议：板书留白');
    expect(page).not.toContain('通过');
    // A correction is not told again, and nobody else hears or reads anything.
    await county.say('J1-R1', '修改 建议：板书留白，字大一些');
    expect(county.toldTo('S1-T1')).toHaveLength(2);
    expect(county.toldTo('S1-T2')).toEqual([]);
    expect(await say('S1-T2', `看 ${no}`)).toMatch(/^.{6}只给交的人/);
    expect(
      county.said
        .filter(({ to }) => to === 'g1')
        .map(({ text }) => text)
        .join(),
    ).not.toContain('李一');
  });

  test('a draft tells nobody; who is named instead hears, and who is no longer named reads no more', async () => {
    county.at('2026-10-28T10:00:00+08:00');
    await county.say('J1-R1', visit('李一').replace('\n课题：分数的意义', ''));
    expect(county.toldTo('S1-T1')).toEqual([]);
    await county.say('J1-R1', visit('李一'));
    const no = await noOf();
    expect(county.toldTo('S1-T1')).toHaveLength(1);
    await county.say('J1-R1', '修改 授课教师：周二');
    expect(county.toldTo('S1-T2')).toHaveLength(1);
    expect(await say('S1-T2', `看 ${no}`)).toContain('分数的意义');
    expect(await say('S1-T1', `看 ${no}`)).toMatch(/^.{6}只给交的人/);
  });
});

test('a researcher who explains a lesson does not answer it; another does', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('J1-C', '开启 说课 到 12月10日');
  // Mathematics would be J1-R1's to answer.
  await county.say('S1-G1', '说课\n本轮：参加\n说课教师：秦研员\n课题：分数的意义');
  const no = await noOf();
  expect(await say('J1-R1', `看 ${no}`)).toContain('分数的意义');
  expect(await say('J1-R1', `通过 ${no}`)).toBe(`${no}里写到了您，由别的老师来答复。`);
  expect(await say('J1-R2', '待审')).toContain(no);
  expect(await say('J1-R2', `通过 ${no}`)).toMatch(/^已采用/);
  // Nothing comes out of it that could be told.
  expect(county.toldTo('S1-G1').at(-1)).toMatch(/已由.+采用。不用再做什么。全文和答复发/);
});

import { describe, expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const filled = `【教育科研工作月报 10月】请填好
教研活动次数：３次
教研活动主题: 折纸与分数
课题进展：完成前测
  收集课例两份
听评课节数：十几
下月计划：开展同课异构`;

test('月报 brings the template, prefilled with what the ledger knows', async () => {
  county.at('2026-10-08T08:00:00+08:00');
  await county.jobs();
  await county.say('S1-T1', journal());
  county.at('2026-10-12T08:00:00+08:00');
  await county.jobs();
  county.at('2026-10-28T09:00:00+08:00');
  await county.jobs();
  const [template] = await county.say('S1-L', '月报');
  expect(template?.split('\n')).toEqual([
    '【教育科研工作月报 10月】请在11月6日（周五）17:00前填好，整段发回来，顺序不限，分几次发也行：',
    '（9月的还没有交，要补交请发「补交 月报」。）',
    '（不想整段填，回复「一问一答」，我一项一项问您。）',
    '教研活动次数：',
    '教研活动主题：',
    '课题进展：',
    '听评课节数：',
    '周记上交情况：1/16',
    '典型案例篇数：（选填）',
    '研讨课节数：（选填）',
    '总结和论文篇数：（选填）',
    '课题过程材料件数：（选填）',
    '推广项目进展：（选填）',
    '问题困难：（选填）',
    '下月计划：',
  ]);
});

test('a filled-in template gets one answer that says per field what to mend, and keeps what was right', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const [answer] = await county.say('S1-L', filled);
  expect(answer).toBe(
    [
      '教育科研工作月报（10月）已记下5项，还差1项，只补这几项发回来即可：',
      '听评课节数：请写 0 到 500 之间的整数（单位：节，可省略）',
    ].join('\n'),
  );
  const [receipt] = await county.say('S1-L', '听评课节数: 12节', { group: 'g1' });
  expect(receipt).toBe('已收到教育科研工作月报（10月）。要改请发「修改 栏目：新内容」，要撤请发「撤回」。');
  const stored = await connection.collection('submissions').findOne({ owner: 'school:S1' });
  expect(stored?.['values']).toMatchObject({ activities: 3, projects: '完成前测\n收集课例两份', lessonsObserved: 12 });
  const roll = await county.models.rolls.get('monthly-report|2026-10|S1');
  expect(roll?.entries).toEqual([expect.objectContaining({ owner: 'school:S1', status: 'handed-in', by: 'S1-L' })]);
});

test('a line that is for no field is not filed in the one above, and is told; one whose colon is missing is read', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const [answer] = await county.say('S1-L', '月报\n听评课节数：12\n主持人：钱主任\n下月计划：研讨\n教研活动次数改成4');
  expect(answer?.split('\n').at(-1)).toBe('「主持人：钱主任」没有收：这张表没有「主持人」一栏。');
  const stored = await connection.collection('submissions').findOne({ owner: 'school:S1' });
  expect(stored?.['values']).toMatchObject({ lessonsObserved: 12, nextMonth: '研讨', activities: 4 });
});

describe('lines without their colons', () => {
  const stored = async () => (await connection.collection('submissions').findOne({ owner: 'school:S1' }))?.['values'];
  const lines = '课题进展 完成前测\n听评课节数12节\n教研活动次数 3';

  test.each(['', '月报\n'])('are the form that was asked for, with its word or not (%j)', async (word) => {
    county.at('2026-10-28T09:00:00+08:00');
    await county.say('S1-L', '月报');
    expect((await county.say('S1-L', `${word}${lines}`))[0]).toMatch(/^教育科研工作月报（10月）已记下4项，还差2项，/);
    expect(await stored()).toMatchObject({ projects: '完成前测', lessonsObserved: 12, activities: 3 });
    expect((await county.say('S1-L', '教研活动主题 折纸与分数\n下月计划：研讨'))[0]).toMatch(/^已收到教育科研工作月报/);
    expect(await stored()).toMatchObject({ topics: '折纸与分数', nextMonth: '研讨' });
  });

  test('are that form after another question as well; to who has asked for none they are nothing', async () => {
    county.at('2026-10-28T09:00:00+08:00');
    expect((await county.say('S1-L', lines))[0]).toContain('没看懂');
    await county.say('S1-L', '月报');
    await county.say('S1-L', '我的');
    expect((await county.say('S1-L', '听评课节数12节'))[0]).toMatch(/^教育科研工作月报（10月）已记下2项/);
    expect(await stored()).toMatchObject({ lessonsObserved: 12 });
  });

  test('that are none are no lines', async () => {
    county.at('2026-10-28T09:00:00+08:00');
    await county.say('S1-L', '月报');
    for (const text of ['课题进展顺利', '听评课节数不多']) await county.say('S1-L', text);
    expect(await stored()).toBeUndefined();
  });
});

test('what is written as a sentence, once the form was given, brings the form again and how its lines are written', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const sentence = '这个月教研活动搞了三次，主题都是集体备课，课题进展也顺利，听评课一共二十节，下月准备同课异构。';
  expect((await county.say('S1-L', sentence))[0]).toContain('没看懂');
  await county.say('S1-L', '月报');
  expect((await county.say('S1-L', sentence))[0]).toContain(
    '\n（刚才写的没有收：请照下面一行写一项，栏目后面带冒号。）\n',
  );
});

test('words ahead of the first line are told, but what the bot itself says there, and courtesies', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const words = '这个月下乡多，教研活动次数：3';
  const [told] = await county.say('S1-L', `月报\n${words}\n听评课节数：12`);
  expect(told?.split('\n').at(-1)).toBe(`「${words}」没有收：写在第一栏前面了。要收，请写到某一栏的冒号后面。`);
  const [template = ''] = await county.say('S1-L', '月报');
  expect(
    await county.say('S1-L', `钱主任好，辛苦了\n${template.replace('教研活动次数：', '教研活动次数：3')}`),
  ).toEqual([expect.not.stringContaining('没有收')]);
  const [asked = ''] = await county.say('S1-L', '教研活动主题：折纸');
  expect(asked).toContain('还差');
  expect(await county.say('S1-L', asked.replace('课题进展：还没有填', '课题进展：前测'))).toEqual([
    expect.not.stringContaining('没有收'),
  ]);
  await county.say('S1-L', filled.replace('十几', '12'));
  expect((await county.say('S1-L', '修改 想改一下这一项\n听评课节数：13')).join()).toContain(
    '「想改一下这一项」没有收',
  );
});

test('one field can be changed later; a wrong one changes nothing', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  await county.say('S1-L', filled.replace('十几', '12'));
  expect((await county.say('S1-L', '月报'))[0]).toContain('已由您于10月28日 09:00上交');
  expect((await county.say('S1-L', '修改 听评课节数：很多'))[0]).toContain('没有改成，原来的内容不变');
  expect((await county.say('S1-L', '修改 听评课节数：13'))[0]).toContain('已修改教育科研工作月报（10月）');
  const stored = await connection.collection('submissions').findOne({ owner: 'school:S1' });
  expect(stored?.['values'].lessonsObserved).toBe(13);
});

test('the deputy may file it, the principal where the post is vacant, a teacher may not', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  expect((await county.say('S1-D', '月报'))[0]).toContain('【教育科研工作月报 10月】');
  expect((await county.say('S3-P', '月报'))[0]).toContain('【教育科研工作月报 10月】');
  expect((await county.say('S1-T1', '月报'))[0]).toBe(
    '教育科研工作月报由学校教科室主任上交，目前负责的是钱主任。如需您来交，请联系协调员调整职务。',
  );
});

test('before the 25th there is nothing to hand in', async () => {
  county.at('2026-10-20T09:00:00+08:00');
  expect((await county.say('S1-L', '月报'))[0]).toBe('现在没有要交的教育科研工作月报。到了该交的时候会有提醒。');
});

test('a form written as one sentence is said not to be taken', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  const [template] = await county.say('S1-L', '月报 教研活动次数3次，主题是集体备课，课题进展顺利，听评课20节');
  expect(template).toContain('\n（刚才写的没有收：请照下面一行写一项，栏目后面带冒号。）\n');
  expect((await county.say('S1-L', '月报')).join()).not.toContain('没有收');
});

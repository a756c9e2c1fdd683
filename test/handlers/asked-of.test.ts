import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** Questions that name somebody, or a place; the demo county, all duties. */
const { connection } = testDatabase();
const roster = demoRoster();
const county = testCounty(connection, roster, undefined, wholeCatalogue());
const [COORDINATOR, PRINCIPAL, TEACHER] = ['J01-01', 'S01-01', 'S01-20'];
const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? '';
const [SOMEBODY, ELSEWHERE] = [nameOf('S01-21'), nameOf('S02-20')];
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

const NOW = '2026-11-26T10:00:00+08:00';
county.given(async () => {
  county.at(NOW);
  await county.models.ledger.openRolls(county.now());
});
beforeEach(() => county.at(NOW));

describe('a question that names somebody', () => {
  test.each([
    ['周记交了吗', '未交 周记'],
    ['老师的周记交了没有？', '未交 周记'],
    ['交了没', '未交'],
    ['老师还欠什么', '未交'],
    ['交周记了吗', '未交 周记'],
    ['第13周周记交了没', '未交 周记 第13周'],
  ])('…%s is 未交 with the name', async (behind, command) => {
    const asked = `${command} ${SOMEBODY}`;
    expect(await answer(PRINCIPAL, `${SOMEBODY}${behind}`)).toBe(await answer(PRINCIPAL, asked));
  });

  test('wherever the name stands, and with 看一下 before it', async () => {
    const owed = await answer(PRINCIPAL, `未交 ${SOMEBODY}`);
    expect(await answer(PRINCIPAL, `看一下${SOMEBODY}还欠什么`)).toBe(owed);
    expect(await answer(PRINCIPAL, `周记${SOMEBODY}交了吗`)).toBe(await answer(PRINCIPAL, `未交 周记 ${SOMEBODY}`));
    expect(await answer(COORDINATOR, `${ELSEWHERE}周记交了吗`)).toContain(`${ELSEWHERE}（`);
  });

  test('is for who may ask; of oneself it is 我的', async () => {
    expect(await answer(TEACHER, `${SOMEBODY}周记交了吗`)).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
    expect(await answer(TEACHER, `${nameOf(TEACHER)}周记交了吗`)).toBe(await answer(TEACHER, '我的'));
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
  });

  test('never offers to say that one’s own is in', async () => {
    for (const text of ['小红花周记交了吗', '作业交了没', '张主任交了没有', `${SOMEBODY}已经交了`])
      for (const who of [COORDINATOR, TEACHER]) expect(await answer(who, text)).not.toMatch(/\d\. .*交/);
  });
});

test('a question that names a period is of that one; one that has no page is said to be none', async () => {
  county.at('2026-12-02T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  for (const [text = '', command = '', label = ''] of [
    ['上周谁没交周记', '未交 周记 第13周', '第13周'],
    ['上周的周记谁没交', '未交 周记 第13周', '第13周'],
    ['谁没交上周的周记', '未交 周记 第13周', '第13周'],
    ['谁上周没交周记', '未交 周记 第13周', '第13周'],
    ['第13周谁没交周记', '未交 周记 第13周', '第13周'],
    ['上周一小谁没交周记', '未交 周记 第13周 一小', '第13周'],
    ['上个月谁没交月报', '未交 月报 11月', '11月'],
    ['未交 上周', '未交 第13周', '第13周'],
    ['未交 周记 本周', '未交 周记 第14周', '第14周'],
    ['本周谁没交周记', '未交 周记', '第14周'],
  ]) {
    const told = await answer(COORDINATOR, command);
    expect(told).toContain(`（${label}）`);
    expect([text, await answer(COORDINATOR, text)]).toEqual([text, told]);
  }
  expect(await answer(PRINCIPAL, '催交 周记 上周')).toContain('要发请发「催交 周记 第13周 发出」');
  expect(await answer(PRINCIPAL, '未交 第3周')).toMatch(/^没有找到青山县第一小学第3周的任务，请核对期次/);
  county.at('2027-02-09T10:00:00+08:00');
  expect(await answer(PRINCIPAL, '上周谁没交周记')).toMatch(/^没有找到青山县第一小学上周的教育周记/);
});

describe('a question that names a place', () => {
  test.each([
    ['第一小学谁没交周记', '未交 周记 第一小学'],
    ['一小谁没交周记', '未交 周记 一小'],
    ['青山县第一小学还有哪些老师没交周记', '未交 周记 青山县第一小学'],
    ['周记第一小学还有谁没交', '未交 周记 第一小学'],
    ['城区片区谁没交月报', '未交 月报 城区片区'],
    ['第一小学月报交了吗', '未交 月报 第一小学'],
    ['第一小学的月报交了没有', '未交 月报 第一小学'],
    ['我们学校谁没交月报', '未交 月报 本校'],
  ])('%s is %s', async (text, command) => {
    expect(await answer(COORDINATOR, text)).toBe(await answer(COORDINATOR, command));
  });

  test('that is not known is asked about, and never the whole county', async () => {
    expect(await answer(COORDINATOR, '第九小学谁没交周记')).toMatch(/^没有找到叫「第九小学」的学校、片区、任务或老师/);
    expect(await answer(COORDINATOR, '到现在还有哪些学校没交月报')).toBe(await answer(COORDINATOR, '未交 月报'));
    expect(await answer(COORDINATOR, '麻烦帮我看一下还有哪些老师周记没有交上来')).toBe(
      await answer(COORDINATOR, '未交 周记'),
    );
    expect(await answer(PRINCIPAL, '我们学校还有谁没交周记')).toBe(await answer(PRINCIPAL, '未交 周记 本校'));
    expect(await answer(TEACHER, '我们学校月报交了吗')).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
  });
});

test('what is a journal stays one', async () => {
  for (const text of [
    `周记 今天${SOMEBODY}问我作业谁没交，我想起了自己小时候`,
    '周记：今天第三节课后检查，谁没交作业',
    '周记 作业谁没交',
  ]) {
    expect(await answer(TEACHER, text)).toMatch(/教育周记（第13周）/);
    await answer(TEACHER, '撤回');
  }
});

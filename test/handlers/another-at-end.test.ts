import { expect, test } from '@jest/globals';
import { anotherAtEnd } from '../../handlers/another-at-end.js';
import { demoRoster } from '../../models/demo/county.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { day } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const { duties } = wholeCatalogue();
const THURSDAY = day('2026-11-26');
const found = (end: string) => anotherAtEnd(`${journal()}${end}`, duties, THURSDAY);

test.each([
  ['\n请假 明天', {}],
  ['\n另外请假 明天', { command: '请假 明天' }],
  ['\n另外 明天请假半天。', { command: '请假 11月27日' }],
  ['另外，我想请三天假，孩子病了', { command: '请假 11月26日到11月28日 孩子病了' }],
  ['，另外明天请病假。', { command: '请假 11月27日 病假' }],
  ['。请假 明天', {}],
])('a journal that ends with %j asks for leave', (end, leave) =>
  expect(found(end)).toMatchObject({ kind: 'leave', ...leave }),
);

test.each([
  ['\n案例 题目：折纸', 'teaching-case', 1],
  ['\n案例\n题目：折纸\n正文：今天我们折纸', 'teaching-case', 3],
  ['\n另外，案例 题目：折纸', 'teaching-case', 1],
  ['。另外案例 题目：折纸', 'teaching-case', 0],
  ['\n周记 第11周 这周讲小数', 'journal', 1],
  ['\n补交 周记 这周讲小数', 'journal', 1],
  ['\n代交 韩艳 周记 这周讲小数', 'journal', 1],
])('a journal that ends with %j has another record in it', (end, key, lines) => {
  expect(found(end)).toMatchObject({ kind: 'duty', lines, duty: { key } });
});

test.each([
  '\n案例：小明折纸',
  '\n案例 小明折纸',
  '\n案例分析 题目：折纸',
  '\n困惑：学生不愿意发言，怎么办',
  '\n困惑 学生不愿意发言',
  '\n周记写到这里',
  '\n周记 写到这里',
  '\n题目：折纸',
  '\n补交的作业都齐了',
  '\n代交作业的同学不少',
  '\n明天请假的孩子有三个',
  '\n另外明天请假的孩子有三个',
  '\n另外，小明明天请假半天',
  '\n小明请假一天',
  '\n另外请假的孩子要补课',
  '\n请假条要家长签字',
  '\n还有三天就放假了',
  '。我没有请假，坚持上课',
  '。第二周 学生病假 三天',
])('a journal that ends with %j is one', (end) => expect(found(end)).toBeUndefined());

test('what is one by itself ends nothing', () =>
  expect(anotherAtEnd('案例 题目：折纸', duties, THURSDAY)).toBeUndefined());

test('it stays in the journal, and that is said with what to send', async () => {
  county.at('2026-11-26T10:00:00+08:00');
  expect(await county.say('S01-20', `${journal()}\n案例 题目：折纸`)).toEqual([
    expect.stringMatching(/^已收到教育周记/),
    '最后的「案例 题目：折纸」当作正文收下了，没有另交教育典型案例。要交，请单独发一次。',
  ]);
  expect(await county.say('S01-21', `${journal('小数')}。另外明天请假半天`)).toEqual([
    expect.stringMatching(/^已收到教育周记/),
    '最后的「另外明天请假半天」当作正文收下了，没有记假。要请假，请单独发「请假 11月27日」。',
  ]);
  expect((await connection.collection('submissions').findOne({ owner: 'person:S01-20' }))?.['values'].text).toContain(
    '案例 题目：折纸',
  );
  expect((await county.models.people.byId('S01-21' as never))?.leaves).toEqual([]);
});

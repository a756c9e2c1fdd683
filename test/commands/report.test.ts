import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { writeReport } from '../../commands/report.js';
import { testDatabase } from '../support/database.js';
import { fillCounty, pagesModels, putPages, putRecords, type TestPage } from '../support/pages.js';
import { partOf } from '../support/workbook.js';

const { connection } = testDatabase();
const models = pagesModels(connection);
const said: string[] = [];
/** The autumn's last week is still open. */
const NOW = new Date('2027-01-20T09:00:00+08:00');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiaoyan-report-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function reported(options: Record<string, string>, name = 'out.xlsx'): Promise<Buffer> {
  said.length = 0;
  const out = join(folder, name);
  const terminal = { say: (line: string) => void said.push(line), zone: 'Asia/Shanghai', now: NOW };
  await writeReport({ args: [], options: { ...options, out } }, models, terminal);
  return readFile(out);
}

const week = (term: string, label: string, due: string, school: string, entries: TestPage['entries']): TestPage => ({
  duty: 'note',
  period: `${term}-${label}`,
  label,
  term,
  school,
  due,
  entries,
});
const spring = (school: string, entries: TestPage['entries']) =>
  week('2026-spring', '第1周', '2026-03-06', school, entries);
/** Its week lies across the turn of the year: it is the autumn's, and so of 2026. */
const newYear = (school: string, entries: TestPage['entries']) =>
  week('2026-autumn', '第18周', '2027-01-04', school, entries);
const lastWeek = (school: string, entries: TestPage['entries']) =>
  week('2026-autumn', '第20周', '2027-01-22', school, entries);

beforeEach(async () => {
  await fillCounty(connection);
  await putPages(connection, [
    spring('S1', { 'person:P1': 'handed-in', 'person:P2': 'late' }),
    spring('S2', { 'person:P3': 'owed' }),
    spring('S3', { 'person:P4': 'leave' }),
    newYear('S1', { 'person:P1': { status: 'accepted', late: true }, 'person:P2': 'returned' }),
    newYear('S2', { 'person:P3': 'draft' }),
    newYear('S3', { 'person:P4': 'exempt' }),
    lastWeek('S1', { 'person:P1': 'handed-in', 'person:P2': 'owed' }),
    lastWeek('S2', { 'person:P3': 'absent' }),
    lastWeek('S3', { 'person:P4': 'claimed' }),
    week('2025-autumn', '第18周', '2026-01-02', 'S1', { 'person:P1': 'handed-in' }),
    {
      duty: 'paper',
      period: 'i12',
      label: '第12期',
      term: '2026-autumn',
      due: '2026-11-20',
      school: 'S1',
      entries: { 'school:S1': { status: 'owed', have: 1, need: 2 } },
    },
    {
      duty: 'paper',
      period: 'i12',
      label: '第12期',
      term: '2026-autumn',
      due: '2026-11-20',
      school: 'S3',
      entries: { 'school:S3': { status: 'in-cluster' } },
    },
  ]);
  const idea = { duty: 'idea', owner: 'person:P1', school: 'S1', values: { text: '谁也不该在报告里看到的话' } };
  await putRecords(connection, [
    { ...idea, _id: '1', handedInAt: new Date('2026-01-20T12:00:00+08:00') },
    { ...idea, _id: '2', handedInAt: new Date('2026-08-05T12:00:00+08:00') },
    { ...idea, _id: '3', handedInAt: new Date('2026-12-31T23:59:00+08:00'), state: 'accepted' },
    { ...idea, _id: '4', handedInAt: new Date('2027-01-01T00:00:00+08:00') },
    { ...idea, _id: '5', handedInAt: new Date('2027-01-02T00:00:00+08:00'), state: 'returned' },
    { ...idea, _id: '6', handedInAt: new Date('2027-01-02T00:00:00+08:00'), state: 'withdrawn' },
    {
      ...idea,
      _id: '7',
      duty: 'note',
      handedInAt: new Date('2027-01-03T00:00:00+08:00'),
      counts: [{ duty: 'idea', period: 'x', owner: 'person:P3', school: 'S2' }],
    },
  ]);
});

const TITLES = [
  '名册',
  '未满任职期',
  '请假',
  '免交',
  '由片区承担',
  '应交',
  '已交',
  '其中补交',
  '其中通过',
  '待认定',
  '退回待改',
  '未交',
  '未到期',
  '应交份数',
  '已交份数',
  '记录份数',
];

test('the numbers of every clause by term and in all, over the turn of the year', async () => {
  const [total] = await readWorkbook(await reported({ year: '2026' }));
  expect(total?.sheet).toBe('总表');
  expect(total?.data[0]).toEqual(['章', '条款', '序号', '事项', '谁交', '学期', ...TITLES, '上交率']);
  const sheetHead = ['教育科研', '二(一)1', 'A1', '每月报表', '学校'];
  expect(total?.data.slice(1)).toEqual([
    // Of what there was nothing of in a term there is no row; of what there was nothing of at all, one that says so.
    [...sheetHead, '没有应交和记录', ...Array(17).fill(null)],
    ...[
      ['2026年秋季学期', 2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0, 0],
      ['合计', 2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0, 0],
    ].map((row) => ['教育科研', '二(一)7', 'A2', '简报投稿', '学校', ...row]),
    ...[
      ['2026年春季学期', 4, 0, 1, 0, 0, 3, 2, 1, 0, 0, 0, 1, 0, 3, 2, 0, 2 / 3],
      ['2026年秋季学期', 8, 1, 0, 1, 0, 6, 2, 1, 1, 1, 1, 1, 1, 6, 2, 0, 1 / 3],
      ['合计', 12, 1, 1, 1, 0, 9, 4, 2, 1, 1, 1, 2, 1, 9, 4, 0, 4 / 9],
    ].map((row) => ['教研', '二(二)1', 'B1', '每周笔记', '教学人员', ...row]),
    ...[
      ['2026年春季学期', ...Array(15).fill(0), 1, null],
      // Two of the owner's own, and one that counts for it; not what was returned or withdrawn.
      ['2026年秋季学期', ...Array(15).fill(0), 3, null],
      ['合计', ...Array(15).fill(0), 4, null],
    ].map((row) => ['教研', '二(二)1', 'B2', '随手记', '随时，不限人', ...row]),
  ]);
  expect(said).toEqual([`已写好 5 项任务的逐条报告：${join(folder, 'out.xlsx')}。`]);
});

test('the numbers of each cluster add up to the whole', async () => {
  const clusters = (await readWorkbook(await reported({ year: '2026' })))[1];
  expect(clusters?.data.filter((row) => row[3] === '每周笔记').map((row) => [row[4], ...row.slice(5)])).toEqual([
    ['北片区', 3, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
    ['城区片区', 9, 1, 0, 0, 0, 8, 4, 2, 1, 0, 1, 2, 1, 8, 4, 0, 0.5],
  ]);
});

test('each number leads to its list, and the list adds up to it', async () => {
  const file = await reported({ year: '2026' });
  const sheets = await readWorkbook(file);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['总表', '片区', '名单 教育科研', '名单 教研', '说明']);
  const list = sheets[3]?.data ?? [];
  expect(list[0]).toEqual(['条款', '事项', '学期', '片区', '学校', '工号', '名称', ...TITLES, '没交的期次']);
  expect(list[6]?.slice(2, 7)).toEqual(['2026年秋季学期', '城区片区', '安平小学', 'P3', '陈三']);
  expect(list[6]?.at(-1)).toBe('第18周');

  const xml = await partOf(file, 'xl/worksheets/sheet1.xml');
  const leadsTo = (cell: string) => new RegExp(`<hyperlink ref="${cell}" location="([^"]*)"`).exec(xml)?.[1];
  // 每周笔记: its spring stands in row 5 of the totals, its autumn in row 6; 应交 is column L, 未交 R.
  expect([leadsTo('L5'), leadsTo('R5'), leadsTo('L6'), leadsTo('L7')]).toEqual([
    "'名单 教研'!A2",
    "'名单 教研'!A2",
    "'名单 教研'!A6",
    "'名单 教研'!A2",
  ]);
  // A 0 leads nowhere.
  expect(leadsTo('Q5')).toBeUndefined();
  const autumn = list.slice(5).filter((row) => row[1] === '每周笔记' && row[2] === '2026年秋季学期');
  expect(list[5]).toBe(autumn[0]);
  expect(autumn.reduce((sum, row) => sum + Number(row[12]), 0)).toBe(6);
});

test('one term of the year, or the school year', async () => {
  const termsOf = async (options: Record<string, string>) => {
    const [total] = await readWorkbook(await reported(options));
    return total?.data.filter((row) => row[3] === '每周笔记').map((row) => [row[5], row[6]]);
  };
  expect(await termsOf({ year: '2026', term: '2026-autumn' })).toEqual([['2026年秋季学期', 8]]);
  expect(await termsOf({ year: '2025-2026' })).toEqual([
    ['2025年秋季学期', 1],
    ['2026年春季学期', 4],
    ['合计', 5],
  ]);
});

test('terms there was nothing in are left out, and what is covered is said once', async () => {
  const noteOf = async (options: Record<string, string>) => {
    const sheets = await readWorkbook(await reported(options));
    return {
      total: sheets[0]?.data.filter((row) => row[3] === '每周笔记').map((row) => row[5]),
      note: sheets.at(-1)?.data[1]?.[0],
    };
  };
  // The spring of 2027 has not begun: the school year is its autumn, and there is nothing to add up.
  expect(await noteOf({ year: '2026-2027' })).toEqual({
    total: ['2026年秋季学期'],
    note: '统计范围：2026年9月1日至2027年1月20日，2026年秋季学期。2027年春季学期没有应交和记录，不列。制表时间：2027年1月20日 09:00。',
  });
  expect(await noteOf({ year: '2025-2026' })).toMatchObject({
    note: '统计范围：2025年9月1日至2026年8月31日，2025年秋季学期、2026年春季学期。制表时间：2027年1月20日 09:00。',
  });
  expect(await noteOf({ year: '2027' })).toEqual({
    total: ['没有应交和记录'],
    note: '统计范围：2027年春季学期，还没有应交和记录。制表时间：2027年1月20日 09:00。',
  });
  const html = (await reported({ year: '2026-2027' }, 'out.html')).toString();
  expect(html.match(/统计范围/g)).toHaveLength(1);
  expect(html.match(/2027年春季学期/g)).toHaveLength(1);
  expect(html).not.toContain('<td>合计</td>');
});

test.each<[string, Record<string, string>, string]>([
  ['没有「2031」这一年的学期', { year: '2031' }, 'out.xlsx'],
  ['没有「2026-2028」这一年的学期', { year: '2026-2028' }, 'out.xlsx'],
  ['缺少 --year', {}, 'out.xlsx'],
  ['2025年秋季学期不在 2026 年里。', { year: '2026', term: '2025-autumn' }, 'out.xlsx'],
  ['要以 .xlsx 或 .html 结尾', { year: '2026' }, 'out.pdf'],
])('is refused in a sentence: %s', async (sentence, options, name) => {
  await expect(reported(options, name)).rejects.toThrow(sentence);
});

test('the page to print: the same numbers, lists by school, no names of people and nobody’s words', async () => {
  const html = (await reported({ year: '2026' }, 'out.html')).toString();
  const rowsOf = (part: string) =>
    [...part.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
    );
  expect(rowsOf(html)).toContainEqual([
    '二(二)1',
    'B1',
    '每周笔记',
    '教学人员',
    '合计',
    '12',
    '1',
    '1',
    '1',
    '',
    '9',
    '4',
    '2',
    '1',
    '1',
    '1',
    '2',
    '1',
    '9',
    '4',
    '',
    '44.4%',
  ]);
  const list = html.slice(html.indexOf('id="list-note"'));
  expect(
    rowsOf(list.slice(0, list.indexOf('</table>')))
      .slice(1)
      .map((row) => row.slice(0, 4)),
  ).toEqual([
    ['2026年春季学期', '北片区', '青石中学', '1'],
    ['2026年春季学期', '城区片区', '安平小学', '1'],
    ['2026年春季学期', '城区片区', '松山小学', '2'],
    ['2026年秋季学期', '北片区', '青石中学', '2'],
    ['2026年秋季学期', '城区片区', '安平小学', '2'],
    ['2026年秋季学期', '城区片区', '松山小学', '4'],
  ]);
  for (const [, id] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(`id="${id}"`);
  expect(html).toContain('size: A4 landscape');
  expect(html).toContain('thead { display: table-header-group; }');
  expect(html).not.toMatch(/李一|陈三|谁也不该/);
  expect((await readdir(folder)).filter((name) => !/^out\.(xlsx|html)$/.test(name))).toEqual([]);
});

test('a workbook holds nobody’s words either', async () => {
  const file = await reported({ year: '2026' });
  for (const n of [1, 2, 3, 4, 5]) expect(await partOf(file, `xl/worksheets/sheet${n}.xml`)).not.toContain('谁也不该');
});

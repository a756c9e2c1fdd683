import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { exportBook } from '../../commands/export.js';
import { testDatabase } from '../support/database.js';
import { fillCounty, pagesModels, putPages, putRecords, type TestPage } from '../support/pages.js';
import { partOf } from '../support/workbook.js';

const { connection } = testDatabase();
const models = pagesModels(connection);
const NOW = new Date('2026-11-24T09:00:00+08:00');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiaoyan-export-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => fillCounty(connection));

const said: string[] = [];
const terminal = { say: (line: string) => void said.push(line), zone: 'Asia/Shanghai', now: NOW };

/** Runs the command and answers the file. */
async function exported(args: string[], options: Record<string, string | boolean>, name = 'out.xlsx'): Promise<string> {
  said.length = 0;
  const out = join(folder, name);
  await exportBook({ args, options: { ...options, out } }, models, terminal);
  return out;
}
const sheets = async (...given: Parameters<typeof exported>) => readWorkbook(await exported(...given));

const week = (number: number, school: string, entries: TestPage['entries'], due: string): TestPage => ({
  duty: 'note',
  period: `2026-autumn-w0${number}`,
  label: `第${number}周`,
  term: '2026-autumn',
  school,
  due,
  entries,
});
const month = (school: string, entries: TestPage['entries']): TestPage => ({
  duty: 'sheet',
  period: '2026-10',
  label: '10月',
  term: '2026-autumn',
  school,
  due: '2026-11-06',
  entries,
});

describe('one period', () => {
  const at = new Date('2026-10-30T16:30:00+08:00');

  beforeEach(async () => {
    await putPages(connection, [
      week(8, 'S3', { 'person:P4': 'owed' }, '2026-10-23'),
      week(9, 'S3', { 'person:P4': 'exempt' }, '2026-10-30'),
      week(
        9,
        'S1',
        { 'person:P1': { status: 'late', submission: 'm1', at, by: 'P2' }, 'person:P2': 'leave' },
        '2026-10-30',
      ),
      week(9, 'S2', { 'person:P3': { status: 'owed' }, 'person:GONE': 'absent' }, '2026-10-30'),
    ]);
    await putRecords(connection, [
      {
        _id: 'm1',
        duty: 'note',
        period: '2026-autumn-w09',
        school: 'S1',
        owner: 'person:P1',
        no: 'B1-0007',
        values: { text: '=1+1\u0001' },
      },
    ]);
  });

  const rows = [
    ['片区', '学校', '工号', '姓名', '状态', '上交时间', '代交人', '编号', '正文'],
    ['北片区', '青石中学', 'P4', '蒋四', '免交', null, null, null, null],
    ['城区片区', '安平小学', 'P3', '陈三', '未交', null, null, null, null],
    ['城区片区', '安平小学', 'GONE', 'GONE', '不在应交名单', null, null, null, null],
    ['城区片区', '松山小学', 'P1', '李一', '已补交', new Date('2026-10-30T16:30:00Z'), '周二', 'B1-0007', '=1+1'],
    ['城区片区', '松山小学', 'P2', '周二', '请假，不用交', null, null, null, null],
  ];

  test.each(['2026-autumn-w09', '第9周'])(
    '%s: a row for everybody on the pages, schools by cluster and name',
    async (period) => {
      const [sheet, ...more] = await sheets(['笔记'], { period });
      expect(sheet).toEqual({ sheet: '笔记', data: rows });
      expect(more).toEqual([]);
      expect(said).toEqual([`已导出 5 行到 ${join(folder, 'out.xlsx')}。`]);
    },
  );

  test.each(['S1', '松山小学'])('of one school only: %s', async (school) => {
    const [sheet] = await sheets(['每周笔记'], { period: '第9周', school });
    expect(sheet?.data.slice(1)).toEqual(rows.slice(4));
  });

  test('a term: every period, the earlier first, each row with its own', async () => {
    const [sheet] = await sheets(['note'], { term: '2026年秋季学期' });
    expect(sheet?.data.map((row) => [row[0], row[2]])).toEqual([
      ['期次', '学校'],
      ['第8周', '青石中学'],
      ['第9周', '青石中学'],
      ['第9周', '安平小学'],
      ['第9周', '安平小学'],
      ['第9周', '松山小学'],
      ['第9周', '松山小学'],
    ]);
  });

  test('as CSV, with a mark for Excel and no formulas', async () => {
    const text = await readFile(await exported(['笔记'], { period: '第9周' }, 'out.csv'), 'utf8');
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('\uFEFF片区,学校,工号,姓名,状态,上交时间,代交人,编号,正文');
    expect(lines[4]).toBe("城区片区,松山小学,P1,李一,已补交,2026-10-30 16:30,周二,B1-0007,'=1+1");
  });

  test('no formula and no control character is in the file; only its user may read it', async () => {
    const file = await exported(['笔记'], { period: '第9周' });
    const xml = await partOf(await readFile(file), 'xl/worksheets/sheet1.xml');
    expect(xml).toContain('<t xml:space="preserve">=1+1</t>');
    expect(xml).not.toContain('<f>');
    expect(xml).not.toContain('\u0001');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each<[string, string[], Record<string, string | boolean>, string]>([
    ['没有叫「日记」的任务。现在有：笔记、报表、投稿、随手记、毕业率。', ['日记'], { period: '第9周' }, 'out.xlsx'],
    [
      '每周笔记没有「第7周」这一期，或这一期的名册还没有打开。本学期有：第8周、第9周。',
      ['笔记'],
      { period: '第7周' },
      'out.xlsx',
    ],
    ['没有「2030-autumn」这个学期。', ['笔记'], { term: '2030-autumn' }, 'out.xlsx'],
    ['请写 --period', ['笔记'], {}, 'out.xlsx'],
    ['请写 --period', ['笔记'], { period: '第9周', term: '2026-autumn' }, 'out.xlsx'],
    ['没有编码或名称为「S9」的学校。', ['笔记'], { period: '第9周', school: 'S9' }, 'out.xlsx'],
    ['缺少 --term', ['笔记'], { period: '第9周', matrix: true }, 'out.xlsx'],
    ['随手记随时可交，没有应交', ['随手记'], { term: '2026-autumn', matrix: true }, 'out.xlsx'],
    ['--period 请写月份', ['随手记'], { period: '第9周' }, 'out.xlsx'],
    ['要以 .xlsx 或 .csv 结尾', ['笔记'], { period: '第9周' }, 'out.docx'],
    ['要以 .xlsx 结尾', ['笔记'], { term: '2026-autumn', matrix: true }, 'out.csv'],
  ])('is refused in a sentence: %s', async (sentence, args, options, name) => {
    const before = await readdir(folder);
    await expect(exported(args, options, name)).rejects.toThrow(sentence);
    expect(await readdir(folder)).toEqual(before);
  });
});

test('into a folder that is not there nothing is written; the command line says so in its own words', async () => {
  await putPages(connection, [week(9, 'S3', { 'person:P4': 'owed' }, '2026-10-30')]);
  const before = await readdir(folder);
  const nowhere = exported(['笔记'], { period: '第9周' }, 'nowhere/out.xlsx');
  await expect(nowhere).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toEqual(before);
});

describe('what a form holds', () => {
  test('numbers are numbers, days are days, ids are names, several are joined, ticks are 是 or 否', async () => {
    await putPages(connection, [
      month('S1', { 'school:S1': { status: 'accepted', late: true, submission: 'r1' } }),
      month('S2', { 'school:S2': { status: 'handed-in', submission: 'r2' } }),
    ]);
    await connection
      .collection<{ _id: string }>('units')
      .insertOne({ _id: 'project:K1', kind: 'project', name: '分数教学研究' } as never);
    const record = { duty: 'sheet', period: '2026-10' };
    await putRecords(connection, [
      { _id: 'old', duty: 'note', owner: 'person:P1', school: 'S1', no: 'B1-0003' },
      {
        ...record,
        _id: 'r1',
        school: 'S1',
        owner: 'school:S1',
        no: 'A1-0001',
        values: {
          text: '长文',
          count: 12.5,
          day: '2026-10-30',
          times: '14:00-15:30',
          level: '县级',
          kinds: ['讲座', '听课'],
          host: 'P1',
          guests: ['P2', 'P3', 'P99'],
          places: ['S1', 'S3'],
          project: 'project:K1',
          earlier: 'old',
          agreed: true,
        },
        attachments: [
          { kind: 'file', ref: 'f1' },
          { kind: 'image', ref: 'i1' },
        ],
      },
      {
        ...record,
        _id: 'r2',
        school: 'S2',
        owner: 'school:S2',
        values: { agreed: false, project: 'project:K9', day: '不知道' },
      },
    ]);
    const [sheet] = await sheets(['报表'], { period: '10月' });
    const [titles, second, first] = sheet?.data ?? [];
    expect(titles?.slice(0, 4)).toEqual(['片区', '学校', '名称', '状态']);
    expect(titles?.slice(7)).toEqual([
      '正文',
      '节数',
      '日期',
      '时间',
      '级别',
      '形式',
      '主持',
      '参加人',
      '参与校',
      '项目',
      '前一份',
      '附件',
      '已匿名',
    ]);
    expect(first?.slice(7)).toEqual([
      '长文',
      12.5,
      new Date('2026-10-30T00:00:00Z'),
      '14:00-15:30',
      '县级',
      '讲座、听课',
      '李一',
      '周二、陈三、P99',
      '松山小学、青石中学',
      '分数教学研究',
      'B1-0003',
      '1个',
      '是',
    ]);
    expect(first?.[3]).toBe('已通过（补交）');
    expect(second?.slice(2)).toEqual([
      '安平小学',
      '已交',
      null,
      null,
      null,
      null,
      null,
      '不知道',
      null,
      null,
      null,
      null,
      null,
      null,
      'K9',
      null,
      null,
      '否',
    ]);
  });

  test('where more than one is owed: how many of how many, and every piece on a second sheet', async () => {
    const issue = { duty: 'paper', period: 'i12', label: '第12期', term: '2026-autumn', due: '2026-11-20' };
    await putPages(connection, [
      { ...issue, school: 'S1', entries: { 'school:S1': { status: 'handed-in', have: 3, need: 2, submission: 'a' } } },
      { ...issue, school: 'S2', entries: { 'school:S2': { status: 'owed', have: 1, need: 2 } } },
    ]);
    const piece = { duty: 'paper', period: 'i12' };
    await putRecords(connection, [
      ...['a', 'b', 'c'].map((_id) => ({ ...piece, _id, owner: 'school:S1', school: 'S1', values: { text: _id } })),
      { ...piece, _id: 'd', owner: 'school:S2', school: 'S2', values: { text: 'd' }, state: 'declined', late: true },
      { ...piece, _id: 'e', owner: 'school:S2', school: 'S2', values: { text: 'e' }, state: 'withdrawn' },
    ]);
    const [owners, pieces] = await sheets(['投稿'], { period: '第12期' });
    expect(owners?.data.map((row) => row.slice(2, 6))).toEqual([
      ['名称', '状态', '应交份数', '已交份数'],
      ['安平小学', '未交', 2, 1],
      ['松山小学', '已交', 2, 3],
    ]);
    expect(pieces?.sheet).toBe('逐份内容');
    expect(pieces?.data.map((row) => [row[2], row[3], row.at(-1)])).toEqual([
      ['名称', '状态', '正文'],
      ['安平小学', '未采用（补交）', 'd'],
      ['松山小学', '已交', 'a'],
      ['松山小学', '已交', 'b'],
      ['松山小学', '已交', 'c'],
    ]);
  });

  test('what nobody owes, by the day it was handed in: a term with the holidays after it, or a month', async () => {
    const idea = { duty: 'idea', owner: 'person:P1', school: 'S1' };
    await putRecords(connection, [
      { ...idea, _id: '1', handedInAt: new Date('2026-08-31T23:59:00+08:00'), values: { text: '暑假' } },
      { ...idea, _id: '2', handedInAt: new Date('2026-09-01T00:00:00+08:00'), values: { text: '开学' } },
      { ...idea, _id: '3', handedInAt: new Date('2027-02-28T12:00:00+08:00'), values: { text: '寒假' } },
      { ...idea, _id: '4', handedInAt: new Date('2027-03-01T00:00:00+08:00'), values: { text: '春天' } },
    ]);
    const textsOf = async (options: Record<string, string>) =>
      (await sheets(['随手记'], options))[0]?.data.slice(1).map((row) => row.at(-1));
    expect(await textsOf({ term: '2026-autumn' })).toEqual(['开学', '寒假']);
    expect(await textsOf({ term: '2026-spring' })).toEqual(['暑假']);
    expect(await textsOf({ period: '2026-09' })).toEqual(['开学']);
    expect(await textsOf({ period: '9月' })).toEqual(['开学']);
    // December has not begun: last year's.
    expect(await textsOf({ period: '12月' })).toEqual([]);
  });
});

test('rates are added up by what the duty says, with the counts beside; of two about the same the last counts', async () => {
  const term = { duty: 'rates', period: '2026-autumn', label: '秋季', term: '2026-autumn', due: '2027-01-20' };
  await putPages(connection, [
    { ...term, school: 'S1', entries: { 'school:S1': { status: 'handed-in', have: 3, need: 1 } } },
  ]);
  const records: [string, string, string, number, number, string?][] = [
    ['2027-01-10', '专科', '会计', 10, 8],
    ['2027-01-11', '本科', '法学', 0, 0],
    ['2027-01-12', '本科', '会计', 20, 20],
    ['2027-01-13', '专科', '会计', 12, 9],
    ['2027-01-14', '专科', '护理', 99, 1, 'returned'],
  ];
  await putRecords(
    connection,
    records.map(([on, level, major, due, done, state = 'handed-in'], index) => ({
      ...{ _id: `r${index}`, duty: 'rates', period: '2026-autumn', school: 'S1', owner: 'school:S1' },
      ...{ handedInAt: new Date(`${on}T10:00:00+08:00`), state: state as 'handed-in' },
      values: { level, major, due, done, rate: due && (100 * done) / due },
    })),
  );
  const all = await sheets(['毕业率'], { term: '2026-autumn' });
  expect(all.map(({ sheet }) => sheet)).toEqual(['毕业率', '逐份内容', '比率']);
  expect(all[2]?.data).toEqual([
    ['层次', '专业', '结业', '应结业', '结业率'],
    ['本科', '法学', 0, 0, null],
    ['本科', '会计', 20, 20, 1],
    ['专科', '会计', 9, 12, 0.75],
    ['合计', null, 29, 32, 29 / 32],
  ]);
});

describe('the matrix', () => {
  beforeEach(() =>
    putPages(connection, [
      // The snow took week 7.
      week(7, 'S1', {}, '2026-10-16'),
      week(8, 'S1', { 'person:P1': 'handed-in', 'person:P2': 'late' }, '2026-10-23'),
      week(8, 'S2', { 'person:P3': 'owed' }, '2026-10-23'),
      week(8, 'S3', { 'person:P4': 'leave' }, '2026-10-23'),
      week(9, 'S1', { 'person:P1': 'accepted', 'person:P2': 'absent' }, '2026-11-27'),
      week(9, 'S2', { 'person:P3': { status: 'claimed' } }, '2026-11-27'),
      { ...week(9, 'S3', { 'person:P4': { status: 'in-cluster' } }, '2026-11-27') },
    ]),
  );

  test('schools by cluster and name, weeks across, clusters and county added up, who is counted out beside', async () => {
    const [sheet, notes] = await sheets(['笔记'], { term: '2026-autumn', matrix: true });
    expect(sheet?.data).toEqual([
      ['片区', '学校', '第8周', '第9周（收取中）', '应交份数', '已交份数', '请假', '免交', '未满任职期', '由片区承担'],
      ['北片区', '青石中学', '—', '—', 0, 0, 1, 0, 0, 1],
      ['北片区合计', null, '—', '—', 0, 0, 1, 0, 0, 1],
      ['城区片区', '安平小学', '0/1', '0/1', 2, 0, 0, 0, 0, 0],
      ['城区片区', '松山小学', '2/2', '1/1', 3, 3, 0, 0, 1, 0],
      ['城区片区合计', null, '2/3', '1/2', 5, 3, 0, 0, 1, 0],
      ['全县合计', null, '2/3', '1/2', 5, 3, 1, 0, 1, 1],
    ]);
    expect(notes?.data.flat().join('\n')).toContain('制表时间：2026年11月24日 09:00');
    expect(said).toEqual([`已导出 3 所学校、2 期到 ${join(folder, 'out.xlsx')}。`]);
  });

  test('is coloured by share; header and the first two columns stay in sight', async () => {
    const file = await readFile(await exported(['笔记'], { term: '2026-autumn', matrix: true }));
    const xml = await partOf(file, 'xl/worksheets/sheet1.xml');
    const styles = await partOf(file, 'xl/styles.xml');
    expect(xml).toContain('xSplit="2" ySplit="1"');
    const colourOf = (cell: string): string | undefined => {
      const style = Number(new RegExp(`<c r="${cell}" s="(\\d+)"`).exec(xml)?.[1]);
      const xf = [...styles.matchAll(/<xf [^>]*fillId="(\d+)"/g)].slice(1)[style]?.[1];
      return [...styles.matchAll(/<fill>(.*?)<\/fill>/g)][Number(xf)]?.[1]?.match(/fgColor rgb="FF(\w+)"/)?.[1];
    };
    expect(['C4', 'C5', 'C6', 'E6'].map(colourOf)).toEqual(['FFFFFF', '7DB7E0', 'CFE4F5', undefined]);
  });
});

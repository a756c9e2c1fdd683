import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readRoster } from '../../../models/roster/read.js';
import { testPosts } from '../../support/posts.js';
import {
  type PersonCells,
  personSheet,
  rosterWorkbook,
  type SchoolCells,
  schoolSheet,
  type TestSheet,
  workbook,
} from '../../support/roster.js';
import { zip } from '../../support/zip.js';

const read = (file: Buffer | string) => readRoster(file, { posts: testPosts });
const problemsOf = async (file: Buffer | string) => {
  const reading = await read(file);
  return reading.kind === 'bad'
    ? reading.problems.map((each) => `${each.sheet}|${each.row}|${each.column}|${each.reason}`)
    : [];
};
const rosterOf = async (schools: SchoolCells[], people: PersonCells[]) => {
  const reading = await read(await rosterWorkbook(schools, people));
  if (reading.kind === 'bad') throw new Error(JSON.stringify(reading.problems));
  return reading.roster;
};

test('a good workbook is read into schools and people', async () => {
  const roster = await rosterOf(
    [{ 编码: 'S1', 名称: '青山县第一小学', 学段: '小学', 片区: '城区', 农村: '否' }],
    [
      {
        编号: 1001,
        姓名: '单雄信',
        职务: '校长、教研组长',
        学科: '语文，数学',
        手机号: 19900000001,
        到岗日期: '2026-09-01',
      },
      { 编号: 'P2', 教学人员: '否' },
    ],
  );
  expect(roster.schools).toEqual([
    { code: 'S1', name: '青山县第一小学', stage: '小学', cluster: '城区', rural: false },
  ]);
  expect(roster.people).toEqual([
    {
      id: '1001',
      name: '单雄信',
      school: 'S1',
      posts: ['principal', 'group-head'],
      subjects: ['语文', '数学'],
      mobile: '19900000001',
      teaching: true,
      arrival: '2026-09-01',
    },
    { id: 'P2', name: '人P2', school: 'S1', posts: [], subjects: [], teaching: false },
  ]);
});

test('further columns: grades, departments, and schools in charge by code or by name', async () => {
  const schools = [
    { 编码: 'S1', 名称: '第一小学' },
    { 编码: 'S2', 名称: '第二小学' },
    { 编码: 'J1', 名称: '进修学校' },
  ];
  const roster = await rosterOf(schools, [
    { 编号: 'P1', 年级: '一年级、二年级', 下学期年级: '二年级', 职称: '一级教师' },
    { 编号: 'R1', 学校编码: 'J1', 部门: '教研部', 负责学校: 'S2、第一小学、第二小学' },
  ]);
  expect(
    roster.people.map(({ id, grades, nextGrades, title, department, charge }) => [
      id,
      grades,
      nextGrades,
      title,
      department,
      charge,
    ]),
  ).toEqual([
    ['P1', ['一年级', '二年级'], ['二年级'], '一级教师', '', []],
    ['R1', [], [], '', '教研部', ['S2', 'S1']],
  ]);
  const file = await rosterWorkbook(schools, [{ 编号: 'R1', 部门: '部'.repeat(41), 负责学校: '第一小学、S9' }]);
  expect(await problemsOf(file)).toEqual([
    '人员|2|部门|「部门」超过了 40 个字',
    '人员|2|负责学校|「学校」表里没有编码或名称是「S9」的学校',
  ]);
});

test.each<[string, PersonCells, object]>([
  [
    'full-width everything',
    {
      编号: 'Ｐ１',
      姓名: '　王伟 ',
      学校编码: 'ｓ１'.toUpperCase(),
      手机号: '１９９００００００１１',
      教学人员: ' 是 ',
    },
    { id: 'P1', name: '王伟', mobile: '19900000011' },
  ],
  ['a spaced-out name', { 编号: 'P1', 姓名: '王　伟' }, { name: '王伟' }],
  ['a name with a dot', { 编号: 'P1', 姓名: '阿依古丽·买买提' }, { name: '阿依古丽·买买提' }],
  ['an alias of a post, twice', { 编号: 'P1', 职务: '园长,校长' }, { posts: ['principal'] }],
  [
    'posts in odd separators',
    { 编号: 'P1', 职务: '校长；教研组长 教科室主任' },
    { posts: ['principal', 'group-head', 'research-lead'] },
  ],
  ['a word for no post', { 编号: 'P1', 职务: '教师' }, { posts: [] }],
  ['a mobile number in groups', { 编号: 'P1', 手机号: '+86 199-0000-0011' }, { mobile: '19900000011' }],
  ['no mobile number', { 编号: 'P1', 手机号: '' }, {}],
  ['true and false cells', { 编号: 'P1', 教学人员: false }, { teaching: false }],
  ['a date cell', { 编号: 'P1', 到岗日期: new Date('2026-09-01T00:00:00Z') }, { arrival: '2026-09-01' }],
  [
    'a date read back a moment early',
    { 编号: 'P1', 到岗日期: new Date('2026-08-31T23:59:59.999Z') },
    { arrival: '2026-09-01' },
  ],
  ['a date as a sheet counts', { 编号: 'P1', 到岗日期: 46_266 }, { arrival: '2026-09-01' }],
  ['a Chinese date', { 编号: 'P1', 到岗日期: '2026年9月1日' }, { arrival: '2026-09-01' }],
  ['a date with slashes', { 编号: 'P1', 到岗日期: '2026/9/1' }, { arrival: '2026-09-01' }],
  ['an invisible character', { 编号: 'P\u200b1\u200b', 姓名: '王伟\u0007' }, { id: 'P1', name: '王伟' }],
])('%s is understood', async (_, cells, expected) => {
  const plain = { id: 'P1', name: '人P1', school: 'S1', posts: [], subjects: [], teaching: true };
  expect((await rosterOf([{ 编码: 'S1' }], [cells])).people).toEqual([{ ...plain, ...expected }]);
});

test('columns may stand in any order, with notes and other columns beside and a title above', async () => {
  const file = await workbook([
    {
      sheet: ' 学校 ',
      rows: [
        ['青山县学校一览'],
        [],
        ['备注', '农村（是/否）', '片 区', '*编码', '名称', '学段'],
        ['x', '是', '东片', 'S1', '一小', '小学'],
      ],
    },
    { sheet: '说明', rows: [['填表说明']] },
    {
      sheet: '人员',
      rows: [
        ['姓名', '编号', '身份', '学校编码', '职务', '学科', '手机号', '教学人员(是/否)'],
        ['王伟', 'P1', '在编', 'S1', undefined, undefined, undefined, '是'],
        [],
        ['李静', 'P2', undefined, 'S1', undefined, undefined, undefined, '否'],
      ],
    },
  ]);
  const reading = await read(file);
  expect(reading).toMatchObject({
    kind: 'ok',
    roster: { schools: [{ code: 'S1', rural: true }], people: [{ id: 'P1' }, { id: 'P2' }] },
  });
});

const S1: SchoolCells = { 编码: 'S1' };
test.each<[string, SchoolCells[], PersonCells[], string[]]>([
  ['an empty name', [S1], [{ 编号: 'P1', 姓名: '' }], ['人员|2|姓名|「姓名」没有填']],
  ['an empty number', [S1], [{ 编号: '', 姓名: '王' }], ['人员|2|编号|「编号」没有填']],
  ['an unknown school', [S1], [{ 编号: 'P1', 学校编码: 'S7' }], ['人员|2|学校编码|「学校」表里没有编码「S7」']],
  [
    'an unknown post among known ones',
    [S1],
    [{ 编号: 'P1', 职务: '校长、总务主任' }],
    ['人员|2|职务|没有「总务主任」这个职务，可用的有：校长、教科室主任、教研组长'],
  ],
  ['a bad mobile number', [S1], [{ 编号: 'P1', 手机号: '1990000' }], ['人员|2|手机号|「手机号」不是 11 位的手机号']],
  ['a landline', [S1], [{ 编号: 'P1', 手机号: '0455-3222222' }], ['人员|2|手机号|「手机号」不是 11 位的手机号']],
  [
    'two answers in one cell',
    [S1],
    [{ 编号: 'P1', 教学人员: '是、否' }],
    ['人员|2|教学人员|「教学人员」只能填「是」或「否」,现在是「是、否」'.replace(',', '，')],
  ],
  ['no answer', [S1], [{ 编号: 'P1', 教学人员: '' }], ['人员|2|教学人员|「教学人员」没有填']],
  [
    'a day that does not exist',
    [S1],
    [{ 编号: 'P1', 到岗日期: '2026-02-30' }],
    ['人员|2|到岗日期|「到岗日期」要写成 2026-09-01 这样，现在是「2026-02-30」'],
  ],
  [
    'an identity-card number',
    [S1],
    [{ 编号: '23232319800101123X' }],
    ['人员|2|编号|「编号」看着像身份证号，请改用工号'],
  ],
  ['a number with a space', [S1], [{ 编号: 'P 1' }], ['人员|2|编号|「编号」中间有空格']],
  [
    'the same number twice, once full-width',
    [S1],
    [{ 编号: 'P1' }, { 编号: 'Ｐ１' }],
    ['人员|3|编号|「编号」P1 与第 2 行重复'],
  ],
  [
    'the same mobile number twice, written two ways',
    [S1],
    [
      { 编号: 'P1', 手机号: '19900000001' },
      { 编号: 'P2', 手机号: '+86 199 0000 0001' },
    ],
    ['人员|3|手机号|「手机号」19900000001 与第 2 行重复'],
  ],
  ['a school twice', [S1, { 编码: 'S1', 名称: '另一所' }], [{ 编号: 'P1' }], ['学校|3|编码|「编码」S1 与第 2 行重复']],
  [
    'two schools of one name',
    [S1, { 编码: 'S2', 名称: '学校S1' }],
    [{ 编号: 'P1' }],
    ['学校|3|名称|「名称」学校S1 与第 2 行重复'],
  ],
  ['a school without a cluster', [{ 编码: 'S1', 片区: '' }], [{ 编号: 'P1' }], ['学校|2|片区|「片区」没有填']],
  ['a name that is a novel', [S1], [{ 编号: 'P1', 姓名: '长'.repeat(41) }], ['人员|2|姓名|「姓名」超过了 40 个字']],
])('%s is told', async (_, schools, people, told) => {
  expect(await problemsOf(await rosterWorkbook(schools, people))).toEqual(told);
});

test('everything wrong is told at once, in the order of the rows, good rows or not', async () => {
  const file = await rosterWorkbook(
    [S1, { 编码: '', 名称: '', 农村: '有点' }],
    [
      { 编号: 'P1', 姓名: '', 手机号: '1' },
      { 编号: 'P2' },
      { 编号: 'P1', 学校编码: 'S9', 职务: '大王' },
      { 编号: 'P2' },
    ],
  );
  expect((await problemsOf(file)).map((each) => each.split('|').slice(0, 3).join('|'))).toEqual([
    '学校|3|编码',
    '学校|3|名称',
    '学校|3|农村',
    '人员|2|姓名',
    '人员|2|手机号',
    '人员|4|学校编码',
    '人员|4|职务',
    '人员|4|编号',
    '人员|5|编号',
  ]);
});

const without = (sheet: TestSheet, column: string): TestSheet => {
  const at = sheet.rows[0]?.indexOf(column);
  return { ...sheet, rows: sheet.rows.map((row) => row.filter((_, index) => index !== at)) };
};
const [SCHOOL_SHEET, PERSON_SHEET] = [schoolSheet([S1]), personSheet([{ 编号: 'P1' }])];

test.each<[string, TestSheet[], string[]]>([
  ['a missing sheet', [SCHOOL_SHEET], ['人员|0||缺少名为「人员」的工作表']],
  [
    'both sheets missing',
    [{ sheet: 'Sheet1', rows: [['编号']] }],
    ['学校|0||缺少名为「学校」的工作表', '人员|0||缺少名为「人员」的工作表'],
  ],
  [
    'a missing column, once for all rows',
    [SCHOOL_SHEET, without(personSheet([{ 编号: 'P1' }, { 编号: 'P2' }]), '教学人员')],
    ['人员|1|教学人员|缺少「教学人员」一列'],
  ],
  [
    'a missing code column, without blaming the people',
    [without(SCHOOL_SHEET, '编码'), PERSON_SHEET],
    ['学校|0||没有找到表头：前 10 行里没有「编码」一列'],
  ],
  [
    'a column twice',
    [SCHOOL_SHEET, { sheet: '人员', rows: PERSON_SHEET.rows.map((row) => [...row, row[1]]) }],
    ['人员|1|姓名|「姓名」一列出现了两次，请只留一列'],
  ],
  ['no people, which would end everybody', [SCHOOL_SHEET, personSheet([])], ['人员|0||没有数据行']],
  [
    'no header',
    [SCHOOL_SHEET, { sheet: '人员', rows: PERSON_SHEET.rows.slice(1) }],
    ['人员|0||没有找到表头：前 10 行里没有「编号」一列'],
  ],
])('%s is told', async (_, sheets, told) => {
  expect(await problemsOf(await workbook(sheets))).toEqual(told);
});

test('what is no workbook is told in one sentence', async () => {
  const whole = async (file: Buffer | string) => (await problemsOf(file)).map((each) => each.slice(0, 8));
  expect(await whole(Buffer.from('编号,姓名'))).toEqual(['|0||这不是 ']);
  expect(await whole(zip([{ name: 'readme.txt', data: 'hello' }]))).toEqual(['|0||文件里没']);
  expect(await whole('no/such/file.xlsx')).toEqual(['|0||读不到文']);
  expect((await problemsOf(tmpdir()))[0]).toContain('是一个目录，请写文件名');
});

test('a workbook is read from its path too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roster-'));
  const path = join(folder, '花名册.xlsx');
  writeFileSync(path, await rosterWorkbook([S1], [{ 编号: 'P1' }]));
  expect(await read(path)).toMatchObject({ kind: 'ok' });
  rmSync(folder, { recursive: true });
});

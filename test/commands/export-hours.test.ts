import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { exportHoursOf } from '../../commands/export-hours.js';
import { Day, SchoolCode } from '../../models/ids.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const { models, given } = testCounty(connection, undefined, undefined, wholeCatalogue());

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiaoyan-hours-'));
});
afterAll(() => rm(folder, { recursive: true }));

const trained = (training: number, who: string, name: string, to: string) => ({
  training,
  person: personId(who),
  name,
  school: SchoolCode.parse(who.slice(0, 2)),
  schoolName: '松山小学',
  programme: 'ict',
  title: '信息技术培训',
  from: Day.parse(to),
  to: Day.parse(to),
  hours: 8,
  type: '集中培训',
  year: Number(to.slice(0, 4)),
  issuedOn: Day.parse(to),
  issuer: '进修学校',
  event: `e${training}`,
});
given(async () => {
  await models.certificates.issue([
    trained(1, 'S1-T1', '李一', '2025-12-31'),
    trained(2, 'S1-T1', '李一', '2026-01-01'),
    trained(2, 'S1-T2', '周二', '2026-01-01'),
  ]);
});

const said: string[] = [];
async function exported(args: string[], options: Record<string, string> = {}) {
  said.length = 0;
  const out = join(folder, '学时.xlsx');
  const terminal = { say: (line: string) => void said.push(line), zone: 'Asia/Shanghai' };
  await exportHoursOf({ args, options: { ...options, out } }, models, {
    ...terminal,
    now: new Date('2026-11-24T09:00:00+08:00'),
  });
  const [sheet] = await readWorkbook(out);
  return sheet;
}

test('the certificates of one year, a row each, and not those of the day before it', async () => {
  const sheet = await exported(['2026']);
  expect(sheet?.data.slice(1).map((row) => [row[0], row[1], row[2], row[4], row[9], row[11]])).toEqual([
    [1, '李一', 'S1-T1', '信息技术与学科整合培训', 8, '2026-0002-001'],
    [2, '周二', 'S1-T2', '信息技术与学科整合培训', 8, '2026-0002-002'],
  ]);
  expect(said).toEqual([`已导出2026年的2条学时：${join(folder, '学时.xlsx')}`]);
});

test('who of a programme is still to be trained this year, by school', async () => {
  const sheet = await exported([], { missing: '信息技术' });
  expect(sheet?.sheet).toBe('应训未训');
  expect(sheet?.data).toEqual([
    ['学校', '编号', '姓名'],
    ['柳河小学', 'S2-T1', '陈一'],
    ['柳河小学', 'S2-T2', '褚二'],
    ['青石中学', 'S3-T1', '蒋一'],
    ['青石中学', 'S3-T2', '沈二'],
    ['松山小学', 'S1-T3', '吴三'],
    ['松山小学', 'S1-T4', '郑四'],
  ]);
  expect(said).toEqual([`信息技术与学科整合培训应训8人，已训2人，还有6人的名单在：${join(folder, '学时.xlsx')}`]);
});

test('a year that is none, a programme there is not, and nothing at all are told apart', async () => {
  await expect(exported(['去年'])).rejects.toThrow('年份请写四位数字，例如 2026。');
  await expect(exported([], { missing: '书法' })).rejects.toThrow('没有叫「书法」的培训项目。现在有：');
  await expect(exported([])).rejects.toThrow('缺少年份');
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { UsageProblem } from '../../commands/command.js';
import { exportCollectionTo } from '../../commands/export-collection.js';
import { testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const roster = testRoster();
const people = roster.people.map((each) => (each.id === 'S1-T1' ? { ...each, mobile: '13800000001' } : each));
const county = testCounty(connection, { ...roster, people });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiaoyan-collection-'));
});
afterAll(() => rm(folder, { recursive: true }));

const said: string[] = [];
async function exported(no: string) {
  const out = join(folder, 'out.xlsx');
  const terminal = { say: (line: string) => void said.push(line), zone: 'Asia/Shanghai', now: county.now() };
  await exportCollectionTo({ args: [no], options: { out } }, county.models, terminal);
  return readWorkbook(out);
}

test('a row for everybody who answered, with what the roster knows, and a page of who has not', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-L', '收集 教材\n手机：\n套数：数字（套）\n版本：人教、北师（多选）\n截止：周五');
  await county.say('S1-L', '发布');
  await county.say('S1-T1', '接龙 1 30 人教、北师');
  await county.say('S1-T1', '接龙 1 套数：30\n版本：人教、北师');
  await county.say('S1-T2', '接龙 1 5');
  const [answers, missing] = await exported('1');
  expect(answers?.data).toEqual([
    ['序号', '学校', '编号', '姓名', '手机', '套数', '版本', '填写时间'],
    [1, '松山小学', 'S1-T1', '李一', '13800000001', 30, '人教、北师', expect.anything()],
  ]);
  // What is begun is not in it; whoever began it is still asked.
  expect(missing?.data.map((row) => row.at(-1))).toContain('周二');
  expect(missing?.data).toHaveLength(7);
  expect(said).toEqual([expect.stringMatching(/^导出了1行/)]);
  await expect(exported('7')).rejects.toThrow(UsageProblem);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { importRoster } from '../../commands/import-roster.js';
import { loadEnv } from '../../config/env.js';
import { silent } from '../../models/log.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { ownUri } from '../support/own-uri.js';
import { rosterWorkbook } from '../support/roster.js';

const { connection } = testDatabase({ others: true });
const roster = testRoster();
const county = testCounty(connection, roster, undefined, wholeCatalogue());
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Imports the county's roster with the posts of some people changed. */
async function imported(posts: Record<string, string>): Promise<number> {
  const names = new Map(county.models.catalogue.posts.map(({ key, name }) => [key, name]));
  const file = join(folder, 'roster.xlsx');
  const schools = roster.schools.map(({ code, name, stage, cluster, rural }) => ({
    ...{ 编码: code, 名称: name, 学段: stage, 片区: cluster, 农村: rural ? '是' : '否' },
  }));
  const people = roster.people.map((each) => ({
    ...{ 编号: each.id, 姓名: each.name, 学校编码: each.school, 教学人员: each.teaching ? '是' : '否' },
    职务: posts[each.id] ?? each.posts.map((post) => names.get(post) ?? post).join('、'),
  }));
  writeFileSync(file, await rosterWorkbook(schools, people));
  const terminal = { env: loadEnv({ MONGODB_URI: ownUri() }), log: silent, say: () => {}, complain: () => {} };
  return importRoster.run({ args: [file], options: {} }, terminal);
}

test('with a new research lead what waits for the post is theirs to answer, and a message to them is put', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say(
    'S1-T1',
    '磨课\n课题：分数的意义\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n申请认定级别：校级\n认定依据：青教研3号',
  );
  const reviewers = async () =>
    (await connection.collection('submissions').findOne())?.['reviews'].map(
      ({ reviewer, dropped = false }: { reviewer: string; dropped?: boolean }) => [reviewer, dropped],
    );
  expect(await reviewers()).toEqual([['S1-L', false]]);
  expect(await imported({ 'S1-L': '教师', 'S1-T3': '教科室主任' })).toBe(0);
  expect(await reviewers()).toEqual([
    ['S1-L', true],
    ['S1-T3', false],
  ]);
  expect(await connection.collection('outbox').findOne({ 'payload.kind': 'handed-on' })).toMatchObject({
    payload: { person: 'S1-T3', post: 'research-lead' },
  });
});

import { expect, test } from '@jest/globals';
import type { PersonId } from '../../models/ids.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

/** B20: the school sees who has handed in; the full text if the teacher allows it. */
const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
let no = '';
county.given(async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-T1', journal('折纸'));
  no = String((await connection.collection('submissions').findOne({ owner: 'person:S1-T1' }))?.['no']);
});

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how))[0] ?? '';
const reads = async (who: string): Promise<boolean> => (await answer(who, `看 ${no}`)).includes('这周讲折纸');
/** Of these, who reads it. */
const readersOf = async (...all: string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const who of all) if (await reads(who)) found.push(who);
  return found;
};
const CLOSED = () => `${no}只给交的人和负责审阅的人看。您如需要它，请联系交材料的老师或协调员。`;

test('closed until its writer opens it to the school or the county, and closed again when they take it back', async () => {
  expect(await answer('S1-L', `看 ${no}`)).toBe(CLOSED());
  expect(await answer('S1-T1', `看 ${no}`)).toContain(
    `本校教科室主任、校长只看得到交没交。愿意给他们看全文，请发「公开 ${no}」。`,
  );

  expect(await answer('S1-T1', '公开 周记')).toBe(
    `教育周记（第9周，编号${no}）的全文，现在本校教科室主任、校长也可以看了，发「看 ${no}」就看得到，别人照旧看不到。要收回请发「不公开 ${no}」。`,
  );
  expect(await readersOf('S1-L', 'S1-P', 'S2-L', 'S1-T2', 'J1-R1', 'J1-C')).toEqual(['S1-L', 'S1-P']);
  expect(await answer('S1-T1', `看 ${no}`)).toContain(`您已公开：本校教科室主任、校长也可以看全文。`);
  // That it may be read is nothing of its readers' to be told how to take back.
  expect(await answer('S1-L', `看 ${no}`)).not.toContain('公开');

  expect(await answer('S1-T1', `公开 ${no} 全县`)).toContain('现在本校教科室主任、校长和全县教研员也可以看了');
  expect(await readersOf('S1-L', 'J1-R1', 'J1-C', 'S2-L')).toEqual(['S1-L', 'J1-R1']);
  // What is written anew stays open; taken back whole it is nobody's.
  await county.say('S1-T1', '修改 这周讲折纸，改了一个字。');
  expect(await reads('S1-L')).toBe(true);
  await county.say('S1-T1', '撤回');
  expect(await reads('S1-L')).toBe(false);
  await county.say('S1-T1', '恢复');

  expect(await answer('S1-T1', `不公开 ${no.toLowerCase()}`)).toBe(
    `已收回，教育周记（第9周，编号${no}）的全文又只给公开以前就能看的人看。要再公开请发「公开 ${no}」。`,
  );
  expect(await readersOf('S1-L', 'S1-P', 'J1-R1')).toEqual([]);
  const [record] = await county.models.submissions.numbered(no);
  expect(record?.changes.flatMap(({ by, allowed }) => (allowed ? [`${by}: ${allowed}`] : []))).toEqual([
    'S1-T1: nobody',
    'S1-T1: school',
    'S1-T1: county',
  ]);
  expect(record).not.toHaveProperty('allowed');
  // The same message told twice is one change.
  const cause = { event: 'om_twice', by: 'S1-T1' as PersonId, now: county.now() };
  for (const to of ['school', 'county'] as const) if (record) await county.models.allowing.set(record, to, cause);
  const [again] = await county.models.submissions.numbered(no);
  expect(again).toMatchObject({ allowed: 'school', rev: (record?.rev ?? 0) + 1 });
});

test('only its owner says so, of what is theirs to say of; the next journal is closed as ever', async () => {
  const notOwn = (what: string): string =>
    `没有找到您自己交的${what}。只有本人能定自己的一份给谁看，编号发「历史」可以看到。`;
  for (const who of ['S1-L', 'S1-P', 'S1-T2', 'J1-C'])
    expect(await answer(who, `公开 ${no}`)).toBe(notOwn(`编号${no}的材料`));
  expect(await answer('S1-T2', '公开 周记')).toBe(notOwn('教育周记'));
  expect(await answer('S1-T1', '公开 月报')).toBe('教育科研工作月报谁能看，任务里已经写明，不用另外公开。');
  expect(await answer('S1-T1', '公开')).toBe(
    [
      '平时本校教科室主任、校长只看得到交没交，愿意给人看全文的，可以一份一份公开：',
      '公开 周记 —— 最近交的这一份，给他们看（也可以写编号）',
      '公开 周记 全县 —— 全县教研员也可以看',
      '不公开 周记 —— 收回',
    ].join('\n'),
  );
  expect(await reads('S1-L')).toBe(false);
  await county.say('S1-T1', '公开 周记 全县');
  county.at('2026-11-04T10:00:00+08:00');
  await county.say('S1-T1', journal('剪纸'));
  const next = await connection.collection('submissions').findOne({ period: '2026-autumn-w10' });
  expect(await answer('S1-L', `看 ${next?.['no']}`)).not.toContain('剪纸');
});

test('a colleague who handed it in for somebody does not open it', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-L', `代交 周二 ${journal('识字')}`);
  const other = await connection.collection('submissions').findOne({ owner: 'person:S1-T2' });
  expect(await answer('S1-L', `公开 ${other?.['no']}`)).toMatch(/^没有找到您自己交的/u);
  expect(await answer('S1-T2', `公开 ${other?.['no']}`)).toContain('本校教科室主任、校长也可以看了');
});

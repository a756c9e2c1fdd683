import { beforeEach, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** What comes while no issue is open, and the editor's choice of the one it goes into (BR4). */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

const [EDITOR, AUTHOR, LEAD] = ['J01-16', 'S01-20', 'S01-03'];
const piece = (about: string): string =>
  `题目：${about}\n正文：${`这一篇讲${about}，学生互评以后再改一遍，写得更具体了。`.repeat(12)}\n本人原创：是\n同意署名刊登：是`;
const noIn = (text: string): string => /编号([0-9A-Z]{6})/.exec(text)?.[1] ?? '';

county.given(async () => {
  county.at('2026-11-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
});
beforeEach(() => county.at('2026-11-26T10:00:00+08:00'));

test('a piece between two issues is kept, and counts in the one the editor puts it into', async () => {
  expect(await answer(AUTHOR, '投稿')).toContain('现在没有在收的一期。写好也可以先发来');
  const kept = await answer(AUTHOR, piece('作文评改'));
  expect(kept).toContain('先替您留着：现在没有在收的一期');
  const no = noIn(kept);
  expect(await answer(EDITOR, '待审')).toContain(no);
  expect(await answer(EDITOR, `收进 ${no}`)).toContain('现在没有在收的《青冈教育信息》投稿');
  // Kept is not owed, and in no number.
  const opened = await answer(EDITOR, '开启 投稿 到 12月10日');
  expect(opened).toContain(`没有在收的时候来了1份：${no}。要收进这一期请发「收进 编号」`);
  expect(await answer(LEAD, '名单 投稿 已交')).toContain('没有已交的');

  expect(await answer(AUTHOR, `收进 ${no}`)).toContain('收进哪一期由编辑、协调员定');
  expect(await answer(EDITOR, `收进 ${no}`)).toContain(
    `已把青山县第一小学的${no}收进《青冈教育信息》投稿（第1期），按这一期计数`,
  );
  expect(county.toldTo(AUTHOR ?? '').join()).toContain(`编号${no}）收进了第1期`);
  expect(await answer(EDITOR, `收进 ${no}`)).toContain('已经在《青冈教育信息》投稿（第1期）里了');
  const page = await connection.collection('rolls').findOne({ duty: 'bulletin-contribution', school: 'S01' });
  expect(page?.['entries'][0]).toMatchObject({ have: 1, need: 2 });
  await county.say(AUTHOR ?? '', piece('分数'));
  expect(await answer(LEAD, '名单 投稿 已交')).toContain('已交1：');

  // It stays the author's: the editor answers it, and whoever wrote it may correct it.
  expect(await answer(EDITOR, `采用 ${no}`)).toContain('已采用青山县第一小学的');
  const opening = await answer(EDITOR, '开启 投稿 到 12月20日');
  expect(opening).not.toContain('没有在收的时候来了');
});

test('a piece sent twice is said to count once', async () => {
  await county.say(EDITOR ?? '', '开启 投稿 到 12月10日');
  const [first = ''] = await county.say(AUTHOR ?? '', piece('作文评改'));
  expect(first).not.toContain('只计一份');
  expect(await answer(AUTHOR, piece('作文评改').replace('题目：', '题目：再谈'))).toMatch(
    /这一份的正文和已交的[0-9A-Z]{6}一样，只计一份。/,
  );
  expect(await answer(AUTHOR, piece('分数'))).not.toContain('只计一份');
});

test('what stands in an issue that was called off can be put into the next; drafts and what is no issue cannot', async () => {
  await county.say(EDITOR ?? '', '开启 投稿 到 12月10日');
  await county.say(AUTHOR ?? '', piece('作文评改'));
  await county.say(EDITOR ?? '', '取消本期 投稿 第1期');
  const [, no = ''] = /来了1份：([0-9A-Z]{6})/.exec(await answer(EDITOR, '开启 投稿 到 12月12日')) ?? [];
  expect(await answer(EDITOR, `收进 ${no} 第2期`)).toContain('收进《青冈教育信息》投稿（第2期）');
  const rolls = connection.collection('rolls');
  const has = async (label: string) =>
    (await rolls.findOne({ duty: 'bulletin-contribution', school: 'S01', label }))?.['entries'][0]?.have;
  expect(await has('第2期')).toBe(1);

  expect(await answer(EDITOR, `收进 ${no} 第9期`)).toBe('没有找到《青冈教育信息》投稿（第9期）。');
  await county.say(AUTHOR ?? '', '撤回');
  expect(await answer(EDITOR, `收进 ${no}`)).toContain('还没有交上来，或者已经撤回');
  expect(await answer(EDITOR, '收进')).toContain('请写上编号，例如：收进');
});

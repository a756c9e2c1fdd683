import { expect, test } from '@jest/globals';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const whole = wholeCatalogue();
/** One duty whose records are answered, with room for many of one teacher. */
const catalogue = {
  ...whole,
  duties: whole.duties
    .filter(({ row }) => row === 'B6')
    .map((duty) => ({ ...duty, counts: [], quota: { ...duty.quota, count: 9, distinct: 'lesson' } })),
};

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, catalogue);
const on = feishuCounty(county);

const lesson = (title: string) =>
  `磨课\n课题：${title}\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n申请认定级别：校级\n认定依据：青教研3号`;

/** Seven lessons of one teacher, and what the lead hears of them; the numbers, the longest waiting first. */
async function seven(): Promise<{ card: Sent; numbers: string[] }> {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  for (let n = 1; n <= 7; n++) {
    county.at(`2026-10-28T10:0${n}:00+08:00`);
    await on.say('S1-T1', lesson(`分数第${n}课`));
  }
  const rows = await connection.collection('submissions').find().sort({ handedInAt: 1 }).toArray();
  const [card] = await on.say('S1-L', '待审');
  if (!card) throw new Error('no list');
  return { card, numbers: rows.map(({ no }) => String(no)) };
}

/** The records a card lists, in order. */
const listed = ({ text }: Sent): string[] => [...text.matchAll(/^· (\S{6}) /gm)].map(([, no = '']) => no);

test('what does not fit is the next card, which begins behind the last one shown', async () => {
  const { card, numbers } = await seven();
  expect(listed(card)).toEqual(numbers.slice(0, 5));
  expect(card.text).toMatch(/\n后面还有2份。\n\[看后面2份\]$/);
  // Answered meanwhile: the second page is what it was.
  await on.press(card, 'S1-L', {}, { button: `通过 ${numbers[1]}` });
  const [next] = (await on.press(card, 'S1-L', {}, { button: '看后面2份' })).sent;
  if (!next) throw new Error('nothing came');
  expect(next.text).toMatch(/^等您答复的有6份\n从第5份起：/);
  expect(listed(next)).toEqual(numbers.slice(5));
  expect(next.text).toMatch(/\[从头看\]$/);
});

test('where the last one shown has been answered, the list begins anew, and says so', async () => {
  const { card, numbers } = await seven();
  const [last = ''] = numbers.slice(4);
  await on.press(card, 'S1-L', {}, { button: `通过 ${last}` });
  const [next] = (await on.press(card, 'S1-L', {}, { button: '看后面2份' })).sent;
  if (!next) throw new Error('nothing came');
  expect(next.text).toContain(`${last}已经不用您答复了，从头列起。`);
  expect(listed(next)).toEqual(numbers.filter((no) => no !== last).slice(0, 5));
  expect((await on.say('S1-L', '待审 磨课 之后'))[0]?.text).toMatch(/^现在没有等您答复的/);
});

test('what was handed in anew since the card was made is not passed unseen', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await on.say('S1-T1', lesson('分数的意义'));
  const [card] = await on.say('S1-L', '待审');
  const no = card && listed(card)[0];
  if (!no) throw new Error('no list');
  county.at('2026-10-28T11:00:00+08:00');
  await on.say('S1-T1', '修改 反思：再想想');
  const [again] = (await on.press(card, 'S1-L', {}, { button: `通过 ${no}` })).sent;
  expect(again?.text.split('\n')).toEqual([
    '改过了，请再看一眼',
    `${no}在这张卡片发出以后改过（10月28日 11:00），还没有替您答复。请先看现在的，再答复。`,
    `[看 ${no}] [通过 ${no}]`,
  ]);
  const state = async () => (await connection.collection('submissions').findOne({ no }))?.['state'];
  expect(await state()).toBe('handed-in');
  if (!again) return;
  const [page] = (await on.press(again, 'S1-L', {}, { button: `看 ${no}` })).sent;
  expect(page?.text.split('\n')).toEqual([
    `【教师磨课（2026年秋季学期）】编号 ${no}`,
    '李一（松山小学），10月28日 10:00上交',
    '状态：已交',
    '课题：分数的意义',
    '轮次：定稿',
    '每轮改了什么：加了折纸',
    '反思：再想想',
    '申请认定级别：校级',
    '共2版，旧版都留着。',
    '[通过] [退回]',
  ]);
  if (page) await on.press(page, 'S1-L', {}, { button: '通过' });
  expect(await state()).toBe('accepted');
  // What is to be mended may be filled in, or typed.
  if (page) await on.press(page, 'S1-L', {}, { button: '退回' });
  await on.say('S1-L', '请补证书照片');
  expect(await state()).toBe('returned');
});

test('who may read but not answer gets the page without buttons', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await on.say('S1-T1', lesson('分数的意义'));
  const [page] = await on.say('S1-T1', '看 磨课');
  expect(page?.card).toBeUndefined();
  expect(page?.text).toContain('课题：分数的意义');
});

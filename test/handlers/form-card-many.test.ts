import { expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import { withLessons } from '../support/lessons.js';

/** Duties of which one record more is one more: of them the ledger cannot tell a second tap from a second record. */
const { connection } = testDatabase();
const fields = [
  { key: 'topic', label: '课题', type: 'text' },
  { key: 'place', label: '地点', type: 'text' },
];
const county = testCounty(
  connection,
  undefined,
  undefined,
  withLessons({ form: { style: 'template', many: true, fields } }),
);
const on = feishuCounty(county);
const stored = () => connection.collection('submissions').find({ duty: 'open-lesson' }).toArray();
const RIGHT = { topic: '折纸', place: '二楼' };

async function cardFor() {
  county.at('2026-10-28T09:00:00+08:00');
  const [card] = await on.say('S1-L', '研讨课');
  if (!card?.card) throw new Error('no card');
  return card;
}

test('a button tapped twice is one record, and the card says so; another card is another record', async () => {
  const card = await cardFor();
  await Promise.all([on.pressOnly(card, 'S1-L', RIGHT), on.pressOnly(card, 'S1-L', RIGHT)]);
  await on.settle();
  expect(await stored()).toHaveLength(1);
  const [now] = on.feishu().platform.sent();
  expect(now?.text.split('\n')).toEqual([
    '研讨课记录（10月）',
    '这张卡片已经交过了，没有重复登记。要改请发「修改 栏目：新内容」，要再交一份请发「研讨课」。',
    '课题：折纸',
    '地点：二楼',
  ]);
  await on.press(await cardFor(), 'S1-L', { ...RIGHT, topic: '剪纸' });
  expect((await stored()).map(({ values }) => values.topic)).toEqual(['折纸', '剪纸']);
});

test('a card that came back to be mended is not yet taken', async () => {
  const card = await cardFor();
  const { card: again } = await on.press(card, 'S1-L', { topic: '折纸' });
  expect(again.text).toContain('已记下1项，还差1项');
  expect((await on.press(again, 'S1-L', { place: '二楼' })).card.text).toContain('已收到研讨课记录（10月）');
  expect(await stored()).toHaveLength(1);
});

test('worked again after a crash, a press says again what it said', async () => {
  const card = await cardFor();
  await on.pressOnly(card, 'S1-L', RIGHT, { eventId: 'once' });
  await on.settle();
  await connection
    .collection('inbox')
    .updateOne({ _id: 'feishu:card:once' as never }, { $set: { state: 'ready', dueAt: new Date(0) } });
  await on.settle();
  expect(await stored()).toHaveLength(1);
  expect(on.feishu().platform.sent()).toMatchObject([{ changed: 1, text: expect.stringContaining('已收到') }]);
});

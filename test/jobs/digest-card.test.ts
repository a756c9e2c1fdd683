import { expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);

const TEXT = [
  '教育周记（第9周）已交1/4',
  '未交：吴三、郑四、周二',
  '接下来：教育科研工作月报（10月）11月6日（周五）17:00截止',
  '要提醒未交的老师，发「催交」；名单随时发「未交」查看。',
];

/** The week's digest of one lead; the platform refuses so many cards before it. */
async function digest(refused = 0): Promise<Sent | undefined> {
  county.at('2026-10-26T00:07:00+08:00');
  await county.jobs();
  county.at('2026-10-28T09:00:00+08:00');
  await on.say('S1-L', '你好');
  await on.say('S1-T1', `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(4)}`);
  await connection.collection('accounts').deleteMany({ person: { $nin: ['S1-L', 'S1-T1'] } });
  county.at('2026-10-30T15:41:00+08:00');
  await on.jobs();
  county.at('2026-10-30T17:21:00+08:00');
  if (refused > 0) on.feishu().platform.inject({ kind: 'code', code: 230099, status: 400 }, { times: refused });
  const sent = await on.jobs();
  expect(on.feishu().platform.conflicts()).toEqual([]);
  return sent.find(({ text }) => text.includes('小结'));
}

test('the chart says how far each duty is, the words below it the rest', async () => {
  const card = await digest();
  expect(card?.card?.body.elements.map(({ tag }) => tag)).toEqual(['chart', 'markdown', 'column_set']);
  expect(card?.text.split('\n')).toEqual([
    '【第9周小结】松山小学',
    '教育周记（第9周） 1/4 已交 1',
    '教育周记（第9周） 1/4 还差 3',
    ...TEXT,
    '[周记还差3]',
  ]);
});

test('a number’s button tells who is behind it, as of the press', async () => {
  const card = await digest();
  if (!card) throw new Error('no digest');
  const press = async () => (await on.press(card, 'S1-L', {}, { button: '周记还差3' })).sent[0]?.text.split('\n');
  expect(await press()).toEqual([
    '松山小学',
    expect.stringMatching(/^教育周记（第9周），/),
    expect.stringMatching(/ 1\/4$/),
    '未交：吴三、郑四、周二',
    '以上是10月30日 17:21的情况，卡片发出以后的变化都算在内。',
  ]);
  county.at('2026-11-02T09:00:00+08:00');
  await on.say('S1-L', `代交 周二 周记 第9周 ${'这周讲小数，学生自己量了课桌，写下了长和宽。'.repeat(5)}`);
  expect((await press())?.slice(2)).toEqual([
    expect.stringMatching(/ 2\/4$/),
    '未交：吴三、郑四',
    '以上是11月2日 09:00的情况，卡片发出以后的变化都算在内。',
  ]);
});

test('who has lost the post meanwhile is shown no names', async () => {
  const card = await digest();
  if (!card) throw new Error('no digest');
  await connection.collection('people').updateOne({ _id: 'S1-L' as never }, { $set: { posts: [] } });
  const { sent } = await on.press(card, 'S1-L', {}, { button: '周记还差3' });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.text).not.toMatch(/吴三|郑四/);
});

test('a chart the platform refuses is a table', async () => {
  const card = await digest(1);
  expect(card?.text.split('\n').slice(1, 3)).toEqual([' | 已交 | 应交', '教育周记（第9周） | 1 | 4']);
});

test('a table it refuses is lines', async () => {
  const card = await digest(2);
  expect(card?.text.split('\n').slice(0, 2)).toEqual(['【第9周小结】松山小学', '· 教育周记（第9周），已交1，应交4']);
});

test('where no card is taken, the text goes out', async () => {
  const sent = await digest(3);
  expect(sent?.card).toBeUndefined();
  expect(sent?.text).toBe(['【第9周小结】松山小学', ...TEXT].join('\n'));
});

test('the coordinator’s morning shows how far the county is with what is due this week', async () => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.jobs();
  county.at('2026-10-26T09:00:00+08:00');
  await on.say('J1-C', '你好');
  county.at('2026-10-27T07:41:00+08:00');
  const card = (await on.jobs()).find(({ receiveId }) => receiveId === 'ou_J1-C');
  expect(card?.text).toContain('教育周记（第9周） 0/8 还差 8');
  expect(card?.text).toContain('· 本周截止：教育周记（第9周）已交0/8。');
  if (!card) return;
  const { sent } = await on.press(card, 'J1-C', {}, { button: '周记还差8' });
  expect(sent[0]?.text).toMatch(/^全县\n教育周记（第9周），/);
});

import { expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);

test('a question with numbers has a button for each, which says what its number says; numbers still do', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const [asked] = await on.say('S1-T1', '我地');
  expect(asked?.text.split('\n').slice(1)).toEqual(['1. 我的', '是就回复 1，不是请发「取消」。', '[我的]']);
  if (!asked) return;
  const [pressed] = (await on.press(asked, 'S1-T1', {}, { button: '我的' })).sent;
  expect(pressed?.text).toMatch(/^李一老师/);
  await on.say('S1-T1', '我地');
  expect((await on.say('S1-T1', '1'))[0]?.text).toBe(pressed?.text);
});

test('in a group it stays words', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  for (const { card } of await on.say('S1-T1', '我地', 'oc_group')) expect(card).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { aCalendar } from '../models/a-calendar.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const { connection } = testDatabase();
const snow = aCalendar({ closures: [{ from: '2026-11-10', reason: '暴雪', clusters: ['北片区'] }] });
const county = testCounty(connection, rosterWithReviewers(), snow, wholeCatalogue());

test('a deadline that all have in common is everybody’s, also where snow takes the day of the line', async () => {
  county.at('2026-10-28T09:00:00+08:00');
  await county.say('J1-C', '绑定本群 全县', { group: 'g-county' });
  await county.say('J1-E', '开启 投稿 第3期 到 11月10日');
  await county.models.ledger.openRolls(county.now());
  county.at('2026-11-10T09:51:00+08:00');
  const lines = (await county.jobs()).filter(({ to }) => to === 'g-county').map(({ text }) => text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('投稿（第3期）已交0/3，');
  expect(lines[0]).toContain('今天17:00截止');
});

test.each([
  ['09:51', 1],
  ['17:21', 0],
])('a line about what is due at 17:00, at %s', async (time, count) => {
  county.at('2026-10-28T09:00:00+08:00');
  await county.say('J1-C', '绑定本群 全县', { group: 'g-county' });
  await county.models.ledger.openRolls(county.now());
  county.at(`2026-11-06T${time}:00+08:00`);
  const lines = (await county.jobs()).filter(({ to, text }) => to === 'g-county' && text.includes('月报（10月）'));
  expect(lines).toHaveLength(count);
});

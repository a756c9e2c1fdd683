import { expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

test('what somebody owes, and that they are on leave, goes to them alone', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-T1', '请假 明天');
  expect(await county.say('S1-T1', '我的', { group: 'g1' })).toContain('您的情况已私下发给您。');
  expect(county.said.filter(({ to }) => to === 'g1').map(({ text }) => text)).toEqual(['您的情况已私下发给您。']);
  expect(county.toldTo('S1-T1').at(-1)).toContain('教育周记（第9周）未交');
});

test('a receipt in a group says nothing of the weeks before', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at('2026-11-04T10:00:00+08:00');
  await county.jobs();
  const [privately] = await county.say('S1-T1', journal());
  const [inGroup] = await county.say('S1-T2', journal(), { group: 'g1' });
  expect(privately).toMatch(/（第10周）.*另外第9周的还没交/);
  expect(inGroup).toMatch(/（第10周）.*要撤请发「撤回」。$/);
});

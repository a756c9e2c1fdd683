import { expect, test } from '@jest/globals';
import { raiseCases } from '../../jobs/raise-cases.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const on = feishuCounty(county);

const cardTo = (all: readonly Sent[], person: string): Sent => {
  const found = all.findLast(({ receiveId, text }) => receiveId === `ou_${person}` && text.startsWith('请您定一件事'));
  if (!found) throw new Error('no card');
  return found;
};

test('handed on a case has the buttons it had, for whoever is asked now, and they decide', async () => {
  for (const time of ['2026-10-26T00:07:00+08:00', '2026-11-02T09:00:00+08:00']) {
    county.at(time);
    await county.models.ledger.openRolls(county.now());
  }
  for (const who of ['S1-P', 'S1-L', 'S1-D']) await on.say(who, '你好');
  const ofLead = cardTo(await on.say('S1-L', '不该我交 月报 10月 我不再管这个'), 'S1-P');
  const ofTeacher = cardTo(await on.say('S1-T1', '已交过了 周记 第9周'), 'S1-L');
  county.at('2026-11-05T08:11:00+08:00');
  expect(await raiseCases(county.models, county.now())).toBe(2);
  const sent = await on.jobs();
  for (const [was, is] of [
    [ofTeacher, cardTo(sent, 'S1-P')],
    [ofLead, cardTo(sent, 'S1-D')],
  ] as const) {
    const [title, ...lines] = was.text.split('\n');
    expect(is.text.split('\n')).toEqual([title, '这件事提出几天了，还没有定，转请您看：', ...lines]);
  }
  expect(ofTeacher.text).toMatch(/\[认可\] \[请再发一次\]$/);
  expect(ofLead.text).toMatch(/\[认可\] \[仍请本人交\][\s\S]*\[转给\]$/);
  await on.press(cardTo(sent, 'S1-P'), 'S1-P', {}, { button: '认可' });
  const page = await county.models.rolls.get('journal|2026-autumn-w09|S1');
  expect(page?.entries.find(({ owner }) => owner === 'person:S1-T1')?.status).toBe('exempt');
});

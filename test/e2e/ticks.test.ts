import { expect, test } from '@jest/globals';
import { startSchedule } from '../../jobs/schedule.js';
import { silent } from '../../models/log.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const beijing = (text: string): Date => new Date(`2026-${text}:00+08:00`);

test('a week with a make-up Saturday, lived through tick by tick', async () => {
  county.at('2026-10-08T00:00:00+08:00');
  const { models, bots, now } = county;
  const made = startSchedule({ models, bots, clock: { now }, zone: 'Asia/Shanghai', log: silent, afterJob: () => {} });
  const heard: string[] = [];
  for (const { job, at } of made.between(beijing('10-08T00:00'), beijing('10-12T12:00'))) {
    county.at(at.toISOString());
    if ((await made.run(job, at)) === '') continue;
    const before = county.said.length;
    await county.settle();
    const when = `${county.models.calendar.dayOf(at).slice(5)} ${county.models.calendar.timeOf(at)}`;
    const said = county.said.slice(before).filter(({ to }) => /^S1-(T1|L|P)$/.test(to));
    heard.push(...said.map(({ to, key }) => `${when} ${to} ${key.split(':')[0]}`));
  }
  // The report of September is due on Tuesday 13: two school days before is the Saturday.
  expect(heard).toEqual([
    '10-10 08:21 S1-L nag',
    '10-10 15:41 S1-T1 nag',
    '10-10 17:21 S1-L digest',
    '10-12 08:11 S1-T1 nag',
  ]);
  await made.stop();
});

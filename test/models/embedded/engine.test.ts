import { expect, test } from '@jest/globals';
import { testDatabase } from '../../support/database.js';

const { connection } = testDatabase();

/** Past the 10,000 steps and the three tenths of a collection that a plan is tried out for. */
const MANY = 40_000;

test('a query is answered that has several plans, none of which finds anything for long', async () => {
  const pages = connection.collection('pages');
  await pages.createIndexes([{ key: { school: 1, dueAt: 1 } }, { key: { duty: 1, period: 1 } }]);
  await pages.insertMany(
    Array.from({ length: MANY }, (_, i) => ({ school: `S${i % 300}`, duty: `d${i % 80}`, dueAt: i, period: i })),
  );
  const found = pages.find({ school: { $gte: 'S' }, duty: { $gte: 'd' }, owing: { $gt: 0 } });
  expect(await found.toArray()).toEqual([]);
});

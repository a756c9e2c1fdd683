import { expect, test } from '@jest/globals';
import { createPace } from '../../models/pace.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const pace = createPace(connection);
const NOW = new Date('2026-11-24T10:00:00+08:00');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);

test('the first goes at once, the next a gap later, and after a rest at once again', async () => {
  expect(await pace.reserve('feishu', 200, NOW)).toEqual(NOW);
  expect(await pace.reserve('feishu', 200, after(50))).toEqual(after(200));
  expect(await pace.reserve('feishu', 200, after(60))).toEqual(after(400));
  expect(await pace.reserve('feishu', 200, after(10_000))).toEqual(after(10_000));
});

test('names do not wait for each other', async () => {
  await pace.reserve('feishu', 200, NOW);
  expect(await pace.reserve('feishu:oc_1', 200, NOW)).toEqual(NOW);
});

test('sixty reservations of three callers at once are never closer than the gap, from the first on', async () => {
  const second = createPace(connection);
  const caller = async (mine: typeof pace): Promise<number[]> => {
    const slots = Array.from({ length: 20 }, (_, i) => mine.reserve('feishu', 20, after(i)));
    return (await Promise.all(slots)).map((slot) => slot.getTime());
  };
  const slots = (await Promise.all([caller(pace), caller(pace), caller(second)])).flat().toSorted((a, b) => a - b);
  const gaps = slots.slice(1).map((slot, i) => slot - (slots[i] ?? 0));
  expect(slots).toHaveLength(60);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20);
  expect(slots[0]).toBeGreaterThanOrEqual(NOW.getTime());
});

import { expect, test } from '@jest/globals';
import { createPace } from '../../models/pace.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const pace = createPace(connection);
const NOW = new Date('2026-11-24T10:00:00+08:00');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);
const GAP = { everyMs: 200 };
const taken = (at: Date) => ({ at, taken: true });

test('the first goes at once, the next a gap later, and after a rest at once again', async () => {
  expect(await pace.reserve('feishu', GAP, NOW)).toEqual(taken(NOW));
  expect(await pace.reserve('feishu', GAP, after(50))).toEqual(taken(after(200)));
  expect(await pace.reserve('feishu', GAP, after(60))).toEqual(taken(after(400)));
  expect(await pace.reserve('feishu', GAP, after(10_000))).toEqual(taken(after(10_000)));
});

test('names do not wait for each other', async () => {
  await pace.reserve('feishu', GAP, NOW);
  expect(await pace.reserve('feishu:oc_1', GAP, NOW)).toEqual(taken(NOW));
});

test('sixty reservations of three callers at once are never closer than the gap, from the first on', async () => {
  const second = createPace(connection);
  const caller = async (mine: typeof pace): Promise<number[]> => {
    const slots = Array.from({ length: 20 }, (_, i) => mine.reserve('feishu', { everyMs: 20 }, after(i)));
    return (await Promise.all(slots)).map(({ at }) => at.getTime());
  };
  const slots = (await Promise.all([caller(pace), caller(pace), caller(second)])).flat().toSorted((a, b) => a - b);
  const gaps = slots.slice(1).map((slot, i) => slot - (slots[i] ?? 0));
  expect(slots).toHaveLength(60);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20);
  expect(slots[0]).toBeGreaterThanOrEqual(NOW.getTime());
});

test('what was missed a moment ago may be caught up, what was missed longer ago may not', async () => {
  const gap = { everyMs: 200, catchUpMs: 500 };
  const late = after(10_000);
  const slots = [];
  for (let i = 0; i < 5; i++) slots.push((await pace.reserve('feishu', gap, late)).at.getTime() - late.getTime());
  expect(slots).toEqual([-500, -300, -100, 100, 300]);
});

test('a slot that comes too late is not taken, and is still there for who can wait', async () => {
  await pace.reserve('feishu', GAP, NOW);
  expect(await pace.reserve('feishu', GAP, NOW, after(199))).toEqual({ at: after(200), taken: false });
  expect(await pace.reserve('feishu', GAP, NOW, after(200))).toEqual(taken(after(200)));
});

test('several are taken at once, one after the other', async () => {
  expect(await pace.reserve('feishu', GAP, NOW, after(0), 3)).toEqual(taken(NOW));
  expect(await pace.reserve('feishu', GAP, NOW)).toEqual(taken(after(600)));
});

test('while it is held nobody has a slot, and afterwards none is made up for; a shorter hold does not end it', async () => {
  await pace.hold('feishu', after(3_000));
  await pace.hold('feishu', after(1_000));
  const gap = { everyMs: 200, catchUpMs: 500 };
  const first = await createPace(connection).reserve('feishu', gap, NOW);
  expect([first, await pace.reserve('feishu', gap, NOW)]).toEqual([taken(after(3_000)), taken(after(3_200))]);
});

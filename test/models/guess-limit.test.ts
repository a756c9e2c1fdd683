import { expect, test } from '@jest/globals';
import { createGuessLimit } from '../../models/guess-limit.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const limit = createGuessLimit(connection);
const THREE_A_MINUTE = { most: 3, withinMs: 60_000 };
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 4, 0, seconds));
const take = (seconds: number, key = 'a') => limit.take(key, at(seconds), THREE_A_MINUTE);

test('tries run out, and come back one by one as they grow old', async () => {
  const left = [];
  for (const seconds of [0, 10, 20]) left.push(await take(seconds));
  expect(left.map((grant) => grant.kind === 'granted' && grant.left)).toEqual([2, 1, 0]);
  expect(await take(30)).toEqual({ kind: 'refused', until: at(60) });
  expect(await take(59)).toEqual({ kind: 'refused', until: at(60) });
  expect(await take(60)).toMatchObject({ kind: 'granted', left: 0 });
  expect(await take(60)).toEqual({ kind: 'refused', until: at(70) });
});

test('one key’s tries are nothing to another', async () => {
  for (const seconds of [0, 0, 0]) await take(seconds);
  expect(await take(1, 'b')).toMatchObject({ kind: 'granted', left: 2 });
});

test('a try given back was not made', async () => {
  const first = await take(0);
  await take(0);
  if (first.kind === 'granted') await limit.giveBack('a', first.token);
  expect(await take(1)).toMatchObject({ kind: 'granted', left: 1 });
});

test('many at once are granted no more than one after another', async () => {
  const grants = await Promise.all(Array.from({ length: 20 }, () => take(0)));
  expect(grants.filter(({ kind }) => kind === 'granted')).toHaveLength(3);
});

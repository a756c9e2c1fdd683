import { expect, test } from '@jest/globals';
import { readTogether } from '../../models/read-together.js';

interface Found {
  key: string;
  value: number;
}

/** Two values a key, highest first, of what was known when it was asked; remembers its queries. */
function store(known: Record<string, number[]>) {
  const queries: string[][] = [];
  const read = async (keys: string[]): Promise<Found[]> => {
    queries.push(keys);
    return Object.entries(known)
      .filter(([key]) => keys.includes(key))
      .flatMap(([key, values]) => values.map((value) => ({ key, value })))
      .toSorted((a, b) => b.value - a.value);
  };
  return { known, queries, get: readTogether(read, ({ key }: Found) => key) };
}
const values = (found: Found[]): number[] => found.map(({ value }) => value);

test('what is asked for in one turn is one query; each gets its own, in the order of the query', async () => {
  const { queries, get } = store({ a: [1, 4], b: [2, 3], c: [5] });
  const [a, ab, none, unknown] = await Promise.all([get(['a']), get(['b', 'a']), get([]), get(['x'])]);
  expect([a, ab, none, unknown].map(values)).toEqual([[4, 1], [4, 3, 2, 1], [], []]);
  expect(queries).toEqual([['a', 'b', 'x']]);
});

test('those who went on together ask together again', async () => {
  const { queries, get } = store({ a: [1], b: [2], c: [3] });
  const chain = async (key: string): Promise<number[]> => [...values(await get([key])), ...values(await get(['c']))];
  expect(await Promise.all([chain('a'), chain('b')])).toEqual([
    [1, 3],
    [2, 3],
  ]);
  expect(queries).toEqual([['a', 'b'], ['c']]);
});

test('nothing is kept: what is asked for later is read later', async () => {
  const { known, queries, get } = store({ a: [1] });
  expect(values(await get(['a']))).toEqual([1]);
  const before = get(['a']);
  known['a'] = [2];
  expect(values(await before)).toEqual([2]);
  await new Promise((resolve) => setImmediate(resolve));
  known['a'] = [3];
  expect(values(await get(['a']))).toEqual([3]);
  expect(queries).toEqual([['a'], ['a'], ['a']]);
});

test('a query that fails fails those who share it, and nobody after them', async () => {
  let fails = true;
  const get = readTogether(
    async (keys: string[]) => {
      if (fails) throw new Error('away');
      return keys;
    },
    (key) => key,
  );
  const both = await Promise.allSettled([get(['a']), get(['b'])]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await get(['a'])).toEqual(['a']);
});

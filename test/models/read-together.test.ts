import { expect, test } from '@jest/globals';
import { askTogether, readTogether, workTogether } from '../../models/read-together.js';

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

test('of questions that share a query each gets its own answers; one alone all that was read', async () => {
  const queries: number[][] = [];
  const upTo = askTogether(
    async (all: number[]) => {
      queries.push(all);
      return Array.from({ length: Math.max(...all) + 1 }, (_, i) => i);
    },
    (found, asked) => found <= asked,
  );
  expect(await Promise.all([upTo(1), upTo(3), upTo(1)])).toEqual([
    [0, 1],
    [0, 1, 2, 3],
    [0, 1],
  ]);
  expect(await upTo(2)).toEqual([0, 1, 2]);
  expect(queries).toEqual([[1, 3, 1], [2]]);
});

test('the same work asked for in one turn is done once, after the last has asked; later it is done again', async () => {
  const done: string[] = [];
  const work = workTogether(async (key: string) => {
    done.push(key);
    if (key === 'bad') throw new Error('away');
    return done.length;
  });
  const first = work('a');
  expect(done).toEqual([]);
  expect(await Promise.all([first, work('b'), work('a')])).toEqual([1, 2, 1]);
  expect(await work('a')).toBe(3);
  const failing = [work('bad'), work('bad')];
  for (const each of failing) await expect(each).rejects.toThrow('away');
  expect(done).toEqual(['a', 'b', 'a', 'bad']);
});

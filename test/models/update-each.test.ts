import { beforeEach, expect, test } from '@jest/globals';
import type { mongo } from 'mongoose';
import { type Change, updateEach } from '../../models/update-each.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();

interface Seat {
  _id: string;
  state: 'free' | 'taken';
  by?: string;
  times: number;
}
const seats = () => connection.collection('testSeats') as unknown as mongo.Collection<Seat>;
const take = (by: string, ...ids: string[]): Promise<Set<string>> =>
  updateEach(
    seats(),
    ids.map(
      (id): Change<Seat> => ({ filter: { _id: id, state: 'free' }, set: { state: 'taken', by }, inc: { times: 1 } }),
    ),
    1_000,
  );
const standing = async () => Object.fromEntries((await seats().find().toArray()).map((s) => [s._id, [s.by, s.times]]));

beforeEach(async () => {
  await seats().insertMany(['a', 'b', 'c'].map((_id) => ({ _id, state: 'free', times: 0 })));
});

test('all that are as expected are changed, and told', async () => {
  expect(await take('one', 'a', 'c')).toEqual(new Set(['a', 'c']));
  expect(await standing()).toEqual({ a: ['one', 1], b: [undefined, 0], c: ['one', 1] });
});

test('what is not as expected, or not there, stays as it is, and is not told', async () => {
  await take('one', 'b');
  expect(await take('two', 'a', 'b', 'x')).toEqual(new Set(['a']));
  expect(await standing()).toEqual({ a: ['two', 1], b: ['one', 1], c: [undefined, 0] });
});

test('nothing to change asks the database nothing', async () => {
  expect(await take('one')).toEqual(new Set());
});

test('many who want the same at once: each gets what the others do not', async () => {
  const taken = await Promise.all(['one', 'two', 'three'].map((by) => take(by, 'a', 'b', 'c')));
  expect(taken.flatMap((ids) => [...ids]).sort()).toEqual(['a', 'b', 'c']);
  for (const [i, by] of ['one', 'two', 'three'].entries()) {
    const theirs = Object.entries(await standing()).filter(([, [who]]) => who === by);
    expect(new Set(theirs.map(([id]) => id))).toEqual(taken[i]);
  }
});

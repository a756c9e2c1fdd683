import { beforeAll, describe, expect, test } from '@jest/globals';
import type { mongo } from 'mongoose';
import { insertNew, insertNewAtOnce } from '../../models/insert-new.js';
import { openDb } from '../../models/plain-collections.js';
import { testDatabase } from '../support/database.js';

interface Note {
  _id: string;
  text?: string | undefined;
}

const { connection } = testDatabase();
let notes: mongo.Collection<Note>;
beforeAll(() => {
  notes = connection.collection('notes') as unknown as mongo.Collection<Note>;
});

const stored = () => notes.find().sort({ _id: 1 }).toArray();
const ways: [string, (documents: Note[]) => Promise<Set<number>>][] = [
  ['by the bulk of the driver', (documents) => insertNew(notes, documents)],
  ['in one command', (documents) => insertNewAtOnce(openDb(connection), notes, documents)],
];

describe.each(ways)('%s', (_, insert) => {
  test('what is there already stays as it is, and is told by its place', async () => {
    expect(await insert([{ _id: 'b', text: 'first' }])).toEqual(new Set());
    const again = [{ _id: 'a', text: undefined }, { _id: 'b', text: 'second' }, { _id: 'c' }, { _id: 'a', text: 'x' }];
    expect(await insert(again)).toEqual(new Set([1, 3]));
    expect(await stored()).toEqual([{ _id: 'a' }, { _id: 'b', text: 'first' }, { _id: 'c' }]);
  });

  test('more than a command may hold is stored all the same', async () => {
    const large = ['a', 'b', 'c', 'd', 'e'].map((_id) => ({ _id, text: 'x'.repeat(4 * 1024 * 1024) }));
    expect(await insert(large)).toEqual(new Set());
    expect((await stored()).map(({ _id }) => _id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a document no server takes is a failure', async () => {
    const text = 'x'.repeat(17 * 1024 * 1024);
    await expect(insert([{ _id: 'a', text }])).rejects.toThrow('larger than the maximum size');
    expect(await stored()).toEqual([]);
  });
});

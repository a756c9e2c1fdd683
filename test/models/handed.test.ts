import { expect, test } from '@jest/globals';
import { createHanded } from '../../models/handed.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const handed = createHanded(connection, 'wechat');
const at = (seconds: number) => new Date(Date.parse('2026-11-26T02:00:00Z') + seconds * 1000);

test('a key is handed over once; what became of it is known', async () => {
  expect(await handed.begin('k', 'room', at(0))).toBe('new');
  expect(await handed.begin('k', 'room', at(1))).toBe('handing');
  await handed.sent('k');
  expect(await handed.begin('k', 'room', at(2))).toBe('sent');
  await handed.undo('k');
  expect(await handed.begin('k', 'room', at(3))).toBe('new');
});

test('the last ones are told, oldest first', async () => {
  for (const i of [1, 2, 3]) await handed.begin(`k${i}`, `room-${i}`, at(i));
  expect((await handed.since(at(0), 2)).map(({ chat }) => chat)).toEqual(['room-2', 'room-3']);
  expect(await handed.since(at(2), 5)).toHaveLength(1);
});

import { expect, test } from '@jest/globals';
import { createLeases } from '../../models/lease.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const leases = createLeases(connection);
const start = new Date('2026-11-26T08:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

test('one holder has it until its time is over, and longer as long as it asks', async () => {
  expect(await leases.hold('robot', 'a', start, 1000)).toBe(true);
  expect(await leases.hold('robot', 'b', after(999), 1000)).toBe(false);
  expect(await leases.hold('robot', 'a', after(999), 1000)).toBe(true);
  expect(await leases.hold('robot', 'b', after(1500), 1000)).toBe(false);
  expect(await leases.hold('robot', 'b', after(1999), 1000)).toBe(true);
  expect(await leases.hold('robot', 'a', after(2000), 1000)).toBe(false);
});

test('given back, another has it at once; nobody gives back what is not theirs', async () => {
  await leases.hold('robot', 'a', start, 1000);
  await leases.release('robot', 'b');
  expect(await leases.hold('robot', 'b', start, 1000)).toBe(false);
  await leases.release('robot', 'a');
  expect(await leases.hold('robot', 'b', start, 1000)).toBe(true);
});

test('many who want it at once: one gets it', async () => {
  const wanted = Array.from({ length: 8 }, (_, i) => leases.hold('robot', `p${i}`, start, 1000));
  expect((await Promise.all(wanted)).filter(Boolean)).toHaveLength(1);
});

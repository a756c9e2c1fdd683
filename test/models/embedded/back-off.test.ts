import { expect, test } from '@jest/globals';
import { createBackOff } from '../../../models/embedded/back-off.js';

test('the first restart comes quickly, then ever later, up to half a minute', () => {
  const backOff = createBackOff();
  const waits = Array.from({ length: 11 }, () => backOff.next(500));
  expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
});

test('after an engine that lived well, the next restart is quick again', () => {
  const backOff = createBackOff();
  for (let i = 0; i < 8; i++) backOff.next(0);
  expect(backOff.next(60_000)).toBe(100);
});

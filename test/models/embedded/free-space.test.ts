import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { freeBytes, lowSpace } from '../../../models/embedded/free-space.js';

test('nothing is said while a gigabyte is left', () => {
  expect(lowSpace(tmpdir(), 1_000_000_000)).toBeUndefined();
});

test('below that the operator reads how much is left', () => {
  expect(lowSpace(tmpdir(), 999_999_999)).toContain('只剩 999 MB');
});

test('a real disk has some space', () => {
  expect(freeBytes(tmpdir())).toBeGreaterThan(0);
});

import { expect, test } from '@jest/globals';
import { nearestName } from '../../config/nearest-name.js';

const NAMES = ['reminders', 'readers', 'row', 'key'];

test('the name meant, up to two letters away', () => {
  expect(nearestName('remindd', ['reminder'])).toBe('reminder');
  expect(nearestName('redaers', NAMES)).toBe('readers');
  expect(nearestName('Reminders', NAMES)).toBe('reminders');
});

test('the nearest of several', () => {
  expect(nearestName('reader', ['loader', 'readers'])).toBe('readers');
});

test('no guess where nothing is near, nor where a short name would be all new', () => {
  expect(nearestName('colour', NAMES)).toBeUndefined();
  expect(nearestName('ab', ['cd'])).toBeUndefined();
});

import { expect, test } from '@jest/globals';
import { countCharacters, halfWidth } from '../../../handlers/forms/field.js';

test('full-width and half-width are the same', () => {
  expect(halfWidth(' １２，３４％（ａ）：Ｂ　')).toBe('12,34%(a):B');
});

test.each([
  ['今天下雪了。', 6],
  [' 今天\n下雪 了 ', 5],
  ['', 0],
  ['   \n\t', 0],
  ['𠀋𠀋', 2],
  ['ok 好', 3],
])('%p has %d characters', (text, count) => {
  expect(countCharacters(text)).toBe(count);
});

import { expect, test } from '@jest/globals';
import { titleIn, titleOf } from '../../models/title.js';

test('a period is called by its label, a task by its own words too, cut where they are long', () => {
  expect(titleOf({ label: '第9周' })).toBe('第9周');
  expect(titleOf({ label: '第1号', about: '核对各班课表' })).toBe('第1号：核对各班课表');
  expect(titleOf({ label: '第1号', about: '字'.repeat(40) })).toBe(`第1号：${'字'.repeat(40)}`);
  expect(titleOf({ label: '第1号', about: '字'.repeat(41) })).toBe(`第1号：${'字'.repeat(40)}…`);
});

test('a group hears the label alone', () => {
  const task = { label: '第1号', about: '核对各班课表' };
  expect(titleIn({ kind: 'group' }, task)).toBe('第1号');
  expect(titleIn({ kind: 'private' }, task)).toBe('第1号：核对各班课表');
});

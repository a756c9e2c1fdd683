import { expect, test } from '@jest/globals';
import { dateOf, fieldOf, fullDateOf, spanOf, timeOf, weekdayOf } from '../../../../web/sandbox/island/when.js';

const ZONE = 'Asia/Shanghai';
const LATE = '2026-11-22T16:05:00Z';

test('times are the county’s, not the browser’s', () => {
  expect(timeOf(LATE, ZONE)).toBe('00:05');
  expect(dateOf(LATE, ZONE)).toBe('11月23日');
  expect(fullDateOf(LATE, ZONE)).toBe('2026年11月23日');
  expect(weekdayOf(LATE, ZONE)).toBe('星期一');
  expect(fieldOf(LATE, ZONE)).toBe('2026-11-23T00:05');
});

test.each([
  ['2026-11-23T08:00:00Z', '2026-11-23T08:00:20Z', '1分钟'],
  ['2026-11-23T08:00:00Z', '2026-11-23T08:20:00Z', '20分钟'],
  ['2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', '1小时'],
  ['2026-11-23T08:00:00Z', '2026-11-23T10:30:00Z', '2小时30分钟'],
  ['2026-11-23T08:00:00Z', '2026-11-26T12:10:00Z', '3天4小时'],
  ['2026-11-23T08:00:00Z', '2026-11-30T08:00:00Z', '7天'],
])('from %s to %s it is %s', (from, to, span) => {
  expect(spanOf(from, to)).toBe(span);
});

import { expect, test } from '@jest/globals';
import { readTime } from '../../commands/run-job.js';

const ZONE = 'Asia/Shanghai';

test.each([
  ['2026-10-30T15:40:00+08:00', '2026-10-30T07:40:00.000Z'],
  ['2026-10-30T07:40Z', '2026-10-30T07:40:00.000Z'],
  ['2026-10-30T15:40', '2026-10-30T07:40:00.000Z'],
  ['2026-10-30 15:40:00', '2026-10-30T07:40:00.000Z'],
])('%s is an instant, by the county where it has no zone', (text, instant) => {
  expect(readTime(text, ZONE).toISOString()).toBe(instant);
});

test.each(['yesterday', '2026-10-30', '2026-02-30T08:15:00+08:00', '2026-10-30T25:00', '2026-10-30T15:40+8', ''])(
  '%s is none',
  (text) => expect(() => readTime(text, ZONE)).toThrow('--at 要写成日期和时间'),
);

import { expect, test } from '@jest/globals';
import { checkClock } from '../../commands/doctor.js';

const NOW = new Date('2026-10-28T12:00:00+08:00');
const ahead = (ms: number) => ({ clock: async () => new Date(NOW.getTime() + ms) });

test.each([
  [0, true, '时钟：与数据库一致'],
  [10_000, true, '时钟：与数据库一致'],
  [-10_001, false, '时钟：与数据库相差 10 秒'],
  [400_000, false, '时钟：与数据库相差 400 秒'],
])('a database %d ms ahead', async (ms, ok, what) => {
  expect(await checkClock(ahead(ms), NOW)).toMatchObject({ ok, what });
});

import { expect, test } from '@jest/globals';
import { checkBackup, checkClock } from '../../commands/doctor.js';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { createMarks } from '../../models/mark.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');

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

test('a backup is told in the county’s time, and is too old after a week', async () => {
  const marks = createMarks(connection);
  const at = (time: string) => checkBackup({ marks, calendar }, new Date(time));
  expect(await at('2026-12-31T02:17:00+08:00')).toMatchObject({ ok: false, what: '备份：还没有做过' });
  await marks.set('backup', new Date('2026-12-30T18:17:00Z'));
  expect(await at('2027-01-07T12:00:00+08:00')).toEqual({ ok: true, what: '备份：最近一次 2026年12月31日 02:17' });
  expect(await at('2027-01-08T02:17:00+08:00')).toMatchObject({
    ok: false,
    what: '备份：最近一次 2026年12月31日 02:17，已经 8 天',
    mend: expect.stringContaining('backup 目录'),
  });
});

import { expect, test } from '@jest/globals';
import { dueOf, handInBy, pleaseFillIn } from '../../../config/texts/due.js';
import { aCalendar } from '../../models/a-calendar.js';

/** Due on Friday, taken as on time until Monday noon. */
const WEEKLY = { dueAt: new Date('2026-10-30T17:00:00+08:00'), lateAfter: new Date('2026-11-02T12:00:00+08:00') };

test.each([
  ['2026-10-28T09:00:00+08:00', '10月30日（周五）17:00前交', '请在10月30日（周五）17:00前填好'],
  ['2026-10-30T17:00:00+08:00', '今天17:00前交', '请在今天17:00前填好'],
  ['2026-10-30T17:01:00+08:00', '11月2日（周一）12:00前交', '请在11月2日（周一）12:00前填好'],
  ['2026-11-02T12:00:00+08:00', '今天12:00前交', '请在今天12:00前填好'],
  ['2026-11-02T12:01:00+08:00', '今天12:00已截止，现在交记为补交', '今天12:00已截止，现在交记为补交。请填好'],
])('at %s', (now, by, please) => {
  const due = dueOf(WEEKLY, new Date(now), aCalendar());
  expect(handInBy(due)).toBe(by);
  expect(pleaseFillIn(due)).toBe(please);
});

test('where nobody knows by when, nothing is said of it', () => expect(pleaseFillIn(undefined)).toBe('请填好'));

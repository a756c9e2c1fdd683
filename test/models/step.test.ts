import { expect, test } from '@jest/globals';
import type { ReminderStep } from '../../models/reminder.js';
import { stepsOf } from '../../models/step.js';
import { aCalendar, day, place } from './a-calendar.js';

const calendar = aCalendar({
  closures: [{ from: '2026-11-09', to: '2026-11-10', reason: '暴雪', clusters: ['北片'] }],
});
const at = (text: string): Date => new Date(`${text}:00+08:00`);
type When = { schoolDays: number } | { days: number } | { week: number } | { afterOpening: number };
const step = (when: When, time = '08:20'): ReminderStep => ({ key: 's', at: time, to: 'owner', ...when });

/** An issue: open from Saturday 31 October, due on Friday 20 November, closed on the 27th at noon. */
const issue = { opensAt: at('2026-10-31T00:00'), dueDay: day('2026-11-20'), closesAt: at('2026-11-27T12:00') };

test.each<[string, ReminderStep, string | undefined, typeof issue | undefined, string | undefined]>([
  ['on the due day', step({ schoolDays: 0 }), '2026-11-20', undefined, undefined],
  ['five school days before', step({ schoolDays: -5 }), '2026-11-13', undefined, undefined],
  ['five school days after: the time counts', step({ schoolDays: 5 }, '11:50'), '2026-11-27', undefined, undefined],
  ['after it has closed', step({ schoolDays: 5 }, '12:00'), undefined, undefined, undefined],
  ['seven days before: a Friday', step({ days: -7 }), '2026-11-13', undefined, undefined],
  ['twelve days before: Sunday, moved on to Monday', step({ days: -12 }), '2026-11-09', undefined, undefined],
  ['the same where there is snow on Monday and Tuesday', step({ days: -12 }), '2026-11-11', undefined, '北片'],
  ['thirty days before: before it opens', step({ days: -30 }), undefined, undefined, undefined],
  ['when it opens: the first school day', step({ afterOpening: 0 }), '2026-11-02', undefined, undefined],
  ['four school days after it opened', step({ afterOpening: 4 }), '2026-11-06', undefined, undefined],
  ['nine, over the snow', step({ afterOpening: 9 }), '2026-11-17', undefined, '北片'],
  ['on the first school day of week 10', step({ week: 10 }), '2026-11-02', undefined, undefined],
  ['of week 11, in the snow', step({ week: 11 }), '2026-11-11', undefined, '北片'],
  ['of week 4, before it opens', step({ week: 4 }), undefined, undefined, undefined],
  [
    'of a week without school',
    step({ week: 6 }),
    '2026-10-08',
    { ...issue, opensAt: at('2026-09-01T00:00') },
    undefined,
  ],
  [
    'due outside the terms',
    step({ week: 10 }),
    undefined,
    { ...issue, dueDay: day('2026-08-10'), opensAt: at('2026-08-01T00:00') },
    undefined,
  ],
])('%s', (_name, each, expected, period = issue, cluster) => {
  const found = stepsOf({ steps: [each] }, period, calendar, cluster ? place('S1', cluster) : undefined);
  expect(found.map(({ day: on }) => on)).toEqual(expected ? [expected] : []);
});

test('steps stand in order of time, and two of one day are both there', () => {
  const steps = [step({ schoolDays: 0 }, '15:40'), step({ schoolDays: -2 }), step({ days: 0 }, '08:20')];
  expect(stepsOf({ steps }, issue, calendar).map(({ at: instant }) => instant)).toEqual([
    at('2026-11-18T08:20'),
    at('2026-11-20T08:20'),
    at('2026-11-20T15:40'),
  ]);
});

test('week 1 begins with the term, not on the Monday before', () => {
  const term = { opensAt: at('2026-08-31T00:00'), dueDay: day('2026-11-20'), closesAt: at('2026-11-21T00:00') };
  expect(stepsOf({ steps: [step({ week: 1 })] }, term, calendar)[0]?.day).toBe('2026-09-01');
});

import { describe, expect, test } from '@jest/globals';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import type { Occasion } from '../../models/occasion.js';
import { freePeriod, periodFor, periodOn } from '../../models/period-for.js';
import { aCalendar, day } from './a-calendar.js';
import { aDuty } from './a-duty.js';

const calendar = aCalendar();
const issue = (n: number, dueDay: string): Occasion => ({
  _id: `bulletin|${n}`,
  duty: DutyKey.parse('bulletin'),
  period: PeriodKey.parse(`${n}`),
  label: `第${n}期`,
  note: '',
  owners: [],
  opensOn: day('2026-09-01'),
  dueDay: day(dueDay),
  state: 'open',
  changes: [],
  updatedAt: new Date(0),
});
const open = (...issues: Occasion[]) => ({ calendar, occasions: { openOf: async () => issues } });
const bulletin = aDuty({ key: 'bulletin', cadence: { every: 'occasion', what: 'issue', openedBy: ['editor'] } });

describe('the period a record of some day belongs to', () => {
  test.each([
    ['a week', aDuty({ cadence: { every: 'teaching-week' } }), '2026-11-25', '2026-autumn-w13'],
    ['a month', aDuty({ cadence: { every: 'month' } }), '2026-11-25', '2026-11'],
    ['a term', aDuty(), '2026-11-25', '2026-autumn'],
    [
      'a week in the summer: none, so the month it is',
      aDuty({ cadence: { every: 'teaching-week' } }),
      '2026-08-10',
      '2026-08',
    ],
    ['what nobody owes: the term', aDuty({ cadence: { every: 'free' } }), '2026-11-25', '2026-autumn'],
    ['what nobody owes, in the summer', aDuty({ cadence: { every: 'free' } }), '2026-08-10', '2026-08'],
    ['the Sunday after the term', aDuty({ cadence: { every: 'free' } }), '2026-07-19', '2026-spring'],
    ['a milestone', aDuty({ cadence: { every: 'milestone', at: 'middle' } }), '2026-11-25', '2026-autumn'],
  ])('%s', async (_name, duty, on, expected) => {
    expect(await periodFor(duty, day(on), open())).toBe(expected);
  });

  test('an issue: the open one that is due next; on its last day still that one; none when all are over', async () => {
    const two = open(issue(3, '2026-11-20'), issue(4, '2026-12-18'));
    expect(await periodOn(bulletin, day('2026-11-20'), two)).toBe('3');
    expect(await periodOn(bulletin, day('2026-11-21'), two)).toBe('4');
    expect(await periodOn(bulletin, day('2026-12-19'), two)).toBeUndefined();
    expect(await periodFor(bulletin, day('2026-12-19'), two)).toBe('2026-autumn');
  });
});

test('of a duty that has no period in the summer a record counts for none', async () => {
  expect(await periodOn(aDuty(), day('2026-08-10'), open())).toBeUndefined();
  expect(freePeriod(day('2026-08-31'), calendar)).toBe('2026-autumn');
});

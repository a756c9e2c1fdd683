import { expect, test } from '@jest/globals';
import { addDays } from '../../models/day.js';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { ownerOfPerson } from '../../models/owner.js';
import type { Roll, Status } from '../../models/roll.js';
import { chooseRoll, type Wish } from '../../models/roll-choice.js';
import { day, personId, schoolCode } from '../support/people.js';

const me = ownerOfPerson(personId('T1'));
const journal = DutyKey.parse('journal');
const at = (text: string): Date => new Date(`2026-${text}:00+08:00`);

/** The ends of three weeks as the county lives them: due on Friday at 17:00, on time until Monday noon. */
const WEEKS: Record<string, [due: string, late: string, monday: string]> = {
  w8: ['10-23T17:00', '10-26T12:00', '2026-10-19'],
  w9: ['10-30T17:00', '11-02T12:00', '2026-10-26'],
  w10: ['11-06T17:00', '11-09T12:00', '2026-11-02'],
};

const page = (week: string, status: Status, more: Partial<Roll> = {}): Roll => ({
  _id: week,
  duty: journal,
  period: PeriodKey.parse(week),
  label: `第${week.slice(1)}周`,
  term: '2026-autumn',
  school: schoolCode('S1'),
  from: day(WEEKS[week]?.[2] ?? ''),
  to: addDays(day(WEEKS[week]?.[2] ?? ''), 6),
  opensAt: at('09-01T00:00'),
  dueDay: day('2026-10-01'),
  dueAt: at(WEEKS[week]?.[0] ?? ''),
  lateAfter: at(WEEKS[week]?.[1] ?? ''),
  closesAt: at('12-31T00:00'),
  nagDays: [],
  entries: [{ owner: me, status }],
  owing: 1,
  rev: 0,
  ...more,
});

const FRIDAY = '10-30T10:00';
const MONDAY = '11-02T09:00';
const TUESDAY = '11-03T09:00';
const SUNDAY_LATER = '11-15T09:00';
const none: Wish = { kind: 'none' };
const on = (said: string): Wish => ({ kind: 'day', day: day(said) });
const firm = (said: string): Wish => ({ kind: 'day', day: day(said), firm: true });
const overdue: Wish = { kind: 'overdue' };
const label = (text: string): Wish => ({ kind: 'label', label: text });

const cases: [string, Record<string, Status>, string, Wish, string | undefined][] = [
  ['this week', { w9: 'owed' }, FRIDAY, none, 'w9'],
  ['this week before an overdue one', { w8: 'owed', w9: 'owed' }, FRIDAY, none, 'w9'],
  ['Monday morning: last week, as long as it is owed', { w9: 'owed', w10: 'owed' }, MONDAY, none, 'w9'],
  ['Monday morning: a draft of last week is still owed', { w9: 'draft', w10: 'owed' }, MONDAY, none, 'w9'],
  ['Monday morning, last week is in: this week', { w9: 'handed-in', w10: 'owed' }, MONDAY, none, 'w10'],
  ['Monday morning, on leave last week: this week', { w9: 'leave', w10: 'owed' }, MONDAY, none, 'w10'],
  ['on Tuesday: this week', { w9: 'owed', w10: 'owed' }, TUESDAY, none, 'w10'],
  ['a second piece belongs to this week', { w8: 'owed', w9: 'handed-in' }, FRIDAY, none, 'w9'],
  ['returned for revision is owed', { w9: 'returned', w10: 'owed' }, MONDAY, none, 'w9'],
  ['exempt, yet something comes: this week', { w9: 'exempt' }, FRIDAY, none, 'w9'],
  ['nothing on time: the oldest overdue', { w8: 'owed', w9: 'owed' }, SUNDAY_LATER, none, 'w8'],
  [
    '补交: the oldest overdue, though this week is owed',
    { w8: 'owed', w9: 'owed', w10: 'owed' },
    TUESDAY,
    overdue,
    'w8',
  ],
  ['补交: not what is still on time', { w9: 'owed' }, FRIDAY, overdue, undefined],
  ['补交: in the grace, what the grace is for', { w9: 'owed', w10: 'owed' }, MONDAY, overdue, 'w9'],
  ['补交: not what is in already', { w8: 'late', w9: 'owed' }, FRIDAY, overdue, undefined],
  ['by name', { w8: 'owed', w9: 'owed' }, FRIDAY, label('第8周'), 'w8'],
  ['by name, though it is in', { w8: 'handed-in', w9: 'owed' }, FRIDAY, label('第8周'), 'w8'],
  ['by a name that is not open', { w9: 'owed' }, FRIDAY, label('第3周'), undefined],
  ['by a day of it, while it is owed', { w8: 'owed', w9: 'owed' }, FRIDAY, on('2026-10-20'), 'w8'],
  ['by a day of it, on Monday morning', { w9: 'owed', w10: 'owed' }, MONDAY, on('2026-11-02'), 'w10'],
  ['by a day of what is in', { w8: 'handed-in', w9: 'owed' }, FRIDAY, on('2026-10-20'), 'w9'],
  ['by its week, though that is in', { w9: 'owed', w10: 'handed-in' }, MONDAY, firm('2026-11-02'), 'w10'],
  ['no pages at all', {}, FRIDAY, none, undefined],
];

test.each(cases)('%s', (_name, pages, now, wish, expected) => {
  const open = Object.entries(pages).map(([week, status]) => page(week, status));
  expect(chooseRoll(open, me, journal, at(now), wish)?._id).toBe(expected);
});

test('to the minute: at noon on Monday last week is still on time, a second later it is late', () => {
  const open = [page('w9', 'owed'), page('w10', 'owed')];
  const noon = at('11-02T12:00');
  expect(chooseRoll(open, me, journal, noon)?._id).toBe('w9');
  expect(chooseRoll(open, me, journal, new Date(noon.getTime() + 1))?._id).toBe('w10');
});

test('other duties and other owners do not count', () => {
  const report = page('w9', 'owed', { duty: DutyKey.parse('monthly-report') });
  const anothers = page('w10', 'owed', { entries: [{ owner: ownerOfPerson(personId('T2')), status: 'owed' }] });
  expect(chooseRoll([report], me, journal, at(FRIDAY))).toBeUndefined();
  expect(chooseRoll([page('w9', 'owed'), anothers], me, journal, at(TUESDAY), overdue)?._id).toBe('w9');
});

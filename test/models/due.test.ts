import { describe, expect, test } from '@jest/globals';
import { dueDayOf, endsOf, nthSchoolDay, openingDay } from '../../models/due.js';
import type { Duty } from '../../models/duty.js';
import { followsCalendar, openPeriods } from '../../models/period.js';
import { stepsOf } from '../../models/step.js';
import { stretchOf } from '../../models/stretch.js';
import { aCalendar, aCalendarWith2027, day, place } from './a-calendar.js';
import { aCadence, aDuty } from './a-duty.js';

const calendar = aCalendar();
const later = aCalendarWith2027();
type Written = Parameters<typeof aCadence>[0];

function due(written: Written, on: string, of = calendar, at = place('S9')) {
  const cadence = aCadence(written);
  const here = { calendar: of, place: at };
  const stretch = followsCalendar(cadence) && stretchOf(cadence, day(on), here);
  if (!followsCalendar(cadence) || !stretch) throw new Error(`no stretch on ${on}`);
  const found = dueDayOf(cadence, stretch, here);
  return found.kind === 'day' ? { due: found.day, opens: openingDay(cadence, stretch, found.day) } : found;
}

describe('due days', () => {
  const term = (more: object): Written => ({ every: 'term', ...more });
  test.each<[string, Written, string, string, string]>([
    ['a term, on its last school day', term({}), '2026-05-11', '2026-07-17', '2026-03-02'],
    [
      'a term, four school days before its end',
      term({ due: { beforeEnd: 4 } }),
      '2026-05-11',
      '2026-07-13',
      '2026-03-02',
    ],
    ['by week 3: its last school day', term({ due: { week: 3 } }), '2026-10-12', '2026-09-20', '2026-09-01'],
    ['by week 5, whose Friday is a holiday', term({ due: { week: 5 } }), '2026-10-12', '2026-09-30', '2026-09-01'],
    ['by week 1, which begins on a Tuesday', term({ due: { week: 1 } }), '2026-10-12', '2026-09-04', '2026-09-01'],
    [
      'by a week the term does not have: on its last day',
      term({ due: { week: 30 } }),
      '2026-05-11',
      '2026-07-17',
      '2026-03-02',
    ],
    [
      'open from week 14, due by week 18',
      term({ opensWeek: 14, due: { week: 17 } }),
      '2026-10-12',
      '2026-12-25',
      '2026-11-30',
    ],
    ['a week', { every: 'teaching-week' }, '2026-11-25', '2026-11-27', '2026-11-23'],
    ['two weeks', { every: 'teaching-week', weeks: 2 }, '2026-11-25', '2026-12-04', '2026-11-23'],
    ['a quarter, on its last school day', { every: 'quarter' }, '2026-11-25', '2026-12-31', '2026-10-01'],
    ['a quarter before the holidays', { every: 'quarter' }, '2026-09-15', '2026-09-30', '2026-07-01'],
    ['a month, on the fifth school day of the next', { every: 'month' }, '2026-09-15', '2026-10-13', '2026-09-25'],
    ['July, within itself: open a week before', { every: 'month' }, '2026-07-02', '2026-07-17', '2026-07-10'],
  ])('%s', (_name, cadence, on, expected, opens) => {
    expect(due(cadence, on)).toEqual({ due: expected, opens });
  });

  test('a school year is due in the term the duty names, whichever term it is asked in', () => {
    expect(due({ every: 'year' }, '2026-09-15', later)).toEqual({ due: '2027-07-16', opens: '2026-09-01' });
    expect(due({ every: 'year' }, '2027-05-10', later)).toEqual({ due: '2027-07-16', opens: '2026-09-01' });
    expect(due({ every: 'year', dueTerm: 1, due: { week: 5 } }, '2027-05-10', later)).toEqual({
      due: '2026-09-30',
      opens: '2026-09-01',
    });
    const alone = aCalendar({ terms: [{ key: '2026-autumn', name: '秋', from: '2026-09-01', to: '2027-01-22' }] });
    expect(due({ every: 'year' }, '2026-09-15', alone)).toEqual({ kind: 'none' });
  });

  test('snow on the last school day moves it for that school', () => {
    const snow = aCalendar({ closures: [{ from: '2026-07-16', to: '2026-07-17', reason: '洪水', schools: ['S1'] }] });
    expect(due({ every: 'term' }, '2026-05-11', snow, place('S1'))).toMatchObject({ due: '2026-07-15' });
    expect(due({ every: 'term' }, '2026-05-11', snow, place('S2'))).toMatchObject({ due: '2026-07-17' });
  });

  test('a month that needs days of a year nobody has announced is unknown; December is', () => {
    expect(due({ every: 'month' }, '2026-12-15')).toEqual({ kind: 'unknown', year: 2027 });
    expect(due({ every: 'month' }, '2026-12-15', later)).toEqual({ due: '2027-01-08', opens: '2026-12-25' });
    expect(due({ every: 'month' }, '2026-11-15')).toEqual({ due: '2026-12-07', opens: '2026-11-25' });
  });
});

describe('a term that ends in a year whose holidays nobody has announced', () => {
  const duty = (late: Duty['late'] = 'term') => aDuty({ late });
  const now = new Date('2026-09-01T08:00:00+08:00');

  test('is open from its first day, due on its last day that is no weekend', () => {
    const [period, ...more] = openPeriods(duty(), now, calendar);
    expect(more).toEqual([]);
    expect(period).toMatchObject({
      key: '2026-autumn',
      dueDay: '2027-01-22',
      opensAt: new Date('2026-09-01T00:00:00+08:00'),
    });
    expect(period?.closesAt).toEqual(new Date('2027-01-23T00:00:00+08:00'));
    // The list changes the day where it must: the 22nd becomes free, for one.
    const announced = aCalendarWith2027({ closures: [{ from: '2027-01-21', to: '2027-01-22', reason: '考试' }] });
    expect(openPeriods(duty(), now, announced)[0]).toMatchObject({ dueDay: '2027-01-20' });
  });

  test('what is due in the week of New Year is not due on New Year’s Day', () => {
    expect(due({ every: 'term', due: { week: 18 } }, '2026-12-01')).toMatchObject({ due: '2026-12-31' });
  });

  test('and so is a school year', () => {
    expect(openPeriods(aDuty({ cadence: { every: 'year' } }), now, calendar)[0]).toMatchObject({
      key: '2026-year',
      dueDay: '2027-07-16',
    });
  });

  test('no dated reminder falls on a day that is not known; those of known days do', () => {
    const [period] = openPeriods(duty(), now, calendar);
    if (!period) throw new Error('not open');
    const at = '08:20';
    const steps = [
      { key: 'week-4', week: 4, at, to: 'owner' as const },
      { key: 'week-19', week: 19, at, to: 'owner' as const },
      { key: 'd-30', days: -30, at, to: 'owner' as const },
      { key: 'd-14', days: -14, at, to: 'owner' as const },
      { key: 'd-5', schoolDays: -5, at, to: 'owner' as const },
      { key: 'due', schoolDays: 0, at, to: 'owner' as const },
      { key: 'late', schoolDays: 1, at, to: 'owner' as const },
    ];
    expect(stepsOf({ steps }, period, calendar).map(({ step, day: on }) => [step.key, on])).toEqual([
      ['week-4', '2026-09-21'],
      ['d-30', '2026-12-23'],
    ]);
    const [known] = openPeriods(duty(), now, later);
    if (!known) throw new Error('not open');
    expect(stepsOf({ steps }, known, later).map(({ step, day: on }) => [step.key, on])).toEqual([
      ['week-4', '2026-09-21'],
      ['d-30', '2026-12-23'],
      ['week-19', '2027-01-04'],
      ['d-14', '2027-01-08'],
      ['d-5', '2027-01-15'],
      ['due', '2027-01-22'],
    ]);
  });
});

describe('when it is late and closed', () => {
  const ends = (late: Duty['late'], on = '2026-11-27', grace?: { schoolDays: number; at: string }) => {
    const cadence = aCadence({ every: 'teaching-week', ...(grace && { grace }) });
    if (!followsCalendar(cadence)) throw new Error('weeks follow the calendar');
    const { dueAt, lateAfter, closesAt } = endsOf({ cadence, late }, day(on), { calendar, place: undefined });
    return [dueAt, lateAfter, closesAt].map((at) => `${calendar.dayOf(at)} ${calendar.timeOf(at)}`);
  };
  test.each<[string, Duty['late'], string, { schoolDays: number; at: string } | undefined, string[]]>([
    [
      'open to the term’s end',
      'term',
      '2026-05-15',
      undefined,
      ['2026-05-15 17:00', '2026-05-15 17:00', '2026-07-18 00:00'],
    ],
    ['not taken late', 'none', '2026-11-27', undefined, ['2026-11-27 17:00', '2026-11-27 17:00', '2026-11-27 17:00']],
    [
      'not late within the grace',
      'none',
      '2026-11-27',
      { schoolDays: 1, at: '12:00' },
      ['2026-11-27 17:00', '2026-11-30 12:00', '2026-11-30 12:00'],
    ],
    ['ten school days', 10, '2026-11-27', undefined, ['2026-11-27 17:00', '2026-11-27 17:00', '2026-12-12 00:00']],
    [
      'ten school days over the summer',
      10,
      '2026-07-16',
      undefined,
      ['2026-07-16 17:00', '2026-07-16 17:00', '2026-09-12 00:00'],
    ],
    [
      'ten that reach an unknown year: the term',
      10,
      '2026-12-25',
      undefined,
      ['2026-12-25 17:00', '2026-12-25 17:00', '2027-01-23 00:00'],
    ],
    [
      'the grace is over at the term’s end',
      'term',
      '2026-07-17',
      { schoolDays: 1, at: '12:00' },
      ['2026-07-17 17:00', '2026-07-18 00:00', '2026-07-18 00:00'],
    ],
    [
      'a grace that meets unknown days is none',
      'term',
      '2026-12-31',
      { schoolDays: 1, at: '12:00' },
      ['2026-12-31 17:00', '2026-12-31 17:00', '2027-01-23 00:00'],
    ],
    [
      'a grace on the day itself',
      'none',
      '2026-11-27',
      { schoolDays: 0, at: '20:00' },
      ['2026-11-27 17:00', '2026-11-27 20:00', '2026-11-27 20:00'],
    ],
  ])('%s', (_name, late, on, grace, expected) => {
    expect(ends(late, on, grace)).toEqual(expected);
  });
});

test('the n-th school day among days: unknown where one of them is, nothing where there are fewer', () => {
  const here = { calendar, place: undefined };
  const days = ['2026-12-30', '2026-12-31', '2027-01-01'].map(day);
  expect(nthSchoolDay(days, 2, here)).toEqual({ kind: 'day', day: '2026-12-31' });
  expect(nthSchoolDay(days, 3, here)).toEqual({ kind: 'unknown', year: 2027 });
  expect(nthSchoolDay(days.slice(0, 1), 2, here)).toBeUndefined();
});

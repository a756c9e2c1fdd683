import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Calendar, Place } from '../../models/calendar.js';
import { addDays, eachDay, mondayOf, monthStart } from '../../models/day.js';
import type { Duty } from '../../models/duty.js';
import type { Day } from '../../models/ids.js';
import { heldPeriods, openPeriods, type Period, periodOf } from '../../models/period.js';
import type { ReminderProfile } from '../../models/reminder.js';
import { stepsOf } from '../../models/step.js';
import { aCalendar, aCalendarWith2027, day, place } from './a-calendar.js';

type Rule = Pick<Duty, 'cadence' | 'late'>;

const weekly: Rule = {
  cadence: {
    every: 'teaching-week',
    weeks: 1,
    minSchoolDays: 3,
    dueAt: '17:00',
    grace: { schoolDays: 1, at: '12:00' },
  },
  late: 'term',
};
const monthly: Rule = {
  cadence: { every: 'month', minSchoolDays: 5, opensOn: 25, dueSchoolDay: 5, dueAt: '17:00' },
  late: 'term',
};

const calendar = aCalendar();
const beijing = (text: string): Date => new Date(`${text}:00+08:00`);

function owed(rule: Rule, text: string, where: Calendar = calendar, at?: Place): Period {
  const answer = periodOf(rule, day(text), where, at);
  if (answer.kind !== 'period') throw new Error(`no period on ${text}: ${JSON.stringify(answer)}`);
  return answer.period;
}

describe('a teaching week', () => {
  test('in full', () => {
    expect(owed(weekly, '2026-11-26')).toEqual({
      key: '2026-autumn-w13',
      label: '第13周',
      term: '2026-autumn',
      from: '2026-11-23',
      to: '2026-11-29',
      schoolDays: 5,
      minSchoolDays: 3,
      opensAt: beijing('2026-11-23T00:00'),
      dueDay: '2026-11-27',
      dueAt: beijing('2026-11-27T17:00'),
      lateAfter: beijing('2026-11-30T12:00'),
      closesAt: beijing('2027-01-23T00:00'),
    });
  });

  test('keys sort by week within the term', () => {
    expect(owed(weekly, '2026-10-31').key).toBe('2026-autumn-w09');
  });

  test('a weekend after the term still belongs to its last week', () => {
    expect(owed(weekly, '2026-07-19').key).toBe(owed(weekly, '2026-07-17').key);
  });

  test('a make-up Sunday is the last school day of its own week', () => {
    expect(owed(weekly, '2026-09-16')).toMatchObject({ dueDay: '2026-09-20', schoolDays: 6 });
  });

  test('a holiday on Friday moves the due day to Thursday, and the grace over the holiday', () => {
    expect(owed(weekly, '2026-09-25')).toMatchObject({
      dueDay: '2026-09-24',
      schoolDays: 4,
      lateAfter: beijing('2026-09-28T12:00'),
    });
  });

  test('the week before the National Day has three school days, the week after three with the make-up Saturday', () => {
    expect(owed(weekly, '2026-10-01')).toMatchObject({
      dueDay: '2026-09-30',
      schoolDays: 3,
      lateAfter: beijing('2026-10-08T12:00'),
    });
    expect(owed(weekly, '2026-10-05')).toMatchObject({ dueDay: '2026-10-10', schoolDays: 3 });
  });

  test('a week with fewer school days than the duty wants owes nothing', () => {
    const strict: Rule = { ...weekly, cadence: { every: 'teaching-week', weeks: 1, minSchoolDays: 4, dueAt: '17:00' } };
    expect(periodOf(strict, day('2026-10-01'), calendar)).toEqual({ kind: 'none', reason: 'too-few-school-days' });
  });

  test('outside the terms there is none', () => {
    expect(periodOf(weekly, day('2026-08-10'), calendar)).toEqual({ kind: 'none', reason: 'no-term' });
  });

  test('only the days within the term count in its first week', () => {
    expect(owed(weekly, '2026-09-01')).toMatchObject({
      schoolDays: 4,
      from: '2026-08-31',
      opensAt: beijing('2026-08-31T00:00'),
    });
  });

  test('the week over the end of a year nobody has announced is unknown; the week before it is not', () => {
    expect(periodOf(weekly, day('2026-12-28'), calendar)).toEqual({ kind: 'unknown', year: 2027 });
    expect(periodOf(weekly, day('2027-01-12'), calendar)).toEqual({ kind: 'unknown', year: 2027 });
    expect(owed(weekly, '2026-12-21')).toMatchObject({
      dueDay: '2026-12-25',
      lateAfter: beijing('2026-12-28T12:00'),
    });
  });

  test('the same week once the list is there', () => {
    expect(owed(weekly, '2026-12-28', aCalendarWith2027())).toMatchObject({ dueDay: '2026-12-31', schoolDays: 4 });
  });

  test('unknown days that cannot make enough school days leave nothing owed', () => {
    const closed = aCalendar({ closures: [{ from: '2026-12-28', to: '2026-12-31', reason: '暴雪' }] });
    const five: Rule = { ...weekly, cadence: { every: 'teaching-week', weeks: 1, minSchoolDays: 4, dueAt: '17:00' } };
    expect(periodOf(five, day('2026-12-28'), closed)).toEqual({ kind: 'none', reason: 'too-few-school-days' });
    expect(periodOf(weekly, day('2026-12-28'), closed)).toEqual({ kind: 'unknown', year: 2027 });
  });

  test('where the grace runs into unknown days there is none', () => {
    const closed = aCalendar({ closures: [{ from: '2026-12-28', to: '2026-12-31', reason: '暴雪' }] });
    const last = owed(weekly, '2026-12-21', closed);
    expect(last.lateAfter).toEqual(last.dueAt);
  });

  test('the closure of one school moves its due day, and that of no other', () => {
    const snow = aCalendar({
      closures: [{ from: '2026-11-26', to: '2026-11-27', reason: '停电', schools: ['A1'] }],
      makeUp: [{ day: '2026-11-28', reason: '补课', schools: ['A2'] }],
    });
    expect(owed(weekly, '2026-11-23', snow, place('A1'))).toMatchObject({ dueDay: '2026-11-25', schoolDays: 3 });
    expect(owed(weekly, '2026-11-23', snow, place('A2'))).toMatchObject({ dueDay: '2026-11-28', schoolDays: 6 });
    expect(owed(weekly, '2026-11-23', snow, place('A3'))).toMatchObject({ dueDay: '2026-11-27', schoolDays: 5 });
  });

  test('the due instant follows the zone, also over the end of summer time', () => {
    const newYork = aCalendar({}, 'America/New_York');
    expect(owed(weekly, '2026-10-30', newYork).dueAt).toEqual(new Date('2026-10-30T21:00:00Z'));
    expect(owed(weekly, '2026-11-06', newYork).dueAt).toEqual(new Date('2026-11-06T22:00:00Z'));
  });
});

describe('late and closed', () => {
  test('the grace of the last week ends with the term, where late work closes too', () => {
    expect(owed(weekly, '2026-07-15')).toMatchObject({
      dueAt: beijing('2026-07-17T17:00'),
      lateAfter: beijing('2026-07-18T00:00'),
      closesAt: beijing('2026-07-18T00:00'),
    });
  });

  test('no late work: closed when the grace is over', () => {
    const { lateAfter, closesAt } = owed({ ...weekly, late: 'none' }, '2026-11-26');
    expect(closesAt).toEqual(lateAfter);
    expect(lateAfter).toEqual(beijing('2026-11-30T12:00'));
  });

  test('late work for some school days: to the end of the last of them, over a holiday', () => {
    expect(owed({ ...weekly, late: 2 }, '2026-10-01').closesAt).toEqual(beijing('2026-10-10T00:00'));
  });

  test('late work for more days than are known: to the end of the term', () => {
    expect(owed({ ...weekly, late: 20 }, '2026-12-21').closesAt).toEqual(beijing('2027-01-23T00:00'));
  });

  test('without grace it is late when it is due; a grace on the same day lasts to its hour', () => {
    const cadence = { every: 'teaching-week', weeks: 1, minSchoolDays: 3, dueAt: '17:00' } as const;
    const without = owed({ cadence, late: 'term' }, '2026-11-26');
    expect(without.lateAfter).toEqual(without.dueAt);
    const evening = owed(
      { cadence: { ...cadence, grace: { schoolDays: 0, at: '21:00' } }, late: 'term' },
      '2026-11-26',
    );
    expect(evening.lateAfter).toEqual(beijing('2026-11-27T21:00'));
  });
});

describe('a month', () => {
  test('in full: October, due on the fifth school day of November', () => {
    expect(owed(monthly, '2026-10-14')).toEqual({
      key: '2026-10',
      label: '10月',
      term: '2026-autumn',
      from: '2026-10-01',
      to: '2026-10-31',
      schoolDays: 18,
      minSchoolDays: 5,
      opensAt: beijing('2026-10-25T00:00'),
      dueDay: '2026-11-06',
      dueAt: beijing('2026-11-06T17:00'),
      lateAfter: beijing('2026-11-06T17:00'),
      closesAt: beijing('2027-01-23T00:00'),
    });
  });

  test('September is due after the National Day, the make-up Saturday counted', () => {
    expect(owed(monthly, '2026-09-15').dueDay).toBe('2026-10-13');
  });

  test('December depends on a January that is not announced', () => {
    expect(periodOf(monthly, day('2026-12-10'), calendar)).toEqual({ kind: 'unknown', year: 2027 });
    expect(owed(monthly, '2026-12-10', aCalendarWith2027()).dueDay).toBe('2027-01-08');
  });

  test('July has enough school days, August none: due on the last day of the term, open a week before', () => {
    expect(owed(monthly, '2026-07-01')).toMatchObject({
      key: '2026-07',
      schoolDays: 13,
      dueDay: '2026-07-17',
      opensAt: beijing('2026-07-10T00:00'),
      closesAt: beijing('2026-07-18T00:00'),
    });
  });

  test('a term that ends early in the month: it opens with the month', () => {
    const short = aCalendar({ terms: [{ key: '2026-spring', name: '春', from: '2026-03-02', to: '2026-07-07' }] });
    expect(owed(monthly, '2026-07-01', short)).toMatchObject({
      dueDay: '2026-07-07',
      opensAt: beijing('2026-07-01T00:00'),
    });
  });

  test('a next month with too few school days: due on the last school day of the term', () => {
    const short = aCalendar({ terms: [{ key: '2026-spring', name: '春', from: '2026-03-02', to: '2026-07-03' }] });
    expect(owed(monthly, '2026-06-10', short).dueDay).toBe('2026-07-03');
    expect(periodOf(monthly, day('2026-07-01'), short)).toEqual({ kind: 'none', reason: 'too-few-school-days' });
  });

  test('February is a holiday: none', () => {
    expect(periodOf(monthly, day('2027-02-10'), calendar)).toEqual({ kind: 'none', reason: 'no-term' });
  });

  test('of two terms in one month it belongs to the one with more school days in it', () => {
    const terms = (first: string, second: string) =>
      aCalendar({
        terms: [
          { key: '2026-one', name: '一', from: '2026-03-02', to: first },
          { key: '2026-two', name: '二', from: second, to: '2026-07-17' },
        ],
      });
    expect(owed(monthly, '2026-05-30', terms('2026-05-22', '2026-05-25')).term).toBe('2026-one');
    expect(owed(monthly, '2026-05-06', terms('2026-05-08', '2026-05-11')).term).toBe('2026-two');
    expect(owed(monthly, '2026-05-06', terms('2026-05-08', '2026-05-11')).schoolDays).toBe(18);
  });

  test('due in the next term when that begins in the next month, and closed with that term', () => {
    const terms = [
      { key: '2026-one', name: '一', from: '2026-03-02', to: '2026-05-22' },
      { key: '2026-two', name: '二', from: '2026-06-08', to: '2026-07-17' },
    ];
    expect(owed(monthly, '2026-05-06', aCalendar({ terms }))).toMatchObject({
      term: '2026-one',
      dueDay: '2026-06-12',
      closesAt: beijing('2026-07-18T00:00'),
    });
  });
});

describe('open periods', () => {
  const keys = (rule: Rule, at: string, where = calendar) =>
    openPeriods(rule, beijing(at), where).map(({ key }) => key.replace('2026-', ''));

  test('of a duty whose late work closes with the term: all weeks since its beginning', () => {
    expect(keys(weekly, '2026-09-16T09:00')).toEqual(['autumn-w01', 'autumn-w02', 'autumn-w03']);
  });

  test('of a duty without late work: last week until its grace is over, and this week', () => {
    const strict: Rule = { ...weekly, late: 'none' };
    expect(keys(strict, '2026-11-30T11:59')).toEqual(['autumn-w13', 'autumn-w14']);
    expect(keys(strict, '2026-11-30T12:00')).toEqual(['autumn-w14']);
  });

  test('a week opens with its Monday, a month on its day', () => {
    expect(keys(weekly, '2026-08-30T23:59')).toEqual([]);
    expect(keys(weekly, '2026-08-31T00:00')).toEqual(['autumn-w01']);
    expect(keys(monthly, '2026-09-24T23:59')).toEqual([]);
    expect(keys(monthly, '2026-09-25T00:00')).toEqual(['09']);
  });

  test('in the holidays: what is still taken from the term before, and nothing else', () => {
    expect(keys(weekly, '2026-07-18T00:00')).toEqual([]);
    expect(keys({ ...weekly, late: 3 }, '2026-08-10T09:00')).toEqual(['spring-w20']);
  });

  test('what depends on an unknown year is left out', () => {
    expect(keys({ ...weekly, late: 'none' }, '2026-12-30T09:00')).toEqual([]);
  });
});

describe('steps of a reminder profile', () => {
  const step = (key: string, schoolDays: number, at = '08:10') => ({ key, schoolDays, at, to: 'owner' as const });
  const days = (steps: ReminderProfile['steps'], period: Period, where = calendar, at?: Place) =>
    stepsOf({ steps }, period, where, at).map(({ step: { key }, day: on }) => `${key} ${on}`);

  test('fall on school days only, in order of time', () => {
    const steps = [step('after', 1), step('due', 0, '15:40'), step('before', -2)];
    expect(days(steps, owed(weekly, '2026-09-28'))).toEqual([
      'before 2026-09-28',
      'due 2026-09-30',
      'after 2026-10-08',
    ]);
    expect(stepsOf({ steps }, owed(weekly, '2026-09-28'), calendar).at(-1)?.at).toEqual(beijing('2026-10-08T08:10'));
  });

  test('those on days nobody knows yet are left out', () => {
    expect(days([step('a', 4), step('b', 5)], owed(weekly, '2026-12-25'))).toEqual(['a 2026-12-31']);
  });

  test('those before it opens and after it closes are left out', () => {
    const strict: Rule = { ...weekly, late: 'none' };
    const steps = [step('early', -5), step('monday', -4), step('after', 1), step('too-late', 1, '12:00')];
    expect(days(steps, owed(strict, '2026-11-26'))).toEqual(['monday 2026-11-23', 'after 2026-11-30']);
  });

  test('follow the closures of the school', () => {
    const snow = aCalendar({ closures: [{ from: '2026-11-27', reason: '停电', schools: ['A1'] }] });
    const period = owed(weekly, '2026-11-26', snow, place('A1'));
    expect(days([step('due', 0), step('after', 1)], period, snow, place('A1'))).toEqual([
      'due 2026-11-26',
      'after 2026-11-30',
    ]);
  });
});

describe('whatever the calendar and the duty', () => {
  const time = fc.constantFrom('00:10', '12:00', '17:00', '23:59');
  const grace = fc.option(fc.record({ schoolDays: fc.integer({ min: 0, max: 8 }), at: time }), { nil: undefined });
  const common = { dueAt: time, grace };
  const rules: fc.Arbitrary<Rule> = fc
    .record({
      cadence: fc.oneof(
        fc.record({
          every: fc.constant('teaching-week' as const),
          weeks: fc.constant(1),
          minSchoolDays: fc.integer({ min: 1, max: 6 }),
          ...common,
        }),
        fc.record({
          every: fc.constant('month' as const),
          minSchoolDays: fc.integer({ min: 1, max: 15 }),
          opensOn: fc.integer({ min: 1, max: 28 }),
          dueSchoolDay: fc.integer({ min: 1, max: 12 }),
          ...common,
        }),
      ),
      late: fc.oneof(fc.constantFrom('term' as const, 'none' as const), fc.integer({ min: 1, max: 30 })),
    })
    .map(({ cadence: { grace: given, ...cadence }, late }) => ({
      cadence: given ? { ...cadence, grace: given } : cadence,
      late,
    }));
  const somewhere = (from: string, to: string) => fc.constantFrom(...eachDay(day(from), day(to)));
  const calendars = fc
    .record({
      end: somewhere('2026-05-20', '2026-07-31'),
      begin: somewhere('2026-08-01', '2026-09-20'),
      closed: somewhere('2026-04-01', '2026-12-20'),
      closedFor: fc.integer({ min: 0, max: 12 }),
      zone: fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York'),
    })
    .map(({ end, begin, closed, closedFor, zone }) =>
      aCalendar(
        {
          terms: [
            { key: '2026-spring', name: '春', from: '2026-03-02', to: end },
            { key: '2026-autumn', name: '秋', from: begin, to: '2027-01-22' },
          ],
          closures: [{ from: closed, to: addDays(closed, closedFor), reason: '停课', schools: ['A1'] }],
        },
        zone,
      ),
    );
  const school = place('A1');

  test('it opens before it is due, is late not before, closes not before that, and is due on a school day', () => {
    fc.assert(
      fc.property(rules, calendars, somewhere('2026-02-01', '2027-02-28'), (rule, where, on) => {
        const answer = periodOf(rule, on, where, school);
        fc.pre(answer.kind === 'period');
        if (answer.kind !== 'period') return;
        const { from, to, opensAt, dueDay, dueAt, lateAfter, closesAt, schoolDays, minSchoolDays } = answer.period;
        expect(from <= on && on <= to).toBe(true);
        expect(opensAt < dueAt && dueAt <= lateAfter && lateAfter <= closesAt).toBe(true);
        expect(where.kindOf(dueDay, school)).toBe('school');
        expect(where.dayOf(dueAt)).toBe(dueDay);
        expect(schoolDays).toBe(where.schoolDays(from, to, school)?.length);
        expect(schoolDays).toBeGreaterThanOrEqual(minSchoolDays);
      }),
      { numRuns: 150 },
    );
  });

  test('the open periods are those that a look at every day would find', () => {
    const firstDay = (rule: Rule, on: Day): Day => (rule.cadence.every === 'month' ? monthStart(on) : mondayOf(on));
    fc.assert(
      fc.property(rules, calendars, somewhere('2026-03-01', '2027-02-28'), time, (rule, where, on, at) => {
        const now = where.at(on, at);
        const starts = new Set(eachDay(day('2026-02-01'), day('2027-03-31')).map((each) => firstDay(rule, each)));
        const found = [...starts].flatMap((each) => {
          const answer = periodOf(rule, each, where, school);
          return answer.kind === 'period' && answer.period.opensAt <= now && now < answer.period.closesAt
            ? [answer.period]
            : [];
        });
        expect(openPeriods(rule, now, where, school)).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });

  test('a month that began this week is open, though the term it belongs to begins next week', () => {
    const where = aCalendar({
      terms: [
        { key: '2026-spring', name: '春', from: '2026-03-02', to: '2026-05-20' },
        { key: '2026-autumn', name: '秋', from: '2026-09-13', to: '2027-01-22' },
      ],
    });
    const rule: Rule = {
      cadence: { every: 'month', minSchoolDays: 1, opensOn: 1, dueSchoolDay: 1, dueAt: '00:10' },
      late: 1,
    };
    const open = openPeriods(rule, where.at(day('2026-09-06'), '00:10'), where, school);
    expect(open.map(({ key }) => key)).toEqual(['2026-05', '2026-09']);
  });

  test('a month is open from its first day, though the first term of all begins on its second', () => {
    const where = aCalendar({ terms: [{ key: '2026-spring', name: '春', from: '2026-03-02', to: '2026-07-10' }] });
    const rule: Rule = {
      cadence: { every: 'month', minSchoolDays: 1, opensOn: 1, dueSchoolDay: 3, dueAt: '17:00' },
      late: 'term',
    };
    const keysOn = (on: string) => openPeriods(rule, where.at(day(on), '00:10'), where, school).map(({ key }) => key);
    expect(keysOn('2026-02-28')).toEqual([]);
    expect(keysOn('2026-03-01')).toEqual(['2026-03']);
  });
});

describe('periods that are held until a year’s holidays are loaded', () => {
  const quarterly: Rule = { cadence: { every: 'quarter', minSchoolDays: 1, dueAt: '17:00' }, late: 'term' };
  const labels = (periods: Period[]): string[] => periods.map(({ label }) => label);

  test.each([
    ['2026-12-24T10:00', [], []],
    ['2026-12-25T10:00', [], ['12月']],
    ['2026-12-28T00:00', ['第18周'], ['12月']],
    ['2026-12-31T23:59', ['第18周'], ['12月']],
    ['2027-01-01T00:00', ['第18周'], ['12月']],
    ['2027-01-06T10:00', ['第18周', '第19周'], ['12月']],
    ['2027-01-23T10:00', [], []],
  ])('%s', (at, weeks, months) => {
    expect(labels(heldPeriods(weekly, beijing(at), calendar))).toEqual(weeks);
    expect(labels(heldPeriods(monthly, beijing(at), calendar))).toEqual(months);
    for (const rule of [weekly, monthly, quarterly])
      expect(heldPeriods(rule, beijing(at), aCalendarWith2027())).toEqual([]);
  });

  test('they and what is open are what is open once the list is there', () => {
    for (const each of eachDay(day('2026-12-15'), day('2027-01-24'))) {
      for (const rule of [weekly, monthly, quarterly]) {
        const now = beijing(`${each}T10:00`);
        const keys = (periods: Period[]): string[] =>
          periods.map(({ key, opensAt }) => `${key} ${opensAt.toISOString()}`);
        const held = heldPeriods(rule, now, calendar);
        expect(keys([...openPeriods(rule, now, calendar), ...held]).toSorted()).toEqual(
          keys(openPeriods(rule, now, aCalendarWith2027())).toSorted(),
        );
      }
    }
  });
});

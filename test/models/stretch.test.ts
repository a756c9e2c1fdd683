import { describe, expect, test } from '@jest/globals';
import type { Calendar } from '../../models/calendar.js';
import { schoolYearOf, stretchesBetween, stretchOf, survey } from '../../models/stretch.js';
import { aCalendar, aCalendarWith2027, day, place } from './a-calendar.js';
import { aCadence } from './a-duty.js';

const calendar = aCalendar();
const here = (of: Calendar = calendar) => ({ calendar: of, place: undefined });
const week = aCadence({ every: 'teaching-week' });
const fortnight = aCadence({ every: 'teaching-week', weeks: 2 });
const month = aCadence({ every: 'month' });
const quarter = aCadence({ every: 'quarter' });
const term = aCadence({ every: 'term' });
const year = aCadence({ every: 'year' });

describe('the stretch a day lies in', () => {
  test.each([
    ['a Wednesday of term', week, '2026-11-25', '2026-autumn-w13', '第13周', '2026-11-23', '2026-11-29'],
    [
      'the Monday before the first day of term',
      week,
      '2026-08-31',
      '2026-autumn-w01',
      '第1周',
      '2026-08-31',
      '2026-09-06',
    ],
    ['the Sunday after the last', week, '2027-01-24', '2026-autumn-w21', '第21周', '2027-01-18', '2027-01-24'],
    ['the first of two weeks', fortnight, '2026-08-31', '2026-autumn-w01-02', '第1-2周', '2026-08-31', '2026-09-13'],
    ['the second of two', fortnight, '2026-11-05', '2026-autumn-w09-10', '第9-10周', '2026-10-26', '2026-11-08'],
    ['the last week, alone', fortnight, '2027-01-20', '2026-autumn-w21', '第21周', '2027-01-18', '2027-01-24'],
    ['a month', month, '2026-11-25', '2026-11', '11月', '2026-11-01', '2026-11-30'],
    ['February of no leap year, which belongs to spring', month, '2027-02-10', undefined, '', '', ''],
    ['August with one day of week 1 but none of term', month, '2026-08-31', undefined, '', '', ''],
    ['the last quarter', quarter, '2026-11-25', '2026-q4', '第4季度', '2026-10-01', '2026-12-31'],
    [
      'the third, of which only September is term',
      quarter,
      '2026-09-10',
      '2026-q3',
      '第3季度',
      '2026-07-01',
      '2026-09-30',
    ],
    ['a term', term, '2027-01-10', '2026-autumn', '2026年秋季学期', '2026-09-01', '2027-01-22'],
    ['the Monday before a term', term, '2026-08-31', '2026-autumn', '2026年秋季学期', '2026-09-01', '2027-01-22'],
    ['a school year, in autumn', year, '2026-10-10', '2026-year', '2026—2027学年', '2026-09-01', '2027-07-16'],
    ['the same school year, in spring', year, '2027-05-10', '2026-year', '2026—2027学年', '2026-09-01', '2027-07-16'],
    [
      'the year before, of which one term is known',
      year,
      '2026-05-11',
      '2025-year',
      '2025—2026学年',
      '2026-03-02',
      '2026-07-17',
    ],
  ])('%s', (_name, cadence, on, key, label, from, to) => {
    const found = stretchOf(cadence, day(on), here());
    expect(found && [found.key, found.label, found.from, found.to]).toEqual(key && [key, label, from, to]);
  });

  test('is none in the holidays, and none of what the calendar does not carry', () => {
    for (const cadence of [week, month, term, year])
      expect(stretchOf(cadence, day('2026-08-10'), here())).toBeUndefined();
    const occasion = aCadence({ every: 'occasion', what: 'issue', openedBy: ['editor'] });
    for (const cadence of [occasion, aCadence({ every: 'free' }), aCadence({ every: 'milestone', at: 'end' })])
      expect(stretchOf(cadence, day('2026-11-25'), here())).toBeUndefined();
  });

  test('a month with days of two terms is counted to the one with more school days in it', () => {
    const early = aCalendar({
      terms: [
        { key: '2026-spring', name: '春', from: '2026-03-02', to: '2026-07-03' },
        { key: '2026-summer', name: '夏', from: '2026-07-06', to: '2026-07-31' },
      ],
    });
    expect(stretchOf(month, day('2026-07-02'), here(early))?.term.key).toBe('2026-summer');
    expect(stretchOf(quarter, day('2026-09-02'), here())?.term.key).toBe('2026-autumn');
  });
});

test('stretches between two days come each once and in order, over the holidays between the terms', () => {
  const keys = (cadence: typeof week, from: string, to: string): string[] =>
    stretchesBetween(cadence, day(from), day(to), here(aCalendarWith2027())).map(({ key }) => key);
  expect(keys(week, '2026-07-15', '2026-09-08')).toEqual(['2026-spring-w20', '2026-autumn-w01', '2026-autumn-w02']);
  expect(keys(fortnight, '2027-01-12', '2027-03-09')).toEqual([
    '2026-autumn-w19-20',
    '2026-autumn-w21',
    '2027-spring-w01-02',
  ]);
  expect(keys(month, '2026-12-31', '2027-03-01')).toEqual(['2026-12', '2027-01', '2027-03']);
  expect(keys(quarter, '2026-06-01', '2027-01-01')).toEqual(['2026-q2', '2026-q3', '2026-q4', '2027-q1']);
  expect(keys(term, '2026-05-01', '2027-03-01')).toEqual(['2026-spring', '2026-autumn', '2027-spring']);
  expect(keys(year, '2026-05-01', '2027-07-01')).toEqual(['2025-year', '2026-year']);
});

test('a school year begins with the term that begins in August or later', () => {
  expect(
    ['2026-08-24', '2026-09-01', '2026-07-31', '2027-02-22'].map((from) => schoolYearOf({ from: day(from) })),
  ).toEqual([2026, 2026, 2025, 2026]);
});

test('the days of a stretch by kind, as the school lives them', () => {
  const snow = aCalendar({ closures: [{ from: '2026-12-30', reason: '暴雪', schools: ['S1'] }] });
  const span = { from: day('2026-12-28'), to: day('2027-01-03') };
  expect(survey(span, { calendar: snow, place: place('S1') })).toEqual({
    school: ['2026-12-28', '2026-12-29', '2026-12-31'],
    unknown: ['2027-01-01', '2027-01-02', '2027-01-03'],
  });
  expect(survey(span, { calendar: snow, place: place('S2') }).school).toHaveLength(4);
});

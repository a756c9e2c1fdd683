import { describe, expect, test } from '@jest/globals';
import { isQuiet, lookBackDay } from '../../models/nag.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { aCalendar, day, place } from './a-calendar.js';

const calendar = aCalendar();
const { budget } = wholeCatalogue();

test.each([
  ['2026-10-28T07:29:59+08:00', true],
  ['2026-10-28T07:30:00+08:00', false],
  ['2026-10-28T19:59:59+08:00', false],
  ['2026-10-28T20:00:00+08:00', true],
  ['2026-10-28T23:59:59+08:00', true],
  ['2026-10-28T00:00:00+08:00', true],
])('%s is quiet: %p', (at, quiet) => {
  expect(isQuiet(new Date(at), calendar, budget)).toBe(quiet);
});

describe('what was left open is looked back at on the first school day of the next week', () => {
  test.each([
    ['a Friday', '2026-10-30', '2026-11-02'],
    ['a make-up Sunday', '2026-09-20', '2026-09-21'],
    ['before a holiday, whose end is more than a week away', '2026-09-30', undefined],
    ['a make-up Saturday', '2026-10-10', '2026-10-12'],
    ['before days nobody has announced', '2026-12-25', undefined],
    ['the last day of the term', '2026-07-17', undefined],
  ])('%s', (_name, due, expected) => {
    expect(lookBackDay(day(due), calendar, place('S1'))).toBe(expected);
  });

  test('by the calendar of the school', () => {
    const snow = aCalendar({ closures: [{ from: '2026-11-02', reason: '暴雪', schools: ['S1'] }] });
    expect(lookBackDay(day('2026-10-30'), snow, place('S1'))).toBe('2026-11-03');
    expect(lookBackDay(day('2026-10-30'), snow, place('S2'))).toBe('2026-11-02');
  });
});

import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, daysBetween, eachDay, mondayOf, monthEnd, monthStart, walk, weekday } from '../../models/day.js';
import { Day } from '../../models/ids.js';

const day = (text: string): Day => Day.parse(text);
const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)));

test('a step over the end of February, of a leap year and not', () => {
  expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29');
  expect(addDays(day('2026-02-28'), 1)).toBe('2026-03-01');
  expect(addDays(day('2027-01-01'), -1)).toBe('2026-12-31');
});

test('the week begins on Monday', () => {
  expect(weekday(day('2026-11-23'))).toBe(1);
  expect(weekday(day('2026-11-29'))).toBe(7);
  expect(mondayOf(day('2026-11-29'))).toBe('2026-11-23');
  expect(mondayOf(day('2026-11-23'))).toBe('2026-11-23');
});

test('the ends of a month, December and February among them', () => {
  expect([monthStart(day('2026-12-31')), monthEnd(day('2026-12-01'))]).toEqual(['2026-12-01', '2026-12-31']);
  expect(monthEnd(day('2028-02-10'))).toBe('2028-02-29');
  expect(monthEnd(day('2026-02-10'))).toBe('2026-02-28');
});

test('all days of a span, none of one that ends before it begins', () => {
  expect(eachDay(day('2026-12-30'), day('2027-01-02'))).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
  ]);
  expect(eachDay(day('2026-12-30'), day('2026-12-30'))).toEqual(['2026-12-30']);
  expect(eachDay(day('2026-12-30'), day('2026-12-29'))).toEqual([]);
});

test('a walk goes backwards, too', () => {
  expect([...walk(day('2026-03-02'), day('2026-02-28'))]).toEqual(['2026-03-02', '2026-03-01', '2026-02-28']);
});

test('the arithmetic is that of Temporal', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -800, max: 800 }), (from, n) => {
      const plain = Temporal.PlainDate.from(from);
      const to = addDays(from, n);
      expect(to).toBe(plain.add({ days: n }).toString());
      expect(weekday(from)).toBe(plain.dayOfWeek);
      expect(daysBetween(from, to)).toBe(n);
      expect(monthEnd(from)).toBe(plain.with({ day: plain.daysInMonth }).toString());
    }),
  );
});

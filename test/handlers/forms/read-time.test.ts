import { expect, test } from '@jest/globals';
import { readTimeOfDay, readTimeRange } from '../../../handlers/forms/read-time.js';
import { readMoment } from '../../../handlers/read-moment.js';
import { aCalendarWith2027 } from '../../models/a-calendar.js';
import { day } from '../../support/people.js';

test.each<[string, string | undefined]>([
  ['17:00', '17:00'],
  ['下午5点', '17:00'],
  ['中午12点半', '12:30'],
  ['七点半', '07:30'],
  ['十点一刻', '10:15'],
  ['七点二十', '07:20'],
  ['晚上七点二十分', '19:20'],
  ['七点零五', '07:05'],
  ['七点五分', '07:05'],
  ['十三点四十五', '13:45'],
  ['二十点', '20:00'],
  ['二十一点五十', '21:50'],
  ['晚上十一点五十九', '23:59'],
  ['下午12点', '12:00'],
  ['凌晨12点半', '00:30'],
  // After midnight is another day.
  ['晚上12点', undefined],
  ['晚上十二点', undefined],
  ['晚上12点半', undefined],
  ['晚上1点', undefined],
  ['24点', undefined],
  ['24:00', undefined],
  // Either half, or no time.
  ['三点二十', undefined],
  ['七点五', undefined],
  ['七点六十', undefined],
  ['24:30', undefined],
  ['二十五点', undefined],
])('%s is %s', (typed, time) => expect(readTimeOfDay(typed)).toBe(time));

test.each([
  ['晚上七点二十到八点半', '19:20-20:30'],
  ['下午两点十五至三点', '14:15-15:00'],
  ['上午十点到12点', '10:00-12:00'],
])('%s is %s', (typed, value) => expect(readTimeRange(typed)).toEqual({ ok: true, value }));

test.each(['晚上10点到12点', '晚上9点-24点'])('%s ends on another day, and is asked about', (typed) =>
  expect(readTimeRange(typed)).toMatchObject({ ok: false }),
);

test.each([
  ['周五晚上12点前', '2026-11-28T00:00'],
  ['明天晚上十二点半', '2026-11-28T00:30'],
  ['12月5日 24:00', '2026-12-06T00:00'],
  ['周五凌晨12点', '2026-11-27T00:00'],
  ['周二十点', '2026-12-01T10:00'],
  ['12月1日二十点', '2026-12-01T20:00'],
  ['明天下午三点二十之前', '2026-11-27T15:20'],
  ['12月1日', '2026-12-01T17:00'],
])('%s is %s', (typed, at) => {
  expect(readMoment(typed, day('2026-11-26'), aCalendarWith2027())).toEqual(new Date(`${at}:00+08:00`));
});

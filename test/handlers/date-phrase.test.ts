import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readDay } from '../../handlers/date-phrase.js';
import { addDays, eachDay, weekday } from '../../models/day.js';
import { day } from '../support/people.js';

/** A Wednesday. */
const TODAY = day('2026-10-28');

test.each([
  ['今天', '2026-10-28'],
  ['今日', '2026-10-28'],
  ['明天', '2026-10-29'],
  ['明日', '2026-10-29'],
  ['后天', '2026-10-30'],
  ['大后天', '2026-10-31'],
  ['月底', '2026-10-31'],
  ['周三', '2026-10-28'],
  ['周五', '2026-10-30'],
  ['星期五', '2026-10-30'],
  ['礼拜五', '2026-10-30'],
  ['周日', '2026-11-01'],
  ['星期天', '2026-11-01'],
  ['周一', '2026-11-02'],
  ['本周五', '2026-10-30'],
  ['这周一', '2026-10-26'],
  ['下周一', '2026-11-02'],
  ['下周三', '2026-11-04'],
  ['下周日', '2026-11-08'],
  ['周5', '2026-10-30'],
  ['星期5', '2026-10-30'],
  ['下周３', '2026-11-04'],
  ['周7', '2026-11-01'],
  ['11月3日', '2026-11-03'],
  ['11月3号', '2026-11-03'],
  ['１１月３日', '2026-11-03'],
  ['十一月三号', '2026-11-03'],
  ['十二月二十一日', '2026-12-21'],
  ['三十号', '2026-10-30'],
  ['11.3', '2026-11-03'],
  ['11-03', '2026-11-03'],
  ['11/3', '2026-11-03'],
  [' 11 月 3 日 ', '2026-11-03'],
  ['2026-11-30', '2026-11-30'],
  ['2026年11月30日', '2026-11-30'],
  ['2027/1/4', '2027-01-04'],
  ['30号', '2026-10-30'],
  ['28日', '2026-10-28'],
  ['5号', '2026-11-05'],
  ['1月4日', '2027-01-04'],
  ['10月20日', '2026-10-20'],
  ['3月1日', '2027-03-01'],
])('%s on Wednesday 28 October is %s', (phrase, expected) => {
  expect(readDay(phrase, TODAY)).toBe(expected);
});

test.each([
  '',
  '周八',
  '周8',
  '周0',
  '第3周',
  '三十二号',
  '十月',
  '13月1日',
  '11月31日',
  '2026-02-29',
  '32号',
  '0号',
  '过两天',
  '周五下午',
  '3天',
  '到周五',
  '开学',
  '30',
])('%p is asked back about, not guessed', (phrase) => expect(readDay(phrase, TODAY)).toBeUndefined());

describe('at the edges of the calendar', () => {
  test.each([
    ['31号', '2026-11-30', '2026-12-31'],
    ['31号', '2027-01-31', '2027-01-31'],
    ['30号', '2027-01-31', undefined],
    ['31号', '2026-12-01', '2026-12-31'],
    ['1号', '2026-12-31', '2027-01-01'],
    ['月底', '2026-12-31', '2026-12-31'],
    ['月底', '2027-02-01', '2027-02-28'],
    ['月底', '2028-02-29', '2028-02-29'],
    ['2月29日', '2028-01-10', '2028-02-29'],
    ['2月29日', '2026-10-28', undefined],
    ['周日', '2026-11-01', '2026-11-01'],
    ['下周一', '2026-11-01', '2026-11-02'],
    ['12月31日', '2027-01-04', '2026-12-31'],
    ['7月10日', '2027-01-04', '2027-07-10'],
    ['5月4日', '2026-10-28', '2027-05-04'],
  ])('%s on %s is %s', (phrase, today, expected) => {
    expect(readDay(phrase, day(today))).toBe(expected);
  });
});

const anyDay = fc.constantFrom(...eachDay(day('2026-09-01'), day('2028-03-31')));

test('a weekday is that weekday, within the next seven days; with 下 in the next week', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 7 }), (today, n) => {
      const name = `周${'一二三四五六日'[n - 1]}`;
      const found = readDay(name, today);
      expect(found && weekday(found)).toBe(n);
      expect(found && found >= today && found <= addDays(today, 6)).toBe(true);
      const next = readDay(`下${name}`, today);
      expect(next).toBe(addDays(today, 7 - weekday(today) + n));
    }),
  );
});

test('a date written out in full is that date, whatever day it is today', () => {
  fc.assert(
    fc.property(anyDay, anyDay, (today, meant) => {
      const [year = '', month = '', date = ''] = meant.split('-');
      expect(readDay(`${year}年${Number(month)}月${Number(date)}日`, today)).toBe(meant);
      expect(readDay(meant, today)).toBe(meant);
    }),
  );
});

test('any text at all is a day or undefined', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('今明后天周下一日五0123456789月号年-./ 　')) }),
      anyDay,
      (text, today) => {
        const found = readDay(text, today);
        expect(found === undefined || /^\d{4}-\d\d-\d\d$/.test(found)).toBe(true);
      },
    ),
  );
});

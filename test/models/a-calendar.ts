import type { z } from 'zod';
import { type Calendar, CalendarData, createCalendar, type Place } from '../../models/calendar.js';
import { Day, SchoolCode } from '../../models/ids.js';

type Written = z.input<typeof CalendarData>;

/** Two terms of 2026 and the spring after them, as a county of the north keeps them. */
const NORTH: Written = {
  holidays: [
    {
      year: 2026,
      source: '国务院办公厅关于2026年部分节假日安排的通知',
      off: [
        { name: '元旦', from: '2026-01-01', to: '2026-01-03' },
        { name: '清明节', from: '2026-04-04', to: '2026-04-06' },
        { name: '劳动节', from: '2026-05-01', to: '2026-05-05' },
        { name: '端午节', from: '2026-06-19', to: '2026-06-21' },
        { name: '中秋节', from: '2026-09-25', to: '2026-09-27' },
        { name: '国庆节', from: '2026-10-01', to: '2026-10-07' },
      ],
      work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
  terms: [
    { key: '2026-spring', name: '2026年春季学期', from: '2026-03-02', to: '2026-07-17' },
    { key: '2026-autumn', name: '2026年秋季学期', from: '2026-09-01', to: '2027-01-22' },
    { key: '2027-spring', name: '2027年春季学期', from: '2027-03-01', to: '2027-07-16' },
  ],
  closures: [],
  makeUp: [],
};

/** A list of 2027 as it may be one day: nobody has announced it, so it is for tests only. */
export const LIST_OF_2027: Written['holidays'][number] = {
  year: 2027,
  source: '编的，只用于测试',
  off: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }],
  work: [],
};

/** The northern county's calendar, with some of it replaced. */
export const aCalendar = (changes: Partial<Written> = {}, zone = 'Asia/Shanghai'): Calendar =>
  createCalendar(CalendarData.parse({ ...NORTH, ...changes }), zone);

export const aCalendarWith2027 = (changes: Partial<Written> = {}): Calendar =>
  aCalendar({ holidays: [...NORTH.holidays, LIST_OF_2027], ...changes });

export const day = (text: string): Day => Day.parse(text);

export const place = (school: string, cluster = '城区片'): Place => ({ school: SchoolCode.parse(school), cluster });

import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { calendarGaps } from '../../models/calendar.js';
import { addDays, eachDay } from '../../models/day.js';
import { aCalendar, aCalendarWith2027, day, place } from './a-calendar.js';

const calendar = aCalendar();
const kindOf = (text: string) => calendar.kindOf(day(text));

test('an ordinary week: five school days and a weekend', () => {
  const week = eachDay(day('2026-11-23'), day('2026-11-29'));
  expect(week.map((each) => calendar.kindOf(each))).toEqual([
    'school',
    'school',
    'school',
    'school',
    'school',
    'off',
    'off',
  ]);
});

test('national holidays are off, their make-up weekend days are school days', () => {
  expect(kindOf('2026-09-25')).toBe('off');
  expect(kindOf('2026-10-07')).toBe('off');
  expect(kindOf('2026-09-20')).toBe('school');
  expect(kindOf('2026-10-10')).toBe('school');
  expect(kindOf('2026-10-11')).toBe('off');
});

test('outside the terms every day is off, make-up days and unknown years included', () => {
  expect(kindOf('2026-02-28')).toBe('off');
  expect(kindOf('2026-08-31')).toBe('off');
  expect(kindOf('2027-02-10')).toBe('off');
  expect(kindOf('2031-10-08')).toBe('off');
});

test('within a term a day of a year without a list is unknown, weekends included', () => {
  expect(kindOf('2026-12-31')).toBe('school');
  expect(kindOf('2027-01-01')).toBe('unknown');
  expect(kindOf('2027-01-02')).toBe('unknown');
  expect(calendar.covers(2026)).toBe(true);
  expect(calendar.covers(2027)).toBe(false);
});

test('the list of the next year may speak of the last days of this one', () => {
  const list = {
    year: 2027,
    source: '测试',
    off: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }],
    work: ['2026-12-27'],
  };
  const changed = aCalendar({ holidays: [list] });
  expect(changed.kindOf(day('2026-12-31'))).toBe('off');
  expect(changed.kindOf(day('2026-12-27'))).toBe('school');
});

test('a closure of a school, of a cluster, of the whole county', () => {
  const snow = aCalendar({
    closures: [
      { from: '2026-11-09', reason: '停电', schools: ['A1'] },
      { from: '2026-11-10', to: '2026-11-11', reason: '暴雪', clusters: ['北片'] },
      { from: '2026-11-12', reason: '运动会' },
    ],
  });
  const kinds = (school: string, cluster: string) =>
    eachDay(day('2026-11-09'), day('2026-11-12')).map((each) => snow.kindOf(each, place(school, cluster)));
  expect(kinds('A1', '南片')).toEqual(['off', 'school', 'school', 'off']);
  expect(kinds('B1', '北片')).toEqual(['school', 'off', 'off', 'off']);
  expect(kinds('B2', '南片')).toEqual(['school', 'school', 'school', 'off']);
  expect(snow.kindOf(day('2026-11-10'))).toBe('school');
});

test('a local make-up day is a school day where it holds; a closure on the same day is stronger', () => {
  const changed = aCalendar({
    closures: [{ from: '2026-11-21', reason: '又下雪', schools: ['A1'] }],
    makeUp: [{ day: '2026-11-21', reason: '补课', clusters: ['北片'] }],
  });
  expect(changed.kindOf(day('2026-11-21'), place('A2', '北片'))).toBe('school');
  expect(changed.kindOf(day('2026-11-21'), place('A1', '北片'))).toBe('off');
  expect(changed.kindOf(day('2026-11-21'), place('A3', '南片'))).toBe('off');
});

test('places with the same closures have the same key, others another', () => {
  const changed = aCalendar({ closures: [{ from: '2026-11-10', reason: '暴雪', clusters: ['北片'] }] });
  expect(changed.placeKey(place('A1', '北片'))).toBe(changed.placeKey(place('A2', '北片')));
  expect(changed.placeKey(place('A1', '北片'))).not.toBe(changed.placeKey(place('A1', '南片')));
});

test('week 1 is the week with the first day of the term, and reaches over it', () => {
  expect(calendar.weekOf(day('2026-09-01'))).toMatchObject({ number: 1, from: '2026-08-31', to: '2026-09-06' });
  expect(calendar.weekOf(day('2026-08-31'))).toMatchObject({ number: 1, term: { key: '2026-autumn' } });
  expect(calendar.weekOf(day('2026-08-30'))).toBeUndefined();
  expect(calendar.weekOf(day('2026-11-01'))).toMatchObject({ number: 9, from: '2026-10-26' });
  expect(calendar.weekOf(day('2027-01-24'))).toMatchObject({ number: 21, to: '2027-01-24' });
  expect(calendar.weekOf(day('2027-01-25'))).toBeUndefined();
});

test('a make-up Sunday belongs to the week it stands in', () => {
  expect(calendar.weekOf(day('2026-09-20'))).toMatchObject({ number: 3, from: '2026-09-14' });
});

test('a week in which one term ends and the next begins is of the term with more days in it', () => {
  const joined = aCalendar({
    terms: [
      { key: '2026-one', name: '一', from: '2026-03-02', to: '2026-06-03' },
      { key: '2026-two', name: '二', from: '2026-06-04', to: '2026-07-17' },
    ],
  });
  expect(joined.weekOf(day('2026-06-01'))?.term.key).toBe('2026-two');
  expect(joined.weekOf(day('2026-06-07'))?.term.key).toBe('2026-two');
});

test('the school days of a span, and nothing when one of its days is unknown', () => {
  expect(calendar.schoolDays(day('2026-10-05'), day('2026-10-11'))).toEqual(['2026-10-08', '2026-10-09', '2026-10-10']);
  expect(calendar.schoolDays(day('2026-12-30'), day('2026-12-31'))).toHaveLength(2);
  expect(calendar.schoolDays(day('2026-12-30'), day('2027-01-01'))).toBeUndefined();
});

test('shifting over a holiday, a make-up day, the summer', () => {
  expect(calendar.shift(day('2026-09-30'), 1)).toBe('2026-10-08');
  expect(calendar.shift(day('2026-10-12'), -1)).toBe('2026-10-10');
  expect(calendar.shift(day('2026-07-17'), 1)).toBe('2026-09-01');
  expect(calendar.shift(day('2026-09-01'), -1)).toBe('2026-07-17');
  expect(calendar.shift(day('2026-10-03'), 1)).toBe('2026-10-08');
});

test('shifting by nothing is the day itself, if it is a school day', () => {
  expect(calendar.shift(day('2026-10-10'), 0)).toBe('2026-10-10');
  expect(calendar.shift(day('2026-10-11'), 0)).toBeUndefined();
});

test('no shift into unknown days, nor beyond what is loaded', () => {
  expect(calendar.shift(day('2026-12-30'), 1)).toBe('2026-12-31');
  expect(calendar.shift(day('2026-12-30'), 2)).toBeUndefined();
  expect(calendar.shift(day('2026-03-02'), -1)).toBeUndefined();
  const known = aCalendarWith2027();
  expect(known.shift(day('2027-07-16'), 1)).toBeUndefined();
  expect(known.shift(day('2030-01-01'), -1)).toBe('2027-07-16');
  expect(known.shift(day('2020-01-01'), 1)).toBe('2026-03-02');
});

test('a closed school shifts over its own closure', () => {
  const changed = aCalendar({ closures: [{ from: '2026-11-10', to: '2026-11-12', reason: '暴雪', schools: ['A1'] }] });
  expect(changed.shift(day('2026-11-09'), 1, place('A1'))).toBe('2026-11-13');
  expect(changed.shift(day('2026-11-09'), 1, place('A2'))).toBe('2026-11-10');
});

test('the way back from n school days on is n school days', () => {
  const known = aCalendarWith2027({
    closures: [{ from: '2026-11-10', to: '2026-11-12', reason: '暴雪', schools: ['A1'] }],
  });
  const schoolDays = eachDay(day('2026-03-02'), day('2027-07-16')).filter(
    (each) => known.kindOf(each, place('A1')) === 'school',
  );
  fc.assert(
    fc.property(fc.constantFrom(...schoolDays), fc.integer({ min: -150, max: 150 }), (from, n) => {
      const there = known.shift(from, n, place('A1'));
      fc.pre(there !== undefined);
      expect(there && known.shift(there, -n, place('A1'))).toBe(from);
    }),
  );
});

test('every day belongs to one week at most, and the week contains it', () => {
  const seen = new Map<string, string>();
  for (const each of eachDay(day('2026-01-01'), day('2027-12-31'))) {
    const week = calendar.weekOf(each);
    if (!week) continue;
    expect(week.from <= each && each <= week.to).toBe(true);
    expect(addDays(week.from, 6)).toBe(week.to);
    const key = `${week.term.key}-${week.number}`;
    expect(seen.get(week.from) ?? key).toBe(key);
    seen.set(week.from, key);
  }
  expect(new Set(seen.values()).size).toBe(seen.size);
});

test('the wall clock is that of the zone, whatever the machine says', () => {
  const late = new Date('2026-10-31T16:30:00Z');
  expect([calendar.dayOf(late), calendar.timeOf(late)]).toEqual(['2026-11-01', '00:30']);
  expect(calendar.at(day('2026-11-01'), '00:30')).toEqual(late);
  const utc = aCalendar({}, 'UTC');
  expect([utc.dayOf(late), utc.timeOf(late)]).toEqual(['2026-10-31', '16:30']);
});

test('a zone with summer time: an hour that comes twice, an hour that does not come', () => {
  const newYork = aCalendar({}, 'America/New_York');
  expect(newYork.at(day('2026-11-01'), '01:30')).toEqual(new Date('2026-11-01T05:30:00Z'));
  expect(newYork.at(day('2026-11-02'), '00:00')).toEqual(new Date('2026-11-02T05:00:00Z'));
  expect(newYork.at(day('2026-03-08'), '02:30')).toEqual(new Date('2026-03-08T07:30:00Z'));
  expect(newYork.dayOf(new Date('2026-11-02T04:59:00Z'))).toBe('2026-11-01');
});

test('day and time lead back to the instant', () => {
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  const zones = fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Kathmandu');
  fc.assert(
    fc.property(instants, zones, (at, zone) => {
      const there = aCalendar({}, zone);
      const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
      expect(there.at(there.dayOf(minute), there.timeOf(minute))).toEqual(minute);
    }),
    { numRuns: 30 },
  );
});

test('the operator hears of the next year from November on, of the current one at once', () => {
  const at = (text: string) => new Date(`${text}T12:00:00+08:00`);
  expect(calendarGaps(calendar, at('2026-10-31'))).toEqual([]);
  expect(calendarGaps(calendar, at('2026-11-01'))).toEqual([2027]);
  expect(calendarGaps(calendar, at('2027-01-01'))).toEqual([2027]);
  expect(calendarGaps(calendar, at('2027-11-02'))).toEqual([2027, 2028]);
  expect(calendarGaps(aCalendarWith2027(), at('2026-12-31'))).toEqual([]);
});

test('the year is that of the county: it begins in Shanghai while it is still December in London', () => {
  expect(calendarGaps(aCalendarWith2027(), new Date('2027-10-31T15:59:00Z'))).toEqual([]);
  expect(calendarGaps(aCalendarWith2027(), new Date('2027-10-31T16:00:00Z'))).toEqual([2028]);
});

test('years of loaded terms that have passed without a list are told too', () => {
  const past = aCalendar({ terms: [{ key: '2025-autumn', name: '秋', from: '2025-09-01', to: '2026-01-16' }] });
  expect(calendarGaps(past, new Date('2026-03-01T00:00:00Z'))).toEqual([2025]);
});

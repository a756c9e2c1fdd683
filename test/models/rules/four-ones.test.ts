import { describe, expect, test } from '@jest/globals';
import { ownerOfSchool } from '../../../models/owner.js';
import type { RosterPerson } from '../../../models/roster/roster.js';
import { testDatabase } from '../../support/database.js';
import { day, schoolCode } from '../../support/people.js';
import { aCalendarWith2027 } from '../a-calendar.js';
import { aSchool, aTeacher, county, many, person, rows } from './a-county.js';

/** BR5 四个一: a journal every week, a case, an open lesson and a paper every term. The term: 1 September to 22 January. */
const { connection } = testDatabase();
const four = rows('B20', 'B21', 'B22', 'B23', 'B24');
const { models, at, roster, handIn, withdraw, leave, exempt, stands, numbers, openRolls, page, correct } = county(
  connection,
  four,
);
const TERM = '2026-autumn';
const schools = [aSchool('S1'), aSchool('S2'), aSchool('J1', { stage: '进修学校' })];
const words = (about: string): string => `${about}：学生动手折纸，自己发现了规律，我想下节课再问一次为什么。`;
const one = person('S1-1');

/** The people of S1, of whom one begins or ends on a day. */
const without = (id: string): RosterPerson[] => many('S1', 3).filter((each) => each.id !== id);
const all = many('S1', 3);

describe('who owes them', () => {
  test('people who teach, and nobody else', async () => {
    at('2026-09-07');
    await roster({ schools, people: [...many('S1', 2), aTeacher('S1-P', { teaching: false, posts: ['principal'] })] });
    for (const [row, period] of [
      ['B20', '2026-autumn-w02'],
      ['B21', TERM],
      ['B22', TERM],
      ['B23', TERM],
    ] as const) {
      expect(await numbers(row, period, 'S1')).toEqual({ owed: 2, missing: 2 });
      expect(await stands(row, period, person('S1-P'), 'S1')).toBeUndefined();
    }
  });

  test('a journal in weeks with at least three school days', async () => {
    at('2026-10-05');
    await roster({ schools, people: all });
    // The National Day week has Thursday, Friday and the make-up Saturday.
    expect(await stands('B20', '2026-autumn-w06', one, 'S1')).toBe('owed');
    const closed = county(
      connection,
      four,
      aCalendarWith2027({ closures: [{ from: day('2026-10-08'), reason: '运动会' }] }),
    );
    closed.at('2026-10-05');
    await closed.openRolls();
    // What was open already is no more.
    expect(await closed.numbers('B20', '2026-autumn-w06', 'S1')).toEqual({});
    await openRolls();
    expect(await stands('B20', '2026-autumn-w06', one, 'S1')).toBe('owed');
  });
});

describe('a case of the term, owed by who is there for two thirds of it', () => {
  // 99 school days of the term: 66 of them make two thirds.
  const cases: [string, string, (day_: string) => Promise<void>, string][] = [
    ['joins early enough', '2026-10-22', (from) => roster({ schools, people: all }, from), 'owed'],
    ['joins a day too late', '2026-10-23', (from) => roster({ schools, people: all }, from), 'absent'],
    ['leaves late enough', '2026-12-08', (from) => roster({ schools, people: without('S1-1') }, from), 'owed'],
    ['leaves a day too early', '2026-12-07', (from) => roster({ schools, people: without('S1-1') }, from), 'absent'],
  ];
  test('the term has the school days the cases are counted with', () => {
    const days = models.calendar.schoolDays(day('2026-09-01'), day('2027-01-22')) ?? [];
    expect(days).toHaveLength(99);
    expect([days[33], days[32], days[65], days[66]]).toEqual(['2026-10-22', '2026-10-21', '2026-12-07', '2026-12-08']);
  });

  test.each(cases)('%s: %s', async (name, on, happens, expected) => {
    at('2026-09-01');
    await roster({ schools, people: name.startsWith('joins') ? without('S1-1') : all });
    at(on);
    await happens(on);
    expect(await stands('B21', TERM, one, 'S1')).toBe(expected);
    // The others are there all the time.
    expect(await stands('B21', TERM, person('S1-2'), 'S1')).toBe('owed');
  });

  test.each([
    ['2026-10-21', 'owed'],
    ['2026-10-22', 'leave'],
  ])('on leave from the first day to %s: %s', async (to, expected) => {
    at('2026-09-01');
    await roster({ schools, people: all });
    await leave('S1-1', '2026-09-01', to);
    expect(await stands('B21', TERM, one, 'S1')).toBe(expected);
  });

  test('two leaves count together, holidays in between do not', async () => {
    at('2026-09-01');
    await roster({ schools, people: all });
    await leave('S1-1', '2026-09-01', '2026-09-30');
    expect(await stands('B21', TERM, one, 'S1')).toBe('owed');
    await leave('S1-1', '2026-10-01', '2026-10-07');
    expect(await stands('B21', TERM, one, 'S1')).toBe('owed');
    await leave('S1-1', '2026-12-01', '2026-12-31');
    expect(await stands('B21', TERM, one, 'S1')).toBe('leave');
  });

  test('who was away for most of it and hands in all the same is counted in', async () => {
    at('2026-09-01');
    await roster({ schools, people: all });
    await leave('S1-1', '2026-09-01', '2026-12-31');
    await handIn({ by: 'S1-1', row: 'B21', period: TERM, values: { text: words('病中') } });
    expect(await numbers('B21', TERM, 'S1')).toEqual({ owed: 3, handedIn: 1, missing: 2 });
  });
});

describe('who moves to another school of the county', () => {
  const moved = all.map((each) => (each.id === 'S1-1' ? { ...each, school: schoolCode('S2') } : each));

  test('was not away: the term is owed at the new school, and once', async () => {
    at('2026-09-01');
    await roster({ schools, people: all });
    at('2026-11-16');
    await roster({ schools, people: moved }, '2026-11-16');
    expect([await stands('B21', TERM, one, 'S1'), await stands('B21', TERM, one, 'S2')]).toEqual(['absent', 'owed']);
    expect(await numbers('B21', TERM, 'S1', 'S2')).toEqual({ owed: 3, missing: 3, absent: 1 });
  });

  test('and what was handed in at the old one counts there', async () => {
    at('2026-09-07');
    await roster({ schools, people: all });
    const record = await handIn({ by: 'S1-1', row: 'B21', period: TERM, values: { text: words('开学') } });
    at('2026-11-16');
    await roster({ schools, people: moved }, '2026-11-16');
    expect([await stands('B21', TERM, one, 'S1'), await stands('B21', TERM, one, 'S2')]).toEqual([
      'absent',
      'handed-in',
    ]);
    await withdraw(record, 'S1-1');
    expect(await stands('B21', TERM, one, 'S2')).toBe('owed');
  });

  test('a week is owed where one is for three days of it, wherever it is handed in', async () => {
    at('2026-11-16');
    await roster({ schools, people: all });
    at('2026-11-19');
    await roster({ schools, people: moved }, '2026-11-19');
    const stand = async () => [
      await stands('B20', '2026-autumn-w12', one, 'S1'),
      await stands('B20', '2026-autumn-w12', one, 'S2'),
    ];
    expect(await stand()).toEqual(['owed', 'absent']);
    await handIn({
      by: 'S1-1',
      row: 'B20',
      period: '2026-autumn-w12',
      school: 'S2',
      values: { text: words('新学校') },
    });
    expect(await stand()).toEqual(['handed-in', 'absent']);
  });
});

test('late is counted, and marked as 补交', async () => {
  at('2026-11-16');
  await roster({ schools, people: all });
  const week = '2026-autumn-w12';
  at('2026-11-23T11:59');
  await handIn({ by: 'S1-1', row: 'B20', period: week, values: { text: words('一') } });
  at('2026-11-23T12:01');
  await handIn({ by: 'S1-2', row: 'B20', period: week, values: { text: words('二') } });
  expect([await stands('B20', week, one, 'S1'), await stands('B20', week, person('S1-2'), 'S1')]).toEqual([
    'handed-in',
    'late',
  ]);
  expect(await numbers('B20', week, 'S1')).toEqual({ owed: 3, handedIn: 2, late: 1, missing: 1 });
});

describe('one text may not fill two of the four', () => {
  test('the one handed in first counts; the other when it is another text, or the first is taken back', async () => {
    at('2026-11-16');
    await roster({ schools, people: all });
    const week = '2026-autumn-w12';
    const first = await handIn({ by: 'S1-1', row: 'B20', period: week, values: { text: words('折纸') } });
    at('2026-11-17');
    const copy = await handIn({
      by: 'S1-1',
      row: 'B21',
      period: TERM,
      values: { title: '折纸', text: ` ${words('折纸')}\n` },
    });
    expect([await stands('B20', week, one, 'S1'), await stands('B21', TERM, one, 'S1')]).toEqual(['handed-in', 'owed']);
    await withdraw(first, 'S1-1');
    expect([await stands('B20', week, one, 'S1'), await stands('B21', TERM, one, 'S1')]).toEqual(['owed', 'handed-in']);
    at('2026-11-18');
    await correct(first, 'S1-1', { text: words('折纸') }).then((again) => expect(again).toBeUndefined());
    const second = await handIn({ by: 'S1-1', row: 'B20', period: week, values: { text: words('折纸') } });
    expect([await stands('B20', week, one, 'S1'), await stands('B21', TERM, one, 'S1')]).toEqual(['owed', 'handed-in']);
    await correct(copy, 'S1-1', { title: '分数', text: words('分数') });
    expect([await stands('B20', week, one, 'S1'), await stands('B21', TERM, one, 'S1')]).toEqual([
      'handed-in',
      'handed-in',
    ]);
    expect((await models.submissions.get(second._id))?.counts).toHaveLength(1);
  });

  test('of somebody else it may be the same; a few words are too common to tell', async () => {
    at('2026-11-16');
    await roster({ schools, people: all });
    for (const by of ['S1-1', 'S1-2'])
      await handIn({ by, row: 'B20', period: '2026-autumn-w12', values: { text: words('折纸') } });
    await handIn({ by: 'S1-3', row: 'B20', period: '2026-autumn-w12', values: { text: '今天下雪。' } });
    await handIn({ by: 'S1-3', row: 'B21', period: TERM, values: { text: '今天下雪。' } });
    expect(await numbers('B20', '2026-autumn-w12', 'S1')).toEqual({ owed: 3, handedIn: 3 });
    expect(await stands('B21', TERM, person('S1-3'), 'S1')).toBe('handed-in');
  });
});

test('B24: the school’s roll-up adds up from the ledger, with who is exempt and away beside it', async () => {
  const school = ownerOfSchool(schoolCode('S1'));
  at('2026-09-07');
  await roster({ schools, people: many('S1', 6) });
  for (const by of ['S1-1', 'S1-2', 'S1-3'])
    await handIn({ by, row: 'B21', period: TERM, values: { text: words(by) } });
  await leave('S1-4', '2026-09-01', '2027-01-22');
  await exempt('B21', TERM, person('S1-5'), 'S1');
  for (const week of ['02', '03', '04']) {
    at({ '02': '2026-09-09', '03': '2026-09-16', '04': '2026-09-23' }[week] ?? '');
    await openRolls();
    for (const by of ['S1-1', 'S1-2'])
      await handIn({ by, row: 'B20', period: `2026-autumn-w${week}`, values: { text: words(week + by) } });
  }
  expect(await numbers('B21', TERM, 'S1')).toEqual({ owed: 4, handedIn: 3, missing: 1, leave: 1, exempt: 1 });
  const duty = four.duties.find(({ row }) => row === 'B20');
  const weeks = duty ? await models.rolls.within(schoolCode('S1'), duty.key, day('2026-09-01'), day('2026-09-30')) : [];
  // Week 2, 3 and 4: two of the five who are there each time.
  expect(
    weeks.map(({ period, entries }) => [
      period,
      entries.filter(({ status }) => status === 'handed-in').length,
      entries.filter(({ status }) => status === 'owed').length,
    ]),
  ).toEqual([
    ['2026-autumn-w02', 2, 3],
    ['2026-autumn-w03', 2, 3],
    ['2026-autumn-w04', 2, 3],
  ]);
  // The plan in week 3 and the roll-up at the end are two different parts; the same part twice is one.
  expect(await stands('B24', TERM, school, 'S1')).toBe('owed 0/2');
  await handIn({ by: 'S1-1', row: 'B24', period: TERM, owner: school, values: { part: '计划' } });
  await handIn({ by: 'S1-1', row: 'B24', period: TERM, owner: school, values: { part: '计划' } });
  expect(await stands('B24', TERM, school, 'S1')).toBe('owed 1/2');
  await handIn({ by: 'S1-1', row: 'B24', period: TERM, owner: school, values: { part: '汇总' } });
  expect(await stands('B24', TERM, school, 'S1')).toBe('handed-in 2/2');
  expect((await page('B24', TERM, 'S1'))?.dueDay).toBe('2027-01-18');
});

import { describe, expect, test } from '@jest/globals';
import { ownerOfGroup, ownerOfPerson, ownerOfSchool } from '../../../models/owner.js';
import { COUNTED_OUT } from '../../../models/roll.js';
import type { RosterPerson } from '../../../models/roster/roster.js';
import { testDatabase } from '../../support/database.js';
import { personId, schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, many, person, rows } from './a-county.js';

/** BR10: owed = roster at the period's start + joiners − leavers − exempt −…, and the list behind each number. */
const { connection } = testDatabase();
const { at, roster, handIn, leave, exempt, stands, numbers, page, openRolls, accept, models } = county(
  connection,
  rows('B1', 'B2', 'B9', 'B15', 'B20', 'B27', 'C3', 'B4', 'E4', 'A1', 'B12'),
);
const schools = [aSchool('S1'), aSchool('S2'), aSchool('J1', { stage: '进修学校' })];
const WEEK = '2026-autumn-w12';
const TERM = '2026-autumn';

test('ten at the week’s start, two join, one leaves, one on leave, one exempt, one moves in too late: nine owe', async () => {
  const ten = many('S1', 10);
  at('2026-11-16');
  await roster({ schools, people: ten });
  expect(await numbers('B20', WEEK, 'S1')).toEqual({ owed: 10, missing: 10 });
  at('2026-11-18');
  const joined = [...ten.filter(({ id }) => id !== 'S1-10'), aTeacher('S1-11'), aTeacher('S1-12')];
  await roster({ schools, people: joined }, '2026-11-18');
  at('2026-11-19');
  await roster({ schools, people: [...joined, aTeacher('S1-13')] }, '2026-11-19');
  await leave('S1-9', '2026-11-18', '2026-11-20');
  await exempt('B20', WEEK, person('S1-8'), 'S1');
  await handIn({ by: 'S1-1', row: 'B20', period: WEEK, values: { text: '一' } });
  const found = await numbers('B20', WEEK, 'S1');
  // 10 + 2 joiners + 1 who came on Thursday − the same as absent − the leaver − leave − exempt.
  expect(found).toEqual({ owed: 9, handedIn: 1, missing: 8, leave: 1, exempt: 1, absent: 2 });
  // The list behind each number is on the page: everybody stands there once, counted in or with the reason why not.
  const entries = (await page('B20', WEEK, 'S1'))?.entries ?? [];
  expect(entries).toHaveLength(13);
  expect(new Set(entries.map(({ owner }) => owner)).size).toBe(13);
  const out = entries.filter(({ status }) => COUNTED_OUT.includes(status));
  expect(out.map(({ owner, status }) => `${owner} ${status}`).toSorted()).toEqual([
    'person:S1-10 absent',
    'person:S1-13 absent',
    'person:S1-8 exempt',
    'person:S1-9 leave',
  ]);
});

test('the number of a school is the sum of its people’s, that of the county the sum of its schools’', async () => {
  at('2026-11-16');
  await roster({ schools, people: [...many('S1', 3), ...many('S2', 2)] });
  await handIn({ by: 'S1-1', row: 'B20', period: WEEK, values: { text: '一' } });
  await leave('S2-1', '2026-11-16', '2026-11-20');
  expect(await numbers('B20', WEEK, 'S1')).toEqual({ owed: 3, handedIn: 1, missing: 2 });
  expect(await numbers('B20', WEEK, 'S2')).toEqual({ owed: 1, missing: 1, leave: 1 });
  expect(await numbers('B20', WEEK, 'S1', 'S2')).toEqual({ owed: 4, handedIn: 1, missing: 3, leave: 1 });
});

describe('several owed in a term', () => {
  const artist = (id: string, more: Partial<RosterPerson> = {}) => aTeacher(id, { subjects: ['音乐'], ...more });

  test('are owed in proportion by who is there for part of it, rounded up; only by teachers of these subjects', async () => {
    at('2026-09-01');
    await roster({ schools, people: [artist('S1-1'), artist('S1-2'), aTeacher('S1-3')] });
    expect(await stands('B27', TERM, person('S1-1'), 'S1')).toBe('owed 0/4');
    expect(await stands('B27', TERM, person('S1-3'), 'S1')).toBeUndefined();
    // 20 of 99 school days away: 79/99 of 4 is 3.2, so 4; 33 away: 2.7, so 3.
    await leave('S1-1', '2026-09-01', '2026-09-28');
    expect(await stands('B27', TERM, person('S1-1'), 'S1')).toBe('owed 0/4');
    await leave('S1-2', '2026-09-01', '2026-10-21');
    expect(await stands('B27', TERM, person('S1-2'), 'S1')).toBe('owed 0/3');
  });

  test('a researcher owes each school in charge one, and three records of one school are one', async () => {
    at('2026-09-01');
    const charge = [schoolCode('S1'), schoolCode('S2')];
    await roster({ schools, people: [aTeacher('J1-R', { posts: ['researcher'], teaching: false, charge })] });
    const R = person('J1-R');
    expect(await stands('B9', TERM, R, 'J1')).toBe('owed 0/2');
    for (const school of ['S1', 'S1', 'S1']) await handIn({ by: 'J1-R', row: 'B9', period: TERM, values: { school } });
    expect(await stands('B9', TERM, R, 'J1')).toBe('owed 1/2');
    await handIn({ by: 'J1-R', row: 'B9', period: TERM, values: { school: 'S2' } });
    expect(await stands('B9', TERM, R, 'J1')).toBe('handed-in 2/2');
    expect(await stands('B1', TERM, R, 'J1')).toBe('owed 0/30');
  });

  test('BR6: every researcher and head owes visits to a base school; whoever takes the post over owes what is left', async () => {
    at('2026-09-01');
    const [first, second] = [
      aTeacher('J1-R', { posts: ['researcher'], teaching: false }),
      aTeacher('J1-Q', { posts: [], teaching: false }),
    ];
    await roster({ schools, people: [first, second] });
    for (const heldOn of ['2026-09-08', '2026-10-12'])
      await handIn({ by: 'J1-R', row: 'E4', period: TERM, values: { school: 'S1', heldOn } });
    expect(await stands('E4', TERM, person('J1-R'), 'J1')).toBe('owed 2/4');
    expect(await stands('E4', TERM, person('J1-Q'), 'J1')).toBeUndefined();
    at('2026-11-02');
    await roster(
      {
        schools,
        people: [
          { ...first, posts: [] },
          { ...second, posts: ['researcher'] },
        ],
      },
      '2026-11-02',
    );
    expect(await stands('E4', TERM, person('J1-R'), 'J1')).toBeUndefined();
    expect(await stands('E4', TERM, person('J1-Q'), 'J1')).toBe('owed 0/4');
  });
});

describe('one record that counts for many', () => {
  const [S1, S2] = [ownerOfSchool(schoolCode('S1')), ownerOfSchool(schoolCode('S2'))];

  test('an exchange counts for both schools, with nobody counted twice', async () => {
    at('2026-11-02');
    await roster({ schools, people: [...many('S1', 2), ...many('S2', 2)] });
    await handIn({ by: 'S1-1', row: 'B12', period: TERM, owner: S1, values: { schools: ['S2', 'S1'] } });
    expect([await stands('B12', TERM, S1, 'S1'), await stands('B12', TERM, S2, 'S2')]).toEqual([
      'handed-in',
      'handed-in',
    ]);
    expect(await numbers('B12', TERM, 'S1', 'S2')).toEqual({ owed: 2, handedIn: 2 });
  });

  test('a trip to the villages is the training school’s, its lecturers’, and each lead teacher’s who went', async () => {
    at('2026-11-02');
    const star = aTeacher('S1-1', { posts: ['lead-teacher'] });
    await roster({ schools, people: [star, aTeacher('J1-H', { posts: ['research-office-head'], teaching: false })] });
    const school = ownerOfSchool(schoolCode('J1'));
    await handIn({
      by: 'J1-H',
      row: 'B15',
      period: TERM,
      owner: school,
      values: { schools: ['S2'], people: ['S1-1'] },
    });
    expect(await stands('B15', TERM, school, 'J1')).toBe('owed 1/2');
    expect(await stands('C3', TERM, school, 'J1')).toBe('owed 1/2');
    expect(await stands('B4', TERM, person('S1-1'), 'S1')).toBe('owed 1/2');
  });

  test('what it tells of last term counts for last term', async () => {
    at('2026-07-10');
    const star = aTeacher('S1-1', { posts: ['lead-teacher'] });
    await roster({ schools, people: [star, aTeacher('J1-H', { posts: ['research-office-head'], teaching: false })] });
    at('2026-09-02');
    await openRolls();
    const values = { people: ['S1-1'], heldOn: '2026-07-09' };
    await handIn({ by: 'J1-H', row: 'B15', period: TERM, owner: ownerOfSchool(schoolCode('J1')), values });
    expect(await stands('B4', TERM, person('S1-1'), 'S1')).toBe('owed 0/2');
    expect(await stands('B4', '2026-spring', person('S1-1'), 'S1')).toBe('owed 1/2');
  });
});

test('across the turn of the year: December’s report is owed in January, by the school as it is then', async () => {
  at('2026-12-25');
  const school = ownerOfSchool(schoolCode('S1'));
  await roster({ schools, people: many('S1', 1) });
  expect(await stands('A1', '2026-12', school, 'S1')).toBe('owed');
  at('2027-01-04');
  const record = await handIn({ by: 'S1-1', row: 'A1', period: '2026-12', owner: school, values: { activities: 3 } });
  await accept(record);
  expect((await page('A1', '2026-12', 'S1'))?.dueDay).toBe('2027-01-08');
  // January has fewer school days left than a month wants after it: due within itself, on the term's last day.
  at('2027-01-15');
  await openRolls();
  expect((await page('A1', '2027-01', 'S1'))?.dueDay).toBe('2027-01-22');
  expect(await numbers('A1', '2027-01', 'S1', 'S2')).toEqual({ owed: 2, missing: 2 });
  expect(await models.rolls.get(`monthly-report|2026-12|J1`)).toBeUndefined();
});

test('a group that loses its second teacher owes no more as a group', async () => {
  const sessions = county(connection, rows('A4'));
  sessions.at('2026-11-09');
  await sessions.roster({
    schools,
    people: [...many('S1', 12, { subjects: ['数学'] }), aTeacher('S1-21'), aTeacher('S1-22')],
  });
  const chinese = ownerOfGroup(schoolCode('S1'), '语文');
  expect(await sessions.stands('A4', '2026-autumn-w11-12', chinese, 'S1')).toBe('owed');
  sessions.at('2026-11-23');
  await sessions.roster(
    { schools, people: [...many('S1', 12, { subjects: ['数学'] }), aTeacher('S1-21')] },
    '2026-11-21',
  );
  // Both were there in those two weeks; in the next only one is.
  expect(await sessions.stands('A4', '2026-autumn-w11-12', chinese, 'S1')).toBe('owed');
  expect(await sessions.stands('A4', '2026-autumn-w13-14', chinese, 'S1')).toBeUndefined();
  expect(ownerOfPerson(personId('S1-21'))).toBe('person:S1-21');
});

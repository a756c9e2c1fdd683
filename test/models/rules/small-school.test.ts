import { beforeEach, describe, expect, test } from '@jest/globals';
import { answerableFor } from '../../../models/answerable.js';
import { ownerOfCluster, ownerOfGroup, ownerOfPrep, ownerOfSchool } from '../../../models/owner.js';
import { testDatabase } from '../../support/database.js';
import { day, schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, many, rows } from './a-county.js';

/** BR8: a school with fewer than twelve teachers owes its sessions together with its cluster. */
const { connection } = testDatabase();
const { models, dutyOf, at, roster, handIn, withdraw, stands, numbers, page, openRolls } = county(
  connection,
  rows('A4', 'A5', 'B14'),
);
const S = (code: string) => schoolCode(code);
const EAST = ownerOfCluster('东片');
const FORTNIGHT = '2026-autumn-w11-12';
const MONTH = '2026-11';

/** A large school, a small one and a tiny one of the east; a small one in town that no cluster leads. */
const schools = [
  aSchool('A', { rural: true }),
  aSchool('B', { rural: true }),
  aSchool('C', { rural: true }),
  aSchool('T', { cluster: '城区', rural: false }),
  aSchool('J1', { cluster: '城区', stage: '进修学校', rural: false }),
];
const large = many('A', 12, { grades: ['三年级'] });
const small = many('B', 11, { grades: ['三年级'] });
const tiny = [aTeacher('C-1'), aTeacher('C-2')];
const town = many('T', 12);
const lead = aTeacher('B-lead', { posts: ['cluster-lead'], teaching: false });
const east = [...large, ...small, ...tiny, ...town];
const session = { theme: '识字', conclusion: '再磨一次' };

beforeEach(() => at('2026-11-09'));

describe('who owes a session of two weeks', () => {
  const stand = async () => ({
    A: await stands('A4', FORTNIGHT, ownerOfGroup(S('A'), '语文'), 'A'),
    B: await stands('A4', FORTNIGHT, ownerOfSchool(S('B')), 'B'),
    C: await stands('A4', FORTNIGHT, ownerOfSchool(S('C')), 'C'),
    'at A': await stands('A4', FORTNIGHT, EAST, 'A'),
    'at B': await stands('A4', FORTNIGHT, EAST, 'B'),
  });

  test('large schools by subject, small ones as their cluster, on the page of the school that leads it', async () => {
    await roster({ schools, people: [...east, lead] });
    expect(await stand()).toEqual({ A: 'owed', B: 'in-cluster', C: 'in-cluster', 'at A': undefined, 'at B': 'owed' });
    expect(await numbers('A4', FORTNIGHT, 'A', 'B', 'C', 'T')).toEqual({ owed: 3, missing: 3, inCluster: 2 });
    expect(await stands('A4', FORTNIGHT, ownerOfGroup(S('B'), '语文'), 'B')).toBeUndefined();
  });

  test('one teacher more, and the school owes alone', async () => {
    await roster({ schools, people: [...east, aTeacher('B-12'), lead] });
    expect(await stand()).toMatchObject({ B: undefined, C: 'in-cluster', 'at B': 'owed' });
    expect(await stands('A4', FORTNIGHT, ownerOfGroup(S('B'), '语文'), 'B')).toBe('owed');
  });

  test('a cluster of large schools owes nothing together', async () => {
    await roster({
      schools: schools.filter(({ code }) => code === 'A' || code === 'T'),
      people: [...large, ...town, aTeacher('A-lead', { posts: ['cluster-lead'] })],
    });
    expect(await stand()).toMatchObject({ A: 'owed', 'at A': undefined });
  });

  test('where nobody leads the cluster its largest school does, and its principal answers for it', async () => {
    const head = aTeacher('A-P', { posts: ['principal'], teaching: false });
    await roster({ schools, people: [...east, head] });
    expect(await stand()).toMatchObject({ 'at A': 'owed', 'at B': undefined });
    const around = {
      staff: await models.people.ofSchool(S('A')),
      posts: models.catalogue.posts,
      units: [],
      standIns: [],
    };
    // The post of cluster lead falls to nobody: the county hears of the vacancy.
    expect(answerableFor(EAST, dutyOf('A4'), around, day('2026-11-09'))).toBeUndefined();
  });

  test('one session of the cluster counts for all its small schools; one of their own counts as theirs', async () => {
    await roster({ schools, people: [...east, lead] });
    const record = await handIn({ by: 'B-lead', row: 'A4', period: FORTNIGHT, owner: EAST, values: session });
    expect(await stand()).toMatchObject({ A: 'owed', B: 'in-cluster', 'at B': 'handed-in' });
    await withdraw(record, 'B-lead');
    expect(await stand()).toMatchObject({ 'at B': 'owed' });
    await handIn({ by: 'B-lead', row: 'A4', period: FORTNIGHT, owner: ownerOfSchool(S('B')), values: session });
    expect(await stand()).toMatchObject({ B: 'handed-in', 'at B': 'owed' });
  });

  test('the post of lead goes to another school: what was handed in goes with it', async () => {
    await roster({ schools, people: [...east, lead] });
    const record = await handIn({ by: 'B-lead', row: 'A4', period: FORTNIGHT, owner: EAST, values: session });
    at('2026-11-11');
    await roster(
      { schools, people: [...east, aTeacher('A-lead', { posts: ['cluster-lead'], teaching: false })] },
      '2026-11-11',
    );
    expect(await stand()).toMatchObject({ 'at A': 'handed-in', 'at B': undefined });
    await withdraw(record, 'B-lead');
    expect(await stand()).toMatchObject({ 'at A': 'owed' });
  });
});

describe('a session of the rural cluster, once a month', () => {
  test('is owed by rural clusters only, and does for the small schools’ sessions as well', async () => {
    await roster({ schools, people: [...east, lead] });
    at('2026-11-25');
    await openRolls();
    expect(await stands('B14', MONTH, EAST, 'B')).toBe('owed');
    expect(await page('B14', MONTH, 'T')).toBeUndefined();
    await handIn({
      by: 'B-lead',
      row: 'B14',
      period: MONTH,
      owner: EAST,
      values: { ...session, heldOn: '2026-11-12' },
    });
    expect(await stands('B14', MONTH, EAST, 'B')).toBe('handed-in');
    // It was held on 12 November, in week 11: for those two weeks, not for today's.
    expect(await stands('A4', FORTNIGHT, EAST, 'B')).toBe('handed-in');
    expect(await stands('A4', '2026-autumn-w13-14', EAST, 'B')).toBe('owed');
  });
});

test('a preparation held between schools counts for the group of the same subject and grade of each', async () => {
  const group = (school: string) => ownerOfPrep(S(school), '语文', '三年级');
  const week = '2026-autumn-w11';
  await roster({ schools, people: [...large, ...many('B', 12, { grades: ['三年级'] }), ...town] });
  await handIn({ by: 'A-1', row: 'A5', period: week, owner: group('A'), values: { scope: '校际', schools: ['B'] } });
  expect([await stands('A5', week, group('A'), 'A'), await stands('A5', week, group('B'), 'B')]).toEqual([
    'handed-in',
    'handed-in',
  ]);
  await handIn({ by: 'A-1', row: 'A5', period: '2026-autumn-w12', owner: group('A'), values: { scope: '校内' } });
  at('2026-11-16');
  await openRolls();
  expect([
    await stands('A5', '2026-autumn-w12', group('A'), 'A'),
    await stands('A5', '2026-autumn-w12', group('B'), 'B'),
  ]).toEqual(['handed-in', 'owed']);
});

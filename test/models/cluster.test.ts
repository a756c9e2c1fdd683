import { describe, expect, test } from '@jest/globals';
import { concernsClusters, createClusters } from '../../models/cluster.js';
import { personModel } from '../../models/person.js';
import { type School, schoolModel } from '../../models/school.js';
import { testDatabase } from '../support/database.js';
import { day, person, schoolCode } from '../support/people.js';
import { aDuty } from './a-duty.js';

const { connection } = testDatabase();
const clusters = createClusters(connection);
const school = (code: string, more: Partial<School> = {}): School => ({
  _id: schoolCode(code),
  name: code,
  pinyin: code,
  stage: '小学',
  cluster: '东片',
  rural: true,
  ...more,
});
const teachers = (code: string, count: number, posts: string[] = []) =>
  Array.from({ length: count }, (_, i) =>
    person(`${code}${i}`, { school: schoolCode(code), posts: i === 0 ? posts : [] }),
  );

const together = aDuty({
  owner: { kind: 'school', post: 'lead', exceptStages: ['进修学校'] },
  smallSchools: { under: 3, post: 'cluster-lead' },
});
const rural = aDuty({ owner: { kind: 'cluster', post: 'cluster-lead', rural: true } });

/** What each school is: `small`, `leads`, both or nothing. */
async function county(duty: typeof together, schools: School[], people: ReturnType<typeof teachers>) {
  await schoolModel(connection).insertMany(schools);
  await personModel(connection).insertMany(people);
  const known = await clusters.of(duty, schools.slice(0, 1));
  return Object.fromEntries(
    [...known].map(([code, { small, leads }]) => [
      code,
      [small && 'small', leads && `leads ${leads}`].filter(Boolean).join(' '),
    ]),
  );
}

describe('who is small, and who leads', () => {
  const [A, B, C] = [school('A'), school('B'), school('C')];
  test.each<[string, typeof together, School[], ReturnType<typeof teachers>, Record<string, string>]>([
    [
      'under three is small; the largest leads',
      together,
      [A, B],
      [...teachers('A', 3), ...teachers('B', 2)],
      { A: 'leads 东片', B: 'small' },
    ],
    [
      'the holder of the post leads, however small',
      together,
      [A, B],
      [...teachers('A', 3), ...teachers('B', 1, ['cluster-lead'])],
      { A: '', B: 'small leads 东片' },
    ],
    [
      'nobody is small: nobody leads',
      together,
      [A, B],
      [...teachers('A', 3, ['cluster-lead']), ...teachers('B', 3)],
      { A: '', B: '' },
    ],
    [
      'all are small',
      together,
      [A, B],
      [...teachers('A', 1), ...teachers('B', 2)],
      { A: 'small', B: 'small leads 东片' },
    ],
    [
      'of equals the first by code',
      together,
      [B, A],
      [...teachers('A', 1), ...teachers('B', 1)],
      { A: 'small leads 东片', B: 'small' },
    ],
    ['a school without anybody is small', together, [A, B], teachers('A', 3), { A: 'leads 东片', B: 'small' }],
    [
      'who left does not count',
      together,
      [A],
      teachers('A', 3).map((each) => ({ ...each, endedOn: day('2026-10-01') })),
      { A: 'small leads 东片' },
    ],
    [
      'a school the duty is not for is never small, but may lead',
      together,
      [A, school('J', { stage: '进修学校' })],
      [...teachers('A', 1), ...teachers('J', 1, ['cluster-lead'])],
      { A: 'small', J: 'leads 东片' },
    ],
    [
      'a school that has ended is of no cluster',
      together,
      [A, school('X', { endedOn: day('2026-07-17') })],
      teachers('A', 1),
      { A: 'small leads 东片' },
    ],
    [
      'a duty of clusters: one leads, nobody is small',
      rural,
      [A, B],
      [...teachers('A', 2), ...teachers('B', 1)],
      { A: 'leads 东片', B: '' },
    ],
    [
      'a cluster of town schools does not owe what rural ones do',
      rural,
      [school('A', { rural: false })],
      teachers('A', 2),
      { A: '' },
    ],
    [
      'other clusters are not looked at',
      together,
      [A, school('Z', { cluster: '西片' })],
      teachers('A', 1),
      { A: 'small leads 东片' },
    ],
    [
      'three schools',
      together,
      [A, B, C],
      [...teachers('A', 4), ...teachers('B', 2), ...teachers('C', 3, ['cluster-lead'])],
      { A: '', B: 'small', C: 'leads 东片' },
    ],
  ])('%s', async (_name, duty, schools, people, expected) => {
    expect(await county(duty, schools, people)).toEqual(expected);
  });
});

test('which duties concern clusters', () => {
  expect([together, rural, aDuty()].map(concernsClusters)).toEqual([true, true, false]);
});

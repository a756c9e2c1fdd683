import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays } from '../../../models/day.js';
import { createPeople, personModel } from '../../../models/person.js';
import { applyRoster, currentRoster } from '../../../models/roster/apply.js';
import { ALWAYS, diffRoster, isEmpty } from '../../../models/roster/diff.js';
import { readRoster } from '../../../models/roster/read.js';
import type { Roster, RosterPerson } from '../../../models/roster/roster.js';
import { createSchools } from '../../../models/school.js';
import { testDatabase } from '../../support/database.js';
import { day, personId, schoolCode } from '../../support/people.js';
import { testPosts } from '../../support/posts.js';
import { type PersonCells, rosterWorkbook, type SchoolCells } from '../../support/roster.js';

const { connection } = testDatabase();
const people = createPeople(connection);
const TODAY = day('2026-11-23');

const importRoster = async (roster: Roster, today = TODAY) => {
  const diff = diffRoster(await currentRoster(connection), roster, today);
  await applyRoster(connection, diff);
  return diff;
};

const SCHOOLS = ['S1', 'S2', 'S3'].map((code) => ({
  code: schoolCode(code),
  name: `学校${code}`,
  stage: '小学',
  cluster: '东片',
  rural: false,
}));
const row = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id: personId(id),
  name: `人${id}`,
  school: schoolCode('S1'),
  posts: [],
  subjects: [],
  teaching: true,
  ...more,
});
const roster = (...rows: RosterPerson[]): Roster => ({ schools: SCHOOLS, people: rows });

test('a workbook imported twice changes nothing the second time', async () => {
  const read = async () => {
    const reading = await readRoster(
      await rosterWorkbook([{ 编码: 'S1' }], [{ 编号: 'P1', 职务: '校长', 手机号: '19900000001' }, { 编号: 'P2' }]),
      { posts: testPosts },
    );
    if (reading.kind === 'bad') throw new Error('a bad workbook');
    return reading.roster;
  };
  expect(isEmpty(await importRoster(await read()))).toBe(false);
  const stored = await currentRoster(connection);
  expect(isEmpty(await importRoster(await read()))).toBe(true);
  expect(isEmpty(await importRoster(await read(), day('2027-05-05')))).toBe(true);
  expect(await currentRoster(connection)).toEqual(stored);
});

test('a year in the life of a roster', async () => {
  await importRoster(roster(row('P1'), row('P2', { mobile: '19900000002' })), day('2026-09-01'));
  await importRoster(roster(row('P1'), row('P2'), row('P3', { arrival: day('2026-10-08') })), day('2026-10-12'));
  await importRoster(roster(row('P1', { school: schoolCode('S2') }), row('P3')), day('2026-11-02'));
  await importRoster(
    roster(row('P1', { school: schoolCode('S2') }), row('P2'), row('P3', { teaching: false })),
    day('2027-03-01'),
  );

  const stints = async (id: string) =>
    (await people.byId(personId(id)))?.stints.map(({ school, teaching, from, to }) =>
      `${school} ${teaching} ${from} ${to ?? ''}`.trim(),
    );
  expect(await stints('P1')).toEqual([`S1 true ${ALWAYS} 2026-11-01`, 'S2 true 2026-11-02']);
  expect(await stints('P2')).toEqual([`S1 true ${ALWAYS} 2026-11-01`, 'S1 true 2027-03-01']);
  expect(await stints('P3')).toEqual(['S1 true 2026-10-08 2027-02-28', 'S1 false 2027-03-01']);
  expect(await people.byId(personId('P2'))).not.toHaveProperty('mobile');
  expect(await people.byId(personId('P2'))).not.toHaveProperty('endedOn');
});

test('leaves stay through transfers, leaving and coming back', async () => {
  await importRoster(roster(row('P1'), row('P2')));
  const leave = {
    id: 'l1',
    from: TODAY,
    to: addDays(TODAY, 3),
    by: personId('P1'),
    at: new Date('2026-11-20T00:00:00Z'),
  };
  const before = diffRoster(
    await currentRoster(connection),
    roster(row('P1', { school: schoolCode('S2') }), row('P2')),
    TODAY,
  );
  await people.addLeave(personId('P1'), leave);
  await applyRoster(connection, before);
  await importRoster(roster(row('P2')), addDays(TODAY, 1));
  await importRoster(roster(row('P1'), row('P2')), addDays(TODAY, 30));
  expect((await people.byId(personId('P1')))?.leaves).toEqual([leave]);
});

test('a school that closes is ended, and open again when the roster names it', async () => {
  const schools = createSchools(connection);
  await importRoster(roster(row('P1')));
  await importRoster({ ...roster(row('P1')), schools: SCHOOLS.slice(0, 2) });
  expect((await schools.all()).map(({ _id }) => _id)).toEqual(['S1', 'S2']);
  await importRoster(roster(row('P1')), addDays(TODAY, 5));
  expect((await schools.all()).map(({ _id }) => _id)).toEqual(['S1', 'S2', 'S3']);
});

test('a first import that was cut short goes on as a first import', async () => {
  const whole = roster(row('P1'), row('P2'), row('P3'));
  await importRoster(whole);
  await connection.collection('rosterMarks').deleteMany({});
  await personModel(connection).deleteMany({ _id: { $in: ['P2', 'P3'].map(personId) } });
  await importRoster(whole, addDays(TODAY, 2));
  expect((await people.ofSchool(schoolCode('S1'))).map(({ stints }) => stints[0]?.from)).toEqual([
    ALWAYS,
    ALWAYS,
    ALWAYS,
  ]);
});

test('an import that was cut short is finished by importing again', async () => {
  await importRoster(roster(row('P1'), row('P2'), row('P3')));
  const next = roster(row('P1', { school: schoolCode('S2') }), row('P4'), row('P3', { name: '新名' }));
  const diff = diffRoster(await currentRoster(connection), next, TODAY);
  await applyRoster(connection, { ...diff, changed: [], leavers: [], joiners: [] });
  await importRoster(next);
  await applyRoster(connection, diff);
  expect(isEmpty(diffRoster(await currentRoster(connection), next, TODAY))).toBe(true);
});

const ids = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'];
const anyRow = fc.record(
  {
    name: fc.constantFrom('王伟', '李静', '单雄信'),
    school: fc.constantFrom(...SCHOOLS.map(({ code }) => code)),
    posts: fc.subarray(['principal', 'research-lead', 'group-head']),
    subjects: fc.subarray(['语文', '数学']),
    teaching: fc.boolean(),
    mobile: fc.constantFrom('19900000001', '19900000002'),
    grades: fc.subarray(['一年级', '二年级']),
    department: fc.constantFrom('', '教研部', '培训部'),
    charge: fc.subarray(SCHOOLS.map(({ code }) => code)),
    arrival: fc.integer({ min: -400, max: 20 }).map((n) => addDays(TODAY, n)),
  },
  { requiredKeys: ['name', 'school', 'posts', 'subjects', 'teaching'] },
);
const anyRoster = fc
  .tuple(fc.subarray(ids), fc.array(anyRow, { minLength: ids.length, maxLength: ids.length }))
  .map(([some, rows]): Roster => roster(...rows.slice(0, some.length).map((each, n) => row(some[n] ?? '', each))));

test('whatever rosters follow one another, each is in force once imported', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), anyRoster), { minLength: 1, maxLength: 5 }),
      async (imports) => {
        await Promise.all(
          ['people', 'schools', 'rosterMarks'].map((name) => connection.collection(name).deleteMany({})),
        );
        let today = TODAY;
        for (const [days, each] of imports) {
          today = addDays(today, days);
          await importRoster(each, today);
          const after = await currentRoster(connection);
          expect(isEmpty(diffRoster(after, each, today))).toBe(true);
          expect(isEmpty(diffRoster(after, each, addDays(today, 40)))).toBe(true);
          const onRoster = after.people.filter(({ endedOn }) => endedOn === undefined);
          expect(onRoster.map(({ _id }) => _id).toSorted()).toEqual(each.people.map(({ id }) => id).toSorted());
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

/** A row is written with a thousand others: three batches. `bench/year.ts` imports a whole county of 20,000. */
const PEOPLE = 2500;

test('a county of more people than are written at once is imported, every one', async () => {
  const schools: SchoolCells[] = Array.from({ length: 300 }, (_, n) => ({ 编码: `S${n}`, 名称: `青山县第${n}小学` }));
  const rows: PersonCells[] = Array.from({ length: PEOPLE }, (_, n) => ({
    编号: `P${n}`,
    姓名: `${'王李张刘陈'[n % 5]}${'伟芳娜敏静'[n % 4]}${'强磊洋艳勇'[n % 3]}`,
    学校编码: `S${n % 300}`,
    职务: n < 300 ? '校长' : '',
    学科: '语文',
    手机号: `199${String(n).padStart(8, '0')}`,
  }));
  const file = await rosterWorkbook(schools, rows);
  const reading = await readRoster(file, { posts: testPosts });
  if (reading.kind === 'bad') throw new Error('a bad workbook');
  const first = diffRoster(await currentRoster(connection), reading.roster, TODAY);
  await applyRoster(connection, first);
  const second = diffRoster(await currentRoster(connection), reading.roster, TODAY);
  expect(first.joiners).toHaveLength(PEOPLE);
  expect(isEmpty(second)).toBe(true);
}, 120_000);

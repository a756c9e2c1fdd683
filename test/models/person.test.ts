import { expect, test } from '@jest/globals';
import type { Post } from '../../models/duty.js';
import { createPeople, type Leave, personModel, rightsOf } from '../../models/person.js';
import { leaveOn, present, stintOn } from '../../models/presence.js';
import { testDatabase } from '../support/database.js';
import { day, person, personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const people = createPeople(connection);
const [S1, S2] = [schoolCode('S1'), schoolCode('S2')];

const store = (...some: ReturnType<typeof person>[]) => personModel(connection).insertMany(some);
const ids = (found: { _id: string }[]) => found.map(({ _id }) => _id);

const leave = (id: string, from: string, to: string): Leave => ({
  id,
  from: day(from),
  to: day(to),
  reason: '培训',
  by: personId('P1'),
  at: new Date('2026-11-01T00:00:00Z'),
});
const spans = async (id: string) => (await people.byId(personId(id)))?.leaves.map(({ from, to }) => `${from}/${to}`);

const moved = person('P1', {
  school: S2,
  stints: [
    { school: S1, teaching: false, from: day('2026-09-01'), to: day('2026-09-30') },
    { school: S2, teaching: true, from: day('2026-10-08') },
  ],
  leaves: [leave('l1', '2026-10-12', '2026-10-16')],
});

test.each([
  ['2026-08-31', S1, { onRoster: false, teaching: false, onLeave: false }],
  ['2026-09-01', S1, { onRoster: true, teaching: false, onLeave: false }],
  ['2026-09-30', S1, { onRoster: true, teaching: false, onLeave: false }],
  ['2026-10-01', S1, { onRoster: false, teaching: false, onLeave: false }],
  ['2026-10-08', S1, { onRoster: false, teaching: false, onLeave: false }],
  ['2026-10-08', S2, { onRoster: true, teaching: true, onLeave: false }],
  ['2026-10-12', S2, { onRoster: true, teaching: true, onLeave: true }],
  ['2026-10-16', S2, { onRoster: true, teaching: true, onLeave: true }],
  ['2030-01-01', S2, { onRoster: true, teaching: true, onLeave: false }],
])('where somebody who moved stood on %s, seen from %s', (on, school, presence) => {
  expect(present(moved, day(on), school)).toEqual(presence);
});

test('stint and leave of a day', () => {
  expect(stintOn(moved, day('2026-09-15'))?.school).toBe('S1');
  expect(stintOn(moved, day('2026-10-05'))).toBeUndefined();
  expect(leaveOn(moved, day('2026-10-14'))?.id).toBe('l1');
  expect(leaveOn(moved, day('2026-10-17'))).toBeUndefined();
});

const post = (key: string, rights: Post['rights']): Post => ({
  key,
  name: key,
  aliases: [],
  rights,
  reach: 'school',
  fallsTo: [],
});

test('rights are those of all posts held, and of nobody who has left', () => {
  const posts = [
    post('lead', ['see-school', 'act-for']),
    post('principal', ['see-school', 'bind-groups']),
    post('coordinator', ['see-county']),
  ];
  const both = person('P1', { posts: ['lead', 'principal', 'gone-from-the-catalogue'] });
  expect([...rightsOf(both, posts)].toSorted()).toEqual(['act-for', 'bind-groups', 'see-school']);
  expect(rightsOf(person('P2'), posts).size).toBe(0);
  expect(rightsOf({ ...both, endedOn: day('2026-10-01') }, posts).size).toBe(0);
});

test('a person is read as stored', async () => {
  const whole = person('P1', {
    posts: ['lead'],
    subjects: ['语文'],
    mobile: '19900000001',
    leaves: [leave('l1', '2026-11-02', '2026-11-03')],
  });
  await store(whole);
  expect(await people.byId(personId('P1'))).toEqual(whole);
  expect(await people.byId(personId('P2'))).toBeUndefined();
});

test('a school’s people are today’s, in the order of their names', async () => {
  await store(
    person('P1', { name: '周杰' }),
    person('P2', { name: '单雄信' }),
    person('P3', { name: '安宁', endedOn: day('2026-06-30') }),
    person('P4', { name: '曹操', school: S2 }),
    person('P5', { name: '曾巩', posts: ['lead'] }),
  );
  expect(ids(await people.ofSchool(S1))).toEqual(['P2', 'P5', 'P1']);
  expect(ids(await people.holders([S1], ['lead']))).toEqual(['P5']);
  expect(ids(await people.county(['lead', 'other']))).toEqual(['P5']);
  expect(await people.county([])).toEqual([]);
  expect(ids(await people.named(S1, ' 周　杰 '))).toEqual(['P1']);
  expect(await people.named(S1, '安宁')).toEqual([]);
  expect(ids(await people.byIds([personId('P3'), personId('P1'), personId('nobody')]))).toEqual(['P3', 'P1']);
});

test('who holds any post at some schools is found once, whatever the post; who holds none, or has left, is not', async () => {
  await store(
    person('P1', { school: S1, posts: ['lead', 'principal'] }),
    person('P2', { school: S1, posts: [] }),
    person('P3', { school: S2, posts: ['lead'] }),
    person('P4', { school: S1, posts: ['lead'], endedOn: day('2026-09-30') }),
    person('P5', { school: schoolCode('S3'), posts: ['lead'] }),
  );
  expect(ids(await people.withPosts([S1, S2])).toSorted()).toEqual(['P1', 'P3']);
  expect(await people.withPosts([])).toEqual([]);
});

test('everybody who was at a school on any day of a span is found, wherever they are now', async () => {
  await store(
    moved,
    person('P2'),
    person('P3', {
      endedOn: day('2026-09-10'),
      stints: [{ school: S1, teaching: true, from: day('2000-01-01'), to: day('2026-09-10') }],
    }),
    person('P4', { stints: [{ school: S1, teaching: true, from: day('2026-12-01') }] }),
  );
  const ever = async (from: string, to: string) => ids(await people.everIn([S1], day(from), day(to)));
  expect(await ever('2026-09-10', '2026-09-12')).toEqual(['P1', 'P2', 'P3']);
  expect(await ever('2026-09-11', '2026-09-30')).toEqual(['P1', 'P2']);
  expect(await ever('2026-10-01', '2026-11-30')).toEqual(['P2']);
  expect(await ever('2026-11-30', '2026-12-01')).toEqual(['P2', 'P4']);
  expect(await people.everIn([], day('2026-09-10'), day('2026-09-12'))).toEqual([]);
});

test('a span between two stints at the same school is not overlapped by both together', async () => {
  const gap = [
    { school: S1, teaching: true, from: day('2026-03-01'), to: day('2026-03-31') },
    { school: S1, teaching: true, from: day('2026-09-01') },
  ];
  await store(person('P1', { stints: gap }));
  expect(await people.everIn([S1], day('2026-05-01'), day('2026-05-31'))).toEqual([]);
});

test('the same leave twice, also at once, is one leave', async () => {
  await store(person('P1'));
  await Promise.all(
    Array.from({ length: 8 }, () => people.addLeave(personId('P1'), leave('l1', '2026-11-02', '2026-11-06'))),
  );
  await people.addLeave(personId('P1'), leave('l2', '2026-12-01', '2026-12-01'));
  expect(await spans('P1')).toEqual(['2026-11-02/2026-11-06', '2026-12-01/2026-12-01']);
});

test('a leave that ends before it begins is refused', async () => {
  await store(person('P1'));
  await expect(people.addLeave(personId('P1'), leave('l1', '2026-11-06', '2026-11-02'))).rejects.toThrow(RangeError);
  expect(await spans('P1')).toEqual([]);
});

test.each([
  ['in the middle', '2026-11-04', ['2026-11-02/2026-11-03'], 1],
  ['on its last day', '2026-11-06', ['2026-11-02/2026-11-05'], 1],
  ['on its first day', '2026-11-02', [], 1],
  ['before it begins', '2026-10-30', [], 1],
  ['the day after it is over', '2026-11-07', ['2026-11-02/2026-11-06'], 0],
])('back %s: %s', async (_, back, left, touched) => {
  await store(person('P1'));
  await people.addLeave(personId('P1'), leave('l1', '2026-11-02', '2026-11-06'));
  expect(await people.endLeave(personId('P1'), day(back))).toHaveLength(touched);
  expect(await spans('P1')).toEqual(left);
});

test('coming back twice is coming back once; earlier leaves stay, reasons too', async () => {
  await store(person('P1'));
  for (const each of [
    leave('l1', '2026-09-01', '2026-09-03'),
    leave('l2', '2026-11-02', '2026-11-06'),
    leave('l3', '2026-11-05', '2026-11-09'),
  ]) {
    await people.addLeave(personId('P1'), each);
  }
  const touched = await people.endLeave(personId('P1'), day('2026-11-05'));
  expect(touched.map(({ id, to }) => `${id} ${to}`)).toEqual(['l2 2026-11-06', 'l3 2026-11-09']);
  expect(await people.endLeave(personId('P1'), day('2026-11-05'))).toEqual([]);
  expect(await spans('P1')).toEqual(['2026-09-01/2026-09-03', '2026-11-02/2026-11-04']);
  expect((await people.byId(personId('P1')))?.leaves[1]?.reason).toBe('培训');
  expect(await people.endLeave(personId('nobody'), day('2026-11-05'))).toEqual([]);
});

test('who was stored before a column was known has nothing in it', async () => {
  const { grades: _grades, charge: _charge, ...old } = person('P9');
  await connection.collection<{ _id: string }>('people').insertOne(old);
  expect(await people.byId(personId('P9'))).toEqual(person('P9'));
});

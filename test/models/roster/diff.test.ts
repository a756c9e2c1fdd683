import { expect, test } from '@jest/globals';
import { ALWAYS, type CurrentRoster, diffRoster, isEmpty } from '../../../models/roster/diff.js';
import type { RosterPerson, RosterSchool } from '../../../models/roster/roster.js';
import { day, person, personId, schoolCode } from '../../support/people.js';

const TODAY = day('2026-11-23');
const school = (code: string, more: Partial<RosterSchool> = {}): RosterSchool => ({
  code: schoolCode(code),
  name: `学校${code}`,
  stage: '小学',
  cluster: '东片',
  rural: false,
  ...more,
});
const row = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id: personId(id),
  name: `人${id}`,
  school: schoolCode('S1'),
  posts: [],
  subjects: [],
  teaching: true,
  ...more,
});
const stored = (code: string, more = {}) => {
  const { code: _id, ...rest } = school(code);
  return { _id, pinyin: 'x', ...rest, ...more };
};
const current = (people: CurrentRoster['people'], schools = [stored('S1'), stored('S2')]): CurrentRoster => ({
  people,
  schools,
  imported: true,
});
const SCHOOLS = [school('S1'), school('S2')];
const diff = (people: CurrentRoster['people'], rows: RosterPerson[]) =>
  diffRoster(current(people), { schools: SCHOOLS, people: rows }, TODAY);

test('the same roster changes nothing, in whatever order it comes', () => {
  const before = [person('P1', { posts: ['a', 'b'], subjects: ['语文', '数学'], mobile: '19900000001' }), person('P2')];
  const rows = [row('P2'), row('P1', { posts: ['b', 'a'], subjects: ['数学', '语文'], mobile: '19900000001' })];
  expect(isEmpty(diff(before, rows))).toBe(true);
});

test('every field that changed is named with both values', () => {
  const before = person('P1', { name: '王伟', posts: ['lead'], mobile: '19900000001' });
  const { changed, transfers } = diff([before], [row('P1', { name: '王玮', subjects: ['语文'], teaching: false })]);
  expect(transfers).toEqual([]);
  expect(changed[0]?.changes).toEqual([
    { field: 'name', from: '王伟', to: '王玮' },
    { field: 'teaching', from: true, to: false },
    { field: 'posts', from: ['lead'], to: [] },
    { field: 'subjects', from: [], to: ['语文'] },
    { field: 'mobile', from: '19900000001', to: undefined },
  ]);
  expect(changed[0]?.after).not.toHaveProperty('mobile');
  expect(changed[0]?.after.pinyin).toBe('wang2 wei3');
  expect(changed[0]?.after.stints).toHaveLength(2);
});

test('a new school is a transfer, whatever else changed', () => {
  const { changed, transfers } = diff([person('P1')], [row('P1', { school: schoolCode('S2'), name: '新名' })]);
  expect(changed).toEqual([]);
  expect(transfers[0]?.changes.map(({ field }) => field)).toEqual(['name', 'school']);
});

test('a day of arrival that is put right is a change of its own', () => {
  const { changed } = diff([person('P1')], [row('P1', { arrival: day('2026-11-02') })]);
  expect(changed[0]?.changes).toEqual([{ field: 'arrival', from: ALWAYS, to: '2026-11-02' }]);
});

test('who is no longer named has left, and is not deleted; who comes back is back', () => {
  const left = diff([person('P1'), person('P2')], [row('P2')]).leavers;
  expect(left).toEqual([
    {
      ...person('P1'),
      endedOn: '2026-11-22',
      stints: [{ school: 'S1', teaching: true, from: ALWAYS, to: '2026-11-22' }],
    },
  ]);
  expect(isEmpty(diff([...left, person('P2')], [row('P2')]))).toBe(true);

  const { joiners } = diffRoster(
    current([...left, person('P2')]),
    { schools: SCHOOLS, people: [row('P1'), row('P2')] },
    day('2027-03-01'),
  );
  expect(joiners).toMatchObject([{ back: true, person: { _id: 'P1' } }]);
  expect(joiners[0]?.person).not.toHaveProperty('endedOn');
  expect(joiners[0]?.person.stints.map(({ from }) => from)).toEqual([ALWAYS, '2027-03-01']);
});

test('leaves survive whatever the roster says', () => {
  const leaves = [{ id: 'l1', from: TODAY, to: TODAY, by: personId('P1'), at: new Date(0) }];
  const { transfers } = diff([person('P1', { leaves })], [row('P1', { school: schoolCode('S2') })]);
  expect(transfers[0]?.after.leaves).toEqual(leaves);
});

test('schools are new, changed, ended, and back', () => {
  const before = current([], [stored('S1'), stored('S2'), stored('S3', { endedOn: '2026-01-31' })]);
  const schools = [school('S1', { cluster: '西片', rural: true }), school('S3'), school('S4')];
  const { newSchools, changedSchools, endedSchools } = diffRoster(before, { schools, people: [] }, TODAY);
  expect(newSchools.map(({ _id }) => _id)).toEqual(['S4']);
  expect(endedSchools).toMatchObject([{ _id: 'S2', endedOn: '2026-11-22' }]);
  expect(changedSchools.map(({ after, changes }) => [after._id, ...changes])).toEqual([
    ['S1', { field: 'cluster', from: '东片', to: '西片' }, { field: 'rural', from: false, to: true }],
    ['S3', { field: 'endedOn', from: '2026-01-31', to: undefined }],
  ]);
});

test('joiners of the very first roster have always been there; later ones begin today', () => {
  const first = diffRoster(
    { schools: [], people: [], imported: false },
    { schools: SCHOOLS, people: [row('P1')] },
    TODAY,
  );
  const later = diffRoster(
    { schools: [], people: [], imported: true },
    { schools: SCHOOLS, people: [row('P1')] },
    TODAY,
  );
  expect(first.joiners[0]?.person.stints[0]?.from).toBe(ALWAYS);
  expect(later.joiners[0]?.person.stints[0]?.from).toBe(TODAY);
});

test('a workbook without the further columns leaves what is known; an empty cell takes it away', () => {
  const before = person('P1', {
    grades: ['一年级'],
    nextGrades: ['二年级'],
    title: '一级教师',
    department: '教研部',
    charge: [schoolCode('S2')],
  });
  expect(diff([before], [row('P1')]).changed).toEqual([]);
  const [cleared] = diff(
    [before],
    [row('P1', { grades: [], nextGrades: [], title: '', department: '', charge: [] })],
  ).changed;
  expect(cleared?.changes.map(({ field }) => field)).toEqual(['grades', 'nextGrades', 'title', 'department', 'charge']);
  for (const gone of ['nextGrades', 'title', 'department']) expect(cleared?.after).not.toHaveProperty(gone);
});

import { addDays } from '../day.js';
import { Day, type SchoolCode } from '../ids.js';
import type { Person } from '../person.js';
import { personKey, schoolKey } from '../pinyin.js';
import type { School } from '../school.js';
import type { Roster, RosterPerson, RosterSchool } from './roster.js';
import { continueStints, endStints } from './stint.js';

/** Where whoever the very first roster names begins: they have always been there. */
export const ALWAYS = Day.parse('2000-01-01');

/** What the database holds. `imported`: some roster has been applied to its end before. */
export interface CurrentRoster {
  schools: readonly School[];
  people: readonly Person[];
  imported: boolean;
}

export interface Change {
  field: keyof School | keyof Person | 'arrival';
  from: string | boolean | string[] | undefined;
  to: string | boolean | string[] | undefined;
}

/** Somebody or some school before and after, and what differs field by field. */
export interface Changed<T> {
  before: T;
  after: T;
  changes: Change[];
}

/** What importing a roster would do. Everything is worked out; applying it only writes. */
export interface RosterDiff {
  today: Day;
  newSchools: School[];
  changedSchools: Changed<School>[];
  endedSchools: School[];
  /** New on the roster, or `back` on it after having left. */
  joiners: { person: Person; back: boolean }[];
  transfers: Changed<Person>[];
  changed: Changed<Person>[];
  leavers: Person[];
  /** How many are on the roster before. */
  onRoster: number;
  schoolNames: ReadonlyMap<SchoolCode, string>;
}

/** Compares what the database holds with what the workbook says should be. */
export function diffRoster(current: CurrentRoster, roster: Roster, today: Day): RosterDiff {
  const lastDay = addDays(today, -1);
  const since = current.imported ? today : ALWAYS;
  const people = new Map(current.people.map((person) => [person._id, person]));
  const named = new Set(roster.people.map(({ id }) => id));
  const diff: RosterDiff = {
    today,
    ...diffSchools(current.schools, roster.schools, lastDay),
    joiners: [],
    transfers: [],
    changed: [],
    leavers: current.people
      .filter(({ _id, endedOn }) => !endedOn && !named.has(_id))
      .map((person) => ({ ...person, endedOn: lastDay, stints: endStints(person.stints, lastDay) })),
    onRoster: current.people.filter(({ endedOn }) => !endedOn).length,
    schoolNames: new Map([
      ...current.schools.map(({ _id, name }) => [_id, name] as const),
      ...roster.schools.map(({ code, name }) => [code, name] as const),
    ]),
  };
  for (const row of roster.people) sortIn(diff, people.get(row.id), row, since);
  return diff;
}

/** True when importing would change nothing. */
export const isEmpty = (diff: RosterDiff): boolean =>
  [
    diff.newSchools,
    diff.changedSchools,
    diff.endedSchools,
    diff.joiners,
    diff.transfers,
    diff.changed,
    diff.leavers,
  ].every((list) => list.length === 0);

function sortIn(diff: RosterDiff, before: Person | undefined, row: RosterPerson, since: Day): void {
  const after = personAfter(before, row, diff.today, since);
  if (!before || before.endedOn) {
    diff.joiners.push({ person: after, back: before !== undefined });
    return;
  }
  const changes = [...changesOf(PERSON_FIELDS, before, after), ...arrivalChange(before, after)];
  if (changes.length === 0) return;
  const list = changes.some(({ field }) => field === 'school') ? diff.transfers : diff.changed;
  list.push({ before, after, changes });
}

const PERSON_FIELDS = [
  'name',
  'school',
  'teaching',
  'posts',
  'subjects',
  'grades',
  'nextGrades',
  'title',
  'department',
  'charge',
  'mobile',
] as const;
const SCHOOL_FIELDS = ['name', 'stage', 'cluster', 'rural', 'endedOn'] as const;

function personAfter(before: Person | undefined, row: RosterPerson, today: Day, since: Day): Person {
  // A workbook without the column says nothing of it; an empty cell says: none.
  const department = row.department ?? before?.department;
  const nextGrades = row.nextGrades ?? before?.nextGrades ?? [];
  const title = row.title ?? before?.title;
  return {
    _id: row.id,
    name: row.name,
    pinyin: before?.name === row.name ? before.pinyin : personKey(row.name),
    school: row.school,
    teaching: row.teaching,
    posts: row.posts,
    subjects: row.subjects,
    grades: row.grades ?? before?.grades ?? [],
    ...(nextGrades.length > 0 && { nextGrades }),
    ...(title && { title }),
    ...(department && { department }),
    charge: row.charge ?? before?.charge ?? [],
    ...(row.mobile !== undefined && { mobile: row.mobile }),
    stints: continueStints(before?.stints ?? [], row, today, since),
    leaves: before?.leaves ?? [],
  };
}

/** A first day put right, where nothing else began a new stint. */
function arrivalChange(before: Person, after: Person): Change[] {
  const [from, to] = [before.stints.at(-1)?.from, after.stints.at(-1)?.from];
  const sameStint = before.stints.length === after.stints.length && before.school === after.school;
  return sameStint && before.teaching === after.teaching && from !== to ? [{ field: 'arrival', from, to }] : [];
}

function diffSchools(current: readonly School[], roster: readonly RosterSchool[], lastDay: Day) {
  const known = new Map(current.map((school) => [school._id, school]));
  const named = new Set(roster.map(({ code }) => code));
  const newSchools: School[] = [];
  const changedSchools: Changed<School>[] = [];
  for (const { code, ...row } of roster) {
    const before = known.get(code);
    const after: School = { _id: code, ...row, pinyin: schoolKey(row.name) };
    const changes = before ? changesOf(SCHOOL_FIELDS, before, after) : [];
    if (!before) newSchools.push(after);
    else if (changes.length > 0) changedSchools.push({ before, after, changes });
  }
  const endedSchools = current
    .filter(({ _id, endedOn }) => !endedOn && !named.has(_id))
    .map((school) => ({ ...school, endedOn: lastDay }));
  return { newSchools, changedSchools, endedSchools };
}

type Value = Change['from'];

const changesOf = <F extends string>(
  fields: readonly (F & Change['field'])[],
  before: { [field in F]?: Value },
  after: { [field in F]?: Value },
): Change[] =>
  fields
    .map((field) => ({ field, from: before[field], to: after[field] }))
    .filter(({ from, to }) => comparable(from) !== comparable(to));

/** Lists are the same in any order. */
const comparable = (value: Value): string => JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? null));

import { isAnothersDraft } from './draft.js';
import type { Duty, Post } from './duty.js';
import type { Field, Values } from './field.js';
import type { PersonId, SchoolCode } from './ids.js';
import { type OwnerKey, personIn } from './owner.js';
import type { Person } from './person.js';
import { answeringPosts } from './post.js';
import { answersFor, postsOtherwise, postsToAnswer } from './reviewing.js';
import type { Submission } from './submission.js';
import type { Unit } from './unit.js';

/** Somebody who would read or answer a record. */
export type Reader = Pick<Person, '_id' | 'school' | 'posts' | 'subjects'>;

/** What decides about a record who may read it, besides what it is itself. */
export interface Reach {
  duty: Duty;
  posts: readonly Post[];
  /** The subjects it is of: its group's, or those its owner teaches. */
  subjects: readonly string[];
  /** The units its fields point to whose people read it (`pointedUnits`). */
  units: readonly People[];
}

/** Whose a unit is. */
type People = Pick<Unit, '_id' | 'head' | 'members'>;

type Record_ = Pick<
  Submission,
  'owner' | 'by' | 'school' | 'state' | 'handedInAt' | 'values' | 'changes' | 'reviews' | 'allowed'
>;

/**
 * Who may read a record in full: its owner (`answers`: who answers for the school, group or unit it is of), whoever
 * has handed it in, whom it was given to for an answer, who may answer it, the holders of the duty's `readers` posts
 * within their reach, those of `ifAllowed` while its owner allows it (B20), and whom it names in a field that says so
 * (B1: the teacher whose lesson was observed). What an owner has not handed in, or has taken back, nobody else reads,
 * and what one person has begun for a school, not even who answers for it; what has been accepted everybody reads where
 * the duty says so.
 */
export function mayRead(reader: Reader, record: Record_, reach: Reach, answers: boolean): boolean {
  if (isAnothersDraft(reader._id, record, reach.duty)) return false;
  if (answers || isOwn(reader._id, record)) return true;
  if (record.state === 'draft' || record.state === 'withdrawn') return false;
  if (reach.duty.open === 'accepted' && record.state === 'accepted') return true;
  if (record.reviews.some(({ reviewer, dropped }) => reviewer === reader._id && !dropped)) return true;
  if (namedReaders(reach.duty, record.values, reach.units).includes(reader._id)) return true;
  const able = [
    ...reach.duty.readers,
    ...allowedPosts(reach.duty, record),
    ...postsToAnswer(reach.duty, record.values),
  ];
  return holdsWithin(reader, able, [record.school, ...schoolsNamed(reach.duty, record.values)], reach);
}

function allowedPosts({ ifAllowed }: Duty, { allowed }: Pick<Record_, 'allowed'>): string[] {
  if (!ifAllowed || !allowed) return [];
  return allowed === 'county' ? [...ifAllowed.school, ...ifAllowed.county] : ifAllowed.school;
}

const reading = ({ form }: Pick<Duty, 'form'>, type: Field['type']): string[] =>
  form.fields.filter((field) => 'reads' in field && field.reads && field.type === type).map(({ key }) => key);

const valuesOf = (values: Values, keys: string[]): string[] => keys.flatMap((key) => values[key] ?? []).map(String);

/** The people a record names who read it. */
export const namedPeople = (duty: Pick<Duty, 'form'>, values: Values): PersonId[] =>
  valuesOf(values, reading(duty, 'person')) as PersonId[];

/** The projects and other units a record points to whose people read it. */
export const pointedUnits = (duty: Pick<Duty, 'form'>, values: Values): OwnerKey[] =>
  valuesOf(values, reading(duty, 'link')) as OwnerKey[];

/** Whom a record names as its readers: people, and the heads and members of `units` it points to. */
export function namedReaders(duty: Pick<Duty, 'form'>, values: Values, units: readonly People[]): PersonId[] {
  const pointed = pointedUnits(duty, values);
  const theirs = units
    .filter(({ _id }) => pointed.includes(_id))
    .flatMap(({ head, members }) => [...(head ? [head] : []), ...members]);
  return [...new Set([...namedPeople(duty, values), ...theirs])];
}

/** Those its last change has named anew: each is told once, whatever is corrected later. */
export function newlyNamed(
  duty: Pick<Duty, 'form'>,
  { values, changes }: Pick<Submission, 'values' | 'changes'>,
  units: readonly People[],
): PersonId[] {
  const later = changes.slice(changes.findIndex(({ to }) => to === 'handed-in') + 1);
  const stood = later.flatMap((change): Values[] => (change.values ? [change.values] : []));
  if (later.length > 0 && !later.at(-1)?.values) stood.push(values);
  const known = stood.flatMap((each) => namedReaders(duty, each, units));
  return namedReaders(duty, values, units).filter((person) => !known.includes(person));
}

/** The schools a record is about, besides the one it is of: the one visited, the one exchanged with. */
const schoolsNamed = ({ form }: Duty, values: Values): SchoolCode[] =>
  form.fields
    .filter(({ type }) => type === 'school')
    .flatMap(({ key }) => values[key] ?? [])
    .map((code) => String(code) as SchoolCode);

/**
 * Who may answer a record: whom it was given to while they hold such a post, and the holders of the rule's posts within their reach; from the
 * level on that only higher posts certify, only those. Nobody answers what they handed in, what is their own, or what
 * is about them: whom it names reads it, and leaves the answer to others.
 */
export function mayAnswer(reader: Reader, record: Record_, reach: Reach): boolean {
  if (isOwn(reader._id, record) || namedReaders(reach.duty, record.values, reach.units).includes(reader._id))
    return false;
  const given = record.reviews.some(
    ({ reviewer, answeredAt, dropped }) => reviewer === reader._id && !answeredAt && !dropped,
  );
  const able = postsToAnswer(reach.duty, record.values);
  // Whom it fell to holds a post as well; who has lost theirs since answers nothing.
  const asked = answeringPosts([...able, ...postsOtherwise(reach.duty, record.values)], reach.posts);
  if (given && answersFor(reader, reach.duty, asked, record.school, reach.posts)) return true;
  return holdsWithin(reader, able, [record.school], reach);
}

/** Whether it is somebody's own: they owe it, or have handed it in, now or before. */
export const isOwn = (who: PersonId, { owner, by, changes }: Record_): boolean =>
  personIn(owner) === who ||
  by === who ||
  changes.some(({ by: one, to, moved }) => one === who && to === 'handed-in' && moved === undefined);

/** Whether somebody holds one of some posts, and what it may read and answer reaches as far as these schools and subjects. */
function holdsWithin(
  reader: Reader,
  able: readonly string[],
  schools: readonly SchoolCode[],
  { posts, subjects }: Reach,
): boolean {
  return posts.some(({ key, reach }) => {
    if (!able.includes(key) || !reader.posts.includes(key)) return false;
    if (reach === 'county') return true;
    if (!schools.includes(reader.school)) return false;
    return reach === 'school' || reader.subjects.some((subject) => subjects.includes(subject));
  });
}

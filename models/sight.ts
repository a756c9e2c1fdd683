import type { Duty, Post, Right } from './duty.js';
import type { SchoolCode } from './ids.js';
import { type OwnerKey, splitOwner } from './owner.js';
import type { Person } from './person.js';
import { isOneOf } from './where.js';

/** The rights that open the ledger, in the order in which one of somebody who holds several is taken. */
export const SEEING = [
  'see-county',
  'see-school',
  'see-charge',
  'see-department',
  'see-group',
  'see-prep',
  'see-cluster',
] as const satisfies readonly Right[];
export type Seeing = (typeof SEEING)[number];

/** Acting for colleagues is a matter of one's school, or of the county's: what else one may look at, one reminds nobody of. */
export const URGING: readonly Seeing[] = ['see-county', 'see-school'];

/** How much of an entry is seen: how it stands, as one more in a number; or whose it is as well. */
export type Sight = 'names' | 'numbers';

/** Somebody who asks, with the cluster of their school. */
export type Viewer = Pick<Person, 'school' | 'posts' | 'subjects' | 'grades' | 'department' | 'charge'> & {
  cluster: string;
};

/** An entry of the ledger: of which duty, whose, on the page of which school. */
export interface Standing {
  duty: Pick<Duty, 'owner' | 'readers' | 'review'>;
  owner: OwnerKey;
  school: SchoolCode;
  cluster: string;
  /** The person who owes it, where one does. */
  person?: Pick<Person, 'subjects' | 'grades' | 'department'> | undefined;
}

/**
 * What a right lets somebody see of an entry; undefined: nothing, not even in a number. The county's people, a school's
 * leaders and the heads of groups and departments see the names of what is theirs. A researcher sees the schools in
 * their charge and the teachers and groups of their subjects: names of what the duty lets them read, else numbers. Who
 * leads a cluster sees its numbers.
 */
export function sightOf(right: Seeing, viewer: Viewer, standing: Standing, posts: readonly Post[]): Sight | undefined {
  const isHere = standing.school === viewer.school;
  const reads = readersOf(standing.duty).some((post) => postsWith(right, viewer, posts).includes(post));
  const isOfSubject = (reads || isTeaching(standing.duty)) && teaches(standing, viewer.subjects);
  switch (right) {
    case 'see-county':
      return 'names';
    case 'see-school':
      return isHere ? 'names' : undefined;
    case 'see-charge':
      if (!viewer.charge.includes(standing.school) && !isOfSubject) return undefined;
      return reads ? 'names' : 'numbers';
    case 'see-department':
      return isHere && isOfDepartment(standing, viewer) ? 'names' : undefined;
    case 'see-group':
      return isHere && isOfSubject ? 'names' : undefined;
    case 'see-prep':
      return isHere && isOfSubject && isOfGrade(standing, viewer) ? 'names' : undefined;
    case 'see-cluster':
      return standing.cluster === viewer.cluster ? 'numbers' : undefined;
  }
}

/**
 * Whether somebody may ask about a person by name, by one of their rights: some of what that person owes may then be
 * seen as theirs; what of it is, `sightOf` says.
 */
export function mayAskAbout(
  right: Seeing,
  viewer: Viewer,
  person: Pick<Person, 'school' | 'subjects' | 'grades' | 'department'>,
): boolean {
  const isHere = person.school === viewer.school;
  const isOfSubject = isOneOf(person.subjects, viewer.subjects);
  switch (right) {
    case 'see-county':
      return true;
    case 'see-school':
      return isHere;
    case 'see-charge':
      return viewer.charge.includes(person.school) || isOfSubject;
    case 'see-department':
      return isHere && viewer.department !== undefined && person.department === viewer.department;
    case 'see-group':
      return isHere && isOfSubject;
    case 'see-prep':
      return isHere && isOfSubject && isOneOf(person.grades, viewer.grades);
    case 'see-cluster':
      return false;
  }
}

const postsWith = (right: Seeing, viewer: Viewer, posts: readonly Post[]): string[] =>
  posts.filter(({ key, rights }) => viewer.posts.includes(key) && rights.includes(right)).map(({ key }) => key);

/** Who reads or answers what is handed in. */
const readersOf = ({ readers, review }: Standing['duty']): string[] => [
  ...readers,
  ...(review?.posts ?? []),
  ...(review?.higher?.posts ?? []),
];

/** Whether it is owed for teaching: what a post or a task brings with it is no matter of the group's. */
const isTeaching = ({ owner }: Standing['duty']): boolean =>
  ['teaching-person', 'subject-group', 'prep-group'].includes(owner.kind);

/** Whether an entry is of one of some subjects: its group's, or those its person teaches. */
export function teaches({ owner, person }: Pick<Standing, 'owner' | 'person'>, subjects: readonly string[]): boolean {
  const { kind, parts } = splitOwner(owner);
  if (kind === 'group' || kind === 'prep') return isOneOf(parts.slice(1, 2), [...subjects]);
  return isOneOf(person?.subjects ?? [], [...subjects]);
}

function isOfGrade({ owner, person }: Standing, { grades }: Viewer): boolean {
  const { kind, parts } = splitOwner(owner);
  return isOneOf(kind === 'prep' ? parts.slice(2, 3) : (person?.grades ?? []), grades);
}

/** The department's own, that of its people, and what the school or a unit owes through the head's own post. */
function isOfDepartment({ owner, person, duty }: Standing, { department, posts }: Viewer): boolean {
  const { kind, parts } = splitOwner(owner);
  if (kind === 'department') return parts[1] === department;
  if (kind === 'person') return department !== undefined && person?.department === department;
  return 'post' in duty.owner && duty.owner.post !== undefined && posts.includes(duty.owner.post);
}

import type { SandboxPerson } from '../deps.js';

/** Everybody who fits all words of the query: by name, pinyin (王建国: wangjianguo, jianguo, wjg), number, school or post. */
export function search(people: readonly SandboxPerson[], query: string): SandboxPerson[] {
  const words = query.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean);
  return people.filter((person) => words.every((word) => fits(person, word)));
}

function fits(person: SandboxPerson, word: string): boolean {
  const { id, name, schoolName, posts } = person;
  if ([id.toLowerCase(), name, schoolName, ...posts].some((text) => text.includes(word))) return true;
  const syllables = person.pinyin
    .toLowerCase()
    .replace(/[^a-z ]/gu, '')
    .split(/ +/u)
    .filter(Boolean);
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  return initials.startsWith(word) || syllables.some((_, i) => syllables.slice(i).join('').startsWith(word));
}

const TEACHER = '教师';

/** What somebody is, in a few words. */
export const roleOf = ({ posts }: Pick<SandboxPerson, 'posts'>): string => posts.join('、') || TEACHER;

/** Whoever holds a post before the many who do not; otherwise as they were. */
export const byImportance = (a: SandboxPerson, b: SandboxPerson): number =>
  Number(a.posts.length === 0) - Number(b.posts.length === 0);

/** So much of the cast is from the school where most parts are found: a teacher, those in charge of them. */
const SHARE_OF_FIRST = 5 / 8;

/**
 * One person for every kind of part there is to play, so that somebody new can begin: most from the school where most
 * parts are found, as their stories meet there; the others, as those who see the whole county, from wherever they
 * are. Teachers first.
 */
export function cast(people: readonly SandboxPerson[], most = 8): SandboxPerson[] {
  const parts = new Map<string, Set<string>>();
  for (const person of people) {
    parts.set(person.school, (parts.get(person.school) ?? new Set()).add(roleOf(person)));
  }
  const partsAt = ({ school }: SandboxPerson): number => parts.get(school)?.size ?? 0;
  const sorted = people.toSorted((a, b) => partsAt(b) - partsAt(a) || (a.id < b.id ? -1 : 1));
  const byRole = new Map<string, SandboxPerson>();
  for (const person of sorted) if (!byRole.has(roleOf(person))) byRole.set(roleOf(person), person);
  const isTeacher = (person: SandboxPerson): number => Number(roleOf(person) === TEACHER);
  const all = [...byRole.values()].toSorted((a, b) => isTeacher(b) - isTeacher(a));
  const first = all.filter(({ school }) => school === sorted[0]?.school);
  const others = all.filter((person) => !first.includes(person));
  const ofFirst = Math.max(Math.ceil(most * SHARE_OF_FIRST), most - others.length);
  return [...first.slice(0, ofFirst), ...others].slice(0, most);
}

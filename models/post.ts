import type { Post } from './duty.js';
import type { Day } from './ids.js';
import type { Person } from './person.js';
import { leaveOn } from './presence.js';

/** Who answers for a post today, and in which capacity: `as` differs from the post asked for when it fell to another. */
export interface Responsible {
  person: Person;
  as: string;
  /** They hold no such post, but stand in for somebody who does. */
  standsIn?: true;
}

/** A post and those it falls to, in order. */
export const chainOf = (post: string, posts: readonly Post[]): string[] => [
  post,
  ...(posts.find(({ key }) => key === post)?.fallsTo ?? []),
];

/** Posts, and those they fall to: whoever holds none of them answers for none of these. */
export const answeringPosts = (wanted: readonly string[], posts: readonly Post[]): string[] => [
  ...new Set(wanted.flatMap((post) => chainOf(post, posts))),
];

/**
 * The holder of a post among a school's people; where nobody holds it, or all holders are on leave, the holder of
 * the post it falls to, and so on. Undefined when the chain ends with nobody.
 */
export function responsibleFor(
  post: string,
  posts: readonly Post[],
  people: Person[],
  day: Day,
): Responsible | undefined {
  for (const as of chainOf(post, posts)) {
    const person = people.find((each) => !each.endedOn && each.posts.includes(as) && !leaveOn(each, day));
    if (person) return { person, as };
  }
  return undefined;
}

/** Everybody who holds a post and is there; where nobody is, whom it falls to. */
export function everyResponsible(post: string, posts: readonly Post[], people: Person[], day: Day): Person[] {
  const there = people.filter((each) => !each.endedOn && each.posts.includes(post) && !leaveOn(each, day));
  const substitute = there.length === 0 && responsibleFor(post, posts, people, day);
  return substitute ? [substitute.person] : there;
}

import type { Connection } from 'mongoose';
import type { Catalogue } from './duty.js';
import type { Day, SchoolCode } from './ids.js';
import { createPeople, type Person } from './person.js';
import { leaveOn } from './presence.js';

/** What a reviewer is looked for by: whose record it is. */
export interface ToReview {
  /** Whose holders may answer it. */
  posts: readonly string[];
  school: SchoolCode;
  /** Nobody answers their own. */
  not: readonly string[];
  subjects: readonly string[];
  day: Day;
}

/**
 * Finds who answers a record: the holders of the first post of the rule that has any, then of those it falls to, in
 * the own school or, where the post reaches so far, in the county. Of several: who is there, is in charge of the
 * school, teaches the subject; of equals always the same one, so that two runs agree.
 */
export function createReviewers(db: Connection, { posts }: Pick<Catalogue, 'posts'>) {
  const people = createPeople(db);
  const holders = (post: string, school: SchoolCode): Promise<Person[]> => {
    const reach = posts.find(({ key }) => key === post)?.reach ?? 'school';
    return reach === 'county' ? people.county([post]) : people.holders([school], [post]);
  };
  return async ({ posts: able, school, not, subjects, day }: ToReview): Promise<Person | undefined> => {
    const chain = able.flatMap((post) => [post, ...(posts.find(({ key }) => key === post)?.fallsTo ?? [])]);
    const fit = (person: Person): number =>
      (leaveOn(person, day) ? 0 : 4) +
      (person.charge.includes(school) ? 2 : 0) +
      (person.subjects.some((subject) => subjects.includes(subject)) ? 1 : 0);
    for (const post of new Set(chain)) {
      const others = (await holders(post, school)).filter(({ _id }) => !not.includes(_id));
      const [best] = others.toSorted((a, b) => fit(b) - fit(a) || (a._id < b._id ? -1 : 1));
      if (best) return best;
    }
    return undefined;
  };
}

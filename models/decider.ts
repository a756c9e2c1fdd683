import type { Day, PersonId } from './ids.js';
import type { Models } from './models.js';
import { type Person, rightsOf } from './person.js';
import { everyResponsible } from './post.js';
import { leaveOn } from './presence.js';
import type { School } from './school.js';

/**
 * Who decides about somebody's case: of those of the school who may act for colleagues, whoever the school's
 * digests go to, in their order (the research lead, then the principal), then any; where there is nobody but the
 * persons left out (`not`), whoever may act for colleagues all over the county. Undefined where nobody is there.
 */
export async function deciderFor(
  school: School,
  not: readonly PersonId[],
  { people, catalogue }: Pick<Models, 'people' | 'catalogue'>,
  day: Day,
): Promise<Person | undefined> {
  const { posts, digests } = catalogue;
  const may = (person: Person): boolean =>
    !not.includes(person._id) && !leaveOn(person, day) && rightsOf(person, posts).has('act-for');
  const staff = await people.withPosts([school._id]);
  const told = digests.filter(({ sees }) => sees === 'see-school').flatMap(({ to }) => to);
  const first = told.flatMap((post) => everyResponsible(post, posts, staff, day));
  const own = [...first, ...staff].find(may);
  if (own) return own;
  const wide = posts.filter(({ rights }) => rights.includes('act-for') && rights.includes('see-county'));
  return (await people.county(wide.map(({ key }) => key))).find(may);
}

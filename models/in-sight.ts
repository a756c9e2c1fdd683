import type { Duty } from './duty.js';
import type { Models } from './models.js';
import { personIn } from './owner.js';
import type { Person } from './person.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import { inOrder } from './school-order.js';
import { type Seeing, sightOf, teaches, type Viewer } from './sight.js';

/** What somebody sees by one of their rights. */
export interface InSight {
  right: Seeing;
  viewer: Viewer;
  /** Only what is of these subjects. */
  subjects?: readonly string[] | undefined;
}

/** A page with those of its entries that are seen, and whether it is seen whose all of these are. */
export interface SeenPage {
  page: Roll;
  names: boolean;
}

/** A page as far as somebody sees it; undefined where they see nothing of it. `people`: whoever owes on it, see `peopleOn`. */
export function seenOf(
  page: Roll,
  duty: Duty,
  { right, viewer, subjects }: InSight,
  { cluster, people }: { cluster: string; people: ReadonlyMap<string, Person> },
  { catalogue }: Pick<Models, 'catalogue'>,
): SeenPage | undefined {
  let names = true;
  const entries = page.entries.filter(({ owner }) => {
    const standing = { duty, owner, school: page.school, cluster, person: people.get(personIn(owner) ?? '') };
    if (subjects && !teaches(standing, subjects)) return false;
    const sight = sightOf(right, viewer, standing, catalogue.posts);
    if (sight === 'numbers') names = false;
    return sight !== undefined;
  });
  return entries.length > 0 ? { page: { ...page, entries }, names } : undefined;
}

/** Whoever owes on these pages, where what they teach or where they work decides who sees it; nobody elsewhere. */
export async function peopleOn(
  pages: readonly Roll[],
  right: Seeing,
  { people }: Pick<Models, 'people'>,
): Promise<ReadonlyMap<string, Person>> {
  if (['see-county', 'see-school', 'see-cluster'].includes(right)) return new Map();
  const ids = new Set(pages.flatMap(({ entries }) => entries.flatMap(({ owner }) => personIn(owner) ?? [])));
  return new Map((await people.byIds([...ids])).map((person) => [person._id, person]));
}

/** The schools somebody sees something of by a right, by cluster; `subjects` where it is by what they teach. */
export async function schoolsSeenBy(
  right: Seeing,
  { charge, subjects }: Pick<Person, 'charge' | 'subjects'>,
  own: School,
  models: Pick<Models, 'schools' | 'people' | 'catalogue'>,
): Promise<{ schools: School[]; subjects?: readonly string[] }> {
  const { schools } = models;
  switch (right) {
    case 'see-county':
      return { schools: inOrder(await schools.all()) };
    case 'see-cluster':
      return { schools: await schoolsOfCluster(own, models) };
    case 'see-charge': {
      const found = await schools.byCodes(charge);
      return found.length > 0 ? { schools: inOrder(found) } : { schools: inOrder(await schools.all()), subjects };
    }
    case 'see-school':
    case 'see-department':
      return { schools: [own] };
    default:
      return { schools: [own], subjects };
  }
}

/**
 * The schools of the cluster a school leads. The county's own that stands in it is none of them: what it owes is no
 * matter of the cluster's. It is told by whoever leads the county there; who operates the program may be of any school.
 */
export async function schoolsOfCluster(
  own: School,
  { schools, people, catalogue }: Pick<Models, 'schools' | 'people' | 'catalogue'>,
): Promise<School[]> {
  const all = inOrder(await schools.ofCluster(own.cluster));
  const leading = catalogue.posts.filter(({ rights }) => rights.includes('see-county') && !rights.includes('operate'));
  const leaders = await people.holders(
    all.map(({ _id }) => _id),
    leading.map(({ key }) => key),
  );
  const countys = new Set(leaders.map(({ school }) => school));
  return all.filter(({ _id }) => _id === own._id || !countys.has(_id));
}

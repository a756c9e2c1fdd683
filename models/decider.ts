import type { Duty } from './duty.js';
import type { Day, PeriodKey, PersonId } from './ids.js';
import type { Models } from './models.js';
import { type Person, rightsOf } from './person.js';
import { everyResponsible } from './post.js';
import { leaveOn } from './presence.js';
import type { School } from './school.js';

/** Of whose case it is, about which page. */
export interface ToDecide {
  duty: Duty;
  period: PeriodKey;
  school: School;
  /** Persons left out: nobody decides about themselves. */
  not: readonly PersonId[];
}

/**
 * Who decides a case. Of a task it is whoever gave it, for nobody below them calls it off; where they are asked no
 * more, whoever else of their school may give it and may act for colleagues, then the county. Undefined where nobody
 * is there.
 */
export async function deciderOfCase(
  { duty: { key, owner, cadence }, period, school, not }: ToDecide,
  models: Pick<Models, 'people' | 'catalogue' | 'occasions' | 'schools'>,
  day: Day,
): Promise<Person | undefined> {
  if (owner.kind !== 'assignee' || cadence.every !== 'occasion') return deciderFor(school, not, models, day);
  const { changes = [] } = (await models.occasions.get(key, period)) ?? {};
  const giver = changes[0] && (await models.people.byId(changes[0].by));
  if (giver && !giver.endedOn && !not.includes(giver._id) && !leaveOn(giver, day)) return giver;
  const theirs = giver && (await models.schools.byCode(giver.school));
  return deciderFor(theirs ?? school, not, models, day, cadence.openedBy);
}

/**
 * Who decides about somebody's case: of those of the school who may act for colleagues, whoever the school's
 * digests go to, in their order (the research lead, then the principal), then any; where there is nobody but the
 * persons left out (`not`), whoever may act for colleagues all over the county. Undefined where nobody is there.
 * `among`: of the school only holders of these posts.
 */
export async function deciderFor(
  school: School,
  not: readonly PersonId[],
  { people, catalogue }: Pick<Models, 'people' | 'catalogue'>,
  day: Day,
  among?: readonly string[],
): Promise<Person | undefined> {
  const { posts, digests } = catalogue;
  const may = (person: Person): boolean =>
    !not.includes(person._id) && !leaveOn(person, day) && rightsOf(person, posts).has('act-for');
  const staff = await people.withPosts([school._id]);
  const told = digests.filter(({ sees }) => sees === 'see-school').flatMap(({ to }) => to);
  const first = told.flatMap((post) => everyResponsible(post, posts, staff, day));
  const own = [...first, ...staff].find(
    (person) => may(person) && (!among || person.posts.some((post) => among.includes(post))),
  );
  if (own) return own;
  const wide = posts.filter(({ rights }) => rights.includes('act-for') && rights.includes('see-county'));
  return (await people.county(wide.map(({ key }) => key))).find(may);
}

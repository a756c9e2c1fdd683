import { type Around, answerableFor } from './answerable.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import type { Models } from './models.js';
import { dutyOf } from './nag.js';
import type { NagItem } from './outbox.js';
import { ownerOfPerson } from './owner.js';
import { around } from './owners.js';
import type { Person } from './person.js';

type Tools = Pick<Models, 'people' | 'schools' | 'units' | 'clusters' | 'standIns' | 'occasions' | 'catalogue'>;

interface PutOff {
  person: PersonId;
  items: NagItem[];
}

/**
 * What was put off until a day, without what is for somebody else by then: who was to hear it stood in and does so no
 * more, gave up the post, moved to another school. What is one's own stays, wherever one is.
 *
 * @param county the holders of posts that hear of every school.
 */
export async function stillTheirs<T extends PutOff>(
  all: readonly T[],
  day: Day,
  county: readonly Person[],
  models: Tools,
): Promise<T[]> {
  const others = all.filter(({ person, items }) => items.some((item) => !isOwn(item, person)));
  const people = await models.people.byIds([...new Set(others.map(({ person }) => person))]);
  const known = new Map(people.map((person) => [person._id, person]));
  const isSettled = (item: NagItem, id: PersonId): boolean => {
    const person = known.get(id);
    return isOwn(item, id) || person === undefined || holds(item, person, county);
  };
  const open = others.flatMap(({ person, items }) => items.filter((item) => !isSettled(item, person)));
  const places = await placesOf(open, models);
  const isTheirs = async (item: NagItem, person: Person | undefined): Promise<boolean> =>
    person !== undefined &&
    (holds(item, person, county) ||
      answers(item, person, places.get(item.school), day, models) ||
      (await gave(item, person, day, models)));
  const kept = all.map(async (each) => {
    const theirs = await Promise.all(
      each.items.map(async (item) => isOwn(item, each.person) || isTheirs(item, known.get(each.person))),
    );
    return { ...each, items: each.items.filter((_, i) => theirs[i]) };
  });
  return (await Promise.all(kept)).filter(({ items }) => items.length > 0);
}

const isOwn = ({ as, owners }: NagItem, person: PersonId): boolean =>
  as === 'owner' && owners.includes(ownerOfPerson(person));

/** The people of the schools whose pages these are. */
async function placesOf(items: NagItem[], models: Tools): Promise<Map<SchoolCode, Around>> {
  const schools = await models.schools.byCodes([...new Set(items.map(({ school }) => school))]);
  const places = new Map<SchoolCode, Around>();
  // One after the other: read together, the people of all would be gone through once a school, and nothing else done meanwhile.
  for (const school of schools) places.set(school._id, await around(school, models));
  return places;
}

/** They hold the post by which they were to hear of it: in that school, or in the county. */
const holds = ({ as, school }: NagItem, { _id, school: at, posts }: Person, county: readonly Person[]): boolean =>
  posts.includes(as) && (at === school || county.some((person) => person._id === _id));

function answers(item: NagItem, { _id }: Person, here: Around | undefined, day: Day, models: Tools): boolean {
  const duty = dutyOf(item, models);
  return (
    duty !== undefined &&
    here !== undefined &&
    item.owners.some((owner) => answerableFor(owner, duty, here, day)?.person._id === _id)
  );
}

/** They gave the task, or stand in for whoever did. */
async function gave({ as, duty, period }: NagItem, { _id, school }: Person, day: Day, models: Tools): Promise<boolean> {
  if (as !== 'assigner') return false;
  const by = (await models.occasions.get(duty, period))?.changes[0]?.by;
  if (by === _id) return true;
  const inPlace = await models.standIns.ofSchools([school]);
  return inPlace.some((each) => each.person === _id && each.of === by && each.from <= day && day <= each.to);
}

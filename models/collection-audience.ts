import type { Collection, CollectionAudience } from './collection.js';
import type { Day } from './ids.js';
import type { Models } from './models.js';
import type { Person } from './person.js';
import { type Posting, postingOf } from './posting.js';
import type { School } from './school.js';
import { heldOf } from './training.js';
import { type OutsideBecause, outsideBecause } from './training-audience.js';
import { audienceOf } from './training-people.js';

type Of = Pick<Collection, 'audience'>;
interface When {
  now: Date;
  today: Day;
}

/** A rule alone, as a training's would be. */
const asTraining = ({ rule }: Extract<CollectionAudience, { rule: unknown }>) => ({
  programme: '',
  audience: rule,
  also: [],
  except: [],
});

/** Why somebody is not asked; undefined when they are. */
export async function notAsked(
  { audience }: Of,
  { person, school, today }: { person: Person; school: School; today: Day },
  models: Models,
): Promise<OutsideBecause | 'no-place' | undefined> {
  if ('training' in audience) {
    const all = await placedIn(audience, models);
    return all.some(({ people }) => people.some(({ _id }) => _id === person._id)) ? undefined : 'no-place';
  }
  if (audience.school && audience.school !== school._id) return 'other-school';
  return outsideBecause(asTraining(audience), { person, school, trained: false }, today);
}

/** Whom a collection asks, school by school, in the order of the schools' names. */
export async function askedBy(
  { audience }: Of,
  when: When,
  models: Models,
): Promise<{ school: School; people: Person[] }[]> {
  if ('training' in audience) return placedIn(audience, models);
  const only = audience.school && (await models.schools.byCode(audience.school));
  return audienceOf(asTraining(audience), when, models, only && [only]);
}

/** Who has a place in a training, or was seen there, by school. */
async function placedIn(
  { training: no, attended }: Extract<CollectionAudience, { training: number }>,
  { trainings, attendances, people, schools }: Models,
): Promise<{ school: School; people: Person[] }[]> {
  const training = await trainings.byNo(no);
  const placed = training ? heldOf(training).flatMap(({ person, state }) => (state === 'in' ? [person] : [])) : [];
  const seen = attended ? (await attendances.of(no)).filter((row) => row.in ?? row.out) : [];
  const ids = seen.length > 0 ? [...new Set(seen.map(({ person }) => person))] : placed;
  const known = (await people.byIds(ids)).filter(({ endedOn }) => !endedOn);
  const all = await schools.byCodes([...new Set(known.map(({ school }) => school))]);
  return all.map((school) => ({ school, people: known.filter((each) => each.school === school._id) }));
}

/** Where it is posted, as of a whole county's or of one school's (`only`). A training's people are asked one by one. */
export async function postingFor(
  { audience }: Of,
  schools: readonly School[],
  models: Models,
  only: boolean,
): Promise<Posting> {
  if ('training' in audience) return { groups: [], wider: [], missed: [] };
  const { school, rule } = audience;
  return postingOf(school ? { schools: [school] } : rule, schools, models, only);
}

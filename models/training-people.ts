import type { Day, PersonId } from './ids.js';
import type { Models } from './models.js';
import type { Person } from './person.js';
import type { School } from './school.js';
import type { TrainingHead } from './training.js';
import { type OutsideBecause, outsideBecause, untrainedSince } from './training-audience.js';

type Of = Pick<TrainingHead, 'programme' | 'audience' | 'also' | 'except'>;

/** Somebody of a school, on a day. */
interface Who {
  person: Person;
  school: School;
  now: Date;
  today: Day;
}

/** Why somebody may not sign up for a training; undefined when they may. */
export async function outside(
  training: Of,
  { person, school, now, today }: Who,
  models: Models,
): Promise<OutsideBecause | undefined> {
  const trained = await trainedOf(training, { now, today }, models, [person._id]);
  return outsideBecause(training, { person, school, trained: trained.has(person._id) }, today);
}

/** Whom a training is for today, by the roster, school by school; of some schools, or of all. */
export async function audienceOf(
  training: Of,
  when: Pick<Who, 'now' | 'today'>,
  models: Models,
  among?: readonly School[],
): Promise<{ school: School; people: Person[] }[]> {
  const schools = among ?? (await models.schools.all());
  const [trained, ...staff] = await Promise.all([
    trainedOf(training, when, models),
    ...schools.map(({ _id }) => models.people.ofSchool(_id)),
  ]);
  const isMeant = (person: Person, school: School): boolean =>
    !outsideBecause(training, { person, school, trained: trained.has(person._id) }, when.today);
  return schools.flatMap((school, i) => {
    const people = (staff[i] ?? []).filter((person) => isMeant(person, school));
    return people.length > 0 ? [{ school, people }] : [];
  });
}

/** Who was at the same programme within the years its rule names. */
async function trainedOf(
  { programme, audience }: Of,
  { now, today }: Pick<Who, 'now' | 'today'>,
  { trainings, calendar }: Models,
  people?: PersonId[],
): Promise<Set<PersonId>> {
  const since = untrainedSince(audience, today);
  return since ? trainings.trained(programme, calendar.at(since, '00:00'), now, people) : new Set();
}

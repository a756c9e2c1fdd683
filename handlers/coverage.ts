import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { School } from '../models/school.js';
import { audienceOf } from '../models/training-people.js';
import type { TrainingProgramme } from '../models/training-programme.js';

/** Of all whom a programme is for on a day: how many have been trained since when, and who is still to be. */
export interface Coverage {
  since: Day;
  done: number;
  of: number;
  missing: { school: School; people: Person[] }[];
}

/**
 * How far a programme has come with those who are in post today, whatever post or school they were trained in. For
 * whole staffs (全员培训) since the day the programme names; otherwise since the year began.
 */
export async function coverageOf(
  programme: TrainingProgramme,
  when: { now: Date; today: Day },
  models: Models,
): Promise<Coverage> {
  const since = programme.everybodySince ?? (`${when.today.slice(0, 4)}-01-01` as Day);
  // Trained within the last years is no reason to be left out here: it is what is asked.
  const { untrainedYears: _, ...audience } = programme.audience;
  const [trained, meant] = await Promise.all([
    models.certificates.finishedSince(programme.key, since),
    audienceOf({ programme: programme.key, audience, also: [], except: [] }, when, models),
  ]);
  const missing = meant.flatMap(({ school, people }) => {
    const those = people.filter(({ _id }) => !trained.has(_id));
    return those.length > 0 ? [{ school, people: those }] : [];
  });
  const count = (all: typeof meant): number => all.reduce((sum, { people }) => sum + people.length, 0);
  return { since, done: count(meant) - count(missing), of: count(meant), missing };
}

/** The programme somebody means: by its word or its name. */
export function programmeNamed(name: string, { catalogue }: Pick<Models, 'catalogue'>): TrainingProgramme | undefined {
  return catalogue.trainings.find((each) => each.word === name || each.name === name);
}

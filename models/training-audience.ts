import { addDays } from './day.js';
import type { Day } from './ids.js';
import type { Person } from './person.js';
import { stintOn } from './presence.js';
import type { School } from './school.js';
import type { Training } from './training.js';
import type { TrainingAudience } from './training-programme.js';
import { isOneOf, isWhere } from './where.js';

/** The first part of a rule that somebody does not meet. */
export type OutsideBecause =
  | 'left'
  | 'cluster'
  | 'other-school'
  | 'school'
  | 'subject'
  | 'grade'
  | 'next-grade'
  | 'title'
  | 'post'
  | 'teaching'
  | 'trained'
  | 'excepted';

/** Who somebody is on a day, as far as a rule asks. */
export interface Applicant {
  person: Person;
  school: Pick<School, '_id' | 'cluster' | 'stage' | 'rural'>;
  /** Whether they were at a training of the programme within the years the rule names. */
  trained: boolean;
}

/** What of a rule somebody does not meet; undefined when they do. */
function outsideRule(
  {
    clusters,
    schools,
    subjects,
    grades,
    nextGrades,
    titles,
    posts,
    teaching,
    untrainedYears,
    ...where
  }: TrainingAudience,
  { person, school, trained }: Applicant,
  day: Day,
): OutsideBecause | undefined {
  if (person.endedOn) return 'left';
  const isThere = clusters?.includes(school.cluster) || schools?.includes(school._id);
  if ((clusters || schools) && !isThere) return schools ? 'other-school' : 'cluster';
  if (!isWhere(where, school)) return 'school';
  if (!isOneOf(person.posts, posts)) return 'post';
  if (!isOneOf(person.subjects, subjects)) return 'subject';
  if (!isOneOf(person.grades, grades)) return 'grade';
  if (!isOneOf(person.nextGrades ?? person.grades, nextGrades)) return 'next-grade';
  if (!isOneOf(person.title ? [person.title] : [], titles)) return 'title';
  if (teaching && !(stintOn(person, day)?.teaching ?? person.teaching)) return 'teaching';
  return untrainedYears && trained ? 'trained' : undefined;
}

/** Why somebody may not sign up; undefined when they may: by the rule, or by name. */
export function outsideBecause(
  { audience, also, except }: Pick<Training, 'audience' | 'also' | 'except'>,
  applicant: Applicant,
  day: Day,
): OutsideBecause | undefined {
  const { _id, endedOn } = applicant.person;
  if (except.includes(_id)) return 'excepted';
  return also.includes(_id) && !endedOn ? undefined : outsideRule(audience, applicant, day);
}

/** The day since which who was trained is left out; undefined where the rule does not ask. */
export const untrainedSince = ({ untrainedYears }: TrainingAudience, day: Day): Day | undefined =>
  untrainedYears === undefined ? undefined : addDays(day, -365 * untrainedYears);

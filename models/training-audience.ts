import type { Day } from './ids.js';
import { type Person, stintOn } from './person.js';
import type { School } from './school.js';
import type { Training } from './training.js';
import type { TrainingAudience } from './training-programme.js';
import { isOneOf, isWhere } from './where.js';

/** The first part of a rule that somebody does not meet. */
export type OutsideBecause = 'left' | 'school' | 'subject' | 'grade' | 'post' | 'teaching' | 'excepted';

/** What of a rule somebody does not meet; undefined when they do. */
function outsideRule(
  { subjects, grades, posts, teaching, ...where }: TrainingAudience,
  person: Person,
  school: Pick<School, 'stage' | 'rural'>,
  day: Day,
): OutsideBecause | undefined {
  if (person.endedOn) return 'left';
  if (!isWhere(where, school)) return 'school';
  if (!isOneOf(person.posts, posts)) return 'post';
  if (!isOneOf(person.subjects, subjects)) return 'subject';
  if (!isOneOf(person.grades, grades)) return 'grade';
  return teaching && !(stintOn(person, day)?.teaching ?? person.teaching) ? 'teaching' : undefined;
}

/** Why somebody may not sign up; undefined when they may: by the rule, or by name. */
export function outsideBecause(
  { audience, also, except }: Pick<Training, 'audience' | 'also' | 'except'>,
  person: Person,
  school: Pick<School, 'stage' | 'rural'>,
  day: Day,
): OutsideBecause | undefined {
  if (except.includes(person._id)) return 'excepted';
  return also.includes(person._id) && !person.endedOn ? undefined : outsideRule(audience, person, school, day);
}

import { answerableFor, mayAnswerFor } from './answerable.js';
import type { Case } from './case.js';
import type { Day, PersonId } from './ids.js';
import type { Models } from './models.js';
import { around, isPersonal } from './owners.js';
import type { Person } from './person.js';

/** Whose it is instead of somebody who only stands in; `isOver`: who stood in does so no more. */
export interface NextToAnswer {
  to: Person | undefined;
  isOver: boolean;
  /** As long as they would have stood in themselves. */
  until?: Day;
}

/**
 * Who answers for what a case is about instead of its person, where that one only stands in: whoever holds the post, or
 * whom it falls to. Undefined for who answers in their own right.
 *
 * @param but whom it was passed on to by what is decided otherwise now.
 */
export async function nextToAnswer(
  { roll, duty: key, owners: [owner], person: id, school: code }: Omit<Case, '_id' | 'no'>,
  models: Pick<Models, 'people' | 'units' | 'schools' | 'clusters' | 'standIns' | 'rolls' | 'catalogue'>,
  day: Day,
  but?: PersonId,
): Promise<NextToAnswer | undefined> {
  const [page, school] = await Promise.all([models.rolls.get(roll), models.schools.byCode(code)]);
  const duty = models.catalogue.duties.find((each) => each.key === key);
  if (!page || !school || !owner || !duty || isPersonal(duty)) return undefined;
  const here = await around(school, models);
  const person = here.staff.find(({ _id }) => _id === id);
  if (person && mayAnswerFor(owner, duty, person, { ...here, standIns: [] }, day)) return undefined;
  const standIns = here.standIns.filter((each) => each.period !== page.period || each.person !== but);
  const now = answerableFor(owner, duty, { ...here, standIns }, day, page.period)?.person;
  if (now?._id !== id) return { to: now, isOver: true };
  const others = standIns.filter((each) => each.person !== id);
  const held = standIns.find((each) => each.person === id && each.from <= day && day <= each.to);
  const to = answerableFor(owner, duty, { ...here, standIns: others }, day, page.period)?.person;
  return { to, isOver: false, ...(held && { until: held.to }) };
}

/** How who decides is told whose it will be: nothing for themselves. */
export const nextNamed = (next: NextToAnswer | undefined, decider: PersonId): { next?: string } =>
  next?.to ? { next: next.to._id === decider ? '' : next.to.name } : {};

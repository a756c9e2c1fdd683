import type { Duty } from './duty.js';
import type { Models } from './models.js';
import { ownerOfPerson } from './owner.js';
import type { Person } from './person.js';

/**
 * A researcher's round by one duty that counts the schools in their charge: what its period is called, and
 * the codes of those where they have been.
 */
export interface Round {
  duty: Duty;
  label: string;
  been: ReadonlySet<string>;
}

/** The rounds of somebody that are open, in the order of the catalogue. */
export async function roundsOf(
  person: Pick<Person, '_id' | 'school'>,
  { catalogue, rolls, submissions }: Pick<Models, 'catalogue' | 'rolls' | 'submissions'>,
  now: Date,
): Promise<Round[]> {
  const owner = ownerOfPerson(person._id);
  const roundOf = async (duty: Duty): Promise<Round[]> => {
    const pages = await rolls.openIn([person.school], now, duty.key);
    const roll = pages.findLast(({ entries }) => entries.some((entry) => entry.owner === owner));
    if (!roll) return [];
    const records = await submissions.ofPages([{ duty: duty.key, periods: [roll.period], schools: [person.school] }]);
    const counted = records
      .filter(({ state }) => state === 'handed-in' || state === 'accepted')
      .flatMap(({ counts }) => counts.filter((count) => count.owner === owner && count.duty === duty.key));
    return [{ duty, label: roll.label, been: new Set(counted.map(({ distinct }) => distinct ?? '')) }];
  };
  const perDuty = catalogue.duties
    .filter(({ quota, owner: rule }) => rule.kind === 'holder' && quota.perSchoolInCharge)
    .map(roundOf);
  return (await Promise.all(perDuty)).flat();
}

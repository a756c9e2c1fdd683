import { deadlineText } from './config/texts/format.js';
import type { Duty } from './models/duty.js';
import type { PersonId } from './models/ids.js';
import type { Models } from './models/models.js';
import { type Person, rightsOf } from './models/person.js';
import { OWING, type Roll, tally } from './models/roll.js';
import type { School } from './models/school.js';
import { type OwnerKey, ownerOfPerson, ownerOfSchool } from './models/submission.js';
import type { LedgerRow, LedgerView } from './web/sandbox/deps.js';

/** Pages due this long ago are still shown beside the chat, in milliseconds. */
const SHOW_PAST_MS = 10 * 24 * 3600 * 1000;

/** The ledger as one person may see it: the own entries, the own school's numbers and names, or the county's numbers. */
export async function ledgerFor(id: string, models: Models, now: Date): Promise<LedgerView> {
  const person = await models.people.byId(id as PersonId);
  if (!person) return { title: '我的', rows: [] };
  const rights = rightsOf(person, models.catalogue.posts);
  const all = await models.schools.all();
  const own = all.filter(({ _id }) => _id === person.school);
  if (rights.has('see-county')) return { title: '全县', rows: await rowsOf(all, person, models, now, 'numbers') };
  if (rights.has('see-school')) {
    return { title: own[0]?.name ?? '本校', rows: await rowsOf(own, person, models, now, 'names') };
  }
  return { title: '我的', rows: await rowsOf(own, person, models, now, 'mine') };
}

type Sight = 'mine' | 'names' | 'numbers';

async function rowsOf(
  schools: School[],
  person: Person,
  models: Models,
  now: Date,
  sight: Sight,
): Promise<LedgerRow[]> {
  const since = new Date(now.getTime() - SHOW_PAST_MS);
  const perDuty = models.catalogue.duties.map(async (duty) => {
    const codes = schools.map(({ _id }) => _id);
    const rolls = (await models.rolls.openOf(duty.key, codes, now)).filter(({ dueAt }) => dueAt >= since);
    return Promise.all(
      rolls
        .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || codes.indexOf(a.school) - codes.indexOf(b.school))
        .map((roll) => rowOf(roll, duty, schools, person, models, now, sight)),
    );
  });
  const rows = (await Promise.all(perDuty)).flat();
  return sight === 'mine' ? rows.filter(({ mine }) => mine !== undefined) : rows;
}

async function rowOf(
  roll: Roll,
  duty: Duty,
  schools: School[],
  person: Person,
  models: Models,
  now: Date,
  sight: Sight,
): Promise<LedgerRow> {
  const entry = roll.entries.find(({ owner }) => owner === ownersOf(duty, person));
  const names =
    sight === 'names' && duty.owner.kind === 'teaching-person' ? await missingNames(roll, models) : undefined;
  return {
    duty: duty.name,
    period: roll.label,
    school: schools.find(({ _id }) => _id === roll.school)?.name ?? roll.school,
    due: deadlineText(roll.dueAt, now, models.calendar),
    over: roll.dueAt < now,
    ...(sight !== 'mine' && { counts: tally([roll]) }),
    ...(names && { missing: names }),
    ...(entry && { mine: entry.status }),
  };
}

const ownersOf = (duty: Duty, person: Person): OwnerKey =>
  duty.owner.kind === 'school' && person.posts.includes(duty.owner.post)
    ? ownerOfSchool(person.school)
    : ownerOfPerson(person._id);

async function missingNames(roll: Roll, { people }: Models): Promise<string[]> {
  const owing = roll.entries.filter(({ status }) => OWING.includes(status)).map(({ owner }) => owner);
  const found = await people.byIds(owing.map((owner) => owner.slice('person:'.length) as PersonId));
  return found.map(({ name }) => name);
}

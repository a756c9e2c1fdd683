import { deadlineText } from './config/texts/format.js';
import { ownerText } from './config/texts/owner-name.js';
import type { PersonId } from './models/ids.js';
import type { Models } from './models/models.js';
import { ownerNames } from './models/owner-name.js';
import { type SeesTo, seesTo } from './models/owners.js';
import { type Person, rightsOf } from './models/person.js';
import { OWING, type Roll } from './models/roll.js';
import type { School } from './models/school.js';
import { tally } from './models/tally.js';
import { titleOf } from './models/title.js';
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

/** The pages that are being collected, or were lately due, the one due first first; schools in the order given. */
async function rowsOf(
  schools: School[],
  person: Person,
  models: Models,
  now: Date,
  sight: Sight,
): Promise<LedgerRow[]> {
  const since = new Date(now.getTime() - SHOW_PAST_MS);
  const codes = schools.map(({ _id }) => _id);
  const own = schools.find(({ _id }) => _id === person.school);
  const theirs = own && (await seesTo(person, own, models, models.calendar.dayOf(now)));
  const pages = await models.rolls.begunIn(codes, since, now);
  const rows = await Promise.all(
    pages
      .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || codes.indexOf(a.school) - codes.indexOf(b.school))
      .map((roll) => rowOf(roll, schools, theirs, models, now, sight)),
  );
  return sight === 'mine' ? rows.filter(({ mine }) => mine !== undefined) : rows;
}

async function rowOf(
  roll: Roll,
  schools: School[],
  theirs: SeesTo | undefined,
  models: Models,
  now: Date,
  sight: Sight,
): Promise<LedgerRow> {
  const own = roll.entries.filter(
    ({ owner }) => theirs?.owners.includes(owner) && theirs.covers(roll.duty, owner, roll.period),
  );
  // Of several that one answers for, the one still owed is the one to see to.
  const entry = own.find(({ status }) => OWING.includes(status)) ?? own[0];
  const names = sight === 'names' ? await missingNames(roll, models) : [];
  return {
    duty: models.catalogue.duties.find(({ key }) => key === roll.duty)?.name ?? roll.duty,
    period: titleOf(roll),
    school: schools.find(({ _id }) => _id === roll.school)?.name ?? roll.school,
    due: deadlineText(roll.dueAt, now, models.calendar),
    over: roll.dueAt < now,
    ...(sight !== 'mine' && { counts: tally([roll]) }),
    ...(names.length > 0 && { missing: names }),
    ...(entry && { mine: entry.status }),
  };
}

/** Who of a page still owes; where it is the school itself there is no list. */
async function missingNames(roll: Roll, models: Models): Promise<string[]> {
  const owing = roll.entries.filter(({ status, owner }) => OWING.includes(status) && !owner.startsWith('school:'));
  const names = await ownerNames(
    owing.map(({ owner }) => owner),
    models,
  );
  return [...names.values()].map(ownerText);
}

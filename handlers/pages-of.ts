import { dateText, deadlineText, momentText } from '../config/texts/format.js';
import type { Mine, MyLine } from '../config/texts/ledger.js';
import { hasBegun } from '../models/draft.js';
import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, ownerOfPerson, personIn } from '../models/owner.js';
import { answered, seesTo } from '../models/owners.js';
import { heldPeriods } from '../models/period.js';
import type { Person } from '../models/person.js';
import { lastComment } from '../models/reviewing.js';
import { OWING, type OwnPage, type RollEntry } from '../models/roll.js';
import { placeOf, type School } from '../models/school.js';
import type { Submission } from '../models/submission.js';
import { titleOf } from '../models/title.js';
import type { Asked } from './handler.js';
import { namesOfOwners } from './owner-names.js';
import { isIn } from './record.js';

/** How many pages back one looks. */
const LOOK_BACK = 120;
/** What is due later than this is told in one line a day it is due; in milliseconds. */
const SOON_MS = 14 * 24 * 3600 * 1000;

/** A page of the ledger somebody sees to, with how it stands there. */
export interface PersonPage {
  roll: OwnPage;
  entry: RollEntry;
  /** Whose it is, where it is neither the own nor the own school's. */
  whose: string;
}

/** As much of it as a line tells. */
export interface Line {
  roll: Pick<OwnPage, 'duty' | 'label' | 'about' | 'dueAt' | 'lateAfter'>;
  entry: Omit<RollEntry, 'owner'>;
  whose: string;
}

/** What is still taken of somebody: what came back, what is due within two weeks, later, and what was due before. */
export interface Owed {
  returned: PersonPage[];
  soon: PersonPage[];
  later: PersonPage[];
  overdue: PersonPage[];
}

/** Every page a person sees to: their own, and those of what they answer for. */
export async function pagesOf(
  person: Person,
  school: School,
  { now, today }: Pick<Asked, 'now' | 'today'>,
  models: Models,
): Promise<PersonPage[]> {
  await models.ledger.openSchool(school._id, now);
  const theirs = await seesTo(person, school, models, today);
  const all = await Promise.all(theirs.owners.map((owner) => pagesOfOwner(owner, person, now, models)));
  const covered = all.flat().filter(({ roll, entry }) => theirs.covers(roll.duty, entry.owner, roll.period));
  return Promise.all(covered.map((page) => asBegunBy(person, page, models)));
}

/** What only a colleague has begun for the school stands as not begun. */
async function asBegunBy({ _id }: Person, page: PersonPage, models: Models): Promise<PersonPage> {
  const { roll, entry } = page;
  const duty = models.catalogue.duties.find(({ key }) => key === roll.duty);
  if (!duty || entry.status !== 'draft' || (await hasBegun(_id, entry, roll, duty, models))) return page;
  return { ...page, entry: { ...entry, status: 'owed' } };
}

/** What is in for periods that have no page yet, because the holidays of their year are not loaded: it counts later. */
export async function keptLines(
  person: Person,
  school: School,
  { now, today }: Asked,
  models: Models,
): Promise<Line[]> {
  const { catalogue, calendar, submissions } = models;
  const place = placeOf(school);
  const held = new Map(catalogue.duties.map((duty) => [duty.key, heldPeriods(duty, now, calendar, place)]));
  if ([...held.values()].every((periods) => periods.length === 0)) return [];
  const theirs = await answered(person, school, models, today);
  const kept = theirs.flatMap(({ duty, owner }) =>
    (held.get(duty.key) ?? []).map((period) => ({ duty, owner, period })),
  );
  const lines = await Promise.all(
    kept.map(async ({ duty, owner, period }): Promise<Line[]> => {
      const all = await submissions.ofOwner({ duty: duty.key, period: period.key, owner });
      const at = all.find(isIn)?.handedInAt;
      const [whose = ''] =
        at && !personIn(owner) && !owner.startsWith('school:') ? await namesOfOwners([owner], models) : [];
      return at ? [{ roll: { ...period, duty: duty.key }, entry: { status: 'handed-in', at }, whose }] : [];
    }),
  );
  return lines.flat();
}

async function pagesOfOwner(owner: OwnerKey, { _id }: Person, now: Date, models: Models): Promise<PersonPage[]> {
  const history = await models.rolls.historyOf(owner, now, LOOK_BACK);
  const own = owner === ownerOfPerson(_id) || owner.startsWith('school:');
  const [whose = ''] = own ? [] : await namesOfOwners([owner], models);
  return history.flatMap((roll) => {
    const entry = roll.entries.find((each) => each.owner === owner);
    return entry ? [{ roll, entry, whose }] : [];
  });
}

/** Those on which something is still owed and taken, what is due first first. */
export function owedOn(pages: readonly PersonPage[], now: Date): Owed {
  const open = pages
    .filter(({ roll, entry }) => OWING.includes(entry.status) && roll.closesAt > now)
    .toSorted((a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime());
  const owed = open.filter(({ entry, roll }) => entry.status !== 'returned' && roll.lateAfter >= now);
  // What was begun is never far away: it waits for one step more.
  const soon = owed.filter(
    ({ roll, entry }) => entry.status === 'draft' || roll.dueAt.getTime() - now.getTime() < SOON_MS,
  );
  return {
    returned: open.filter(({ entry }) => entry.status === 'returned'),
    soon,
    later: owed.filter((page) => !soon.includes(page)),
    overdue: open.filter(({ entry, roll }) => entry.status !== 'returned' && roll.lateAfter < now),
  };
}

/** What came back, on all the pages it counts on: the one of its own duty, and the others. */
export interface CameBack {
  page: PersonPage;
  others: PersonPage[];
  record?: Submission;
}

/** One for each record that came back, however many duties it counts for. */
export async function cameBack(returned: readonly PersonPage[], { submissions }: Models): Promise<CameBack[]> {
  const groups = groupBy(returned, ({ roll, entry }) => entry.submission ?? `${roll._id}|${entry.owner}`);
  const all = [...groups.values()].map(async (pages): Promise<CameBack[]> => {
    const [first] = pages;
    const id = first?.entry.submission;
    const record = id === undefined ? undefined : await submissions.get(id);
    const page = pages.find((each) => isOf(record, each)) ?? first;
    return page ? [{ page, others: pages.filter((each) => each !== page), ...(record && { record }) }] : [];
  });
  return (await Promise.all(all)).flat();
}

/** Whether a page is the one a record was handed in for, and not one it counts on as well. */
export const isOf = (record: Submission | undefined, { roll, entry }: PersonPage): boolean =>
  record !== undefined && record.duty === roll.duty && record.owner === entry.owner;

/** The same as lines; with what was said of what came back, which is for whoever handed it in. */
export function owedLines(
  { soon, later, overdue }: Omit<Owed, 'returned'>,
  returned: readonly CameBack[],
  asked: Asked,
  models: Models,
  comments: boolean,
): Pick<Mine, 'returned' | 'open' | 'later' | 'overdue'> {
  const line = (page: PersonPage): MyLine => lineOf(page, asked, models);
  return {
    returned: returned.map((each) => returnedLine(each, asked, models, comments)),
    open: soon.map(line),
    later: later.map(line),
    overdue: overdue.map(line),
  };
}

export function lineOf({ roll, entry, whose }: Line, { now }: Asked, { catalogue, calendar }: Models): MyLine {
  const { status, late, at, have, need } = entry;
  return {
    duty: catalogue.duties.find(({ key }) => key === roll.duty)?.name ?? roll.duty,
    label: titleOf(roll),
    ...(whose && { whose }),
    status,
    ...(late && { late }),
    due: deadlineText(roll.dueAt, now, calendar),
    ...(roll.dueAt < now && now <= roll.lateAfter && { graceEnds: deadlineText(roll.lateAfter, now, calendar) }),
    ...(need !== undefined && { have: have ?? 0, need }),
    ...(at && { at: momentText(at, calendar, now) }),
  };
}

/** What came back, with the day it is owed again by. */
function returnedLine({ page, others, record }: CameBack, asked: Asked, models: Models, comments: boolean): MyLine {
  const comment = comments && record ? lastComment(record) : undefined;
  const words = models.catalogue.duties.flatMap(({ key, word }) =>
    others.some(({ roll }) => roll.duty === key) ? [word] : [],
  );
  return {
    ...lineOf(page, asked, models),
    ...(words.length > 0 && { also: words }),
    ...(page.entry.due && { due: dateText(page.entry.due) }),
    ...(comment && { comment }),
  };
}

import { groupBy } from './group-by.js';
import { heardId } from './heard.js';
import { listeningTo } from './hearings.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import type { Models } from './models.js';
import { audienceOf, dutyOf, type Hearer, type Listening, type StepToday } from './nag.js';
import type { NagItem } from './outbox.js';
import { ownerOfPerson, personIn } from './owner.js';
import type { Person } from './person.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import { humanFor, UNANSWERED } from './unanswered.js';
import type { Wait } from './wait.js';

type Tools = Pick<
  Models,
  'rolls' | 'people' | 'schools' | 'units' | 'occasions' | 'standIns' | 'heard' | 'catalogue' | 'calendar'
>;

/** What is said today because it was put off, or had to wait, until then. */
export type PutOff = Pick<Wait, 'person' | 'at' | 'items' | 'dueAts'>;

/** What somebody put off of what is not their own, and who hears its step today. */
interface Meant {
  of: PutOff;
  item: NagItem;
  roll: Roll;
  hearers: Hearer[];
}

/** Pages read together: those of the schools of some two townships; what is remembered stays small in a province. */
const ITEMS_A_BATCH = 240;

/**
 * What was put off until a day, for whom it is by then: each step is asked anew to whom it speaks. What is somebody's
 * no more (they stood in, gave up the post, moved, head another group) is left out of theirs; who hears the step in
 * their place hears it, unless they have been told since. What is one's own stays, wherever one is.
 *
 * @param county the holders of posts that hear of every school.
 */
export async function forToday(all: readonly PutOff[], day: Day, county: Person[], models: Tools): Promise<PutOff[]> {
  const others = all.flatMap((of) => of.items.filter((item) => !isOwn(item, of.person)).map((item) => ({ of, item })));
  const meant: Meant[] = [];
  // One batch after the other: the people of many schools are not held at once.
  for (let at = 0; at < others.length; at += ITEMS_A_BATCH)
    meant.push(...(await meantOf(others.slice(at, at + ITEMS_A_BATCH), day, county, models)));
  const byItem = new Map(meant.map((each) => [each.item, each]));
  const kept = all.map((of) => ({
    ...of,
    items: of.items.flatMap((item) => (isOwn(item, of.person) ? [item] : stillTheirs(byItem.get(item)))),
  }));
  return [...kept, ...(await handedOn(meant, models))].filter(({ items }) => items.length > 0);
}

const isOwn = ({ as, owners }: NagItem, person: PersonId): boolean =>
  as === 'owner' && owners.includes(ownerOfPerson(person));

/** Whom the steps of some items speak to today. */
async function meantOf(
  some: { of: PutOff; item: NagItem }[],
  day: Day,
  county: Person[],
  models: Tools,
): Promise<Meant[]> {
  const codes = [...new Set(some.map(({ item }) => item.school))];
  const [pages, known] = await Promise.all([
    models.rolls.getMany([...new Set(some.map(({ item }) => item.roll))]),
    models.schools.byCodes(codes),
  ]);
  const rolls = new Map(pages.map((roll) => [roll._id, roll]));
  const schools = new Map(known.map((school) => [school._id, school]));
  const ids = some.flatMap(({ item }) => item.owners.flatMap((owner) => personIn(owner) ?? []));
  const listening = await listeningTo(pages, ids, [...schools.keys()], { day, county }, models);
  const perItem = some.map(async ({ of, item }): Promise<Meant[]> => {
    const roll = rolls.get(item.roll);
    if (!roll) return [];
    const hearers = await hearersOf(item, roll, listening(item.school), schools, day, models);
    return [{ of, item, roll, hearers }];
  });
  return (await Promise.all(perItem)).flat();
}

/** Whom the step an item comes from speaks to today, as far as it is about what the item is about. */
async function hearersOf(
  item: NagItem,
  roll: Roll,
  around: Listening,
  schools: ReadonlyMap<SchoolCode, School>,
  day: Day,
  models: Tools,
): Promise<Hearer[]> {
  const duty = dutyOf(item, models);
  if (!duty) return [];
  const page = { ...roll, entries: roll.entries.filter(({ owner }) => item.owners.includes(owner)) };
  const found = audienceOf(page, duty, stepOf(item, models), around, day);
  if (firstStep(item) !== UNANSWERED) return found;
  // Of what its own people have not answered whoever is in charge of them hears.
  const told = found.map(async ({ person, owners }): Promise<Hearer[]> => {
    const human = await humanFor({ roll, person }, schools, models, day);
    return human ? [{ ...human, owners }] : [];
  });
  return (await Promise.all(told)).flat();
}

/** The step of the profile an item was said for, or, of what is no step of a profile, one that speaks to whom it is owed by. */
function stepOf(item: NagItem, { catalogue }: Tools): StepToday {
  const duty = dutyOf(item, { catalogue });
  const profile = catalogue.profiles.find(({ key }) => key === duty?.reminders);
  const key = firstStep(item);
  const step = profile?.steps.find((each) => each.key === key);
  // Not under its own key: what came back and was due on its day may be said on a later one.
  return { key: 'put-off', at: '', to: step?.to ?? 'owner', ...(step?.below && { below: step.below }) };
}

const firstStep = ({ step, first }: NagItem): string => first ?? step;

/** What of an item its hearer still hears. */
function stillTheirs(meant: Meant | undefined): NagItem[] {
  if (!meant) return [];
  const { item, of, hearers } = meant;
  const theirs = hearers.filter(({ person }) => person._id === of.person);
  const [hearer] = theirs;
  return hearer ? [{ ...item, as: hearer.as, owners: theirs.flatMap(({ owners }) => owners) }] : [];
}

/** What is no more its hearer's, for those who hear the step now and have not been told since it fell. */
async function handedOn(meant: Meant[], { heard }: Tools): Promise<PutOff[]> {
  const putOff = new Set(meant.map(({ item, of }) => heardId(item.roll, of.person)));
  const open = meant.flatMap(({ of, item, roll, hearers }) => {
    const kept = new Set(hearers.filter(({ person }) => person._id === of.person).flatMap(({ owners }) => owners));
    return hearers
      .map((hearer) => ({ ...hearer, owners: hearer.owners.filter((owner) => !kept.has(owner)) }))
      .filter(({ person, owners }) => owners.length > 0 && !putOff.has(heardId(roll._id, person._id)))
      .map((hearer) => ({ of, item, roll, hearer }));
  });
  const before = await heard.byIds([...new Set(open.map(({ roll, hearer }) => heardId(roll._id, hearer.person._id)))]);
  const wasTold = ({ item: { on }, roll, hearer }: (typeof open)[number]): boolean =>
    on === undefined ||
    Object.keys(before.get(heardId(roll._id, hearer.person._id))?.told ?? {}).some((day) => day >= on);
  const untold = open.filter((each) => !wasTold(each));
  return [...groupBy(untold, ({ roll, hearer }) => heardId(roll._id, hearer.person._id)).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { of, item, roll, hearer } = first;
    const owners = [...new Set(same.flatMap((each) => each.hearer.owners))];
    const said = { ...item, step: firstStep(item), as: hearer.as, owners };
    return [{ person: hearer.person._id, at: of.at, items: [said], dueAts: [roll.dueAt, roll.lateAfter] }];
  });
}

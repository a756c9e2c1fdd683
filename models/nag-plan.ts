import type { Catalogue } from './duty.js';
import { groupBy } from './group-by.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { placeOf } from './ledger.js';
import { collectLines, type PlannedLine } from './line-plan.js';
import type { Models } from './models.js';
import { audienceOf, dutyOf, type Hearer, isQuiet, type Listening, type StepToday, stepsOn } from './nag.js';
import { type Bundle, judged, type PlannedNag } from './nag-verdict.js';
import type { NagItem } from './outbox.js';
import { personIn } from './owner.js';
import type { Person } from './person.js';
import { OWING, type Roll } from './roll.js';
import type { School } from './school.js';
import type { Snooze } from './snooze.js';
import type { Unit } from './unit.js';

/** A batch of whole schools; the group lines of all, and what was put off by people who hear nothing else, come with the last. */
export interface PlannedBatch {
  nags: PlannedNag[];
  lines: PlannedLine[];
}

type Tools = Pick<
  Models,
  | 'rolls'
  | 'cases'
  | 'people'
  | 'schools'
  | 'units'
  | 'accounts'
  | 'groups'
  | 'outbox'
  | 'snoozes'
  | 'standIns'
  | 'catalogue'
  | 'calendar'
>;
type Heard = Hearer & { roll: Roll; step: StepToday };

/** Rolls read together: some 40 schools; memory stays small whatever the size of the province. */
const ROLLS_A_BATCH = 80;

/**
 * Works out who hears what on the day of `now`, from the rolls on which a step falls today and somebody still owes.
 * Steps of one day for one person are one bundle, ready when the first of them is; nothing is planned in quiet
 * hours. Reads only; the same plan serves the job and its dry run.
 */
export async function* planNags(models: Tools, now: Date): AsyncIterable<PlannedBatch> {
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return;
  const day = models.calendar.dayOf(now);
  const lines = collectLines(models, day, now);
  const county = await models.people.county(countyPosts(models.catalogue));
  const snoozes = await models.snoozes.of(day);
  // Put off on a day before: part of that day's one bundle.
  const putOff = groupBy(
    snoozes.filter(({ askedOn }) => askedOn < day),
    ({ _id }) => _id,
  );
  for await (const rolls of models.rolls.due(day, ROLLS_A_BATCH)) {
    const schools = await schoolsOf(rolls, models);
    const asked = await models.cases.withoutPending(rolls);
    const bundles = (await bundlesOf(asked, schools, county, models, day)).map((each) => withPutOff(each, putOff));
    const nags = await judged(bundles, models, day, now);
    await lines.add(rolls, schools);
    yield { nags, lines: [] };
  }
  const again = groupBy(
    snoozes.filter(({ askedOn }) => askedOn === day),
    ({ _id }) => _id,
  );
  const rest = [...(await bundlesPutOff(putOff, models)), ...(await bundlesPutOff(again, models, true))];
  yield { nags: await judged(rest, models, day, now), lines: lines.lines() };
}

async function schoolsOf(rolls: Roll[], { schools }: Tools): Promise<Map<SchoolCode, School>> {
  const found = await schools.byCodes([...new Set(rolls.map(({ school }) => school))]);
  return new Map(found.map((school) => [school._id, school]));
}

/** The posts that some step tells of every school's arrears. */
const countyPosts = ({ profiles }: Catalogue): string[] =>
  profiles.flatMap(({ steps }) =>
    steps.flatMap(({ to }) => (typeof to === 'object' && 'countyPosts' in to ? to.countyPosts : [])),
  );

/** What everybody of some schools would hear because of a step today. */
async function bundlesOf(
  rolls: Roll[],
  schools: Map<SchoolCode, School>,
  county: Person[],
  models: Tools,
  day: Day,
): Promise<Bundle[]> {
  const codes = [...schools.keys()];
  const standIns = await models.standIns.ofSchools(codes);
  const inPlace = standIns.map(({ person }) => person);
  const [staff, units] = await Promise.all([staffOf(rolls, codes, inPlace, models), unitsOf(rolls, codes, models)]);
  const { posts } = models.catalogue;
  const heard = rolls.flatMap((roll) => {
    const around = { staff: staff.get(roll.school) ?? [], units, posts, standIns, county };
    return hearing(roll, schools.get(roll.school), around, models, day);
  });
  return [...groupBy(heard, ({ person }) => person._id).values()].flatMap((all): Bundle[] => {
    const [first] = all;
    if (!first) return [];
    const dueAts = all.map(({ roll }) => roll.dueAt);
    return [{ person: first.person, items: itemsOf(all), at: earliest(all.map(({ step }) => step.at)), dueAts }];
  });
}

const earliest = (times: string[]): string => times.reduce((a, b) => (a < b ? a : b));

/** The bundle with what its person has put off until today; taken out of what is still to be bundled. */
function withPutOff(bundle: Bundle, putOff: Map<PersonId, Snooze[]>): Bundle {
  const snoozes = putOff.get(bundle.person._id);
  if (!snoozes) return bundle;
  putOff.delete(bundle.person._id);
  const known = new Set(bundle.items.map(({ roll }) => roll));
  const more = itemsPutOff(snoozes).filter(({ roll }) => !known.has(roll));
  return { ...bundle, items: [...bundle.items, ...more], at: earliest([bundle.at, ...snoozes.map(({ at }) => at)]) };
}

async function bundlesPutOff(putOff: Map<PersonId, Snooze[]>, { people }: Tools, again?: true): Promise<Bundle[]> {
  const known = await people.byIds([...putOff.keys()]);
  return known.map((person) => {
    const snoozes = putOff.get(person._id) ?? [];
    const at = earliest(snoozes.map((snooze) => snooze.at));
    return { person, items: itemsPutOff(snoozes), at, dueAts: [], ...(again && { again }) };
  });
}

const itemsPutOff = (snoozes: Snooze[]): NagItem[] => {
  const items = snoozes.flatMap((snooze) => snooze.items);
  return [...new Map(items.map((item) => [item.roll, { ...item, step: 'later' }])).values()];
};

/** Everybody a roll may speak to: who owes, who holds a post in the school, who stands in for somebody. */
async function staffOf(
  rolls: Roll[],
  codes: SchoolCode[],
  inPlace: PersonId[],
  { people }: Tools,
): Promise<Map<SchoolCode, Person[]>> {
  const owing = rolls.flatMap(({ entries }) => entries.filter(({ status }) => OWING.includes(status)));
  const ids = owing.flatMap(({ owner }) => personIn(owner) ?? []);
  const [owners, posts] = await Promise.all([
    people.byIds([...new Set([...ids, ...inPlace])]),
    people.withPosts(codes),
  ]);
  const all = [...new Map([...owners, ...posts].map((person) => [person._id, person])).values()];
  return groupBy(
    all.filter(({ endedOn }) => !endedOn),
    ({ school }) => school,
  );
}

/** The units that owe on some pages: their heads hear of it. */
const unitsOf = async (rolls: Roll[], codes: SchoolCode[], { units, catalogue }: Tools): Promise<Unit[]> =>
  rolls.some((roll) => dutyOf(roll, { catalogue })?.owner.kind === 'unit') ? units.ofSchools(codes) : [];

function hearing(roll: Roll, school: School | undefined, around: Listening, models: Tools, day: Day): Heard[] {
  const duty = dutyOf(roll, models);
  if (!school || !duty) return [];
  const place = placeOf(school);
  if (models.calendar.kindOf(day, place) !== 'school') return [];
  return stepsOn(roll, duty, day, models, place).flatMap((step) =>
    audienceOf(roll, duty, step, around, day).map((to) => ({ ...to, roll, step })),
  );
}

/** One item a roll; where Monday's look back meets a step of the profile, it is told as the look back. */
function itemsOf(heard: Heard[]): NagItem[] {
  return [...groupBy(heard, ({ roll }) => roll._id).values()].flatMap((same) => {
    const best = same.find(({ step }) => step.key === 'open') ?? same[0];
    return best ? [itemOf({ ...best, owners: [...new Set(same.flatMap(({ owners }) => owners))] })] : [];
  });
}

const itemOf = ({ roll, step, as, owners }: Heard): NagItem => ({
  roll: roll._id,
  duty: roll.duty,
  period: roll.period,
  school: roll.school,
  step: step.key,
  as,
  owners,
});

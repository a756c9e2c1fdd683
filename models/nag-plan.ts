import { mondayOf } from './day.js';
import type { Catalogue, Duty } from './duty.js';
import type { Chat } from './event.js';
import type { Scope } from './group.js';
import { groupBy } from './group-by.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { laneOf } from './inbox.js';
import { placeOf } from './ledger.js';
import type { Models } from './models.js';
import { audienceOf, type Hearer, type Hold, isQuiet, type Listening, type StepToday, stepsOn } from './nag.js';
import type { LineItem, NagItem } from './outbox.js';
import { personIn } from './owner.js';
import { leaveOn, type Person } from './person.js';
import { OWING, type Roll } from './roll.js';
import type { School } from './school.js';
import type { Snooze } from './snooze.js';
import { spreadWithin } from './spread.js';
import type { Unit } from './unit.js';

/** What one person would hear, or why not. */
export interface PlannedNag {
  person: Person;
  items: NagItem[];
  /** Time of the first step: the whole bundle goes out then, or within the minutes it is spread over. */
  at: string;
  /** When in those minutes. */
  goesAt: Date;
  verdict: 'send' | 'not-yet' | Hold;
  /** Said once more on the day it was said first: its person asked for it today. */
  again?: true;
}

/** What one group would hear: numbers, never names. */
export interface PlannedLine {
  chat: Chat;
  items: LineItem[];
  at: string;
  goesAt: Date;
  verdict: 'send' | 'not-yet';
}

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
  const lines = new Map<string, PlannedLine>();
  const chats = rememberChats(models);
  const county = await models.people.county(countyPosts(models.catalogue));
  const snoozes = await models.snoozes.of(day);
  // Put off on a day before: part of that day's one bundle.
  const putOff = groupBy(
    snoozes.filter(({ askedOn }) => askedOn < day),
    ({ person }) => person,
  );
  for await (const rolls of models.rolls.due(day, ROLLS_A_BATCH)) {
    const schools = await schoolsOf(rolls, models);
    const asked = await models.cases.withoutPending(rolls);
    const bundles = (await bundlesOf(asked, schools, county, models, day)).map((each) => withPutOff(each, putOff));
    const nags = await judged(bundles, models, day, now);
    await collectLines(rolls, schools, { ...models, chats }, day, now, lines);
    yield { nags, lines: [] };
  }
  const again = groupBy(
    snoozes.filter(({ askedOn }) => askedOn === day),
    ({ person }) => person,
  );
  const rest = [...(await bundlesPutOff(putOff, models)), ...(await bundlesPutOff(again, models, true))];
  yield { nags: await judged(rest, models, day, now), lines: [...lines.values()] };
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

/** `dueAts`: when what it is about is due, as far as a step of today is about it. */
type Bundle = Omit<PlannedNag, 'verdict' | 'goesAt'> & { dueAts: Date[] };

/** What everybody of some schools would hear because of a step today. */
async function bundlesOf(
  rolls: Roll[],
  schools: Map<SchoolCode, School>,
  county: Person[],
  models: Tools,
  day: Day,
): Promise<Bundle[]> {
  const codes = [...schools.keys()];
  const [staff, units] = await Promise.all([staffOf(rolls, codes, models), unitsOf(rolls, codes, models)]);
  const { posts } = models.catalogue;
  const heard = rolls.flatMap((roll) =>
    hearing(roll, schools.get(roll.school), { staff: staff.get(roll.school) ?? [], units, posts, county }, models, day),
  );
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

/** Who hears it now, and why the others do not. */
async function judged(bundles: Bundle[], models: Tools, day: Day, now: Date): Promise<PlannedNag[]> {
  const ids = bundles.map(({ person }) => person._id);
  const [heardOn, reachable] = await Promise.all([
    models.outbox.nagsInWeek(ids, mondayOf(day)),
    models.accounts.bound(ids),
  ]);
  const time = models.calendar.timeOf(now);
  return bundles.map((bundle): PlannedNag => {
    const { person, items, at, dueAts, again } = bundle;
    const days = heardOn.get(person._id) ?? [];
    const holds: [boolean, Hold][] = [
      [leaveOn(person, day) !== undefined, 'on-leave'],
      [!again && days.includes(day), 'heard-today'],
      [days.length >= models.catalogue.budget.perPersonPerWeek, 'weekly-cap'],
      [!reachable.has(person._id), 'no-account'],
    ];
    const hold = holds.find(([is]) => is)?.[1];
    const goesAt = momentOf(day, at, dueAts, person._id, models);
    return { person, items, at, goesAt, ...(again && { again }), verdict: hold ?? (at <= time ? 'send' : 'not-yet') };
  });
}

/**
 * When a reminder goes out: not all at once, and not so late that it comes when it is quiet, or when what was not due
 * yet at the time of its step has fallen due.
 */
function momentOf(day: Day, at: string, dueAts: Date[], name: string, { calendar, catalogue }: Tools): Date {
  const { quietFrom, spreadMinutes } = catalogue.budget;
  const from = calendar.at(day, at);
  const ends = [new Date(from.getTime() + spreadMinutes * 60_000), calendar.at(day, quietFrom), ...dueAts];
  const to = Math.min(...ends.map((end) => end.getTime()).filter((end) => end > from.getTime()));
  return spreadWithin(from, new Date(to), `${name}|${day}`);
}

/** Everybody a roll may speak to: who owes, and who holds a post in the school. */
async function staffOf(rolls: Roll[], codes: SchoolCode[], { people }: Tools): Promise<Map<SchoolCode, Person[]>> {
  const owing = rolls.flatMap(({ entries }) => entries.filter(({ status }) => OWING.includes(status)));
  const ids = owing.flatMap(({ owner }) => personIn(owner) ?? []);
  const [owners, posts] = await Promise.all([people.byIds([...new Set(ids)]), people.withPosts(codes)]);
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

const dutyOf = (roll: Roll, { catalogue }: Pick<Tools, 'catalogue'>): Duty | undefined =>
  catalogue.duties.find(({ key }) => key === roll.duty);

/** Group lines: of what persons owe, in the school's chats; of what schools owe, in the cluster's and the county's. */
async function collectLines(
  rolls: Roll[],
  schools: Map<SchoolCode, School>,
  models: Tools & { chats: Chats },
  day: Day,
  now: Date,
  lines: Map<string, PlannedLine>,
): Promise<void> {
  const time = models.calendar.timeOf(now);
  for (const roll of rolls) {
    const duty = dutyOf(roll, models);
    const school = schools.get(roll.school);
    if (!duty || !school || models.calendar.kindOf(day, placeOf(school)) !== 'school') continue;
    const step = stepsOn(roll, duty, day, models, placeOf(school)).find(({ to }) => to === 'group');
    if (!step) continue;
    for (const chat of await chatsFor(duty, school, models)) {
      const key = laneOf(chat);
      const line = lines.get(key) ?? { chat, items: [], at: step.at };
      const at = line.at < step.at ? line.at : step.at;
      const known = line.items.some((item) => item.duty === roll.duty && item.period === roll.period);
      const items = known ? line.items : [...line.items, { duty: roll.duty, period: roll.period }];
      const goesAt = momentOf(day, at, [roll.dueAt], chat.id, models);
      lines.set(key, { chat, items, at, goesAt, verdict: at <= time ? 'send' : 'not-yet' });
    }
  }
}

async function chatsFor(duty: Duty, school: School, { chats }: { chats: Chats }): Promise<Chat[]> {
  // What people and groups of a school owe is told in its own chats, what schools owe where schools meet.
  if (duty.owner.kind !== 'school' && duty.owner.kind !== 'cluster')
    return chats({ kind: 'school', school: school._id });
  const [cluster, county] = await Promise.all([
    chats({ kind: 'cluster', cluster: school.cluster }),
    chats({ kind: 'county' }),
  ]);
  return [...cluster, ...county];
}

type Chats = (scope: Scope) => Promise<Chat[]>;

/** Asks for the chats of a scope once a sweep, not once a school. */
function rememberChats({ groups }: Tools): Chats {
  const known = new Map<string, Promise<Chat[]>>();
  return (scope) => {
    const key = JSON.stringify(scope);
    const chats = known.get(key) ?? groups.chatsOf(scope);
    known.set(key, chats);
    return chats;
  };
}

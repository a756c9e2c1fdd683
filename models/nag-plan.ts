import { weekday } from './day.js';
import type { Catalogue } from './duty.js';
import { groupBy } from './group-by.js';
import { AGAIN } from './heard.js';
import { hearingsOf } from './hearings.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { collectLines, type PlannedLine } from './line-plan.js';
import type { Models } from './models.js';
import { type Hearing, isQuiet, LOOK_BACK } from './nag.js';
import { type Bundle, judged, type PlannedNag } from './nag-verdict.js';
import type { NagItem } from './outbox.js';
import type { Person } from './person.js';
import { forToday, type PutOff } from './put-off.js';
import type { Ahead, Roll } from './roll.js';
import { placeOf, type School } from './school.js';
import type { Snooze } from './snooze.js';
import { UNANSWERED, withoutSilent } from './unanswered.js';
import { laterDaysFor, mostAWeek, timeFor } from './wish.js';

/** A batch of whole schools; the group lines of all, and what was put off by people who hear nothing else, come with the last. */
export interface PlannedBatch {
  nags: PlannedNag[];
  lines: PlannedLine[];
  /** Of what nobody answered a human hears today: by the ids of `Heard`. */
  raised: string[];
}

type Tools = Pick<
  Models,
  | 'rolls'
  | 'cases'
  | 'people'
  | 'schools'
  | 'units'
  | 'clusters'
  | 'occasions'
  | 'accounts'
  | 'groups'
  | 'outbox'
  | 'snoozes'
  | 'waits'
  | 'heard'
  | 'standIns'
  | 'catalogue'
  | 'calendar'
>;

type Choosing = Pick<Person, '_id' | 'school' | 'wish'>;

/** Rolls read together: some 100 schools; memory stays small whatever the size of the province. */
const ROLLS_A_BATCH = 240;

/**
 * Works out who hears what on the day of `now`, from the rolls on which a step falls today and somebody still owes.
 * Steps of one day for one person are one bundle, ready when the first of them is; nothing is planned in quiet
 * hours. Reads only; the same plan serves the job and its dry run.
 */
export async function* planNags(models: Tools, now: Date): AsyncIterable<PlannedBatch> {
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return;
  const day = models.calendar.dayOf(now);
  const lines = collectLines(models, day, now);
  const [county, choosing] = await Promise.all([
    models.people.county(countyPosts(models.catalogue)),
    models.people.withOtherDays(weekday(day)),
  ]);
  const ahead = await aheadOf(choosing, day, models);
  const later = new Set(ahead.flatMap(({ days }) => days));
  const sweep = { day, county, choosing: new Set(choosing.map(({ _id }) => _id)), later };
  const [snoozes, waits] = await Promise.all([models.snoozes.of(day), models.waits.of(day)]);
  // Put off on a day before: part of that day's one bundle.
  const before = snoozes.filter(({ askedOn }) => askedOn < day).map(askedFor);
  const putOff = groupBy(await forToday([...before, ...waits], day, county, models), ({ person }) => person);
  for await (const rolls of models.rolls.due(day, ROLLS_A_BATCH, ahead)) {
    const schools = await schoolsOf(rolls, models);
    const asked = await models.cases.withoutPending(rolls);
    const heard = await hearingsOf(asked, schools, sweep, models);
    const { spoken, silent, raised } = await withoutSilent(heard, schools, models, day);
    const bundles = bundlesOf(spoken, day, models).map((each) => withPutOff(each, putOff));
    const nags = [
      ...(await judged(bundles, models, day, now)),
      ...bundlesOf(silent, day, models).map((each) => silenced(each, now)),
    ];
    await lines.add(rolls, schools);
    yield { nags, lines: [], raised };
  }
  const today = snoozes.filter(({ askedOn }) => askedOn === day).map(askedFor);
  const again = groupBy(today, ({ person }) => person);
  const rest = [...(await bundlesPutOff(putOff, models)), ...(await bundlesPutOff(again, models, true))];
  yield { nags: await judged(rest, models, day, now), lines: lines.lines(), raised: [] };
}

/** The later days of whose steps somebody may hear today, and at which schools. */
async function aheadOf(choosing: Choosing[], day: Day, { schools, calendar, catalogue }: Tools): Promise<Ahead[]> {
  const known = await schools.byCodes([...new Set(choosing.map(({ school }) => school))]);
  const places = new Map(known.map((school) => [school._id, placeOf(school)]));
  // Alike for all who chose the same and have the same calendar.
  const alike = groupBy(choosing, ({ school, wish }) => {
    const place = places.get(school);
    return `${wish?.weekday} ${wish?.strength} ${place && calendar.placeKey(place)}`;
  });
  return [...alike.values()].flatMap((all): Ahead[] => {
    const [{ school, wish }] = all as [Choosing];
    const place = places.get(school);
    const days = wish && place ? laterDaysFor(wish, day, { calendar, choice: catalogue.choice, place }) : [];
    return days.length > 0 ? [{ schools: [...new Set(all.map((each) => each.school))], days }] : [];
  });
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

/** What each of them hears, together. */
const bundlesOf = (
  heard: Hearing[],
  day: Day,
  { calendar, catalogue }: Pick<Tools, 'calendar' | 'catalogue'>,
): Bundle[] =>
  [...groupBy(heard, ({ person }) => person._id).values()].flatMap((all): Bundle[] => {
    const [first] = all;
    if (!first) return [];
    // Whose only reminder of the week it is, hears it before something is due, and not in the days of grace after it.
    const isOnly = mostAWeek(first.person, catalogue) === 1;
    const dueAts = all.flatMap(({ roll }) => (isOnly ? [roll.dueAt] : [roll.dueAt, roll.lateAfter]));
    const usual = earliest(all.map(({ step }) => step.at));
    const at = timeFor(first.person, usual, dueAts, day, calendar);
    return [{ person: first.person, items: itemsOf(all, day), at, dueAts }];
  });

/** What somebody has not answered, and does not hear again. */
const silenced = ({ dueAts: _dueAts, ...nag }: Bundle, now: Date): PlannedNag => ({
  ...nag,
  goesAt: now,
  verdict: 'unanswered',
});

const earliest = (times: string[]): string => times.reduce((a, b) => (a < b ? a : b));

/** What its person asked to hear again is as pressing as what is due. */
const askedFor = ({ _id, at, items, putAt }: Snooze): PutOff => ({
  ...{ person: _id, at, dueAts: [putAt] },
  items: items.map((item) => ({ ...item, step: AGAIN, first: item.first ?? item.step })),
});

/** The bundle with what was put off until today; taken out of what is still to be bundled. */
function withPutOff(bundle: Bundle, putOff: Map<PersonId, PutOff[]>): Bundle {
  const more = putOff.get(bundle.person._id);
  if (!more) return bundle;
  putOff.delete(bundle.person._id);
  const known = new Set(bundle.items.map(({ roll }) => roll));
  return {
    ...bundle,
    items: [...bundle.items, ...itemsPutOff(more).filter(({ roll }) => !known.has(roll))],
    at: earliest([bundle.at, ...more.map(({ at }) => at)]),
    dueAts: [...bundle.dueAts, ...more.flatMap(({ dueAts }) => dueAts)],
  };
}

async function bundlesPutOff(putOff: Map<PersonId, PutOff[]>, { people }: Tools, again?: true): Promise<Bundle[]> {
  const known = await people.byIds([...putOff.keys()]);
  return known.map((person) => {
    const all = putOff.get(person._id) ?? [];
    const dueAts = all.flatMap((each) => each.dueAts);
    return { person, items: itemsPutOff(all), at: earliest(all.map(({ at }) => at)), dueAts, ...(again && { again }) };
  });
}

const itemsPutOff = (all: PutOff[]): NagItem[] => [
  ...new Map(all.flatMap(({ items }) => items).map((item) => [item.roll, item])).values(),
];

/**
 * One item a roll; where Monday's look back meets a step of the profile, it is told as the look back. What others do
 * not answer is another thing than what one owes oneself.
 */
function itemsOf(heard: Hearing[], day: Day): NagItem[] {
  return [...groupBy(heard, ({ roll, step }) => `${roll._id} ${step.key === UNANSWERED}`).values()].flatMap((same) => {
    const best = same.find(({ step }) => step.key === LOOK_BACK) ?? same[0];
    return best ? [itemOf({ ...best, owners: [...new Set(same.flatMap(({ owners }) => owners))] }, day)] : [];
  });
}

const itemOf = ({ roll, step, as, owners }: Hearing, on: Day): NagItem => ({
  roll: roll._id,
  duty: roll.duty,
  period: roll.period,
  school: roll.school,
  step: step.key,
  on,
  as,
  owners,
});

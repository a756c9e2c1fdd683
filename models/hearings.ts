import { groupBy } from './group-by.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import type { Models } from './models.js';
import { audienceOf, dutyOf, type Hearing, type Listening, stepsOn } from './nag.js';
import { personIn } from './owner.js';
import type { Person } from './person.js';
import { leaveOn } from './presence.js';
import { OWING, type Roll } from './roll.js';
import { placeOf, type School } from './school.js';
import type { Unit } from './unit.js';
import { dayFor } from './wish.js';

type Tools = Pick<Models, 'people' | 'units' | 'occasions' | 'standIns' | 'catalogue' | 'calendar'>;

/** What holds for all schools on a day. */
interface Sweep {
  day: Day;
  county: Person[];
  /** Who may hear today of a step of another day, and of which days. */
  choosing: ReadonlySet<PersonId>;
  later: ReadonlySet<Day>;
}

/** Who of some schools hears what because of a step today. */
export async function hearingsOf(
  rolls: Roll[],
  schools: Map<SchoolCode, School>,
  sweep: Sweep,
  models: Tools,
): Promise<Hearing[]> {
  const owing = rolls.flatMap((roll) => {
    const { entries } = roll.nagDays.includes(sweep.day) ? roll : withoutUsual(roll, sweep.choosing);
    return entries.flatMap(({ owner, status }) => (OWING.includes(status) && personIn(owner)) || []);
  });
  const listening = await listeningTo(rolls, owing, [...schools.keys()], sweep, models);
  return rolls.flatMap((roll) => hearing(roll, schools.get(roll.school), listening(roll.school), sweep, models));
}

/** Who may hear of some pages, school by school. `owing`: who owes on them. */
export async function listeningTo(
  rolls: Roll[],
  owing: PersonId[],
  codes: SchoolCode[],
  { day, county }: Pick<Sweep, 'day' | 'county'>,
  models: Tools,
): Promise<(school: SchoolCode) => Listening> {
  const standIns = await models.standIns.ofSchools(codes);
  const units = await unitsOf(rolls, codes, models);
  const besides = [...standIns.map(({ person }) => person), ...units.flatMap(({ head }) => head ?? [])];
  const [staff, assigners] = await Promise.all([
    staffOf([...owing, ...besides], codes, models),
    assignersOf(rolls, models, day),
  ]);
  const { posts } = models.catalogue;
  return (school) => ({ staff: staff.get(school) ?? [], units, posts, standIns, county, assigners });
}

/** Everybody pages may speak to, by school: who holds a post there, and some besides. */
async function staffOf(ids: PersonId[], codes: SchoolCode[], { people }: Tools): Promise<Map<SchoolCode, Person[]>> {
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

/** Who hears that tasks of some pages are not done, by `duty|period`: who gave them, or who stands in for them. */
async function assignersOf(rolls: Roll[], models: Tools, day: Day): Promise<Map<string, Person>> {
  const { occasions, people, catalogue } = models;
  const speaking = catalogue.profiles.filter(({ steps }) => steps.some(({ to }) => to === 'assigner'));
  const duties = catalogue.duties.filter(({ reminders }) => speaking.some(({ key }) => key === reminders));
  const there = duties.filter(({ key }) => rolls.some(({ duty }) => duty === key));
  const given = (await Promise.all(there.map(({ key }) => occasions.ofDuty(key)))).flat();
  const found = await people.byIds([...new Set(given.flatMap(({ changes }) => changes[0]?.by ?? []))]);
  const inPlace = await inPlaceOf(
    found.filter((person) => leaveOn(person, day)),
    models,
    day,
  );
  const byId = new Map(found.map((person) => [person._id, inPlace.get(person._id) ?? person]));
  return new Map(
    given.flatMap(({ _id, changes: [opened] }) => {
      const person = opened && byId.get(opened.by);
      return person ? [[_id, person] as const] : [];
    }),
  );
}

/** Who stands in today for some who are on leave, where somebody does. */
async function inPlaceOf(away: Person[], { standIns, people }: Tools, day: Day): Promise<Map<PersonId, Person>> {
  const schools = [...new Set(away.map(({ school }) => school))];
  const all = schools.length > 0 ? await standIns.ofSchools(schools) : [];
  const today = all.filter(({ from, to }) => from <= day && day <= to);
  const staff = new Map((await people.byIds(today.map(({ person }) => person))).map((each) => [each._id, each]));
  return new Map(
    away.flatMap(({ _id }) => {
      const person = staff.get(today.find(({ of }) => of === _id)?.person ?? _id);
      return person ? [[_id, person] as const] : [];
    }),
  );
}

/** A page without the entries of those who hear of it on no other day than the usual. */
const withoutUsual = (roll: Roll, choosing: ReadonlySet<PersonId>): Roll => ({
  ...roll,
  entries: roll.entries.filter(({ owner }) => {
    const person = personIn(owner);
    return !person || choosing.has(person);
  }),
});

function hearing(
  roll: Roll,
  school: School | undefined,
  around: Listening,
  { day, choosing, later }: Sweep,
  models: Tools,
): Hearing[] {
  const duty = dutyOf(roll, models);
  if (!school || !duty) return [];
  const place = placeOf(school);
  if (models.calendar.kindOf(day, place) !== 'school') return [];
  const { calendar, catalogue } = models;
  const by = { calendar, choice: catalogue.choice, place };
  const days = roll.nagDays.filter((each) => each === day || later.has(each));
  const chosenFor = days.some((on) => on !== day) ? withoutUsual(roll, choosing) : roll;
  return days.flatMap((on) =>
    stepsOn(roll, duty, on, models, place).flatMap((step) =>
      audienceOf(on === day ? roll : chosenFor, duty, step, around, day).flatMap((to): Hearing[] => {
        const chosen = dayFor(to.person, step, on, roll, by);
        if (chosen !== day && on !== day) return [];
        return [{ ...to, roll, step, ...(chosen < day && { chosen }) }];
      }),
    ),
  );
}

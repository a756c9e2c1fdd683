import type { Connection } from 'mongoose';
import type { Calendar, Place } from './calendar.js';
import { concernsClusters, createClusters, type InCluster } from './cluster.js';
import { eachDay, earliest, latest } from './day.js';
import { createDerive } from './derive.js';
import type { Catalogue, Duty } from './duty.js';
import { entryOf, type Owing, openingsEntry } from './entry.js';
import { covers, createExemptions, type Exemption } from './exemption.js';
import { groupBy } from './group-by.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import { createOccasions, type Occasion } from './occasion.js';
import { type Ground, owingOn, schoolsWithin } from './owing.js';
import { type OwnerKey, ownerOfCluster, ownerOfPerson, personIn } from './owner.js';
import { isPersonal } from './owners.js';
import { createPages } from './page.js';
import { createPeople, type Person } from './person.js';
import { OWING, type Roll, type RollEntry } from './roll.js';
import type { School } from './school.js';
import type { Review, Submission } from './submission.js';
import { createSubmissions } from './submissions.js';
import { createUnits } from './unit.js';

/** People under every school they are or were at. */
export type Staff = ReadonlyMap<SchoolCode, Person[]>;
/** What was read once for the pages of a duty, whatever their period. */
export interface Read {
  staff: Staff;
  handedIn: Submission[];
  excused: Exemption[];
  inCluster: Map<SchoolCode, InCluster> | undefined;
}
type Page = { roll: Roll; school: School };
/** Pages of one duty, whatever their period. */
export interface DutyPages {
  duty: Duty;
  pages: Page[];
}
type SchoolDays = (span: Pick<Roll, 'from' | 'to'>, place?: Place) => Day[];
/** A page with its entries worked out. */
type Project = (roll: Roll, school: School) => Roll;

/** Reads what pages rest on, many schools at a time, and works their entries out. */
export function createFacts(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  const { calendar } = county;
  const people = createPeople(db);
  const submissions = createSubmissions(db, createDerive(db, county));
  const exemptions = createExemptions(db);
  const units = createUnits(db);
  const opened = createOccasions(db);
  const clusters = createClusters(db);
  const pages = createPages(county);

  const staffFor = async (duty: Duty, codes: SchoolCode[], from: Day, to: Day, occasions: Occasion[]) => {
    const { kind } = duty.owner;
    if (kind === 'assignee') {
      const ids: PersonId[] = occasions.flatMap(({ owners }) => owners).flatMap((owner) => personIn(owner) ?? []);
      return people.byIds([...new Set(ids)]);
    }
    return NEEDS_PEOPLE.has(kind) ? people.everIn(codes, from, to) : [];
  };

  /** Who may owe on the pages of a duty, and in which schools what they hand in may count. */
  const readWho = async ({ duty, pages: all }: DutyPages, occasions: Occasion[], known: Staff | undefined) => {
    const schools = [...new Map(all.map(({ school }) => [school._id, school])).values()];
    const codes = schools.map(({ _id }) => _id);
    const rolls = all.map(({ roll }) => roll);
    const [from, to] = [earliest(rolls.map((roll) => roll.from)), latest(rolls.map((roll) => roll.to))];
    const [staff, inCluster] = await Promise.all([
      known && duty.owner.kind !== 'assignee' ? known : staffFor(duty, codes, from, to, occasions).then(bySchool),
      concernsClusters(duty) ? clusters.of(duty, schools) : undefined,
    ]);
    const elsewhere = movedAmong(duty, codes, staff, from, to).flatMap((person) => schoolsWithin(person, { from, to }));
    const dueDays = rolls.map(({ dueDay }) => dueDay);
    const asked = {
      duty: duty.key,
      periods: [...new Set(rolls.map(({ period }) => period))],
      schools: [...new Set([...codes, ...elsewhere, ...(inCluster?.keys() ?? [])])],
      firstDue: earliest(dueDays),
      lastDue: latest(dueDays),
    };
    return { asked, staff, inCluster };
  };

  /** Reads for all pages of some duties at once. `known`: the people of their schools, where they have been read already. */
  const read = async (all: DutyPages[], occasions: Occasion[], known?: Staff): Promise<Map<DutyKey, Read>> => {
    const who = await Promise.all(
      all.map((each) =>
        readWho(
          each,
          occasions.filter(({ duty }) => duty === each.duty.key),
          known,
        ),
      ),
    );
    const pages = who.map(({ asked }) => asked);
    const [excused, handedIn] = await Promise.all([exemptions.ofPages(pages), submissions.ofPages(pages)]);
    const excusedFrom = groupBy(excused, ({ duty }) => duty);
    const counting = groupBy(
      handedIn.flatMap((submission) => submission.counts.map((count) => ({ count, submission }))),
      ({ count }) => count.duty,
    );
    return new Map(
      who.map(({ asked, staff, inCluster }) => {
        const [periods, places] = [new Set(asked.periods), new Set(asked.schools)];
        const here = counting
          .get(asked.duty)
          ?.filter(({ count }) => periods.has(count.period) && places.has(count.school));
        const own = new Set(here?.map(({ submission }) => submission));
        return [asked.duty, { staff, inCluster, excused: excusedFrom.get(asked.duty) ?? [], handedIn: [...own] }];
      }),
    );
  };

  const groundFor = async (
    duty: Duty,
    all: Page[],
    occasions: Occasion[],
    { staff, excused, inCluster }: Read,
    schoolDays: SchoolDays,
  ) => {
    const codes = all.map(({ school }) => school._id);
    const [{ from, to, period }] = all.map(({ roll }) => roll) as [Roll];
    const [living, counted, answers] = await Promise.all([
      duty.owner.kind === 'unit' ? units.ofSchools(codes, duty.owner.of) : [],
      duty.quota.perUnit ? units.ofKind(duty.quota.perUnit) : [],
      duty.owner.kind === 'reviewer' ? submissions.reviewsOf(codes, from, to) : [],
    ]);
    const reviews = answers.flatMap((each) => each.reviews).filter((review) => isOwed(review, from, to));
    const occasion = occasions.find((each) => each.period === period);
    const moved = movedAmong(duty, codes, staff, from, to);
    const led = inCluster ? [...inCluster.values()].flatMap(({ leads }) => leads ?? []) : [];
    const at = (roll: Roll, school: School): Ground => ({
      people: staff.get(school._id) ?? [],
      countyDays: schoolDays(roll),
      units: living.filter((unit) => unit.school === school._id),
      counted,
      reviews: reviews.filter((review) => review.school === school._id),
      inCluster: inCluster?.get(school._id),
      occasion,
      exempt: new Set(excused.filter((each) => covers(each, roll)).map(({ owner }) => owner)),
    });
    /** Owners whose records count wherever they were handed in: who moved meanwhile, and clusters. */
    const roving = new Set([...moved.map(({ _id }) => ownerOfPerson(_id)), ...led.map(ownerOfCluster)]);
    return { at, roving };
  };

  /** Worked out once for all schools with the same calendar; without a place, as the county has it. */
  const rememberSchoolDays = (): SchoolDays => {
    const known = new Map<string, Day[]>();
    return ({ from, to }, place) => {
      const key = `${from} ${to} ${place ? calendar.placeKey(place) : ''}`;
      const days = known.get(key) ?? eachDay(from, to).filter((day) => calendar.kindOf(day, place) === 'school');
      known.set(key, days);
      return days;
    };
  };

  return {
    read,

    /** Whoever was at some schools between two days: read once for all the pages of a run. */
    staffWithin: async (schools: School[], from: Day, to: Day): Promise<Staff> =>
      bySchool(
        await people.everIn(
          schools.map(({ _id }) => _id),
          from,
          to,
        ),
      ),

    /**
     * Answers how a page of one duty and period is worked out. `known`: what they rest on, where it has been read.
     */
    projecting: async (duty: Duty, all: Page[], occasions: Occasion[], known?: Read): Promise<Project> => {
      const [first] = all;
      if (!first) return (roll) => roll;
      const facts = known ?? (await read([{ duty, pages: all }], occasions)).get(duty.key);
      if (!facts) throw new Error(`nothing was read for ${duty.key}`);
      const schoolDays = rememberSchoolDays();
      const { at, roving } = await groundFor(duty, all, occasions, facts, schoolDays);
      const openings = duty.quota.openings && (await opened.ofDuty(duty.quota.openings));
      const countedFor = countedBy(duty, first.roll, facts.handedIn, roving);
      return (roll, school) => {
        const place = { school: school._id, cluster: school.cluster };
        const here = at(roll, school);
        const handedInBy = ({ owner, excuse }: Owing): Submission[] => {
          if (!roving.has(owner)) return countedFor.get(`${school._id} ${owner}`) ?? [];
          return excuse === 'absent' ? [] : (countedFor.get(owner) ?? []);
        };
        const owing = owingOn(duty, roll, school, schoolDays(roll, place), here);
        const entries = owing.map((each) => {
          if (openings) return openingsEntry(each, openings, roll);
          if (duty.owner.kind === 'reviewer') return reviewerEntry(each.owner, each.need, here.reviews, calendar);
          return entryOf(each, handedInBy(each), { duty: duty.key, quota: duty.quota });
        });
        const dues = entries.flatMap(({ due }) => due ?? []);
        return {
          ...roll,
          nagDays: [...new Set([...pages.nagDaysOf(duty, roll, place), ...dues])],
          entries,
          owing: entries.filter(({ status }) => OWING.includes(status)).length,
        };
      };
    },
  };
}

const NEEDS_PEOPLE: ReadonlySet<Duty['owner']['kind']> = new Set([
  'teaching-person',
  'holder',
  'subject-group',
  'prep-group',
  'department',
  'reviewer',
]);

/** People under every school they are or were at. */
function bySchool(people: Person[]): Staff {
  const placed = people.flatMap((person) =>
    [...new Set([person.school, ...person.stints.map(({ school }) => school)])].map((school) => ({ school, person })),
  );
  const grouped = groupBy(placed, ({ school }) => school);
  return new Map([...grouped].map(([school, all]) => [school, all.map(({ person }) => person)]));
}

/** Whoever of these schools was at more than one between two days, where persons owe. */
const movedAmong = (duty: Duty, codes: SchoolCode[], staff: Staff, from: Day, to: Day): Person[] =>
  isPersonal(duty) ? codes.flatMap((code) => staff.get(code) ?? []).filter(hasMoved(from, to)) : [];

/** Whether somebody was at more than one school between two days. */
const hasMoved =
  (from: Day, to: Day) =>
  (person: Person): boolean =>
    person.stints.length > 1 && schoolsWithin(person, { from, to }).length > 1;

const isOwed = ({ due, dropped }: Review, from: Day, to: Day): boolean =>
  !dropped && due !== undefined && from <= due && due <= to;

/** Submissions by the school and owner they count for on this page; by the owner alone of those who rove. */
function countedBy(
  { key }: Duty,
  { period }: Roll,
  handedIn: Submission[],
  roving: ReadonlySet<OwnerKey>,
): Map<string, Submission[]> {
  const placed = handedIn.flatMap((submission) =>
    submission.counts
      .filter((count) => count.duty === key && count.period === period)
      .map(({ school, owner }) => ({ at: roving.has(owner) ? owner : `${school} ${owner}`, submission })),
  );
  const grouped = groupBy(placed, ({ at }) => at);
  return new Map([...grouped].map(([at, all]) => [at, all.map(({ submission }) => submission)]));
}

/** How a reviewer stands: as many answers as fell due in the page's days; one given after its day is late. */
function reviewerEntry(owner: OwnerKey, need: number, reviews: Review[], calendar: Calendar): RollEntry {
  const own = reviews.filter(({ reviewer }) => reviewer === personIn(owner));
  const given = own.filter(({ answeredAt }) => answeredAt !== undefined);
  const many = need > 1 && { have: given.length, need };
  if (given.length < need) return { owner, status: 'owed', ...many };
  const late = given.some(({ answeredAt, due = '' }) => answeredAt && calendar.dayOf(answeredAt) > due);
  const [last] = given.toSorted((a, b) => (b.answeredAt?.getTime() ?? 0) - (a.answeredAt?.getTime() ?? 0));
  return { owner, status: late ? 'late' : 'handed-in', ...many, ...(last?.answeredAt && { at: last.answeredAt }) };
}

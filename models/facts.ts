import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import { concernsClusters, createClusters, type InCluster } from './cluster.js';
import { earliest, latest } from './day.js';
import { createDerive } from './derive.js';
import type { Catalogue, Duty } from './duty.js';
import { createExemptions, type Exemption } from './exemption.js';
import { groupBy } from './group-by.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import type { Occasion } from './occasion.js';
import { schoolsWithin } from './owing.js';
import { personIn } from './owner.js';
import { isPersonal } from './owners.js';
import { createPeople, type Person } from './person.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import type { Submission } from './submission.js';
import { createSubmissions } from './submissions.js';

/** People under every school they are or were at. */
export type Staff = ReadonlyMap<SchoolCode, Person[]>;
/** What was read once for the pages of a duty, whatever their period. */
export interface Read {
  staff: Staff;
  handedIn: Submission[];
  excused: Exemption[];
  inCluster: Map<SchoolCode, InCluster> | undefined;
}
export type Page = { roll: Roll; school: School };
/** Pages of one duty, whatever their period. */
export interface DutyPages {
  duty: Duty;
  pages: Page[];
}

export type Facts = ReturnType<typeof createFacts>;

/** Reads what pages rest on, many schools at a time. */
export function createFacts(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  const people = createPeople(db);
  const submissions = createSubmissions(db, createDerive(db, county));
  const exemptions = createExemptions(db);
  const clusters = createClusters(db);

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
export const movedAmong = (duty: Duty, codes: SchoolCode[], staff: Staff, from: Day, to: Day): Person[] =>
  isPersonal(duty) ? codes.flatMap((code) => staff.get(code) ?? []).filter(hasMoved(from, to)) : [];

/** Whether somebody was at more than one school between two days. */
const hasMoved =
  (from: Day, to: Day) =>
  (person: Person): boolean =>
    person.stints.length > 1 && schoolsWithin(person, { from, to }).length > 1;

import type { InCluster } from './cluster.js';
import type { Duty } from './duty.js';
import type { Excuse, Owing } from './entry.js';
import { gradeOrder } from './grade.js';
import { groupBy } from './group-by.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { milestoneKey } from './milestone.js';
import type { Occasion } from './occasion.js';
import {
  type OwnerKey,
  ownerOfCluster,
  ownerOfDepartment,
  ownerOfGroup,
  ownerOfPerson,
  ownerOfPrep,
  ownerOfSchool,
} from './owner.js';
import type { Person, Stint } from './person.js';
import { present, stintOn } from './presence.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import type { Review } from './submission.js';
import { isLiving, type Unit } from './unit.js';
import { isOneOf, isWhere } from './where.js';

/** What is known of a page's school when its owners are worked out. */
export interface Ground {
  /** Whoever was there on a day of the page, wherever they are today. */
  people: Person[];
  /** The school days of the page's span in the county, whatever is closed here: alike on the pages of all schools. */
  countyDays: Day[];
  units: Unit[];
  /** The units of the county a quota counts, where it does. */
  counted: Unit[];
  /** Answers its people owe within the page's days: of each work one. */
  reviews: Review[];
  inCluster: InCluster | undefined;
  /** Where the page is of an occasion. */
  occasion: Occasion | undefined;
  exempt: ReadonlySet<OwnerKey>;
}

type Page = Pick<Roll, 'from' | 'to' | 'dueDay' | 'period'>;

/**
 * Who stands on a page, how many each owes, and why somebody does not: the denominator, honestly. `days`: the
 * school days of the page's span that are known.
 */
export function owingOn(duty: Duty, page: Page, school: School, days: Day[], ground: Ground): Owing[] {
  const { occasion, exempt } = ground;
  if (occasion?.state === 'cancelled') return [];
  const named = occasion && occasion.owners.length > 0 ? new Set(occasion.owners) : undefined;
  return ownersOn(duty, page, school, days, ground)
    .filter(({ owner, need }) => need > 0 && (!named || named.has(owner)))
    .map((each) => (!each.excuse && exempt.has(each.owner) ? { ...each, excuse: 'exempt' as const } : each));
}

function ownersOn(duty: Duty, page: Page, school: School, days: Day[], ground: Ground): Owing[] {
  const { owner: rule, quota } = duty;
  const leads = ground.inCluster?.leads;
  const forCluster = leads === undefined ? [] : [{ owner: ownerOfCluster(leads), need: quota.count }];
  if (rule.kind === 'cluster') return forCluster;
  if (!isWhere(rule, school)) return forCluster;
  if (ground.inCluster?.small)
    return [{ owner: ownerOfSchool(school._id), need: quota.count, excuse: 'in-cluster' }, ...forCluster];
  const own = collective(duty, page, school, ground);
  const owners = own ? own.map((owner) => ({ owner, need: quota.count })) : personal(duty, page, school, days, ground);
  return [...owners, ...forCluster];
}

/** The owners of a duty that no single person owes; undefined where persons do. */
function collective(
  { owner: rule, cadence }: Duty,
  page: Page,
  school: School,
  { people, units }: Ground,
): OwnerKey[] | undefined {
  const { _id } = school;
  switch (rule.kind) {
    case 'school':
      return [ownerOfSchool(_id)];
    case 'subject-group': {
      const pairs = teachers(people, school, page).flatMap(({ subjects }) => [...new Set(subjects)]);
      return enough(pairs, rule.minPeople)
        .filter((subject) => !rule.subjects || rule.subjects.includes(subject))
        .map((subject) => ownerOfGroup(_id, subject));
    }
    case 'prep-group': {
      const taught = teachers(people, school, page)
        .flatMap(({ subjects, grades }) => subjects.flatMap((subject) => grades.map((grade) => ({ subject, grade }))))
        .toSorted((a, b) => gradeOrder(a.grade) - gradeOrder(b.grade));
      return enough(
        taught.map(({ subject, grade }) => ownerOfPrep(_id, subject, grade)),
        rule.minPeople,
      );
    }
    case 'department': {
      const here = people.filter((person) => person.school === _id && !person.endedOn && person.department);
      return [...new Set(here.map(({ department = '' }) => ownerOfDepartment(_id, department)))];
    }
    case 'unit':
      return units
        .filter((unit) => unit.kind === rule.of && isLiving(unit, page.from, page.to))
        .filter(
          (unit) => cadence.every !== 'milestone' || !page.period || page.period === milestoneKey(cadence.at, unit),
        )
        .map((unit) => unit._id);
    default:
      return undefined;
  }
}

const teachers = (people: Person[], school: School, { from, to }: Page): Person[] =>
  people.filter(({ stints }) =>
    stints.some(
      (stint) => stint.school === school._id && stint.teaching && stint.from <= to && (!stint.to || stint.to >= from),
    ),
  );

/** What stands at least so many times in a list, in order of first appearance. */
const enough = <T>(all: T[], least: number): T[] =>
  [...groupBy(all, (each) => each)].filter(([, same]) => same.length >= least).map(([each]) => each);

function personal(duty: Duty, page: Page, school: School, days: Day[], ground: Ground): Owing[] {
  const { owner: rule, quota, cadence } = duty;
  if (rule.kind === 'reviewer') return reviewers(ground.reviews);
  const wholeQuota = ({ charge }: Person): number => {
    if (quota.perSchoolInCharge) return charge.length;
    if (!quota.perUnit) return quota.count;
    const living = ground.counted.filter((unit) => isLiving(unit, page.from, page.to));
    return living.filter((unit) => charge.length === 0 || charge.includes(unit.school)).length;
  };
  const span =
    cadence.every === 'occasion' ? { days: [page.dueDay], least: 1 } : { days, least: leastDays(duty, days) };
  return whoMight(duty, page, school, ground).map((person): Owing => {
    const { excuse, there } = excuseOf(
      presence(person, school, page, span.days, duty, ground.countyDays),
      Math.min(span.least, span.days.length),
    );
    const whole = wholeQuota(person);
    // Several in a term are owed in proportion to the days somebody is there (BR5).
    const share = isLong(duty) && span.days.length > 0 ? there / span.days.length : 1;
    const need = whole > 1 && !excuse ? Math.ceil(whole * share) : whole;
    return { owner: ownerOfPerson(person._id), need, ...(excuse && { excuse }) };
  });
}

function whoMight({ owner: rule }: Duty, page: Page, school: School, { people, occasion }: Ground): Person[] {
  if (rule.kind === 'teaching-person') {
    const { subjects, grades } = rule;
    return teachers(people, school, page).filter(
      (person) => isOneOf(person.subjects, subjects) && isOneOf(person.grades, grades),
    );
  }
  const here = people.filter((person) => person.school === school._id && !person.endedOn);
  if (rule.kind === 'holder') return here.filter(({ posts }) => posts.some((post) => rule.posts.includes(post)));
  return here.filter(({ _id }) => occasion?.owners.includes(ownerOfPerson(_id)));
}

const isLong = ({ cadence }: Duty): boolean => cadence.every === 'term' || cadence.every === 'year';

/** With fewer school days of one's own one does not owe: those of the cadence, or two thirds of a term (BR5). */
function leastDays({ cadence }: Duty, days: Day[]): number {
  if (cadence.every === 'term' || cadence.every === 'year') return Math.ceil((days.length * 2) / 3);
  return 'minSchoolDays' in cadence ? cadence.minSchoolDays : 0;
}

/** On how many days somebody was there, on leave or not, and on how many of these not. */
interface Counted {
  days: number;
  there: number;
}

/**
 * On how many of the days somebody was there. What is owed in a period is owed on the page of one school, and the
 * days at the others count: who moves within the county was not away. Undefined on the pages of those others. Of an
 * occasion one day counts, and where one is on it.
 */
function presence(
  person: Person,
  school: School,
  page: Page,
  days: Day[],
  duty: Duty,
  countyDays: Day[],
): Counted | undefined {
  const teaching = duty.owner.kind === 'teaching-person';
  const isSpan = duty.cadence.every !== 'occasion';
  const home = isSpan ? homeOf(person, page, duty, countyDays) : undefined;
  if (home && home !== school._id) return undefined;
  // Every night a county asks it of everybody, for every day of every open page; of most the first look answers it.
  const [stint] = person.stints;
  if (stint && isThroughout(person, days)) {
    const all = stint.school === school._id && (stint.teaching || !teaching) ? days.length : 0;
    return { days: all, there: all };
  }
  const counted = { days: 0, there: 0 };
  for (const day of days) {
    const each = present(person, day, (isSpan ? stintOn(person, day)?.school : undefined) ?? school._id);
    if (!(teaching ? each.teaching : each.onRoster)) continue;
    counted.days += 1;
    if (!each.onLeave) counted.there += 1;
  }
  return counted;
}

/**
 * The school on whose page somebody owes: of a term or a year the last one within it, as of what goes with a post,
 * which is only known of today; of a week or a month where they taught on most of its days, of equals the later.
 */
function homeOf(person: Person, page: Page, duty: Duty, countyDays: Day[]): SchoolCode | undefined {
  const teaching = duty.owner.kind === 'teaching-person';
  const at = stintsWithin(person, page).filter((stint) => stint.teaching || !teaching);
  const last = at.at(-1)?.school;
  if (at.length < 2 || isLong(duty) || !teaching) return last;
  const daysAt = (code: SchoolCode): number =>
    countyDays.filter((day) => stintOn({ stints: at }, day)?.school === code).length;
  const [most] = [...new Set(at.map(({ school }) => school).toReversed())].toSorted((a, b) => daysAt(b) - daysAt(a));
  return most;
}

/** Whether somebody stayed where they were over all of some days, in order, and was not on leave on any. */
const isThroughout = ({ stints: [stint, ...more], leaves }: Person, days: Day[]): boolean => {
  const [first, last] = [days[0], days.at(-1)];
  if (!stint || more.length > 0 || !first || !last) return false;
  const covers = stint.from <= first && (stint.to === undefined || last <= stint.to);
  return covers && !leaves.some(({ from, to }) => from <= last && first <= to);
};

/** Where somebody was within a page's days, in order. */
const stintsWithin = ({ stints }: Person, { from, to }: Pick<Page, 'from' | 'to'>): Stint[] =>
  stints.filter((stint) => stint.from <= to && (!stint.to || stint.to >= from));

/** The schools somebody was at within a page's days. */
export const schoolsWithin = (person: Person, page: Pick<Page, 'from' | 'to'>): SchoolCode[] => [
  ...new Set(stintsWithin(person, page).map(({ school }) => school)),
];

/**
 * Why a person does not owe: there for fewer than `least` of the days (`absent`), or there but on leave for all but
 * fewer than that (`leave`). So a joiner owes from the first week with enough days of theirs.
 */
function excuseOf(counted: Counted | undefined, least: number): { excuse?: Excuse; there: number } {
  if (!counted) return { excuse: 'absent', there: 0 };
  const { days, there } = counted;
  if (days < least) return { excuse: 'absent', there };
  return there < least ? { excuse: 'leave', there } : { there };
}

/** Each reviewer owes an answer for each work on which one falls due. */
function reviewers(reviews: Review[]): Owing[] {
  return [...groupBy(reviews, ({ reviewer }): PersonId => reviewer)].map(([reviewer, all]) => ({
    owner: ownerOfPerson(reviewer),
    need: all.length,
  }));
}

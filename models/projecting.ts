import type { Connection } from 'mongoose';
import type { Calendar, Place } from './calendar.js';
import { eachDay } from './day.js';
import { createDerive } from './derive.js';
import type { Catalogue, Duty } from './duty.js';
import { entryOf, type Owing, openingsEntry, reviewerEntry } from './entry.js';
import { covers } from './exemption.js';
import { type Facts, movedAmong, type Page, type Read } from './facts.js';
import { groupBy } from './group-by.js';
import type { Day } from './ids.js';
import { createOccasions, type Occasion } from './occasion.js';
import { type Ground, owingOn } from './owing.js';
import { type OwnerKey, ownerOfCluster, ownerOfPerson } from './owner.js';
import { createPages } from './page.js';
import { OWING, type Roll } from './roll.js';
import type { School } from './school.js';
import type { Review, Submission } from './submission.js';
import { createSubmissions } from './submissions.js';
import { createUnits } from './unit.js';

type SchoolDays = (span: Pick<Roll, 'from' | 'to'>, place?: Place) => Day[];
/** A page with its entries worked out. */
type Project = (roll: Roll, school: School) => Roll;

/**
 * Answers how a page of one duty and period is worked out. `known`: what they rest on, where it has been read.
 */
export function createProjecting(
  db: Connection,
  county: { catalogue: Catalogue; calendar: Calendar },
  { read }: Facts,
) {
  const { calendar } = county;
  const submissions = createSubmissions(db, createDerive(db, county));
  const units = createUnits(db);
  const opened = createOccasions(db);
  const pages = createPages(county);

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
    const reviews = answers.flatMap((each) => newest(each.reviews.filter((review) => isOwed(review, from, to))));
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

  return async (duty: Duty, all: Page[], occasions: Occasion[], known?: Read): Promise<Project> => {
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
  };
}

const isOwed = ({ due, dropped }: Review, from: Day, to: Day): boolean =>
  !dropped && due !== undefined && from <= due && due <= to;

/** What is answered, improved and answered again within a page's days is one work: of each reviewer the answer owed or given last. */
const newest = (reviews: Review[]): Review[] => [
  ...new Map(reviews.map((review) => [`${review.reviewer}|${review.school}`, review])).values(),
];

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

import type { Catalogue, Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Day, SchoolCode } from '../models/ids.js';
import { type InSight, peopleOn, seenOf } from '../models/in-sight.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import type { Person } from '../models/person.js';
import { OWING, type Roll, type RollEntry, type Within } from '../models/roll.js';
import type { School } from '../models/school.js';
import { schoolBatches } from '../models/school-order.js';
import { addTallies, type Tally, tally } from '../models/tally.js';

/** One period of a duty, as far as it is seen: of one school its page, of several theirs added up that have the same days. */
export interface Line {
  duty: Duty;
  /** The page that stands for all; without entries where there are several. */
  roll: Omit<Roll, 'entries'>;
  tally: Tally;
  /** Whose is missing or came back; empty where names are not seen, or are of several schools. */
  owing: RollEntry[];
  /** How many of them there are. */
  left: number;
}

/** What the hearer sees, and who they are. */
export interface HearersSight extends InSight {
  viewer: InSight['viewer'] & Pick<Person, '_id'>;
}

/** How far a school is with what was due. */
export interface SchoolSum {
  school: School;
  owed: number;
  handedIn: number;
}

export interface Gathered {
  /** By due day. */
  lines: Line[];
  /** Of what was due in the digest's days and is over, but for tasks given to single people; in the order of the schools. */
  schools: SchoolSum[];
}

/** Pages are read so many schools at a time: memory follows the batch and not the county. */
const SCHOOLS_A_BATCH = 40;

const isOwing = ({ status }: RollEntry): boolean => OWING.includes(status);

/**
 * What falls due between two days, both included, as far as somebody sees it; `within`: when what schools are added up
 * by was due. Nothing where all of it is their own: of that they are reminded.
 */
export async function gather(
  sight: HearersSight,
  schools: readonly School[],
  { from, to, within }: { from: Day; to: Day; within: Within },
  models: Models,
  now: Date,
): Promise<Gathered> {
  const { rolls, calendar } = models;
  const lines = new Map<string, Line>();
  const sums = new Map<SchoolCode, SchoolSum>();
  const own = ownerOfPerson(sight.viewer._id);
  let isOfOthers = false;
  for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) {
    const codes = some.map(({ _id }) => _id);
    const pages = await rolls.dueIn(codes, calendar.at(from, '00:00'), calendar.at(to, '23:59'));
    const people = await peopleOn(pages, sight.right, models);
    const byCode = new Map(some.map((school) => [school._id, school]));
    for (const page of pages) {
      const duty = models.catalogue.duties.find(({ key }) => key === page.duty);
      const school = byCode.get(page.school);
      const seen = duty && school && seenOf(page, duty, sight, { cluster: school.cluster, people }, models);
      if (!seen) continue;
      isOfOthers ||= seen.page.entries.some(({ owner }) => owner !== own);
      const part = lineOf(duty, seen.page, seen.names && schools.length === 1);
      const key = keyOf(page);
      const line = lines.get(key);
      lines.set(key, line ? added(line, part) : part);
      if (page.dueAt < within.from || page.dueAt > within.to || page.lateAfter > now) continue;
      // An errand of one person says nothing of their school.
      if (duty.owner.kind === 'assignee') continue;
      const sum = sums.get(school._id) ?? { school, owed: 0, handedIn: 0 };
      sum.owed += part.tally.owed;
      sum.handedIn += part.tally.handedIn;
      sums.set(school._id, sum);
    }
  }
  if (!isOfOthers) return { lines: [], schools: [] };
  const inOrder = schools.flatMap(({ _id }) => sums.get(_id) ?? []);
  return { lines: [...lines.values()].toSorted(byDueDay(models.catalogue)), schools: inOrder };
}

/** Snow moves the days of some schools: what is over for them, and when theirs is due, is told of by itself. */
const keyOf = ({ duty, period, dueAt, lateAfter, closesAt }: Roll): string =>
  [duty, period, ...[dueAt, lateAfter, closesAt].map((at) => at.getTime())].join('|');

/** The same period of a duty once, whichever days it has, at the place of the first. */
export const together = (lines: Line[]): Line[] =>
  byPeriod(lines).flatMap(([first, ...others]) => (first ? [others.reduce(added, first)] : []));

export const periodOf = ({ duty, roll }: Line): string => `${duty.key}|${roll.period}`;

export const byPeriod = (lines: Line[]): Line[][] => [...groupBy(lines, periodOf).values()];

/** The oldest first; of what is due together that which most still owe, then by the catalogue. */
const byDueDay =
  ({ duties }: Catalogue) =>
  (a: Line, b: Line): number =>
    a.roll.dueAt.getTime() - b.roll.dueAt.getTime() ||
    b.left - a.left ||
    duties.indexOf(a.duty) - duties.indexOf(b.duty);

function lineOf(duty: Duty, { entries, ...roll }: Roll, names: boolean): Line {
  const owing = entries.filter(isOwing);
  return { duty, roll, tally: tally([{ entries }]), owing: names ? owing : [], left: owing.length };
}

const added = (line: Line, part: Line): Line => ({
  ...line,
  tally: addTallies(line.tally, part.tally),
  left: line.left + part.left,
});

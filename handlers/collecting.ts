import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { followsCalendar } from '../models/period.js';
import type { Roll } from '../models/roll.js';
import type { School } from '../models/school.js';

/** The pages of one duty and period. */
export interface Collecting {
  duty: Duty;
  rolls: Roll[];
  /** The page that stands for all: same period, its own due instant. */
  roll: Roll;
}

/**
 * What is being collected, of one duty or all, in the order of the catalogue. What was due over a month ago is for 补交
 * only: it is told of where its duty is asked for, and nothing newer of it is open.
 */
export async function collecting(
  duty: Duty | undefined,
  schools: School[],
  now: Date,
  { rolls, catalogue }: Pick<Models, 'rolls' | 'catalogue'>,
): Promise<Collecting[]> {
  const codes = codesOf(schools);
  const lately = await rolls.openIn(codes, now, duty?.key);
  const open = lately.length === 0 && duty ? await rolls.openIn(codes, now, duty.key, EVER) : lately;
  const byDuty = groupBy(open, (roll) => roll.duty);
  const picked = catalogue.duties.flatMap((each) => pick(each, byDuty.get(each.key) ?? [], now));
  return Promise.all(picked.map((each) => ofAllSchools(each, codes, now, rolls)));
}

const EVER = new Date(0);

/** Snow moves the days of some schools: those whose month is over, or that take it no more, are told of with the rest. */
async function ofAllSchools(
  each: Collecting,
  codes: SchoolCode[],
  now: Date,
  rolls: Models['rolls'],
): Promise<Collecting> {
  const { roll } = each;
  const there = new Set(each.rolls.map(({ school }) => school));
  const others = codes.filter((code) => !there.has(code));
  if (others.length === 0 || roll.dueAt > now) return each;
  const more = await rolls.ofPeriod(roll.duty, roll.period, others);
  return { ...each, rolls: [...each.rolls, ...more].toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()) };
}

/** One period of a duty, by its label: the newest called so. */
export async function labelled(
  duty: Duty,
  label: string,
  schools: School[],
  { rolls }: Pick<Models, 'rolls'>,
): Promise<Collecting[]> {
  const newest = await rolls.newestLabelled(duty.key, label);
  const all = newest ? await rolls.ofPeriod(duty.key, newest.period, codesOf(schools)) : [];
  const [roll] = all;
  return roll ? [{ duty, roll, rolls: all }] : [];
}

const codesOf = (schools: School[]) => schools.map(({ _id }) => _id);

/** The oldest period still on time, else the newest; where periods are issues, tasks or projects, each by itself. */
function pick(duty: Duty, open: Roll[], now: Date): Collecting[] {
  const chosen = open.find(({ lateAfter }) => lateAfter >= now) ?? open.at(-1);
  const shown = followsCalendar(duty.cadence) ? open.filter(({ period }) => period === chosen?.period) : open;
  return [...groupBy(shown, ({ period }) => period)]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap(([, rolls]) => (rolls[0] ? [{ duty, roll: rolls[0], rolls }] : []));
}

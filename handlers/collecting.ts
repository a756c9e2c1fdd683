import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
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

/** What is being collected, of one duty or all, in the order of the catalogue. */
export async function collecting(
  duty: Duty | undefined,
  schools: School[],
  now: Date,
  { rolls, catalogue }: Pick<Models, 'rolls' | 'catalogue'>,
): Promise<Collecting[]> {
  const byDuty = groupBy(await rolls.openIn(codesOf(schools), now, duty?.key), (roll) => roll.duty);
  return catalogue.duties.flatMap((each) => pick(each, byDuty.get(each.key) ?? [], now));
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

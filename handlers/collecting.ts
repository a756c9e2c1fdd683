import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import type { Roll } from '../models/roll.js';
import type { School } from '../models/school.js';

/** The pages of one duty that are being collected now: the oldest period still on time, else the newest. */
export interface Collecting {
  duty: Duty;
  rolls: Roll[];
  /** The page that stands for all: same period, its own due instant. */
  roll: Roll;
}

/** What is being collected of one duty. */
export async function collecting(
  duty: Duty,
  schools: School[],
  now: Date,
  { rolls }: Pick<Models, 'rolls'>,
): Promise<Collecting | undefined> {
  return pick(duty, await rolls.openIn(codesOf(schools), now, duty.key), now);
}

/** What is being collected of all duties, in the order of the catalogue. */
export async function collectingAll(
  schools: School[],
  now: Date,
  { rolls, catalogue }: Pick<Models, 'rolls' | 'catalogue'>,
): Promise<Collecting[]> {
  const byDuty = groupBy(await rolls.openIn(codesOf(schools), now), ({ duty }) => duty);
  return catalogue.duties.flatMap((duty) => pick(duty, byDuty.get(duty.key) ?? [], now) ?? []);
}

/** One period of a duty, by its label: the newest called so. */
export async function labelled(
  duty: Duty,
  label: string,
  schools: School[],
  { rolls }: Pick<Models, 'rolls'>,
): Promise<Collecting | undefined> {
  const newest = await rolls.newestLabelled(duty.key, label);
  const all = newest ? await rolls.ofPeriod(duty.key, newest.period, codesOf(schools)) : [];
  const [roll] = all;
  return roll && { duty, roll, rolls: all };
}

const codesOf = (schools: School[]) => schools.map(({ _id }) => _id);

function pick(duty: Duty, recent: Roll[], now: Date): Collecting | undefined {
  const roll = recent.find(({ lateAfter }) => lateAfter >= now) ?? recent.at(-1);
  return roll && { duty, roll, rolls: recent.filter(({ period }) => period === roll.period) };
}

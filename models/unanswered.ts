import { deciderFor } from './decider.js';
import { type Heard, heardId, silences } from './heard.js';
import type { Day, SchoolCode } from './ids.js';
import type { Models } from './models.js';
import { type Hearing, RETURNED } from './nag.js';
import { type Person, rightsOf } from './person.js';
import type { School } from './school.js';

type Tools = Pick<Models, 'heard' | 'people' | 'catalogue'>;

/** What is said on a day, what is not said a fourth time, and of which of that a human hears instead. */
export interface Answered {
  spoken: Hearing[];
  silent: Hearing[];
  /** Ids of what a human is told of today. */
  raised: string[];
}

/** What is told to a human of what nobody answers. */
export const UNANSWERED = 'unanswered';

/**
 * What was said on the earlier day its hearer chose is not said on the usual one as well. After so many reminders of one page that nobody answered there is no further one: whoever is in charge in the school
 * is told instead, once, unless a step of today tells somebody of the page anyway. Never past the school.
 */
export async function withoutSilent(
  heard: Hearing[],
  schools: ReadonlyMap<SchoolCode, School>,
  models: Tools,
  day: Day,
): Promise<Answered> {
  const { unansweredInARow: most } = models.catalogue.budget;
  const before = await models.heard.byIds([...new Set(heard.map(idOf))]);
  const isSilent = (each: Hearing): boolean => {
    const known = before.get(idOf(each));
    return most > 0 && known !== undefined && each.step.key !== RETURNED && silences(known, day) >= most;
  };
  const open = heard.filter((each) => !wasSaid(each, before.get(idOf(each)), day));
  const silent = open.filter(isSilent);
  const rest = open.filter((each) => !isSilent(each));
  const toldAnyway = new Set(rest.filter(({ step }) => step.to !== 'owner').map(({ roll }) => roll._id));
  const isNew = (known: Heard | undefined): boolean => !known?.raisedOn || known.raisedOn === day;
  const due = silent.filter((each) => isNew(before.get(idOf(each))) && !toldAnyway.has(each.roll._id));
  const told = await Promise.all(
    due.map(async (each) => ({ each, person: await humanFor(each, schools, models, day) })),
  );
  const raised = told.flatMap(({ each, person }) => (person ? [{ ...each, ...person, step: stepFor(each) }] : []));
  return { spoken: [...raised, ...rest], silent, raised: due.map(idOf) };
}

/** Whether somebody heard of it on the earlier day they chose, or since. */
const wasSaid = ({ chosen }: Hearing, known: Heard | undefined, day: Day): boolean =>
  chosen !== undefined && Object.keys(known?.told ?? {}).some((each) => each >= chosen && each < day);

const idOf = ({ roll, person }: Hearing): string => heardId(roll._id, person._id);

const stepFor = ({ step: { at } }: Hearing): Hearing['step'] => ({ key: UNANSWERED, at, to: 'owner' });

/** Whoever is in charge of somebody in their school, and by which post it is told them. */
export async function humanFor(
  { roll, person }: Pick<Hearing, 'roll' | 'person'>,
  schools: ReadonlyMap<SchoolCode, School>,
  models: Pick<Tools, 'people' | 'catalogue'>,
  day: Day,
): Promise<{ person: Person; as: string } | undefined> {
  const school = schools.get(roll.school);
  const found = school && (await deciderFor(school, [person._id], models, day));
  if (found?.school !== roll.school) return undefined;
  // The post by which it is told them, of several they hold: with it goes what they may hear of colleagues.
  const { posts } = models.catalogue;
  const as = found.posts.find((post) => rightsOf({ posts: [post] }, posts).has('act-for'));
  return { person: found, as: as ?? UNANSWERED };
}

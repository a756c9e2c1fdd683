import { deciderFor } from './decider.js';
import type { Post } from './duty.js';
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
  const found = await Promise.all(
    due.map(async (each) => ({ each, person: await humanFor(each, schools, models, day) })),
  );
  const raised = found.flatMap(({ each, person }) => (person ? [{ ...each, ...person, step: stepFor(each) }] : []));
  const told = await models.heard.byIds([...new Set(raised.map(idOf))]);
  const news = raised.filter((each) => !hasHeard(each, told.get(idOf(each)), day, () => true));
  const steps = rest.filter((each) => !isAskedAlready(each, before.get(idOf(each)), day));
  return { spoken: [...news, ...steps], silent, raised: due.map(idOf) };
}

/** A step that tells somebody whose it is, when they were asked before to speak with them. */
const isAskedAlready = (each: Hearing, known: Heard | undefined, day: Day): boolean =>
  typeof each.step.to === 'object' && hasHeard(each, known, day, (step) => step === UNANSWERED);

/** Whether somebody heard before, by some step, of what is to be told now. */
const hasHeard = ({ owners }: Hearing, known: Heard | undefined, day: Day, by: (step: string) => boolean): boolean =>
  known !== undefined &&
  owners.every((owner) => known.owners.includes(owner)) &&
  Object.entries(known.told).some(([on, { step }]) => on < day && by(step));

/** Whether somebody heard of it on the earlier day they chose, or since. */
const wasSaid = ({ chosen }: Hearing, known: Heard | undefined, day: Day): boolean =>
  chosen !== undefined && Object.keys(known?.told ?? {}).some((each) => each >= chosen && each < day);

const idOf = ({ roll, person }: Hearing): string => heardId(roll._id, person._id);

const stepFor = ({ step: { at } }: Hearing): Hearing['step'] => ({ key: UNANSWERED, at, to: 'owner' });

/**
 * Whoever is in charge of somebody in their school, and by which post it is told them. Of who is in charge themselves
 * only the head: nobody is asked to speak with those above them.
 */
export async function humanFor(
  { roll, person }: Pick<Hearing, 'roll' | 'person'>,
  schools: ReadonlyMap<SchoolCode, School>,
  models: Pick<Tools, 'people' | 'catalogue'>,
  day: Day,
): Promise<{ person: Person; as: string } | undefined> {
  const school = schools.get(roll.school);
  const { posts } = models.catalogue;
  const heads = headPosts(posts);
  const among = isInCharge(person, heads, posts) ? heads : undefined;
  const found = school && (await deciderFor(school, [person._id], models, day, among));
  if (found?.school !== roll.school || (among && !holds(found, among))) return undefined;
  // The post by which it is told them, of several they hold: with it goes what they may hear of colleagues.
  const as = found.posts.find((post) => rightsOf({ posts: [post] }, posts).has('act-for'));
  return { person: found, as: as ?? UNANSWERED };
}

const holds = (person: Pick<Person, 'posts'>, some: readonly string[]): boolean =>
  person.posts.some((post) => some.includes(post));

const mayAct = (posts: readonly Post[]): Post[] => posts.filter(({ rights }) => rights.includes('act-for'));

/** The posts to which those of a school that act for colleagues fall in the end. */
const headPosts = (posts: readonly Post[]): string[] => {
  const ends = new Set(mayAct(posts).map(({ fallsTo }) => fallsTo.at(-1)));
  return mayAct(posts).flatMap(({ key }) => (ends.has(key) ? [key] : []));
};

/** Whether somebody acts for colleagues, or takes over from a head. */
const isInCharge = (person: Person, heads: string[], posts: readonly Post[]): boolean =>
  rightsOf(person, posts).has('act-for') ||
  posts.some(({ key, fallsTo }) => heads.includes(key) && holds(person, fallsTo));

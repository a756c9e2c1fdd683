import { type Around, answerableFor, mayAnswerFor, periodsAskedOf } from './answerable.js';
import { concernsClusters } from './cluster.js';
import type { Duty } from './duty.js';
import type { Day, DutyKey, PeriodKey } from './ids.js';
import type { Models } from './models.js';
import { owingOn } from './owing.js';
import { type OwnerKey, ownerOfPerson, splitOwner } from './owner.js';
import type { Person } from './person.js';
import type { School } from './school.js';
import { isOneOf, isWhere } from './where.js';

/** Whether persons owe a duty; of all others a school, a group, a cluster or a unit does. */
export const isPersonal = ({ owner }: Pick<Duty, 'owner'>): boolean =>
  ['teaching-person', 'holder', 'assignee', 'reviewer'].includes(owner.kind);

type Known = Pick<Models, 'people' | 'units' | 'schools' | 'clusters' | 'standIns' | 'catalogue'>;

/** The people of a school today, its units, stand-ins and the county's posts: what answering for somebody is looked up in. */
export async function around(school: School, { people, units, standIns, catalogue }: Known): Promise<Around> {
  const [staff, living, inPlace] = await Promise.all([
    people.ofSchool(school._id),
    units.ofSchools([school._id]),
    standIns.ofSchools([school._id]),
  ]);
  return { staff, units: living, posts: catalogue.posts, standIns: inPlace };
}

/** Every owner of a duty that a school has today, whether it owes just now or not. Of personal duties there is none. */
export async function ownersIn(
  duty: Duty,
  school: School,
  { staff, units }: Around,
  models: Known,
  today: Day,
): Promise<OwnerKey[]> {
  if (isPersonal(duty)) return [];
  const inCluster = concernsClusters(duty) ? (await models.clusters.of(duty, [school])).get(school._id) : undefined;
  const page = { from: today, to: today, dueDay: today, period: '' as never };
  const ground = {
    people: staff,
    countyDays: [],
    units,
    counted: [],
    reviews: [],
    inCluster,
    occasion: undefined,
    exempt: new Set<OwnerKey>(),
  };
  return owingOn(duty, page, school, [], ground).map(({ owner }) => owner);
}

/**
 * Under whose names somebody may hand a duty in: their own; what they answer for, or may; where anybody may, the
 * own school, the groups of the own subjects, the own cluster.
 */
export async function ownersOf(
  duty: Duty,
  person: Person,
  school: School,
  models: Known,
  today: Day,
  actsForAll = false,
): Promise<OwnerKey[]> {
  if (isPersonal(duty)) return [ownerOfPerson(person._id)];
  const here = await around(school, models);
  const all = await ownersIn(duty, school, here, models, today);
  const anybody = duty.handIn === 'anyone' || actsForAll;
  return all.filter(
    (owner) =>
      (anybody && belongs(owner, person)) ||
      mayAnswerFor(owner, duty, person, here, today) ||
      periodsAskedOf(owner, duty, person, here, today).length > 0,
  );
}

/** The periods of what an owner owes that somebody was asked to hand in, who may hand in no other; undefined for who may hand in all. */
export async function onlyPeriodsOf(
  owner: OwnerKey,
  duty: Duty,
  person: Person,
  school: School,
  models: Known,
  today: Day,
  actsForAll = false,
): Promise<PeriodKey[] | undefined> {
  if (isPersonal(duty) || duty.handIn === 'anyone' || actsForAll) return undefined;
  const here = await around(school, models);
  const periods = periodsAskedOf(owner, duty, person, here, today);
  return periods.length === 0 || mayAnswerFor(owner, duty, person, here, today) ? undefined : periods;
}

/** Whether somebody is one of a group; every colleague is of the school. */
function belongs(owner: OwnerKey, { subjects, department }: Person): boolean {
  const { kind, parts } = splitOwner(owner);
  const [, first = ''] = parts;
  if (kind === 'group' || kind === 'prep') return subjects.includes(first);
  return kind === 'department' ? department === first : true;
}

/** What a person answers for today, duty by duty: their own, and whose pages they look after. */
export async function answered(
  person: Person,
  school: School,
  models: Known,
  today: Day,
): Promise<{ duty: Duty; owner: OwnerKey }[]> {
  return answeredHere(person, school, await around(school, models), models, today);
}

async function answeredHere(
  person: Person,
  school: School,
  here: Around,
  models: Known,
  today: Day,
): Promise<{ duty: Duty; owner: OwnerKey }[]> {
  const perDuty = models.catalogue.duties.map(async (duty) => {
    if (isPersonal(duty)) return isTheirs(duty, person, school) ? [{ duty, owner: ownerOfPerson(person._id) }] : [];
    const all = await ownersIn(duty, school, here, models, today);
    const seenTo = (owner: OwnerKey): boolean =>
      isAnsweredBy(owner, duty, person, here, today) || periodsAskedOf(owner, duty, person, here, today).length > 0;
    return all.filter(seenTo).map((owner) => ({ duty, owner }));
  });
  return (await Promise.all(perDuty)).flat();
}

/** Under which names a person stands on the ledger today: the own, and those of what they answer for. */
export async function answeredBy(person: Person, school: School, models: Known, today: Day): Promise<OwnerKey[]> {
  const all = await answered(person, school, models, today);
  return [...new Set([ownerOfPerson(person._id), ...all.map(({ owner }) => owner)])];
}

/** Which entries of the ledger somebody sees to today: all of their own, and the duties of a school or group they answer for. */
export interface SeesTo {
  owners: OwnerKey[];
  covers(duty: DutyKey, owner: OwnerKey, period: PeriodKey): boolean;
}

/** A post of a school answers for some of its duties; those of other posts are another's, though the school owes both. */
export async function seesTo(person: Person, school: School, models: Known, today: Day): Promise<SeesTo> {
  const own = ownerOfPerson(person._id);
  const here = await around(school, models);
  const all = await answeredHere(person, school, here, models, today);
  const pairs = new Map(all.map((each) => [`${each.duty.key}|${each.owner}`, each.duty]));
  const isAnswered = (key: DutyKey, owner: OwnerKey, period: PeriodKey): boolean => {
    const duty = pairs.get(`${key}|${owner}`);
    return duty !== undefined && isAnsweredBy(owner, duty, person, here, today, period);
  };
  return {
    owners: [...new Set([own, ...all.map(({ owner }) => owner)])],
    covers: (duty, owner, period) => owner === own || isAnswered(duty, owner, period),
  };
}

/** Whether a personal duty is one this person may ever owe. */
function isTheirs({ owner: rule }: Duty, { teaching, subjects, grades, posts }: Person, school: School): boolean {
  if (!isWhere(rule, school)) return false;
  if (rule.kind === 'holder') return posts.some((post) => rule.posts.includes(post));
  if (rule.kind !== 'teaching-person') return false;
  return teaching && isOneOf(subjects, rule.subjects) && isOneOf(grades, rule.grades);
}

/** They hold the post itself, or it falls to them today. */
function isAnsweredBy(
  owner: OwnerKey,
  duty: Duty,
  person: Person,
  here: Around,
  today: Day,
  period?: PeriodKey,
): boolean {
  if (answerableFor(owner, duty, here, today, period)?.person._id === person._id) return true;
  const { owner: rule } = duty;
  return (
    'post' in rule &&
    rule.post !== undefined &&
    person.posts.includes(rule.post) &&
    mayAnswerFor(owner, duty, person, here, today, period)
  );
}

import { deadlineText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import type { Duty } from '../models/duty.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { OWING, type Roll, type Status, tally } from '../models/roll.js';
import type { School } from '../models/school.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { findDuty } from './words.js';

/** Which schools somebody in charge asks about: the group's, when asked in a bound group they may see; else their own, or all. */
interface InCharge {
  name: string;
  schools: School[];
}

/** What 未交 and 催交 are about. */
interface Question {
  charge: InCharge;
  duties: Duty[];
}

/** 未交 [任务] [学校]: who is missing. Names go to the asker privately, a group hears numbers. */
export const missing: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if (!question) return here(texts.mayNotSeeMissing);
  if ('problem' in question) return here(question.problem);
  const { charge, duties } = question;
  const pages = await Promise.all(duties.map((duty) => collecting(duty, charge.schools, asked, models)));
  const parts = await Promise.all(pages.flatMap((each) => (each ? [partOf(each, charge, asked, models)] : [])));
  const names = texts.missing(charge.name, parts);
  return asked.event.chat.kind === 'private' || parts.length === 0
    ? here(names)
    : [...here(texts.missingInGroup(charge.name, parts)), privately(asked, names)];
};

export const privately = (asked: Asked, text: string): Say => ({ text, to: asked.speaker._id });

/**
 * A duty and, for whoever sees the county, a school or cluster, in either order; all of both when none is named.
 * Something that is neither is asked about: to take it for nothing would list, or remind, a whole county.
 */
export async function readQuestion(asked: Asked, models: Models): Promise<Question | { problem: string } | undefined> {
  const { duties } = models.catalogue;
  const words = asked.args.split(/\s+/).filter(Boolean);
  const duty = words.map((word) => findDuty(word, duties)).find((each) => each !== undefined);
  const place = words.filter((word) => !findDuty(word, duties)).join(' ');
  const charge = await inCharge(asked, models, place);
  const known = duties.map(({ word }) => word);
  if (charge === 'nowhere') return { problem: texts.nowhere(place, known) };
  if (!charge) return undefined;
  if (place && !duty && !asked.rights.has('see-county')) return { problem: texts.noSuchDuty(place, known) };
  return { charge, duties: duty ? [duty] : [...duties] };
}

async function inCharge(asked: Asked, models: Models, place: string): Promise<InCharge | 'nowhere' | undefined> {
  const { rights, school, event } = asked;
  if (!rights.has('see-county')) return rights.has('see-school') ? { name: school.name, schools: [school] } : undefined;
  const all = (await models.schools.all()).toSorted((a, b) => a.cluster.localeCompare(b.cluster));
  const ofCluster = (name: string): InCharge => ({ name, schools: all.filter(({ cluster }) => cluster === name) });
  if (place) {
    const one = await models.schools.find(place);
    if (one) return { name: one.name, schools: [one] };
    return all.some(({ cluster }) => cluster === place) ? ofCluster(place) : 'nowhere';
  }
  const scope = event.chat.kind === 'group' ? await models.groups.scopeOf(event.chat) : undefined;
  if (scope?.kind === 'school') {
    const bound = all.filter(({ _id }) => _id === scope.school);
    return { name: bound[0]?.name ?? '本校', schools: bound };
  }
  return scope?.kind === 'cluster' ? ofCluster(scope.cluster) : { name: '全县', schools: all };
}

/** The pages of one duty that are being collected now: the oldest period still on time, else the newest. */
export interface Collecting {
  duty: Duty;
  rolls: Roll[];
  /** The page that stands for all: same period, its own due instant. */
  roll: Roll;
}

export async function collecting(
  duty: Duty,
  schools: School[],
  { now }: Pick<Asked, 'now'>,
  { rolls }: Pick<Models, 'rolls'>,
): Promise<Collecting | undefined> {
  const recent = await rolls.openOf(
    duty.key,
    schools.map(({ _id }) => _id),
    now,
  );
  const roll = recent.find(({ lateAfter }) => lateAfter >= now) ?? recent.at(-1);
  return roll && { duty, roll, rolls: recent.filter(({ period }) => period === roll.period) };
}

async function partOf(
  { duty, rolls, roll }: Collecting,
  charge: InCharge,
  { now }: Asked,
  models: Models,
): Promise<texts.MissingPart> {
  const perSchool = charge.schools.length > 1;
  const list = (statuses: readonly Status[]) =>
    perSchool
      ? schoolsWith(statuses, duty, rolls, charge.schools)
      : peopleWith(statuses, duty, rolls, charge.schools, models);
  const [missingNames, leave, exempt] = await Promise.all([list(OWING), list(['leave']), list(['exempt'])]);
  return {
    duty: duty.name,
    label: roll.label,
    due: deadlineText(roll.dueAt, now, models.calendar),
    tally: tally(rolls),
    missing: missingNames,
    leave: perSchool ? [] : leave,
    exempt: perSchool ? [] : exempt,
  };
}

/** Schools in the order given (by cluster), with how many where persons owe. */
function schoolsWith(statuses: readonly Status[], duty: Duty, rolls: Roll[], schools: School[]): string[] {
  return schools.flatMap(({ _id, name }) => {
    const roll = rolls.find(({ school }) => school === _id);
    const count = roll?.entries.filter(({ status }) => statuses.includes(status)).length ?? 0;
    if (count === 0) return [];
    return [duty.owner.kind === 'school' ? name : `${name}${count}人`];
  });
}

async function peopleWith(
  statuses: readonly Status[],
  duty: Duty,
  rolls: Roll[],
  schools: School[],
  models: Models,
): Promise<string[]> {
  const owners = rolls.flatMap(({ entries }) =>
    entries.filter(({ status }) => statuses.includes(status)).map(({ owner }) => owner),
  );
  if (duty.owner.kind === 'school') return owners.length > 0 ? schools.map(({ name }) => name) : [];
  const people = await models.people.byIds(owners.map((owner) => owner.slice('person:'.length) as PersonId));
  return people.map(({ name }) => name);
}

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
export interface InCharge {
  name: string;
  schools: School[];
}

/** 未交 [任务] [学校]: who is missing. Names go to the asker privately, a group hears numbers. */
export const missing: Handler = async (asked, models) => {
  const charge = await inCharge(asked, models);
  if (!charge) return here(texts.mayNotSeeMissing);
  const duties = askedDuties(asked.args, models);
  if (duties.length === 0) return here(texts.noSuchDuty(asked.args, words(models)));
  const pages = await Promise.all(duties.map((duty) => collecting(duty, charge.schools, asked, models)));
  const parts = await Promise.all(pages.flatMap((each) => (each ? [partOf(each, charge, asked, models)] : [])));
  const names = texts.missing(charge.name, parts);
  return asked.event.chat.kind === 'private' || parts.length === 0
    ? here(names)
    : [...here(texts.missingInGroup(charge.name, parts)), privately(asked, names)];
};

export const privately = (asked: Asked, text: string): Say => ({ text, to: asked.speaker._id });

/** The duties a text names; all of them when it names none; none when it names something else. */
export function askedDuties(args: string, { catalogue }: Pick<Models, 'catalogue'>): Duty[] {
  const [first = ''] = args.split(/\s+/);
  if (!first) return [...catalogue.duties];
  const duty = findDuty(first, catalogue.duties);
  return duty ? [duty] : [];
}

const words = ({ catalogue }: Pick<Models, 'catalogue'>): string[] => catalogue.duties.map(({ word }) => word);

export async function inCharge(asked: Asked, models: Models): Promise<InCharge | undefined> {
  const { rights, school, event, args } = asked;
  if (!rights.has('see-county')) return rights.has('see-school') ? { name: school.name, schools: [school] } : undefined;
  const named = args.split(/\s+/)[1];
  const one = named && (await models.schools.find(named));
  if (one) return { name: one.name, schools: [one] };
  const scope = event.chat.kind === 'group' ? await models.groups.scopeOf(event.chat) : undefined;
  const all = (await models.schools.all()).toSorted((a, b) => a.cluster.localeCompare(b.cluster));
  if (scope?.kind === 'school') {
    const bound = all.filter(({ _id }) => _id === scope.school);
    return { name: bound[0]?.name ?? '本校', schools: bound };
  }
  if (scope?.kind === 'cluster')
    return { name: scope.cluster, schools: all.filter(({ cluster }) => cluster === scope.cluster) };
  return { name: '全县', schools: all };
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

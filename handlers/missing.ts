import { deadlineText } from '../config/texts/format.js';
import * as texts from '../config/texts/ledger.js';
import type { Models } from '../models/models.js';
import { isClosed, MISSING, type Roll, type Status, tally } from '../models/roll.js';
import type { School } from '../models/school.js';
import { titleIn, titleOf } from '../models/title.js';
import { type Collecting, collecting, collectingAll, labelled } from './collecting.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { namesOfOwners } from './owner-names.js';
import { type InCharge, type Question, readQuestion } from './question.js';

/** Of so many duties at once the names are told as well; of more, only numbers: one phone screen. */
const MOST_WITH_NAMES = 3;
/** What is due later than this is told as one number, unless everything is asked for; in milliseconds. */
const SOON_MS = 14 * 24 * 3600 * 1000;

/** 未交 [任务] [第9周] [学校] [全部]: who is missing. Names go to the asker privately, a group hears numbers. */
export const missing: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if ('problem' in question) return here(question.problem);
  const { charge, all } = question;
  const asking = await collected(question, asked, models);
  if (asking.length === 0 && question.duty)
    return here(texts.noneCollected(charge.name, question.duty.name, question.label));
  const withNames = asking.length <= MOST_WITH_NAMES && charge.names;
  const parts = await Promise.all(asking.map((each) => partOf(each, charge, withNames, asked, models)));
  const soon = all || withNames ? parts : parts.filter(({ dueAt }) => dueAt.getTime() - asked.now.getTime() < SOON_MS);
  const told = withNames
    ? texts.missing(charge.name, parts)
    : texts.missingNumbers(charge.name, soon, parts.length - soon.length);
  const inGroup = withNames ? texts.missingInGroup(charge.name, parts) : told;
  if (asked.event.chat.kind === 'private' || parts.length === 0) return here(told);
  return withNames ? [...here(inGroup), privately(asked, told)] : here(inGroup);
};

export const privately = (asked: Asked, text: string): Say => ({ text, to: asked.speaker._id });

/** What a question is about: one period of a duty, what is being collected of it, or of all. */
export async function collected(
  { charge, duty, label }: Question,
  { now }: Pick<Asked, 'now'>,
  models: Models,
): Promise<Collecting[]> {
  if (!duty) return collectingAll(charge.schools, now, models);
  const one = label
    ? await labelled(duty, label, charge.schools, models)
    : await collecting(duty, charge.schools, now, models);
  return one ? [one] : [];
}

async function partOf(
  { duty, rolls, roll }: Collecting,
  charge: InCharge,
  withNames: boolean,
  { now, event }: Asked,
  models: Models,
): Promise<texts.MissingPart> {
  const perSchool = charge.schools.length > 1;
  const list = async (statuses: readonly Status[]): Promise<string[]> => {
    if (!withNames) return [];
    return perSchool ? schoolsWith(statuses, rolls, charge.schools) : ownersWith(statuses, rolls, models);
  };
  const [missingNames, returned, claimed] = await Promise.all([list(MISSING), list(['returned']), list(['claimed'])]);
  const [leave, exempt] = perSchool ? [[], []] : await Promise.all([list(['leave']), list(['exempt'])]);
  return {
    duty: duty.name,
    word: duty.word,
    label: titleIn(event.chat, roll),
    title: titleOf(roll),
    due: deadlineText(roll.dueAt, now, models.calendar),
    dueAt: roll.dueAt,
    closed: isClosed(roll, now),
    tally: tally(rolls),
    missing: missingNames,
    returned,
    claimed,
    leave,
    exempt,
  };
}

/** Schools in the order given (by cluster), with how many where more than the school itself owes. */
export function schoolsWith(statuses: readonly Status[], rolls: Roll[], schools: School[]): string[] {
  return schools.flatMap(({ _id, name }) => {
    const entries = rolls.filter(({ school }) => school === _id).flatMap((roll) => roll.entries);
    const counted = entries.filter(({ status }) => statuses.includes(status));
    const [first] = counted;
    if (!first) return [];
    const people = counted.some(({ owner }) => owner.startsWith('person:'));
    return [first.owner.startsWith('school:') ? name : `${name}${counted.length}${people ? '人' : '个'}`];
  });
}

export const ownersWith = (statuses: readonly Status[], rolls: Roll[], models: Models): Promise<string[]> =>
  namesOfOwners(
    rolls.flatMap(({ entries }) => entries.filter(({ status }) => statuses.includes(status)).map(({ owner }) => owner)),
    models,
  );

import { ownerText } from '../config/texts/owner-name.js';
import type { Shown } from '../config/texts/review.js';
import { mayAnswerFor } from '../models/answerable.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { aboutOf } from '../models/occasion.js';
import { personIn, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { around } from '../models/owners.js';
import { heldPeriods } from '../models/period.js';
import { mayRead, pointedUnits, type Reach } from '../models/reading.js';
import { rollId } from '../models/roll.js';
import type { Submission } from '../models/submission.js';
import { titleOf } from '../models/title.js';
import type { Asked } from './handler.js';

/** A record somebody named by its number, with its duty and what decides who may read and answer it. */
export interface Named {
  record: Submission;
  duty: Duty;
  reach: Reach;
  /** Whether the speaker may read it in full. */
  readable: boolean;
}

/** The record with this number; of two with the same, the one the speaker may read. */
export async function named(no: string, asked: Asked, models: Models): Promise<Named | undefined> {
  const records = await models.submissions.numbered(no);
  const known = await Promise.all(records.map((record) => withDuty(record, asked, models)));
  return known.find((each) => each?.readable) ?? known.find((each) => each !== undefined);
}

/** A record with its duty and what decides about it; undefined for a duty that is no more. */
export async function withDuty(
  record: Submission,
  asked: Pick<Asked, 'speaker' | 'today'>,
  models: Models,
): Promise<Named | undefined> {
  const duty = dutyOf(record, models);
  if (!duty) return undefined;
  const units = await models.units.byIds(pointedUnits(duty, record.values));
  const reach = { duty, posts: models.catalogue.posts, subjects: await subjectsOf(record, models), units };
  const answers = await answersForIt(record, duty, asked, models);
  return { record, duty, reach, readable: mayRead(asked.speaker, record, reach, answers) };
}

export const dutyOf = (
  { duty }: Pick<Submission, 'duty'>,
  { catalogue }: Pick<Models, 'catalogue'>,
): Duty | undefined => catalogue.duties.find(({ key }) => key === duty);

async function subjectsOf({ owner, by }: Submission, { people }: Models): Promise<readonly string[]> {
  const { kind, parts } = splitOwner(owner);
  if (kind === 'group' || kind === 'prep') return parts.slice(1, 2);
  return (await people.byId(personIn(owner) ?? by))?.subjects ?? [];
}

/** Whether the speaker answers, or may, for the school, group or unit it is of. A post is one of the own school. */
async function answersForIt(
  { owner, school: code, period }: Submission,
  duty: Duty,
  asked: Pick<Asked, 'speaker' | 'today'>,
  models: Models,
): Promise<boolean> {
  const { speaker, today } = asked;
  const school = personIn(owner) ? undefined : await models.schools.byCode(code);
  if (!school) return personIn(owner) === speaker._id;
  const near = await around(school, models);
  const unit = near.units.find(({ _id }) => _id === owner);
  const isNear = speaker.school === code || unit?.head === speaker._id || unit?.members.includes(speaker._id) === true;
  return isNear && mayAnswerFor(owner, duty, speaker, near, today, period);
}

/** Whose it is, and of which school. */
export async function whoseIs(
  { owner, school: code }: Submission,
  models: Models,
): Promise<Pick<Shown, 'whose' | 'school'>> {
  const school = (await models.schools.byCode(code))?.name ?? code;
  const name = (await ownerNames([owner], models)).get(owner);
  return { whose: name ? ownerText(name) : owner, school: splitOwner(owner).kind === 'school' ? '' : school };
}

/** The period a record stands under, as whom it concerns calls it; empty for what nobody owes. */
export async function labelOf(record: Submission, models: Models): Promise<string> {
  const { duty: key, period, school } = record;
  const page = await models.rolls.get(rollId(key, period, school));
  if (page) return titleOf(page);
  const occasion = await models.occasions.get(key, period);
  const duty = dutyOf(record, models);
  if (occasion) return titleOf({ label: occasion.label, ...(duty && aboutOf(occasion, duty)) });
  // Handed in while its period had no page yet: what that will be called.
  const held = duty ? heldPeriods(duty, record.handedInAt ?? record.updatedAt, models.calendar) : [];
  return held.find((each) => each.key === period)?.label ?? '';
}

import * as texts from '../config/texts/answer.js';
import { dateText } from '../config/texts/format.js';
import type { Duty } from '../models/duty.js';
import { reaches } from '../models/field.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { personIn } from '../models/owner.js';
import { claimed, levelField } from '../models/reviewing.js';
import type { Change, Submission } from '../models/submission.js';
import { labelOf, whoseIs } from './about-record.js';
import { isContribution } from './contribution.js';
import { type Asked, here, type Say } from './handler.js';

/**
 * Says to both sides what an event has answered, and to whoever was to answer it that it is done: in a group the number
 * alone, the rest privately.
 */
export async function tellAnswer(record: Submission, duty: Duty, asked: Asked, models: Models): Promise<Say[]> {
  const { event, speaker } = asked;
  const change = record.changes.find((each) => each.event === event.key);
  if (!change) return [];
  const answer = await answeredOf(record, change, duty, asked, models);
  const receipt = event.chat.kind === 'group' ? texts.answeredInGroup(record.no, answer.verb) : texts.answered(answer);
  const heard = peopleOf(record).filter((person) => person !== speaker._id);
  // What came back is for whoever handed it in to mend.
  const authors = change.to === 'returned' ? [] : await authorsOf(record, duty, models);
  const also = authors.filter((person) => person !== speaker._id && !heard.includes(person));
  const isOpen = duty.open === 'accepted' && change.to === 'accepted';
  const others = record.reviews.filter(
    ({ reviewer, answeredAt }) => reviewer !== speaker._id && answeredAt?.getTime() === change.at.getTime(),
  );
  return [
    ...here(receipt),
    ...heard.map((to) => ({ to, text: texts.told(answer) })),
    ...also.map((to) => ({ to, text: texts.toldAuthor(answer, isOpen) })),
    ...others.map(({ reviewer }) => ({ to: reviewer, text: texts.answeredInstead(answer) })),
  ];
}

async function answeredOf(
  record: Submission,
  change: Change,
  duty: Duty,
  asked: Asked,
  models: Models,
): Promise<texts.Answered> {
  const { whose, school } = await whoseIs(record, models);
  const field = change.to === 'accepted' ? levelField(duty) : undefined;
  const level = field && String(record.values[field.key] ?? '');
  const wanted = field && String(claimed(record)[field.key] ?? '');
  const asks = duty.quota.level;
  return {
    no: record.no,
    duty: duty.name,
    label: await labelOf(record, models),
    whose: school ? `${whose}（${school}）` : whose,
    by: asked.speaker.name,
    verb: texts.verbOf(change.to, isContribution(duty)),
    style: duty.form.style,
    comesOut: duty.cadence.every === 'occasion' && duty.cadence.what === 'issue',
    ...(change.comment && { comment: change.comment }),
    ...(level && { level }),
    ...(wanted && wanted !== level && { claimed: wanted }),
    ...(level && asks && !reaches(duty.form, asks, record.values) && { wanted: asks.atLeast }),
    ...(record.returnDue && { due: dateText(record.returnDue) }),
  };
}

/** Whom an answer concerns: whoever handed it in, and the person it is owed by. */
export function peopleOf({ by, owner }: Pick<Submission, 'by' | 'owner'>): PersonId[] {
  const person = personIn(owner);
  return [...new Set([by, ...(person ? [person] : [])])];
}

/** Those a contribution names as its authors, as far as they are of a school it was handed in for or counts at. */
export async function authorsOf(
  { values, school, counts }: Pick<Submission, 'values' | 'school' | 'counts'>,
  { ofSchoolOf }: Pick<Duty, 'ofSchoolOf'>,
  { people }: Pick<Models, 'people'>,
): Promise<PersonId[]> {
  const named = ofSchoolOf ? [values[ofSchoolOf] ?? []].flat().map(String) : [];
  const schools = [school, ...counts.map((count) => count.school)];
  const known = named.length > 0 ? await people.byIds(named as PersonId[]) : [];
  return known
    .filter(({ endedOn, stints }) => !endedOn && stints.some((stint) => schools.includes(stint.school)))
    .map(({ _id }) => _id);
}

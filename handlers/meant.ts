import { type Around, mayAnswerFor } from '../models/answerable.js';
import { addDays } from '../models/day.js';
import { isAnothersDraft } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson, ownerOfSchool, personIn } from '../models/owner.js';
import { answeredBy, around } from '../models/owners.js';
import { heldPeriods } from '../models/period.js';
import { noAhead, readNo } from '../models/record-no.js';
import { entryFor, type Roll, rollId } from '../models/roll.js';
import { has, type Wish } from '../models/roll-choice.js';
import { placeOf } from '../models/school.js';
import type { Cause, Mine, Revision, Submission, SubmissionState } from '../models/submission.js';
import { titleIn } from '../models/title.js';
import { aside } from './aside.js';
import type { Asked, Say } from './handler.js';
import { fetchFor, hungOn } from './hung-files.js';
import { nameOfSeveral, namesOfOwners } from './owner-names.js';

/** What these commands work on: a submission of the speaker's, with its duty and page. */
export interface Found {
  submission: Submission;
  duty: Duty;
  roll: Roll | undefined;
  label: string;
}

/** How many of somebody's newest submissions are looked through for the one a command means. */
const LOOK_BACK = 20;

/**
 * The newest submission in these states, of a duty the command can mean if there is one; or the one this very event
 * has changed, when it runs a second time. What a colleague handed in for somebody, or for the school they answer
 * for, is theirs to change too.
 */
export async function newest(
  asked: Asked,
  models: Models,
  states: SubmissionState[],
  means: (duty: Duty, submission: Submission) => boolean = () => true,
): Promise<Found | undefined> {
  // At the same time, so that both are answered by one look at the school.
  const [mine, here] = await Promise.all([mineOf(asked, models), around(asked.school, models)]);
  const touched = await models.submissions.touchedBy(asked.event.key, mine);
  const all = touched ? [touched] : await models.submissions.latestOf(mine, states, LOOK_BACK);
  const known = changeable(all, here, asked, models);
  const found = known.find(({ duty, submission }) => means(duty, submission)) ?? known[0];
  return found && foundOf(found, asked, models);
}

/** How many are looked through for the newest of one duty: of a year, or so. */
const LOOK_BACK_OF_DUTY = 100;
const YEAR_DAYS = 365;

/** The newest of one duty, of the period that is named by its label or a day of it, where one is. */
export async function newestOf(
  duty: Duty,
  wish: Wish,
  asked: Asked,
  models: Models,
  states: SubmissionState[],
): Promise<Found | undefined> {
  const [mine, here] = await Promise.all([mineOf(asked, models), around(asked.school, models)]);
  const touched = await models.submissions.touchedBy(asked.event.key, mine);
  const all = touched ? [touched] : await models.submissions.latestOf(mine, states, LOOK_BACK_OF_DUTY);
  const ofDuty = changeable(
    all.filter(({ duty: key }) => key === duty.key),
    here,
    asked,
    models,
  );
  const fits = await Promise.all(ofDuty.map(({ submission }) => isOfPeriod(submission, duty, wish, asked, models)));
  const found = ofDuty.find((_, index) => fits[index]);
  return found && foundOf(found, asked, models);
}

/** 第1周 is the one of this term, 10月 that of the last twelve months. */
async function isOfPeriod(
  { duty: key, period, school }: Submission,
  duty: Duty,
  wish: Wish,
  { now, today, school: own }: Asked,
  { rolls, calendar }: Models,
): Promise<boolean> {
  if (wish.kind !== 'label' && wish.kind !== 'day') return true;
  const page =
    (await rolls.get(rollId(key, period, school))) ??
    heldPeriods(duty, now, calendar, placeOf(own)).find((each) => each.key === period);
  if (!page || wish.kind === 'day') return page !== undefined && wish.kind === 'day' && has(page, wish.day);
  const term = calendar.terms.findLast(({ from }) => from <= today);
  const since = duty.cadence.every === 'teaching-week' && term ? term.from : addDays(today, -YEAR_DAYS);
  return page.label === wish.label && page.to >= since;
}

/** A number as it was typed, what stood behind it, and the record it names, if that is one they may change. */
interface Numbered {
  typed: string;
  rest: string;
  found: Found | undefined;
}

/**
 * The one with a number, in one of these states, that is the speaker's to change: 撤回 7F3KQ2. Undefined only where no
 * number is said: one that names nothing of theirs must never mean their newest instead.
 */
export async function numbered(
  text: string,
  asked: Asked,
  models: Models,
  states: SubmissionState[],
): Promise<Numbered | undefined> {
  const said = noAhead(text);
  if (!said) return undefined;
  const no = readNo(said.typed);
  const all = no ? await models.submissions.numbered(no) : [];
  const isNow = ({ state, changes }: Submission): boolean =>
    states.includes(state) || changes.at(-1)?.event === asked.event.key;
  const [found] =
    all.length > 0 ? changeable(all.filter(isNow), await around(asked.school, models), asked, models) : [];
  return { ...said, found: found && (await foundOf(found, asked, models)) };
}

/** Those that are the speaker's to change: handed in by them, or of whom they answer for; another's draft is that one's alone. */
function changeable(
  all: Submission[],
  here: Around,
  { speaker, today }: Asked,
  models: Models,
): Pick<Found, 'submission' | 'duty'>[] {
  return all.flatMap((submission) => {
    const duty = models.catalogue.duties.find(({ key }) => key === submission.duty);
    if (!duty || isAnothersDraft(speaker._id, submission, duty)) return [];
    const { owner, period, by } = submission;
    const may = by === speaker._id || mayAnswerFor(owner, duty, speaker, here, today, period);
    return may ? [{ submission, duty }] : [];
  });
}

/** So long after it was handed in for a colleague a command without a name may still mean it. */
const JUST_NOW_MS = 3600 * 1000;

/**
 * Whether a command means it without being asked: one's own; what one has handed in for the school or group, or what
 * is named (月报, one of its lines); what one has handed in for a colleague just now. Anything else would be undone
 * behind somebody's back.
 */
export function isPlain(
  { submission }: Pick<Found, 'submission'>,
  { speaker, event, now }: Asked,
  isNamed = false,
): boolean {
  const { owner, by, updatedAt, changes } = submission;
  if (owner === ownerOfPerson(speaker._id) || changes.at(-1)?.event === event.key) return true;
  if (!personIn(owner)) return isNamed || by === speaker._id;
  return by === speaker._id && updatedAt.getTime() >= now.getTime() - JUST_NOW_MS;
}

/** Whose submissions somebody's commands can mean: their own, and those of whom they answer for. */
export async function mineOf({ speaker, school, today }: Asked, models: Models): Promise<Mine> {
  const answered = await answeredBy(speaker, school, models, today);
  return { by: speaker._id, owners: [...new Set([...answered, ownerOfSchool(speaker.school)])] };
}

/** A submission with its page, and with what both are called where it is spoken of. */
export async function foundOf(found: Pick<Found, 'submission' | 'duty'>, asked: Asked, models: Models): Promise<Found> {
  const { duty, period, school, owner } = found.submission;
  const page = await models.rolls.get(rollId(duty, period, school));
  const roll = entryFor(page, owner) && page;
  const held = page ? [] : heldPeriods(found.duty, asked.now, models.calendar, placeOf(asked.school));
  const label = [
    roll ? titleIn(asked.event.chat, roll) : (held.find(({ key }) => key === period)?.label ?? '不计入应交'),
    await nameOfAnother(found.submission, asked, models),
  ];
  return { ...found, roll, label: label.filter(Boolean).join('，') };
}

/** What is said of a colleague's record, which is named with them: in a group it goes to whoever asked, alone. */
export const apart = (
  { submission: { owner } }: Pick<Found, 'submission'>,
  asked: Pick<Asked, 'event' | 'speaker'>,
  says: Say[],
): Say[] => (personIn(owner) && owner !== ownerOfPerson(asked.speaker._id) ? aside(asked, says) : says);

/** Whose a submission is, when it is not the speaker's own: a colleague's, a group's. */
async function nameOfAnother({ owner }: Submission, { speaker }: Asked, models: Models): Promise<string> {
  if (!personIn(owner)) return nameOfSeveral(owner, models);
  if (owner === ownerOfPerson(speaker._id)) return '';
  return (await namesOfOwners([owner], models)).join('');
}

/** Makes a change, unless the submission has left its state meanwhile, and brings its pages up to date. */
export async function change(
  asked: Asked,
  models: Models,
  { submission, duty }: Found,
  revision: Revision,
): Promise<Submission | undefined> {
  const cause: Cause = { event: asked.event.key, by: asked.speaker._id, now: asked.now };
  const changed = await models.submissions.change(submission._id, [submission.state], revision, cause);
  if (!changed) return undefined;
  await models.ledger.follow(changed, asked.now);
  await fetchFor(hungOn(changed, duty), asked, models);
  return changed;
}

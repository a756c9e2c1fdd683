import * as texts from '../config/texts/submit.js';
import { mayAnswerFor } from '../models/answerable.js';
import type { Duty } from '../models/duty.js';
import type { Attachment } from '../models/event.js';
import type { Field, Form, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson, ownerOfSchool, personIn } from '../models/owner.js';
import { answeredBy, around } from '../models/owners.js';
import { heldPeriods } from '../models/period.js';
import { entryFor, type Roll, rollId } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import type { Cause, Mine, Revision, Submission, SubmissionState } from '../models/submission.js';
import { titleIn } from '../models/title.js';
import { withinMost } from './at-most.js';
import { askToChoose } from './choice.js';
import { amountOf } from './forms/amount.js';
import { isComputed } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import { type Doubt, doubtsIn, newDoubts } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { type Problem, problemsIn, readFields } from './forms/reading.js';
import { lineWithoutColon, looksFilledIn, readMessage, readTemplate } from './forms/template.js';
import { understood } from './forms/understood.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { fetchFor, hungOn } from './hung-files.js';
import { nameOfSeveral, namesOfOwners } from './owner-names.js';
import { draftText } from './record.js';
import { soFarOn } from './so-far.js';
import { findDuty } from './words.js';

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
  const { speaker, school, event, today } = asked;
  const mine = await mineOf(asked, models);
  const here = await around(school, models);
  const touched = await models.submissions.touchedBy(event.key, mine);
  const all = touched ? [touched] : await models.submissions.latestOf(mine, states, LOOK_BACK);
  const known = all.flatMap((submission) => {
    const duty = models.catalogue.duties.find(({ key }) => key === submission.duty);
    const may = submission.by === speaker._id || (duty && mayAnswerFor(submission.owner, duty, speaker, here, today));
    return duty && may ? [{ submission, duty }] : [];
  });
  const found = known.find(({ duty, submission }) => means(duty, submission)) ?? known[0];
  return found && foundOf(found, asked, models);
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

/** Whose a submission is, when it is not the speaker's own: a colleague's, a group's; a chat group is told no names. */
async function nameOfAnother({ owner }: Submission, { speaker, event }: Asked, models: Models): Promise<string> {
  if (!personIn(owner)) return nameOfSeveral(owner, models);
  if (owner === ownerOfPerson(speaker._id) || event.chat.kind === 'group') return '';
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

/** What may be taken back: until it has been accepted. */
export const WITHDRAWABLE: SubmissionState[] = ['handed-in', 'draft', 'returned'];

/** 撤回 [任务]: takes back the newest submission, of that duty where one is named, until it has been accepted. */
export const withdraw: Handler = async (asked, models) => {
  const named = findDuty(asked.args, models.catalogue.duties);
  const isMeant = ({ key }: Duty): boolean => !named || key === named.key;
  const found = await newest(asked, models, WITHDRAWABLE, isMeant);
  const changed = found && isMeant(found.duty) && (await change(asked, models, found, { state: 'withdrawn' }));
  if (!changed) return here(texts.nothingTo('撤回'));
  return here(texts.withdrawn(found.duty, found.label, wasDraft(changed)));
};

/** 恢复: undoes the last 撤回. */
export const restore: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['withdrawn']);
  if (!found) return here(texts.nothingTo('恢复'));
  const before = found.submission.changes.findLast(({ to }) => to === 'withdrawn')?.from;
  const state = before === 'draft' ? 'draft' : 'handed-in';
  const changed = await change(asked, models, found, { state, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('恢复'));
  const lacking = changed.state === 'draft' ? lackingIn(found.duty.form, changed.values, asked) : undefined;
  return here(texts.restored(found.duty, found.label, lacking));
};

/** 确认: what a draft was asked about is meant as it is. A draft that lacks something is not meant. */
export const confirm: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['draft'], ({ form }, { values }) => isWhole(form, values, asked));
  if (!found || (found.submission.state === 'draft' && !isWhole(found.duty.form, found.submission.values, asked))) {
    return here(texts.nothingTo('确认'));
  }
  const changed = await change(asked, models, found, { state: 'handed-in', late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('确认'));
  const { owner } = changed;
  return here(receipt({ ...found, soFar: await soFarOn(found.roll, owner, asked, models) }, changed));
};

/** What is needed and missing; what is optional in a message does not hold it up. */
const lackingIn = ({ style, fields }: Form, values: Values, { today }: Asked): Problem[] =>
  problemsIn(fields, values, today).filter(
    ({ key }) => style !== 'message' || fields.every((field) => field.key !== key || field.required),
  );

const isWhole = (form: Form, values: Values, asked: Asked): boolean => lackingIn(form, values, asked).length === 0;

const EDITABLE: SubmissionState[] = ['handed-in', 'returned', 'draft'];

/** 修改 …: the newest submission with other words or fields; the older version is kept, the time of hand-in stays. */
export const edit: Handler = async (asked, models) => {
  const last = await newest(asked, models, EDITABLE);
  const line = last && lineIn(last.duty, asked);
  // 听评课节数 13, of the form that was handed in last.
  if (last && line !== undefined) return editRecord({ ...asked, args: line }, models, last);
  const isMeant = ({ form }: Duty): boolean => editedFields(form, asked.args);
  const named = models.catalogue.duties.some(isMeant);
  const found = await newest(asked, models, EDITABLE, (duty) =>
    named ? isMeant(duty) : duty.form.style === 'message',
  );
  if (!found) return here(texts.nothingTo('修改'));
  const ahead = named ? undefined : await lineOfAnother(found, asked, models);
  if (ahead) return ahead;
  const { form } = found.duty;
  if (form.style === 'template' && !isMeant(found.duty)) {
    return here(texts.editWhichField(form.fields.filter((field) => !isComputed(field)).map(({ label }) => label)));
  }
  if (!asked.args) return here(texts.editHow);
  return editRecord(asked, models, found);
};

/** Whether a text has lines for fields of a form; the words of a message need none. */
const editedFields = (form: Form, text: string): boolean => looksFilledIn(labelsOf(form), text);

/** The fields that are named by their label: the words of a message are not. */
const labelsOf = ({ style, fields }: Form): Field[] => (style === 'message' ? fields.slice(1) : fields);

/** What would be new words of a message, but begins like a line of a form handed in before it: how to say either. */
async function lineOfAnother({ duty }: Found, asked: Asked, models: Models): Promise<Say[] | undefined> {
  if (duty.form.style !== 'message') return undefined;
  const other = await newest(asked, models, EDITABLE, (each) => lineIn(each, asked) !== undefined);
  const line = other && lineIn(other.duty, asked);
  if (!other || line === undefined) return undefined;
  const [label = ''] = line.split('：');
  const says = `修改 ${line}`;
  const question = texts.editThatField(other.duty, other.label, label);
  return askToChoose(
    asked,
    question,
    [{ label: texts.thatField(label), says }],
    texts.editInWords(question, label, duty),
  );
}

/** The line of a form somebody wrote without its colon; what is worked out is not written. */
const lineIn = ({ form }: Duty, { args }: Asked): string | undefined =>
  lineWithoutColon(
    labelsOf(form).filter((field) => !isComputed(field)),
    args,
  );

async function editRecord(asked: Asked, models: Models, found: Found): Promise<Say[]> {
  const { duty, submission } = found;
  const { fields, style } = duty.form;
  const { typed, before } = readEdit(asked, duty, submission);
  const context = { today: asked.today, lookup: ledgerLookup(models, submission.school) };
  const filled = { typed, attachments: asked.event.attachments };
  const { owner, period } = submission;
  const at = { owner, period, before: duty.atMost && submission.values[duty.atMost.field] };
  const reading = await withinMost(await readFields(fields, filled, context, before), duty, at, asked, models);
  const { values, problems } = reading;
  // What has been handed in stays whole; a draft may go on lacking things.
  const isIn = submission.state === 'handed-in' && style === 'template';
  const wrong = problems.filter(({ key }) => isIn || typed.has(key));
  if (wrong.length > 0) return here(texts.editFields(wrong));

  const odd = newDoubts(fields, values, submission.values);
  const isDraft = submission.state === 'draft';
  const held = style === 'message' ? [] : problems;
  const state = held.length > 0 || (isDraft && odd.length > 0) ? submission.state : 'handed-in';
  const attachments = attachmentsAfter(asked, duty, submission);
  const changed = await change(asked, models, found, { state, values, attachments, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('修改'));
  const said = editText(found, changed, held, isDraft ? doubtsIn(fields, changed.values) : odd);
  const notes = await understood(fields, typed, reading, context);
  return here(notes.length > 0 ? `${said}\n${texts.understood(notes)}` : said);
}

/** What an edit says of which fields, over what stood there: files sent with a field's label take the place of its files. */
function readEdit({ args, event }: Asked, { form }: Duty, { values }: Submission) {
  const { fields, style } = form;
  if (style === 'message') {
    const { words, typed } = readMessage(fields, args);
    const first = fields[0]?.key ?? 'text';
    return { typed, before: words ? { ...values, [first]: words } : values };
  }
  const typed = readTemplate(fields, args);
  const replaced = fields.filter((field) => isHolder(field) && typed.has(field.key) && event.attachments.length > 0);
  const kept = Object.entries(values).filter(([key]) => !replaced.some((field) => field.key === key));
  return { typed, before: Object.fromEntries(kept) };
}

/** A form with places for attachments keeps all, its values say which stand where; elsewhere new ones replace the old. */
function attachmentsAfter({ event }: Asked, { form }: Duty, submission: Submission): Attachment[] {
  if (event.attachments.length === 0) return submission.attachments;
  return form.fields.some(isHolder) ? [...submission.attachments, ...event.attachments] : event.attachments;
}

function editText({ duty, label }: Found, changed: Submission, held: Problem[], doubts: Doubt[]): string {
  if (changed.state === 'draft') return draftText(duty, label, changed.values, held, doubts);
  if (wasDraft(changed)) return receipt({ duty, label }, changed);
  const [field] = duty.form.fields;
  const isShort = doubts.some(({ key }) => key === field?.key) && field?.type === 'long-text';
  const size = texts.size(amountOf(duty.form, changed));
  const edited = texts.edited(duty, label, isShort ? texts.shorter(size, field.minLength) : size);
  // How long a text is stands in the sentence already.
  const odd = doubts.filter(({ key }) => duty.form.fields.some((each) => each.key === key && each.type === 'number'));
  return odd.length > 0 ? `${edited}\n${texts.editedOddly(odd)}` : edited;
}

/** Whether a draft handed in now would be late. */
export const isLate = ({ now }: Asked, { roll }: Found): boolean => roll !== undefined && now > roll.lateAfter;

export const wasDraft = ({ changes }: Submission): boolean => changes.at(-1)?.from === 'draft';

export const receipt = (
  { duty, label, soFar }: Pick<Found, 'duty' | 'label'> & Pick<texts.Receipt, 'soFar'>,
  submission: Submission,
): string =>
  texts.received({ duty, label, ...amountOf(duty.form, submission), late: submission.late, ...(soFar && { soFar }) });

import { isDeepStrictEqual } from 'node:util';
import { dateText } from '../config/texts/format.js';
import * as texts from '../config/texts/submit.js';
import { stillHeld } from '../config/texts/training.js';
import type { Duty } from '../models/duty.js';
import type { Attachment } from '../models/event.js';
import type { Form, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { personIn } from '../models/owner.js';
import type { Change, Submission, SubmissionState } from '../models/submission.js';
import { toOthers } from './after-hand-in.js';
import { withinMost } from './at-most.js';
import { askToChoose } from './choice.js';
import { EDITABLE, editedFields, editOfDuty, lineIn, orWholeText } from './edit-of-duty.js';
import { amountOf } from './forms/amount.js';
import { isComputed } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import { type Doubt, doubtsIn, newDoubts } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { type Problem, problemsIn, readFields } from './forms/reading.js';
import { readMessage, readTemplate } from './forms/template.js';
import { understood } from './forms/understood.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { apart, change, type Found, isPlain, newest, numbered } from './meant.js';
import { notTaken } from './not-taken.js';
import { draftText } from './record.js';
import { heldFor, takeHeld } from './sign-up.js';
import { soFarOn } from './so-far.js';
import { submit } from './submit.js';
import { findDuty } from './words.js';

/** What may be taken back: until it has been accepted. */
export const WITHDRAWABLE: SubmissionState[] = ['handed-in', 'draft', 'returned'];

/** 撤回 [任务|编号]: takes back the newest submission, of that duty where one is named, until it has been accepted. */
export const withdraw: Handler = async (asked, models) => {
  const named = findDuty(asked.args, models.catalogue.duties);
  const isMeant = ({ key }: Duty): boolean => !named || key === named.key;
  const said = await numbered(asked.args, asked, models, WITHDRAWABLE);
  if (said && !said.found) return here(texts.noSuchNo('撤回', said.typed));
  const byNo = said?.found;
  const found = byNo ?? (await newest(asked, models, WITHDRAWABLE, isMeant));
  if (!found || (!byNo && !isMeant(found.duty))) return here(texts.nothingTo('撤回'));
  if (!byNo && !isPlain(found, asked, named !== undefined)) return askWhether('撤回', found, asked, models);
  const changed = await change(asked, models, found, { state: 'withdrawn' });
  if (!changed) return here(texts.nothingTo('撤回'));
  const receipts = here(texts.withdrawn(found.duty, found.label, wasDraft(changed)));
  return [...apart(found, asked, receipts), ...(await toOthers(changed, asked, models))];
};

/** 恢复 [编号]: undoes one's last 撤回 or 修改; done a second time, an edit is there again. */
export const restore: Handler = async (asked, models) => {
  const isUndone = (submission: Submission): boolean => {
    const last = submission.changes.at(-1);
    if (last?.by !== asked.speaker._id) return false;
    return last.to === 'withdrawn' || isEdit(submission) || last.event === asked.event.key;
  };
  const said = await numbered(asked.args, asked, models, ['withdrawn', 'handed-in']);
  if (said && !said.found) return here(texts.noSuchNo('恢复', said.typed));
  const byNo = said?.found;
  const own =
    byNo ?? (await newest(asked, models, ['withdrawn', 'handed-in'], (_, submission) => isUndone(submission)));
  if (own && (byNo || isUndone(own.submission))) {
    const last = own.submission.changes.at(-1);
    if (last && isEdit(own.submission)) return putBack(own, last, asked, models);
    const isBack = own.submission.state === 'withdrawn' || last?.event === asked.event.key;
    return isBack ? giveBack(own, asked, models) : here(texts.nothingTo('恢复'));
  }
  const found = await newest(asked, models, ['withdrawn']);
  return found ? askWhether('恢复', found, asked, models) : here(texts.nothingTo('恢复'));
};

/** What is in, with other words; a file that came behind changed none. */
const isEdit = ({ values: now, changes }: Pick<Submission, 'values' | 'changes'>): boolean => {
  const { from, to, values } = changes.at(-1) ?? {};
  return from === 'handed-in' && to === from && values !== undefined && !isDeepStrictEqual(values, now);
};

async function putBack(found: Found, { values = {} }: Change, asked: Asked, models: Models): Promise<Say[]> {
  const changed = await change(asked, models, found, { state: 'handed-in', values });
  if (!changed) return here(texts.nothingTo('恢复'));
  const size = texts.size(amountOf(found.duty.form, changed));
  return apart(found, asked, here(texts.putBack(found.duty, found.label, size)));
}

async function giveBack(found: Found, asked: Asked, models: Models): Promise<Say[]> {
  const before = found.submission.changes.findLast(({ to }) => to === 'withdrawn')?.from;
  const state = before === 'draft' ? 'draft' : 'handed-in';
  const changed = await change(asked, models, found, { state, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('恢复'));
  const lacking = changed.state === 'draft' ? lackingIn(found.duty.form, changed.values, asked) : undefined;
  return apart(found, asked, here(texts.restored(found.duty, found.label, lacking)));
}

/** What a command without a name would do to what somebody else has handed in, or long ago for somebody else: asked first. */
async function askWhether(verb: '撤回' | '恢复' | '修改', found: Found, asked: Asked, models: Models): Promise<Say[]> {
  const { submission, duty, label } = found;
  const by = submission.by === asked.speaker._id ? '' : ((await models.people.byId(submission.by))?.name ?? '');
  const day = dateText(models.calendar.dayOf(submission.handedInAt ?? submission.updatedAt));
  const question = texts.whetherMeant(verb, duty, label, by, day);
  const says = [verb, submission.no, verb === '修改' ? asked.args : ''].filter(Boolean).join(' ');
  const choices = [{ label: texts.thatOne(verb), says, confirms: true as const }];
  return apart(found, asked, askToChoose(asked, question, choices, texts.sayWhich(question, verb, submission.no)));
}

/**
 * 确认: what a draft was asked about is meant as it is. A draft that lacks something is not meant; where none is, a place
 * that is held for them is.
 */
export const confirm: Handler = async (asked, models) => {
  const isReady = (found: Pick<Found, 'submission' | 'duty'>): boolean =>
    isPlain(found, asked) &&
    (found.submission.state !== 'draft' || isWhole(found.duty.form, found.submission.values, asked));
  const found = await newest(asked, models, ['draft'], (duty, submission) => isReady({ duty, submission }));
  const changed =
    found && isReady(found) && (await change(asked, models, found, { state: 'handed-in', late: isLate(asked, found) }));
  if (!changed) return (await takeHeld(asked, models)) ?? here(texts.nothingTo('确认'));
  const { owner } = changed;
  const said = receipt({ ...found, soFar: await soFarOn(found.roll, owner, asked, models) }, changed);
  return apart(found, asked, here([said, ...(await heldFor(asked, models)).map(stillHeld)].join('\n')));
};

/** What is needed and missing; what is optional in a message does not hold it up. */
const lackingIn = ({ style, fields }: Form, values: Values, { today }: Asked): Problem[] =>
  problemsIn(fields, values, today).filter(
    ({ key }) => style !== 'message' || fields.every((field) => field.key !== key || field.required),
  );

const isWhole = (form: Form, values: Values, asked: Asked): boolean => lackingIn(form, values, asked).length === 0;

/** 修改 [任务|编号] …: the newest submission, of that duty where one is named, with other words or fields; the older version is kept, the time of hand-in stays. */
export const edit: Handler = async (asked, models) => {
  const byNo = await numbered(asked.args, asked, models, EDITABLE);
  if (byNo?.found && !byNo.rest && asked.event.attachments.length === 0) return openAgain(asked, models, byNo.found);
  if (byNo?.found) return editRecord({ ...asked, args: byNo.rest }, models, byNo.found);
  if (byNo) return (await orWholeText(byNo, asked, models)) ?? here(texts.noSuchNo('修改', byNo.typed));
  const last = await newest(asked, models, EDITABLE);
  const ofDuty = await editOfDuty(asked, models, last);
  if (ofDuty) return 'found' in ofDuty ? editNamed({ ...asked, args: ofDuty.args }, models, ofDuty.found) : ofDuty;
  const line = last && lineIn(last.duty, asked);
  // 听评课节数 13, of the form that was handed in last.
  if (last && line !== undefined) return editMeant({ ...asked, args: line }, models, last, true);
  const isMeant = ({ form }: Duty): boolean => editedFields(form, asked.args);
  const named = models.catalogue.duties.some(isMeant);
  const found = await newest(asked, models, EDITABLE, (duty) =>
    named ? isMeant(duty) : duty.form.style === 'message',
  );
  if (!found) return here(texts.nothingTo('修改'));
  const ahead = named ? undefined : await lineOfAnother(found, asked, models);
  if (ahead) return ahead;
  const isOther = named && found.duty.form.style === 'message' && !isMeant(found.duty);
  return isOther ? askWhetherWhole(found, asked) : editNamed(asked, models, found, named);
};

/** 修改 编号 and nothing more: the form of what came back, or is a draft, as it stands; of what is in, how to write what is to be changed. */
async function openAgain(asked: Asked, models: Models, found: Found): Promise<Say[]> {
  const { duty, submission, roll } = found;
  const person = personIn(submission.owner);
  const whose = person === undefined ? asked.speaker : await models.people.byId(person);
  if (submission.state === 'handed-in' || !roll || !whose) return editNamed({ ...asked, args: '' }, models, found);
  const wish = { kind: 'period', period: submission.period } as const;
  return submit({ ...asked, args: '' }, models, { duty, whose, owner: submission.owner, wish });
}

/** A record that is known, with what stands behind its name; how to write that, where it cannot be read. */
async function editNamed(asked: Asked, models: Models, found: Found, isNamed = true): Promise<Say[]> {
  const { form } = found.duty;
  if (form.style === 'template' && !editedFields(form, asked.args)) {
    return here(texts.editWhichField(form.fields.filter((field) => !isComputed(field)).map(({ label }) => label)));
  }
  return asked.args ? editMeant(asked, models, found, isNamed) : here(texts.editHow);
}

const editMeant = (asked: Asked, models: Models, found: Found, isNamed: boolean): Promise<Say[]> =>
  isPlain(found, asked, isNamed) ? editRecord(asked, models, found) : askWhether('修改', found, asked, models);

/** 题目：…, while what was handed in last is a message: is it to be all of it, or was a line of another form meant? */
function askWhetherWhole(found: Found, asked: Asked): Say[] {
  const { submission, duty, label } = found;
  const [line = ''] = asked.args.split('\n');
  const question = texts.whetherWhole(duty, label, line);
  const says = `修改 ${submission.no} ${asked.args}`;
  const inWords = texts.sayWhich(question, '修改', submission.no);
  return apart(found, asked, askToChoose(asked, question, [{ label: texts.wholeOf(duty), says }], inWords));
}

/** What would be new words of a message, but begins like a line of a form handed in before it: how to say either. */
async function lineOfAnother({ duty }: Found, asked: Asked, models: Models): Promise<Say[] | undefined> {
  if (duty.form.style !== 'message') return undefined;
  const other = await newest(asked, models, EDITABLE, (each) => lineIn(each, asked) !== undefined);
  const line = other && lineIn(other.duty, asked);
  if (!other || line === undefined) return undefined;
  const [label = ''] = line.split('：');
  const says = `修改 ${line}`;
  const question = texts.editThatField(other.duty, other.label, label);
  const inWords = texts.editInWords(question, label, duty);
  return apart(other, asked, askToChoose(asked, question, [{ label: texts.thatField(label), says }], inWords));
}

const editRecord = async (asked: Asked, models: Models, found: Found): Promise<Say[]> =>
  apart(found, asked, await rewritten(asked, models, found));

async function rewritten(asked: Asked, models: Models, found: Found): Promise<Say[]> {
  const { duty, submission } = found;
  const { fields, style } = duty.form;
  const { typed, before, ...rest } = readEdit(asked, duty, submission);
  const context = { today: asked.today, lookup: ledgerLookup(models, submission.school) };
  const filled = { typed, attachments: asked.event.attachments };
  const { owner, period } = submission;
  const at = { owner, period, before: duty.atMost && submission.values[duty.atMost.field] };
  const reading = await withinMost(await readFields(fields, filled, context, before), duty, at, asked, models);
  const { values, problems } = reading;
  // What has been handed in stays whole; a draft may go on lacking things.
  const isIn = submission.state === 'handed-in' && style === 'template';
  const wrong = problems.filter(({ key }) => isIn || typed.has(key));
  const left = notTaken(rest);
  if (wrong.length > 0) return here([texts.editFields(wrong), ...left].join('\n'));

  const odd = newDoubts(fields, values, submission.values);
  const isDraft = submission.state === 'draft';
  const held = style === 'message' ? [] : problems;
  const state = held.length > 0 || (isDraft && odd.length > 0) ? submission.state : 'handed-in';
  const attachments = attachmentsAfter(asked, duty, submission);
  const changed = await change(asked, models, found, { state, values, attachments, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('修改'));
  const said = editText(found, changed, held, isDraft ? doubtsIn(fields, changed.values) : odd);
  const notes = await understood(fields, typed, reading, context);
  return here([said, ...left, ...(notes.length > 0 ? [texts.understood(notes)] : [])].join('\n'));
}

/** What an edit says of which fields, over what stood there: files sent with a field's label take the place of its files. */
function readEdit({ args, event }: Asked, { form }: Duty, { values }: Submission) {
  const { fields, style } = form;
  if (style === 'message') {
    const { words, typed } = readMessage(fields, args);
    const first = fields[0]?.key ?? 'text';
    return { typed, before: words ? { ...values, [first]: words } : values, head: '', strays: [] };
  }
  const { typed, head, strays } = readTemplate(fields, args);
  const replaced = fields.filter((field) => isHolder(field) && typed.has(field.key) && event.attachments.length > 0);
  const kept = Object.entries(values).filter(([key]) => !replaced.some((field) => field.key === key));
  return { typed, before: Object.fromEntries(kept), head, strays };
}

/** A form with places for attachments keeps all, its values say which stand where; elsewhere new ones replace the old. */
function attachmentsAfter({ event }: Asked, { form }: Duty, submission: Submission): Attachment[] {
  if (event.attachments.length === 0) return submission.attachments;
  return form.fields.some(isHolder) ? [...submission.attachments, ...event.attachments] : event.attachments;
}

function editText({ duty, label }: Found, changed: Submission, held: Problem[], doubts: Doubt[]): string {
  if (changed.state === 'draft') return draftText(duty, label, changed, held, doubts);
  if (wasDraft(changed)) return receipt({ duty, label }, changed);
  const [field] = duty.form.fields;
  const isShort = doubts.some(({ key }) => key === field?.key) && field?.type === 'long-text';
  const size = texts.size(amountOf(duty.form, changed));
  const amount = isShort ? texts.shorter(size, field.minLength) : size;
  const edited = texts.edited(duty, label, amount, isEdit(changed));
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

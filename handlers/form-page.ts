import * as texts from '../config/texts/form.js';
import type { FormEvent } from '../models/event.js';
import type { Value } from '../models/field.js';
import type { FormPage } from '../models/form-page.js';
import type { FormClaim } from '../models/form-token.js';
import type { Models } from '../models/models.js';
import { rollId } from '../models/roll.js';
import { PAGE } from '../models/upload.js';
import { type FormFor, filledOf, formFor, isTheirs } from './form.js';
import { formTitle, formView, noticeOf } from './form-view.js';
import { isHolder } from './forms/attachments.js';
import { doubtsIn } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { readFields } from './forms/reading.js';
import { heldFiles, hungOn } from './hung-files.js';
import { filesOfRecord } from './page-files.js';
import { receipt } from './receipt.js';
import { doneBefore, draftIn, knownOf, type Place } from './record.js';
import { alreadyIn } from './submit.js';

/** The chat of what is filled in on pages: one lane a person, so that it is worked in order. */
export const pageChat = (person: FormClaim['person']) => ({ platform: PAGE, id: person, kind: 'private' }) as const;

/** What was filled in on the page before, and whether it has been worked. */
export interface Sent {
  event: FormEvent;
  worked: boolean;
}

/**
 * What the page of a form shows: what is known, what the ledger made of what was sent, and what is still to be
 * mended, with what was typed there. Undefined where the form is not, or no longer, the person's to fill in.
 */
export async function formPage(
  claim: FormClaim,
  ref: string,
  models: Models,
  now: Date,
  sent?: Sent,
): Promise<FormPage | undefined> {
  const { duty: key, owner } = claim;
  const form = await formFor(sent?.event ?? { key: '', chat: pageChat(claim.person) }, claim, models, now);
  if (!form || !(await isTheirs(form, models))) return undefined;
  const isFree = form.duty.cadence.every === 'free';
  const roll = isFree ? undefined : await models.rolls.get(rollId(key, claim.period, form.whose.school));
  const place = { owner, roll };
  const title = await formTitle(form, place, models);
  const bare = { title, explanation: '', controls: [], submit: texts.page.submit, ref };
  if (!isFree && (!roll || roll.closesAt <= now)) return { state: 'over', form: bare, notice: texts.page.over };
  if (sent && !sent.worked) return { state: 'waiting', form: bare, notice: texts.page.waiting };
  const done = await doneOf(form, place, models, sent);
  if (!done) return openPage(form, place, models, ref, sent?.event.files?.record === undefined ? sent : undefined);
  const controls = await filesOfRecord(form, done.record, sent?.event.files, models);
  if (controls.length === 0) return { state: 'in', form: bare, notice: done.notice };
  const files = { ...bare, explanation: texts.page.filesIn, controls, submit: texts.page.submitFiles };
  return { state: 'in', form: files, notice: done.notice, record: done.record._id };
}

/** What is in, by what was just sent or before, and what the ledger says of it; undefined where there is something to fill in. */
async function doneOf(form: FormFor, place: Place, models: Models, sent: Sent | undefined) {
  const { asked, duty } = form;
  const mine = { by: asked.speaker._id, owners: [form.owner] };
  const made = sent && (await models.submissions.touchedBy(sent.event.key, mine));
  if (made && made.state !== 'draft') {
    return { record: made, notice: await receipt(asked, models, form, place, made) };
  }
  const done = await doneBefore(asked, models, duty, place);
  if (!done) return undefined;
  return { record: done, notice: await alreadyIn(asked, models, duty, place, done) };
}

async function openPage(
  form: FormFor,
  place: Place,
  models: Models,
  ref: string,
  sent: Sent | undefined,
): Promise<FormPage> {
  const { asked, duty, whose } = form;
  const { fields } = duty.form;
  const { today } = asked;
  const draft = await draftIn(asked, models, duty, place);
  const known = await knownOf(asked, models, form, place, draft);
  const lookup = ledgerLookup(models, whose.school);
  const filled = filledOf(sent?.event ?? { values: {} }, []);
  const reading = sent && (await readFields(fields, filled, { today, lookup }, known));
  const values = reading?.values ?? known;
  const { typed } = filled;
  const hung = draft ? await heldFiles(hungOn({ ...draft, values }, duty), asked, models) : [];
  const held = new Map(
    fields.filter(isHolder).map(({ key }) => [key, hung.filter(({ ref }) => isAt(values[key], ref))]),
  );
  const doubts = draft ? doubtsIn(fields, values) : [];
  const standing = {
    values,
    typed,
    wrong: reading?.problems ?? [],
    doubts,
    resumed: draft !== undefined && !sent,
    held,
  };
  const notice = noticeOf(duty, standing);
  return { state: 'open', form: await formView(form, place, models, ref, standing), ...(notice && { notice }) };
}

const isAt = (value: Value | undefined, ref: string): boolean => Array.isArray(value) && value.includes(ref);

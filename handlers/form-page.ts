import * as texts from '../config/texts/form.js';
import { deadlineText } from '../config/texts/format.js';
import type { FormEvent } from '../models/event.js';
import type { FormPage } from '../models/form-page.js';
import type { FormClaim } from '../models/form-token.js';
import { Platform } from '../models/ids.js';
import type { FormView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { rollId } from '../models/roll.js';
import { type FormFor, formFor, isTheirs } from './form.js';
import { countFilledIn } from './forms/asked.js';
import { controlsOf } from './forms/controls.js';
import { doubtsIn } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import type { Typed } from './forms/read-value.js';
import { readFields } from './forms/reading.js';
import { shownValues } from './forms/shown.js';
import { draftIn, knownOf, labelOf, type Place } from './record.js';
import { alreadyIn, doneBefore, receipt } from './submit.js';

/** The chat of what is filled in on pages: one lane a person, so that it is worked in order. */
export const pageChat = (person: FormClaim['person']) =>
  ({ platform: Platform.parse('page'), id: person, kind: 'private' }) as const;

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
  const { person, duty: key, owner } = claim;
  const event = sent?.event ?? { key: '', chat: pageChat(person), by: { person }, duty: key, owner };
  const form = await formFor(event, models, now);
  if (!form || !(await isTheirs(form, models))) return undefined;
  const isFree = form.duty.cadence.every === 'free';
  const roll = isFree ? undefined : await models.rolls.get(rollId(key, claim.period, form.whose.school));
  const place = { owner, roll };
  const title = `${form.duty.name}（${labelOf(form.asked, roll)}）`;
  const bare = { title, explanation: '', controls: [], submit: texts.page.submit, ref };
  if (!isFree && (!roll || roll.closesAt <= now)) return { state: 'over', form: bare, notice: texts.page.over };
  if (sent && !sent.worked) return { state: 'waiting', form: bare, notice: texts.page.waiting };
  const done = await noticeOfDone(form, place, models, sent);
  if (done !== undefined) return { state: 'in', form: bare, notice: done };
  return openPage(form, place, models, bare, sent);
}

/** What the ledger says of what is in, by what was just sent or before; undefined where there is something to fill in. */
async function noticeOfDone(form: FormFor, place: Place, models: Models, sent: Sent | undefined) {
  const { asked, duty } = form;
  const mine = { by: asked.speaker._id, owners: [form.owner] };
  const made = sent && (await models.submissions.touchedBy(sent.event.key, mine));
  if (made && made.state !== 'draft') return receipt(asked, models, form, place, made);
  const done = await doneBefore(asked, models, duty, place);
  return done && place.roll ? alreadyIn(asked, models, duty, place.roll, done) : undefined;
}

async function openPage(
  form: FormFor,
  place: Place,
  models: Models,
  bare: FormView,
  sent: Sent | undefined,
): Promise<FormPage> {
  const { asked, duty, whose } = form;
  const { fields } = duty.form;
  const { today, now } = asked;
  const draft = await draftIn(asked, models, duty, place);
  const known = await knownOf(asked, models, form, place, draft);
  const lookup = ledgerLookup(models, whose.school);
  const typed = new Map<string, Typed>(Object.entries(sent?.event.values ?? {}));
  const reading = sent && (await readFields(fields, { typed, attachments: [], whole: true }, { today, lookup }, known));
  const values = reading?.values ?? known;
  const doubts = draft ? doubtsIn(fields, values) : [];
  const wrong = reading?.problems ?? [];
  const problems = new Map([
    ...doubts.map(({ key, doubt }) => [key, doubt] as const),
    ...wrong.map(({ key, problem }) => [key, problem] as const),
  ]);
  const shown = await shownValues(fields, values, lookup);
  const { roll } = place;
  const due = roll && deadlineText(roll.lateAfter < now ? roll.closesAt : roll.dueAt, now, models.calendar);
  const notice = noticeOf(countFilledIn(fields, values), wrong.length, doubts.length, draft !== undefined && !sent);
  return {
    state: 'open',
    form: {
      ...bare,
      explanation: texts.page.explanation(due ?? ''),
      controls: controlsOf({ fields, values, shown, problems, typed, today }),
      submit: problems.size > 0 ? texts.page.submitAgain : texts.page.submit,
    },
    ...(notice && { notice }),
  };
}

function noticeOf(kept: number, wrong: number, doubts: number, isDraft: boolean): string {
  if (wrong > 0) return texts.page.mend(kept, wrong);
  if (doubts > 0) return texts.page.look;
  return isDraft ? texts.page.draft : '';
}

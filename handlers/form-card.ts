import * as bindTexts from '../config/texts/bind.js';
import * as formTexts from '../config/texts/form.js';
import * as texts from '../config/texts/submit.js';
import { takesMany } from '../models/draft.js';
import type { FormEvent, OnCard } from '../models/event.js';
import type { FormClaim } from '../models/form-token.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { type FormFor, formFor, handInForm, isTheirs, madeBy, placeFor } from './form.js';
import { receiptOf } from './form-view.js';
import { here, type Say } from './handler.js';
import { doneBefore, type Place } from './record.js';

/**
 * Works a card that was filled in. Who pressed its button is known from the platform; the card's own token says for
 * whom, what and until when it was made. It turns into its receipt, or into the form again with what is to be mended;
 * whatever else is to be said is said beside it, so that nothing typed is lost.
 */
export async function answerCard(event: FormEvent, by: OnCard, models: Models, now: Date): Promise<Say[]> {
  const { platform } = event.chat;
  const person = await models.accounts.usedBy(platform, by.account, now);
  if (!person) return here(bindTexts.howToBind);
  const claim = await models.formTokens.open(by.ref, now, 'card');
  if (!claim || !('duty' in claim)) return here(formTexts.card.gone);
  const form = await formFor(
    { key: event.key, chat: event.chat, account: by.account },
    { ...claim, person },
    models,
    now,
  );
  if (!form || !(await isTheirs(form, models))) return here(notTheirs(claim, person, models));
  const place = await placeFor(form, claim.period, models);
  return place ? fillIn(event, by, form, claim, place, models) : here(formTexts.page.over);
}

/** A card passed on to somebody it was not made for; or made for somebody whose post has gone to another since. */
function notTheirs(claim: FormClaim, person: PersonId, { catalogue }: Models): string {
  const duty = catalogue.duties.find(({ key }) => key === claim.duty);
  if (!duty) return formTexts.card.gone;
  return claim.person === person
    ? texts.notYours(duty, undefined, undefined)
    : formTexts.card.notMeant(duty.name, duty.word);
}

async function fillIn(
  event: FormEvent,
  by: OnCard,
  form: FormFor,
  claim: FormClaim,
  place: Place,
  models: Models,
): Promise<Say[]> {
  const { duty, asked } = form;
  const before = await takenBefore(form, by, models);
  if (before) return [{ to: 'card', text: formTexts.card.again(duty.word), receipt: before }];
  const [said, ...rest] = await handInForm(form, claim.period, event, models);
  if (!said) return [];
  // Who hands in on a card made for somebody else is answered in a message: the card is not theirs to change.
  const to = claim.person === asked.speaker._id ? 'card' : 'here';
  if (said.form) return [{ ...said, to }, ...rest];
  const record = (await madeBy(form, models)) ?? (await doneBefore(asked, models, duty, place));
  if (!record) return [said, ...rest];
  const receipt = await receiptOf(form, place, models, record.values);
  return [{ ...said, to, receipt }, ...rest, ...(to === 'card' ? await onReminder(said.text, event, by, models) : [])];
}

/** Where the form was asked for on a reminder's card, that is brought up to date as well. */
async function onReminder(text: string, { chat }: FormEvent, by: OnCard, models: Models): Promise<Say[]> {
  const asked = await models.outbox.askedOn(chat.platform, by.messageId);
  if (!asked) return [];
  const { nag: of, card } = asked;
  return [{ text, to: 'card', nag: { of, came: [{ kind: 'text', text }], aside: true, card } }];
}

/**
 * The receipt this card has been turned into already, where a second record for its period would be one more: the
 * button was tapped twice. Where one is all there is, the ledger itself knows.
 */
async function takenBefore(form: FormFor, { messageId }: OnCard, models: Models) {
  const { duty } = form;
  if (!takesMany(duty) && duty.cadence.every !== 'free') return undefined;
  const made: Submission | undefined = await madeBy(form, models);
  return made ? undefined : models.outbox.receiptOn(messageId);
}

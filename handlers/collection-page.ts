import * as texts from '../config/texts/collection.js';
import * as formTexts from '../config/texts/form.js';
import { isTaking } from '../models/collection.js';
import type { FormEvent, OnCollectionPage } from '../models/event.js';
import type { FormPage } from '../models/form-page.js';
import type { CollectionClaim } from '../models/form-token.js';
import type { Models } from '../models/models.js';
import { answer } from './collection-answer.js';
import { hungOnAnswer, inWords } from './collection-files.js';
import { refusal } from './collection-refusal.js';
import { answerOf } from './collection-taking.js';
import { askedOnPage, filledOf } from './form.js';
import { pageChat, type Sent } from './form-page.js';
import { countFilledIn } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import { controlsOf } from './forms/controls.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { readFields } from './forms/reading.js';
import { shownValues } from './forms/shown.js';
import type { Say } from './handler.js';
import { heldFiles } from './hung-files.js';

/**
 * Works what was filled in on the page of a collection like a filled-in template. The page shows by itself what is
 * still to be mended; what was taken is told in the chat as well, where it can be found again.
 */
export async function answerCollectionPage(
  event: FormEvent,
  claim: OnCollectionPage,
  models: Models,
  now: Date,
): Promise<Say[]> {
  const asked = await askedOnPage({ key: event.key, chat: event.chat }, claim.person, models, now);
  const collection = asked && (await models.collections.byNo(claim.collection));
  if (!collection || (await refusal(collection, asked, models))) return [];
  const attachments = event.files?.brought.map(({ field: _field, ...each }) => each) ?? [];
  const spoken = { ...asked.event, attachments, sentAt: event.sentAt };
  const said = await answer(collection, filledOf(event, []), { ...asked, event: spoken }, models);
  const own = await answerOf(collection, asked, models);
  return own?.complete && own.event === event.key ? said : [];
}

/**
 * What the page of a collection shows: what somebody answered, and what of what was just sent is still to be mended.
 * Undefined where there is none, or the person has left.
 */
export async function collectionPage(
  { person, collection: no }: CollectionClaim,
  ref: string,
  models: Models,
  now: Date,
  sent?: Sent,
): Promise<FormPage | undefined> {
  const asked = await askedOnPage({ key: sent?.event.key ?? '', chat: pageChat(person) }, person, models, now);
  const collection = asked && (await models.collections.byNo(no));
  if (!collection) return undefined;
  const { calendar } = models;
  const bare = { title: collection.title, explanation: '', controls: [], submit: formTexts.page.submit, ref };
  if (sent && !sent.worked) return { state: 'waiting', form: bare, notice: formTexts.page.waiting };
  const stored = await answerOf(collection, asked, models);
  const given = stored?.complete ? await inWords(collection, stored, asked, models) : '';
  if (collection.state !== 'cancelled' && collection.state !== 'draft' && !isTaking(collection, now))
    return { state: 'over', form: bare, notice: texts.page.over(collection, given) };
  const [refused] = (await refusal(collection, asked, models)) ?? [];
  if (refused) return { state: 'over', form: bare, notice: refused.text };

  const { fields } = collection;
  const lookup = ledgerLookup(models, asked.school._id);
  const { today } = asked;
  const filled = sent && filledOf(sent.event, []);
  const reading = filled && (await readFields(fields, filled, { today, lookup }, stored?.values));
  if (reading?.problems.length === 0 && stored?.complete)
    return { state: 'in', form: bare, notice: texts.page.taken(collection, given, { now, calendar }) };
  const values = reading?.values ?? stored?.values ?? {};
  const problems = new Map(reading?.problems.map(({ key, problem }) => [key, problem]));
  const shown = await shownValues(fields, values, lookup);
  const hung = stored ? await heldFiles(hungOnAnswer(collection, { ...stored, values }), asked, models) : [];
  const held = new Map(
    fields.filter(isHolder).map(({ key }) => [key, hung.filter(({ ref }) => [values[key] ?? []].flat().includes(ref))]),
  );
  const form = {
    ...bare,
    explanation: texts.page.explanation(collection, { now, calendar }),
    controls: controlsOf({ fields, values, shown, problems, today, held, ...(filled && { typed: filled.typed }) }),
  };
  if (reading)
    return { state: 'open', form, notice: formTexts.page.mend(countFilledIn(fields, values), problems.size) };
  const notice = stored?.complete ? texts.page.again : stored && formTexts.page.draft;
  return { state: 'open', form, ...(notice && { notice }) };
}

import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Attachment, FormEvent, OnPage } from '../models/event.js';
import type { PeriodKey, PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { OwnerKey, ownerOfPerson, personIn } from '../models/owner.js';
import { ownersOf } from '../models/owners.js';
import { type Person, rightsOf } from '../models/person.js';
import { rollId } from '../models/roll.js';
import type { Submission } from '../models/submission.js';
import { afterHandIn } from './after-hand-in.js';
import { withLoose } from './attach.js';
import type { Filled } from './forms/reading.js';
import { type Asked, here, type Say, type Spoken } from './handler.js';
import { changeFiles } from './page-files.js';
import type { Place } from './record.js';
import { submit } from './submit.js';

/** What a form is filled in for: a duty, whose, by somebody of the roster who may. */
export interface FormFor {
  asked: Asked;
  duty: Duty;
  whose: Person;
  owner: OwnerKey;
}

/**
 * Works what was filled in on a page like a filled-in template. Somebody who has left, or lost the post since the
 * form was given out, hears nothing: the form was not theirs to fill in any more.
 */
export async function answerPage(event: FormEvent, claim: OnPage, models: Models, now: Date): Promise<Say[]> {
  const form = await formFor(event, claim, models, now);
  if (!form) return [];
  if (!(await isTheirs(form, models))) return here(texts.notYours(form.duty, undefined, undefined));
  if (!(await placeFor(form, claim.period, models))) return [];
  if (event.files?.record !== undefined) {
    await changeFiles(form, claim.period, event.files, models);
    return [];
  }
  const said = await handInForm(form, claim.period, event, models);
  // A page shows by itself what is still to be mended; what is in is told in the chat as well, where it can be found again.
  return (await madeBy(form, models)) ? said : [];
}

/** Hands in what was filled in, and answers what is said of it, about the form itself first. */
export async function handInForm(
  { asked, duty, whose, owner }: FormFor,
  period: PeriodKey,
  filledIn: Pick<FormEvent, 'values' | 'files'>,
  models: Models,
): Promise<Say[]> {
  const withFiles = await withLoose(asked, duty, models);
  const { attachments } = withFiles.event;
  const handIn = { duty, whose, wish: { kind: 'none' }, owner } as const;
  const form = { period, filled: filledOf(filledIn, attachments) };
  const brought = filledIn.files?.brought.map(({ field: _field, ...each }) => each) ?? [];
  const event = { ...withFiles.event, attachments: [...attachments, ...brought] };
  return afterHandIn(await submit({ ...withFiles, event }, models, { ...handIn, form }), asked, models);
}

/** What a form says field by field. It shows every field that is asked, so an empty one was emptied, unless it broke off. */
export const filledOf = (
  { values, files }: Pick<FormEvent, 'values' | 'files'>,
  attachments: Attachment[],
): Filled => ({
  typed: new Map(Object.entries(values)),
  attachments,
  whole: !files?.unfinished,
  ...(files && { files }),
});

/** What this very event has handed in. */
export async function madeBy({ asked, owner }: FormFor, { submissions }: Models): Promise<Submission | undefined> {
  const made = await submissions.touchedBy(asked.event.key, { by: asked.speaker._id, owners: [owner] });
  return made && made.state !== 'draft' ? made : undefined;
}

/** Where it goes; undefined where the period can no longer be handed in. */
export async function placeFor(
  { asked, duty, whose, owner }: FormFor,
  period: PeriodKey,
  { rolls }: Models,
): Promise<Place | undefined> {
  if (duty.cadence.every === 'free') return { owner, roll: undefined };
  const roll = await rolls.get(rollId(duty.key, period, whose.school));
  return roll && roll.closesAt > asked.now ? { owner, roll } : undefined;
}

/** Whether it is still theirs to fill in: the post that owes it may have changed hands since. */
export async function isTheirs({ asked, duty, whose, owner }: FormFor, models: Models): Promise<boolean> {
  const { school, today, rights } = asked;
  return (await ownersOf(duty, whose, school, models, today, rights.has('act-for'))).includes(owner);
}

/** Who filled in what; undefined where it is not, or no longer, theirs to fill in. */
export async function formFor(
  { key, chat, account }: Pick<Spoken, 'key' | 'chat' | 'account'>,
  claim: Pick<OnPage, 'person' | 'duty' | 'owner'>,
  models: Models,
  now: Date,
): Promise<FormFor | undefined> {
  const asked = await askedOnPage({ key, chat, ...(account !== undefined && { account }) }, claim.person, models, now);
  const duty = models.catalogue.duties.find((each) => each.key === claim.duty);
  const owner = OwnerKey.safeParse(claim.owner).data;
  if (!asked || !duty || !owner) return undefined;
  const whose = await ownerPerson(owner, asked, models);
  return whose && { asked, duty, whose, owner };
}

/** Whoever fills something in, as if they had said it; undefined for who has left. */
export async function askedOnPage(
  spoken: Pick<Spoken, 'key' | 'chat' | 'account'>,
  person: PersonId,
  models: Models,
  now: Date,
): Promise<Asked | undefined> {
  const speaker = await models.people.byId(person);
  const school = speaker && (await models.schools.byCode(speaker.school));
  if (!speaker || speaker.endedOn || !school) return undefined;
  const rights = rightsOf(speaker, models.catalogue.posts);
  const event = { ...spoken, text: '', attachments: [] };
  return { event, args: '', now, today: models.calendar.dayOf(now), speaker, school, rights };
}

/** The person a record is of: the speaker, or a colleague of the school they may act for. */
async function ownerPerson(
  owner: OwnerKey,
  { speaker, rights }: Asked,
  { people }: Models,
): Promise<Person | undefined> {
  const person = personIn(owner);
  if (!person || owner === ownerOfPerson(speaker._id)) return speaker;
  const colleague = await people.byId(person);
  const may = rights.has('act-for') && colleague?.school === speaker.school && !colleague.endedOn;
  return may ? colleague : undefined;
}

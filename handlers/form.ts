import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { FormEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import { OwnerKey, ownerOfPerson, personIn } from '../models/owner.js';
import { ownersOf } from '../models/owners.js';
import { type Person, rightsOf } from '../models/person.js';
import { afterHandIn } from './after-hand-in.js';
import type { Typed } from './forms/read-value.js';
import { type Asked, here, type Say } from './handler.js';
import { submit } from './submit.js';

/** What a form is filled in for: a duty, whose, by somebody of the roster who may. */
export interface FormFor {
  asked: Asked;
  duty: Duty;
  whose: Person;
  owner: OwnerKey;
}

/**
 * Works what was filled in on a page or card like a filled-in template. Somebody who has left, or lost the post since
 * the form was given out, hears nothing: the form was not theirs to fill in any more.
 */
export async function answerForm(event: FormEvent, models: Models, now: Date): Promise<Say[]> {
  const form = await formFor(event, models, now);
  if (!form) return [];
  const { asked, duty, whose, owner } = form;
  if (!(await isTheirs(form, models))) return here(texts.notYours(duty, undefined, undefined));
  const typed = new Map<string, Typed>(Object.entries(event.values));
  // A page shows every field that is asked, so an empty one was emptied.
  const filled = { typed, attachments: [], whole: true };
  const taken = await submit(asked, models, {
    duty,
    whose,
    wish: { kind: 'none' },
    owner,
    form: { period: event.period, filled },
  });
  const said = await afterHandIn(taken, asked, models);
  // A page shows by itself what is still to be mended; what is in is told in the chat as well, where it can be found again.
  return 'account' in event.by || (await isIn(form, models)) ? said : [];
}

async function isIn({ asked, owner }: FormFor, { submissions }: Models): Promise<boolean> {
  const made = await submissions.touchedBy(asked.event.key, { by: asked.speaker._id, owners: [owner] });
  return made !== undefined && made.state !== 'draft';
}

/** Whether it is still theirs to fill in: the post that owes it may have changed hands since. */
export async function isTheirs({ asked, duty, whose, owner }: FormFor, models: Models): Promise<boolean> {
  const { school, today, rights } = asked;
  return (await ownersOf(duty, whose, school, models, today, rights.has('act-for'))).includes(owner);
}

/** Who filled in what; undefined where it is not, or no longer, theirs to fill in. */
export async function formFor(
  event: Pick<FormEvent, 'key' | 'chat' | 'by' | 'duty' | 'owner'>,
  models: Models,
  now: Date,
): Promise<FormFor | undefined> {
  const { by, chat, key } = event;
  const id = 'person' in by ? by.person : await models.accounts.personOf(chat.platform, by.account);
  const speaker = id && (await models.people.byId(id));
  const school = speaker && (await models.schools.byCode(speaker.school));
  const duty = models.catalogue.duties.find((each) => each.key === event.duty);
  const owner = OwnerKey.safeParse(event.owner).data;
  if (!speaker || speaker.endedOn || !school || !duty || !owner) return undefined;
  const spoken = { key, chat, text: '', attachments: [], ...('account' in by && { account: by.account }) };
  const rights = rightsOf(speaker, models.catalogue.posts);
  const asked = { event: spoken, args: '', now, today: models.calendar.dayOf(now), speaker, school, rights };
  const whose = await ownerPerson(owner, asked, models);
  return whose && { asked, duty, whose, owner };
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

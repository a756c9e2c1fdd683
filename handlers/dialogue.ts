import * as texts from '../config/texts/dialogue.js';
import { deadlineText } from '../config/texts/format.js';
import * as submitTexts from '../config/texts/submit.js';
import { DIALOGUE_MS, type Dialogue } from '../models/dialogue.js';
import type { Field, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { headOf, questionText, wholeText } from './dialogue-text.js';
import { type FormFor, formFor, isTheirs, placeFor } from './form.js';
import { formTitle } from './form-view.js';
import { countFilledIn } from './forms/asked.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { fillable, nextField } from './forms/next-field.js';
import { shownValues } from './forms/shown.js';
import { type Asked, here, type Say } from './handler.js';
import { draftIn, knownOf, type Place, periodOf } from './record.js';
import { alreadyIn, doneBefore, submit } from './submit.js';
import { type HandIn, pageOf, refusal } from './which-page.js';

type Spoke = Omit<Asked, 'args'>;

/** A dialogue with the form it fills in, and the draft that holds what was answered. */
export interface Talk {
  dialogue: Omit<Dialogue, '_id'>;
  form: FormFor;
  place: Place;
  draft: Submission | undefined;
  values: Values;
}

/** 月报 一问一答: the form, asked one question at a time, from what is known already on. */
export async function beginDialogue(asked: Asked, models: Models, handIn: HandIn): Promise<Say[]> {
  const { duty, owner, whose } = handIn;
  const { chat, account, key } = asked.event;
  // Whom nobody can ask (the command line) is given the form as a whole.
  if (account === undefined) return submit({ ...asked, args: '' }, models, handIn);
  const isFree = duty.cadence.every === 'free';
  const roll = isFree ? undefined : await pageOf(asked, models, handIn, owner);
  if (!roll && !isFree) return here(refusal(handIn, asked, models) ?? submitTexts.nothingOpen(duty));
  const place = { owner, roll };
  const done = await doneBefore(asked, models, duty, place);
  if (done && roll) return here(await alreadyIn(asked, models, duty, roll, done));

  const period = await periodOf(asked, roll, duty, models);
  const draft = await draftIn(asked, models, duty, place);
  const values = draft?.values ?? (await knownOf(asked, models, handIn, place, draft));
  const before = await models.dialogues.of(chat, account);
  const form: FormFor = { asked, duty, whose, owner };
  const seen = seenBefore(before, { duty: duty.key, owner, period }, draft);
  const talk: Talk = {
    form,
    place,
    draft,
    values,
    dialogue: {
      person: asked.speaker._id,
      ...{ duty: duty.key, owner, period, seen, event: key, at: asked.now },
      ...(draft && { record: draft._id }),
      remark: '',
    },
  };
  if (before?.event === key) return ask({ ...talk, dialogue: before }, models);
  const remark = await greeting(talk, before, models);
  return move(talk, { seen, remark }, models);
}

/** What was answered in it before, or stands in the draft, is not asked again. */
function seenBefore(
  before: Dialogue | undefined,
  at: Pick<Dialogue, 'duty' | 'owner' | 'period'>,
  draft: Submission | undefined,
): string[] {
  if (!draft) return [];
  const isSame = before && before.duty === at.duty && before.owner === at.owner && before.period === at.period;
  return isSame && before.record === draft._id ? before.seen : Object.keys(draft.values);
}

async function greeting(talk: Talk, before: Dialogue | undefined, models: Models): Promise<string> {
  const { form, place, draft, values } = talk;
  const { asked, duty } = form;
  const { roll } = place;
  const title = await formTitle(form, place, models);
  const due = roll && deadlineText(roll.lateAfter < asked.now ? roll.closesAt : roll.dueAt, asked.now, models.calendar);
  const other = before && before.duty !== duty.key && before.at.getTime() >= asked.now.getTime() - DIALOGUE_MS;
  const aside = other && models.catalogue.duties.find(({ key }) => key === before.duty);
  const begins = draft
    ? texts.goesOn(title)
    : texts.begins(title, fillable(duty.form.fields, values).length, due ?? '');
  return [...(aside ? [texts.putAside(aside.name)] : []), begins].join('\n');
}

/** The dialogue a speaker is in the midst of in this chat, if a day has not gone by since the last answer. */
export async function dialogueOf({ event, speaker, now }: Spoke, { dialogues }: Models): Promise<Dialogue | undefined> {
  if (event.account === undefined) return undefined;
  const dialogue = await dialogues.of(event.chat, event.account);
  const stands = dialogue?.person === speaker._id && dialogue.at.getTime() >= now.getTime() - DIALOGUE_MS;
  return stands ? dialogue : undefined;
}

/** A dialogue with its form; undefined, and at an end, where the form can be filled in so no more. */
export async function talkOf(dialogue: Dialogue, asked: Spoke, models: Models): Promise<Talk | undefined> {
  const { _id, ...rest } = dialogue;
  const { event, now } = asked;
  const found = await formFor(event, dialogue, models, now);
  const form = found && { ...found, asked: { ...asked, args: '' } };
  const place = form && (await isTheirs(form, models)) ? await placeFor(form, dialogue.period, models) : undefined;
  const draft = form && place && (await draftOf(dialogue, form, place, models));
  if (form && place && draft !== 'gone') {
    const values = draft?.values ?? (await knownOf(form.asked, models, form, place, draft));
    return { dialogue: rest, form, place, draft, values };
  }
  if (event.account !== undefined) await models.dialogues.end(event.chat, event.account);
  return undefined;
}

/** The draft; `gone` where it was handed in or taken back by another way meanwhile. */
async function draftOf({ record }: Dialogue, { asked, duty }: FormFor, place: Place, models: Models) {
  if (record === undefined) return draftIn(asked, models, duty, place);
  const draft = await models.submissions.get(record);
  return draft?.state === 'draft' || draft?.state === 'returned' ? draft : 'gone';
}

/** Where a step leads: `field` where it stays at one, or goes back; else whatever is to be asked next. */
export type Step = Pick<Dialogue, 'remark' | 'seen'> & { field?: string; doubted?: string };

/** Takes a step, and asks what it leads to. */
export async function move(talk: Talk, { remark, seen, field, doubted }: Step, models: Models): Promise<Say[]> {
  const { form, values, draft } = talk;
  const { event, today, now } = form.asked;
  const { field: last, doubted: _doubted, ...before } = talk.dialogue;
  const next = field ?? nextField(form.duty.form.fields, values, seen, today, last)?.key;
  const dialogue = {
    ...before,
    ...{ remark, seen, event: event.key, at: now },
    ...(next !== undefined && { field: next }),
    ...(doubted !== undefined && { doubted }),
    ...(draft && { record: draft._id }),
  };
  if (event.account !== undefined) await models.dialogues.put(event.chat, event.account, dialogue);
  return ask({ ...talk, dialogue }, models);
}

/** What is asked, as the dialogue stands. */
export async function ask({ dialogue, form, place, values }: Talk, models: Models): Promise<Say[]> {
  const { duty, asked, whose } = form;
  const { fields } = duty.form;
  const shown = await shownValues(fields, values, ledgerLookup(models, whose.school));
  const field = fieldIn(fields, dialogue);
  const stands = { fields, values, shown };
  const where = asked.event.chat.kind === 'group' ? `\n${texts.inGroup}` : '';
  if (field && dialogue.doubted === field.key) return here(`${headOf(field, stands)}\n${dialogue.remark}${where}`);
  const question = field ? questionText(field, stands) : wholeText(await formTitle(form, place, models), stands);
  return here([dialogue.remark, question].filter(Boolean).join('\n\n') + where);
}

export const fieldIn = (fields: readonly Field[], { field }: Pick<Dialogue, 'field'>): Field | undefined =>
  fields.find(({ key }) => key === field);

/** 算了: what was answered stays a draft, and is gone on with when they like. */
export async function stop({ form, place, draft, values }: Talk, models: Models): Promise<Say[]> {
  const { asked, duty } = form;
  const { chat, account } = asked.event;
  if (account !== undefined) await models.dialogues.end(chat, account);
  const kept = draft ? countFilledIn(duty.form.fields, values) : 0;
  return here(texts.stopped(await formTitle(form, place, models), kept, `${duty.word} ${texts.WORD}`));
}

/** What was answered to something else, with a word on what still waits to be answered. */
export async function withWaiting(says: Say[], dialogue: Dialogue, asked: Spoke, models: Models): Promise<Say[]> {
  const now = await dialogueOf(asked, models);
  if (now?.event !== dialogue.event) return says;
  const talk = await talkOf(dialogue, asked, models);
  if (!talk) return says;
  const { duty } = talk.form;
  const text = texts.stillWaiting(duty.name, fieldIn(duty.form.fields, dialogue)?.label);
  const at = says.findLastIndex(({ to }) => to === 'here');
  const last = says[at];
  // A card shows none of its text, and numbers are answered to what was said last.
  if (!last || last.card || last.choices) return last?.choices ? says : [...says, ...here(text)];
  return says.with(at, { ...last, text: `${last.text}\n${text}` });
}

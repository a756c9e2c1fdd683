import { called } from '../config/texts/collection.js';
import * as texts from '../config/texts/dialogue.js';
import { DIALOGUE_MS, type Dialogue } from '../models/dialogue.js';
import type { Field } from '../models/field.js';
import type { Models } from '../models/models.js';
import { answerFilling } from './collection-filling.js';
import { headOf, questionText, wholeText } from './dialogue-text.js';
import type { Filling } from './filling.js';
import { formFor, isTheirs, placeFor } from './form.js';
import { countFilledIn } from './forms/asked.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { fillable, nextField } from './forms/next-field.js';
import { shownValues } from './forms/shown.js';
import { type Asked, here, type Say } from './handler.js';
import { draftIn } from './record.js';
import { recordFilling } from './record-filling.js';

type Spoke = Omit<Asked, 'args'>;

/** A dialogue with the form it fills in. */
export interface Talk {
  dialogue: Dialogue;
  filling: Filling;
}

/** Asks a form one question at a time, from what stands in it already on. */
export async function begin(filling: Filling, models: Models): Promise<Say[]> {
  const { asked, of, record } = filling;
  const { chat, account, key } = asked.event;
  const before = account === undefined ? undefined : await models.dialogues.of(chat, account);
  if (before?.event === key) return ask({ filling, dialogue: before }, models);
  const seen = seenBefore(before, filling);
  const person = asked.speaker._id;
  const dialogue: Dialogue = {
    ...of,
    ...{ person, seen, event: key, at: asked.now, remark: '' },
    ...(record !== undefined && { record }),
  };
  return move({ filling, dialogue }, { seen, remark: await greeting(filling, before, models) }, models);
}

/** What was answered in it before, or stands in it already, is not asked again. */
function seenBefore(before: Dialogue | undefined, { record, fields, values, counts }: Filling): string[] {
  if (record === undefined) return [];
  if (before?.record === record) return before.seen;
  return counts ? fields.map(({ key }) => key) : Object.keys(values);
}

async function greeting(filling: Filling, before: Dialogue | undefined, models: Models): Promise<string> {
  const { asked, of, record, fields, values, counts, wording } = filling;
  const isOther = before && subjectOf(before) !== subjectOf(of) && isLately(before, asked.now);
  const other = isOther ? await nameOf(before, models) : undefined;
  const begins =
    record === undefined
      ? texts.begins(wording.title, fillable(fields, values).length, wording.until)
      : texts.goesOn(wording.title);
  return [...(other ? [texts.putAside(other)] : []), ...(counts ? [] : [begins])].join('\n');
}

/** The duty, or the collection, by what it is known. */
const subjectOf = (of: Dialogue | Filling['of']): string | number => ('duty' in of ? of.duty : of.of);

async function nameOf(of: Dialogue, { catalogue, collections }: Models): Promise<string | undefined> {
  if ('duty' in of) return catalogue.duties.find(({ key }) => key === of.duty)?.name;
  const collection = await collections.byNo(of.of);
  return collection && called(collection);
}

const isLately = ({ at }: Dialogue, now: Date): boolean => at.getTime() >= now.getTime() - DIALOGUE_MS;

/** The dialogue a speaker is in the midst of in this chat, if a day has not gone by since the last answer. */
export async function dialogueOf({ event, speaker, now }: Spoke, { dialogues }: Models): Promise<Dialogue | undefined> {
  if (event.account === undefined) return undefined;
  const dialogue = await dialogues.of(event.chat, event.account);
  return dialogue?.person === speaker._id && isLately(dialogue, now) ? dialogue : undefined;
}

/** A dialogue with its form; undefined, and at an end, where the form can be filled in so no more. */
export async function talkOf(dialogue: Dialogue, asked: Spoke, models: Models): Promise<Talk | undefined> {
  const filling = await fillingOf(dialogue, { ...asked, args: '' }, models);
  if (!filling) await endIn(asked, models);
  return filling && { dialogue, filling };
}

async function fillingOf(dialogue: Dialogue, asked: Asked, models: Models): Promise<Filling | undefined> {
  if (!('duty' in dialogue)) return answerOfDialogue(dialogue, asked, models);
  const { period, record } = dialogue;
  const found = await formFor(asked.event, dialogue, models, asked.now);
  const form = found && { ...found, asked };
  const place = form && (await isTheirs(form, models)) ? await placeFor(form, period, models) : undefined;
  if (!form || !place) return undefined;
  const draft =
    record === undefined ? await draftIn(asked, models, form.duty, place) : await models.submissions.get(record);
  // It was handed in or taken back by another way meanwhile.
  if (record !== undefined && draft?.state !== 'draft' && draft?.state !== 'returned') return undefined;
  return recordFilling({ form, place, period, draft }, models);
}

async function answerOfDialogue(
  { of, record }: Extract<Dialogue, { of: number }>,
  asked: Asked,
  models: Models,
): Promise<Filling | undefined> {
  const collection = await models.collections.byNo(of);
  const filling = collection && (await answerFilling(collection, asked, models));
  // It was taken back meanwhile.
  return record !== undefined && filling?.record === undefined ? undefined : filling;
}

/** Ends whatever an account is in the midst of in a chat. */
export async function endIn({ event: { chat, account } }: Spoke, { dialogues }: Models): Promise<void> {
  if (account !== undefined) await dialogues.end(chat, account);
}

/** Where a step leads: `field` where it stays at one, or goes back; else whatever is to be asked next. */
export type Step = Pick<Dialogue, 'remark' | 'seen'> & { field?: string; doubted?: string };

/** Takes a step, and asks what it leads to. */
export async function move(talk: Talk, { remark, seen, field, doubted }: Step, models: Models): Promise<Say[]> {
  const { fields, values, record, asked } = talk.filling;
  const { event, today, now } = asked;
  const { field: last, doubted: _doubted, ...before } = talk.dialogue;
  const next = field ?? nextField(fields, values, seen, today, last)?.key;
  const dialogue = {
    ...before,
    ...{ remark, seen, event: event.key, at: now },
    ...(next !== undefined && { field: next }),
    ...(doubted !== undefined && { doubted }),
    ...(record !== undefined && { record }),
  };
  if (event.account !== undefined) await models.dialogues.put(event.chat, event.account, dialogue);
  return ask({ ...talk, dialogue }, models);
}

/** What is asked, as the dialogue stands. */
export async function ask({ dialogue, filling }: Talk, models: Models): Promise<Say[]> {
  const { fields, values, along, asked, school, wording } = filling;
  const shown = await shownValues(fields, values, ledgerLookup(models, school));
  const field = fieldIn(fields, dialogue);
  const stands = { fields, values, shown, along };
  const where = asked.event.chat.kind === 'group' ? `\n${texts.inGroup}` : '';
  if (field && dialogue.doubted === field.key) return here(`${headOf(field, stands)}\n${dialogue.remark}${where}`);
  const question = field ? questionText(field, stands) : wholeText(wording, stands);
  return here([dialogue.remark, question].filter(Boolean).join('\n\n') + where);
}

export const fieldIn = (fields: readonly Field[], { field }: Pick<Dialogue, 'field'>): Field | undefined =>
  fields.find(({ key }) => key === field);

/** 算了: what was answered stays, and is gone on with when they like; what counts already does. */
export async function stop({ filling }: Talk, models: Models): Promise<Say[]> {
  const { asked, record, fields, values, counts, refused, wording } = filling;
  await endIn(asked, models);
  if (counts) return (await filling.handIn()).says;
  if (refused) return refused;
  return here(texts.stopped(wording, record === undefined ? 0 : countFilledIn(fields, values)));
}

/** What was answered to something else, with a word on what still waits to be answered. */
export async function withWaiting(says: Say[], dialogue: Dialogue, asked: Spoke, models: Models): Promise<Say[]> {
  const now = await dialogueOf(asked, models);
  if (now?.event !== dialogue.event) return says;
  const talk = await talkOf(dialogue, asked, models);
  if (!talk) return says;
  const { fields, counts, refused, wording } = talk.filling;
  const label = fieldIn(fields, dialogue)?.label;
  if (refused || (counts && label === undefined)) {
    await endIn(asked, models);
    return says;
  }
  const text = texts.stillWaiting(wording.name, label);
  const at = says.findLastIndex(({ to }) => to === 'here');
  const last = says[at];
  // A card shows none of its text, and numbers are answered to what was said last.
  if (!last || last.card || last.choices) return last?.choices ? says : [...says, ...here(text)];
  return says.with(at, { ...last, text: `${last.text}\n${text}` });
}

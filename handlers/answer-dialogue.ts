import * as texts from '../config/texts/dialogue.js';
import * as submitTexts from '../config/texts/submit.js';
import type { Attachment } from '../models/event.js';
import type { Field, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { afterHandIn } from './after-hand-in.js';
import { withinMost } from './at-most.js';
import { numberIn } from './choice.js';
import { ask, fieldIn, move, type Step, stop, type Talk } from './dialogue.js';
import { knownOf, takenText } from './dialogue-text.js';
import { type Control, controlIn, isAboutElse } from './dialogue-words.js';
import { madeBy } from './form.js';
import { isHolder, place as placed } from './forms/attachments.js';
import { doubtsIn } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { fieldBefore, fillable } from './forms/next-field.js';
import type { Typed } from './forms/read-value.js';
import { type Reading, readFields } from './forms/reading.js';
import { shownValues } from './forms/shown.js';
import { looksFilledIn, readTemplate } from './forms/template.js';
import { typedAnswer } from './forms/typed-answer.js';
import { here, type Say } from './handler.js';
import { submit, writeRecord } from './submit.js';

/** What the router knows of words: whether one is a command's or duty's, and whether a text would be one. */
export interface Known {
  isWord: (text: string) => boolean;
  isCommand: (text: string) => boolean;
}

/**
 * What somebody says while a question stands: an answer, or what to do with the question. Undefined where it is about
 * something else, and the question waits.
 */
export async function answerDialogue(talk: Talk, models: Models, known: Known): Promise<Say[] | undefined> {
  const { dialogue, form } = talk;
  const { event } = form.asked;
  // The second run of the same event after a crash: what it did stands, and is asked about.
  if (dialogue.event === event.key) return ask(talk, models);
  const text = event.text.trim();
  const field = fieldIn(form.duty.form.fields, dialogue);
  if (event.attachments.length > 0) return takeFiles(talk, field, event.attachments, models);
  const control = controlIn(text, field);
  if (control) return obey(control, talk, field, models);
  if (isAboutElse(text, field, known) && !looksFilledIn(form.duty.form.fields, text)) return undefined;
  return takeWords(talk, field, text, models);
}

async function obey(control: Control, talk: Talk, field: Field | undefined, models: Models): Promise<Say[]> {
  const { dialogue, form, values } = talk;
  const { fields } = form.duty.form;
  const { seen } = dialogue;
  switch (control) {
    case 'stop':
      return stop(talk, models);
    case 'again':
      return move(talk, { seen: [], remark: texts.againFromTop }, models);
    case 'back': {
      const before = fieldBefore(fields, values, field?.key);
      const to = before ?? field;
      return move(talk, { seen, remark: before ? '' : texts.isFirst, ...(to && { field: to.key }) }, models);
    }
    case 'skip':
      return field ? skip(talk, field, models) : move(talk, { seen, remark: '' }, models);
    case 'keep':
      return field ? keep(talk, field, form.asked.event.text.trim(), models) : handIn(talk, models);
  }
}

/** What may stay empty stays as it is; what may not is asked again at the end. */
function skip(talk: Talk, field: Field, models: Models): Promise<Say[]> {
  const { dialogue, values } = talk;
  const lacks = field.required && values[field.key] === undefined;
  const again = lacks && dialogue.seen.includes(field.key);
  const remark = again ? texts.stillNeeded : lacks ? texts.neededLater : texts.passed;
  return move(talk, { seen: [...new Set([...dialogue.seen, field.key])], remark: remark(field.label) }, models);
}

/** 对: what stands there is right; said to be so, it is not asked about again. */
function keep(talk: Talk, field: Field, text: string, models: Models): Promise<Say[]> {
  const { dialogue, values } = talk;
  const seen = [...new Set([...dialogue.seen, field.key])];
  if (values[field.key] !== undefined) return move(talk, { seen, remark: '' }, models);
  // 是 is how a tick is set, and where nothing stands yet it is an answer in words.
  if (field.type === 'tick') return takeWords(talk, field, '是', models);
  if (field.type === 'text' || field.type === 'long-text') return takeWords(talk, field, text, models);
  return move(talk, { seen: dialogue.seen, remark: texts.nothingToKeep, field: field.key }, models);
}

/** An answer to the question; or lines with labels, for any fields; or, once all was asked, the number of one to mend. */
async function takeWords(talk: Talk, field: Field | undefined, text: string, models: Models): Promise<Say[]> {
  const { dialogue, form, values } = talk;
  const { fields } = form.duty.form;
  const { seen } = dialogue;
  const typed: ReadonlyMap<string, Typed> = looksFilledIn(fields, text)
    ? readTemplate(fields, text)
    : new Map(field ? [[field.key, typedAnswer(field, text)]] : []);
  if (typed.size === 0) {
    const number = numberIn(text);
    const line = number === undefined ? undefined : fillable(fields, values)[number - 1];
    if (line) return move(talk, { seen, remark: '', field: line.key }, models);
    return here(number === undefined ? texts.wholeAgain : texts.noSuchLine(number));
  }
  const reading = await read(talk, typed, [], values, models);
  const wrong = reading.problems.find(({ key }) => typed.has(key));
  const after = await write(talk, reading.values, models);
  if (wrong) return move(after, stayAt(wrong.key, after, texts.problem(wrong.problem)), models);
  const doubt = doubtsIn(fields, after.values).find(({ key }) => typed.has(key) && key !== dialogue.doubted);
  if (doubt) return move(after, { ...stayAt(doubt.key, after, texts.doubt(doubt.doubt)), doubted: doubt.key }, models);
  const remark = await taken(after, [...typed.keys()], models);
  return move(after, { seen: [...new Set([...seen, ...typed.keys()])], remark }, models);
}

const stayAt = (field: string, { dialogue }: Talk, remark: string): Step => ({ seen: dialogue.seen, remark, field });

async function read(
  { form, place }: Talk,
  typed: ReadonlyMap<string, Typed>,
  attachments: readonly Attachment[],
  before: Values,
  models: Models,
): Promise<Reading> {
  const { asked, duty, whose, owner } = form;
  const context = { today: asked.today, lookup: ledgerLookup(models, whose.school) };
  const reading = await readFields(duty.form.fields, { typed, attachments }, context, before);
  if (!place.roll) return reading;
  return withinMost(reading, duty, { owner, period: place.roll.period }, asked, models);
}

/** Keeps what was answered in the draft, once for the event. */
async function write(talk: Talk, values: Values, models: Models): Promise<Talk> {
  const { form, place } = talk;
  const { asked, duty, whose, owner } = form;
  const handIn = { duty, whose, owner, wish: { kind: 'none' } } as const;
  const draft = await writeRecord(asked, models, handIn, owner, place.roll, talk.draft, { state: 'draft', values });
  return { ...talk, draft, values: draft.values };
}

/** What was made of an answer, to be seen: of several, that they are in. */
async function taken({ form, values }: Talk, keys: string[], models: Models): Promise<string> {
  const { fields } = form.duty.form;
  const named = fields.filter(({ key }) => keys.includes(key));
  const shown = await shownValues(named, values, ledgerLookup(models, form.whose.school));
  return named
    .map((field) =>
      values[field.key] === undefined ? texts.emptied(field.label) : takenText(field, { fields, values, shown }),
    )
    .join('\n');
}

/** Files go into the field that is asked, else where the form has a place for them. Undefined where it has none. */
async function takeFiles(
  talk: Talk,
  field: Field | undefined,
  attachments: readonly Attachment[],
  models: Models,
): Promise<Say[] | undefined> {
  const { form, values, dialogue } = talk;
  const { fields, style } = form.duty.form;
  if (style !== 'message' && !fields.some(isHolder)) return undefined;
  const own = field && isHolder(field) ? placed([{ ...field, when: undefined }], values, attachments).values : values;
  const reading = await read(talk, new Map(), attachments, own, models);
  const after = await write(talk, reading.values, models);
  const shown = await shownValues(fields, after.values, ledgerLookup(models, form.whose.school));
  const filled = fields.filter(
    (each) => isHolder(each) && JSON.stringify(after.values[each.key]) !== JSON.stringify(values[each.key]),
  );
  const stands = { fields, values: after.values, shown };
  const remark = [
    ...filled.map((each) => texts.filesTaken(each.label, knownOf(each, stands) ?? '')),
    ...(reading.spare > 0 && fields.some(isHolder) ? [submitTexts.spare(reading.spare)] : []),
  ].join('\n');
  const isFull = field && isHolder(field) && listed(after.values[field.key]) >= field.most;
  const seen = isFull ? [...new Set([...dialogue.seen, field.key])] : dialogue.seen;
  return move(after, { seen, remark, ...(field && !isFull && { field: field.key }) }, models);
}

const listed = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** 确认: handed in like any filled-in form; what is found then is said, and the dialogue goes on. */
async function handIn(talk: Talk, models: Models): Promise<Say[]> {
  const { form, values, dialogue } = talk;
  const { asked, duty, whose, owner } = form;
  const filled = { typed: new Map<string, Typed>(), attachments: [] };
  const says = await submit(asked, models, {
    ...{ duty, whose, owner, wish: { kind: 'none' } },
    form: { period: dialogue.period, filled, known: values },
  });
  const { chat, account, key } = asked.event;
  if (account === undefined) return says;
  if (await madeBy(form, models)) {
    await models.dialogues.end(chat, account);
    return afterHandIn(says, asked, models);
  }
  await models.dialogues.put(chat, account, { ...dialogue, event: key, at: asked.now });
  return says;
}

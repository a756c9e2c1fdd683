import * as texts from '../config/texts/dialogue.js';
import * as submitTexts from '../config/texts/submit.js';
import type { Field } from '../models/field.js';
import type { Models } from '../models/models.js';
import { numberIn } from './choice.js';
import { ask, endIn, fieldIn, move, stop, type Talk } from './dialogue.js';
import { knownOf, sizeOf, takenText } from './dialogue-text.js';
import { type Control, controlIn, isAboutElse } from './dialogue-words.js';
import type { Filling } from './filling.js';
import { isHolder } from './forms/attachments.js';
import { doubtsIn } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { fieldBefore, fillable, nextField } from './forms/next-field.js';
import type { Filled } from './forms/reading.js';
import { shownValues } from './forms/shown.js';
import { looksFilledIn, readTemplate } from './forms/template.js';
import { typedAnswer } from './forms/typed-answer.js';
import { type Asked, here, type Say } from './handler.js';
import { notTaken } from './not-taken.js';

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
  const { dialogue, filling } = talk;
  const { asked, fields, takesFiles } = filling;
  const { event } = asked;
  // The second run of the same event after a crash: what it did stands, and is asked about.
  if (dialogue.event === event.key) return ask(talk, models);
  const text = event.text.trim();
  const field = fieldIn(fields, dialogue);
  if (event.attachments.length > 0 && !takesFiles) return undefined;
  if (event.attachments.length > 0) return takeFiles(talk, field, models);
  const control = controlIn(text, field);
  if (!control && !looksFilledIn(fields, text)) {
    // What counts waits for nothing: only the number of a line is about it still.
    const isDone = !field && filling.counts && numberIn(text) === undefined;
    if (isDone || isAboutElse(text, field, known)) return undefined;
  }
  const isEnd = control === 'stop' || (control === 'keep' && !field);
  if (filling.refused && !isEnd) return endWith(filling.refused, asked, models);
  return control ? obey(control, talk, field, models) : takeWords(talk, field, text, models);
}

async function endWith(says: Say[], asked: Asked, models: Models): Promise<Say[]> {
  await endIn(asked, models);
  return says;
}

async function obey(control: Control, talk: Talk, field: Field | undefined, models: Models): Promise<Say[]> {
  const { asked, fields, values } = talk.filling;
  const { seen, field: last } = talk.dialogue;
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
      if (field) return keep(talk, field, asked.event.text.trim(), models);
      // It was changed by another way since, and lacks something.
      if (nextField(fields, values, seen, asked.today, last)) return move(talk, { seen, remark: '' }, models);
      return handIn(talk, models);
  }
}

/** What may stay empty stays as it is; what may not is asked again at the end. */
function skip(talk: Talk, field: Field, models: Models): Promise<Say[]> {
  const { dialogue, filling } = talk;
  const lacks = field.required && filling.values[field.key] === undefined;
  const again = lacks && dialogue.seen.includes(field.key);
  const remark = again ? texts.stillNeeded : lacks ? texts.neededLater : texts.passed;
  return move(talk, { seen: [...new Set([...dialogue.seen, field.key])], remark: remark(field.label) }, models);
}

/** 对: what stands there is right; said to be so, it is not asked about again. */
function keep(talk: Talk, field: Field, text: string, models: Models): Promise<Say[]> {
  const { dialogue, filling } = talk;
  const seen = [...new Set([...dialogue.seen, field.key])];
  if (filling.values[field.key] !== undefined) return move(talk, { seen, remark: '' }, models);
  // 是 is how a tick is set, and where nothing stands yet it is an answer in words.
  if (field.type === 'tick') return takeWords(talk, field, '是', models);
  if (field.type === 'text' || field.type === 'long-text') return takeWords(talk, field, text, models);
  return move(talk, { seen: dialogue.seen, remark: texts.nothingToKeep, field: field.key }, models);
}

/** An answer to the question; or lines with labels, for any fields; or, once all was asked, the number of one to mend. */
async function takeWords(talk: Talk, field: Field | undefined, text: string, models: Models): Promise<Say[]> {
  const { dialogue, filling } = talk;
  const { fields, values } = filling;
  const { seen } = dialogue;
  const said: Pick<Filled, 'typed' | 'head' | 'strays'> = looksFilledIn(fields, text)
    ? readTemplate(fields, text)
    : { typed: new Map(field ? [[field.key, typedAnswer(field, text)]] : []) };
  const { typed } = said;
  const left = notTaken(said);
  if (typed.size === 0) {
    const number = numberIn(text);
    const line = number === undefined ? undefined : fillable(fields, values)[number - 1];
    if (line) return move(talk, { seen, remark: '', field: line.key }, models);
    return here(number === undefined ? texts.wholeAgain : texts.noSuchLine(number, filling.counts));
  }
  const taken = await filling.take({ typed });
  if (Array.isArray(taken)) return endWith(taken, filling.asked, models);
  const after = { ...talk, filling: taken.filling };
  const wrong = taken.problems.find(({ key }) => typed.has(key));
  const doubts = doubtsIn(fields, after.filling.values).filter(({ key }) => key !== dialogue.doubted);
  const doubt = doubts.find(({ key }) => typed.has(key));
  // What was right of several is not asked again.
  const unclear = new Set([...taken.problems, ...doubts].map(({ key }) => key));
  const clear = [...new Set([...seen, ...[...typed.keys()].filter((key) => !unclear.has(key))])];
  if (wrong) {
    const remark = [...left, texts.problem(wrong.problem)].join('\n');
    return move(after, { seen: clear, remark, field: wrong.key }, models);
  }
  if (doubt) {
    const remark = [...left, texts.doubt(doubt.doubt)].join('\n');
    return move(after, { seen: clear, remark, field: doubt.key, doubted: doubt.key }, models);
  }
  const inWords = await takenOf(after.filling, [...typed.keys()], models);
  return move(after, { seen: clear, remark: [inWords, ...left].join('\n') }, models);
}

/** What was made of an answer, to be seen: of several, that they are in. */
async function takenOf({ fields, values, school }: Filling, keys: string[], models: Models): Promise<string> {
  const named = fields.filter(({ key }) => keys.includes(key));
  const shown = await shownValues(named, values, ledgerLookup(models, school));
  return named
    .map((field) =>
      values[field.key] === undefined ? texts.emptied(field.label) : takenText(field, { values, shown }),
    )
    .join('\n');
}

/** Files go into the field that is asked, else where the form has a place for them. */
async function takeFiles(talk: Talk, field: Field | undefined, models: Models): Promise<Say[]> {
  const { dialogue, filling } = talk;
  const own = field && isHolder(field) ? field : undefined;
  const taken = await filling.take({ typed: new Map(), ...(own && { into: own }) });
  if (Array.isArray(taken)) return endWith(taken, filling.asked, models);
  const after = { ...talk, filling: taken.filling };
  const { fields, values, along, school } = after.filling;
  const shown = await shownValues(fields, values, ledgerLookup(models, school));
  const filled = fields.filter(
    (each) => isHolder(each) && JSON.stringify(values[each.key]) !== JSON.stringify(filling.values[each.key]),
  );
  const remark = [
    ...filled.map((each) => texts.filesTaken(each.label, knownOf(each, { values, shown }) ?? '')),
    ...(along.length > filling.along.length ? [texts.alongTaken(sizeOf(along))] : []),
    ...(taken.spare > 0 ? [submitTexts.spare(taken.spare)] : []),
  ].join('\n');
  const isFull = own && listed(values[own.key]) >= own.most;
  const seen = isFull ? [...new Set([...dialogue.seen, own.key])] : dialogue.seen;
  return move(after, { seen, remark, ...(field && !isFull && { field: field.key }) }, models);
}

const listed = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** 确认: handed in; what is found then is said, and the dialogue goes on. */
async function handIn({ dialogue, filling }: Talk, models: Models): Promise<Say[]> {
  const { asked } = filling;
  const { chat, account, key } = asked.event;
  const { says, isOver } = await filling.handIn();
  if (isOver) await endIn(asked, models);
  else if (account !== undefined) await models.dialogues.put(chat, account, { ...dialogue, event: key, at: asked.now });
  return says;
}

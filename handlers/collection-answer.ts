import * as texts from '../config/texts/collection.js';
import { WORD as ONE_BY_ONE, offerOf } from '../config/texts/dialogue.js';
import * as submitTexts from '../config/texts/submit.js';
import type { Collection, CollectionAnswer } from '../models/collection.js';
import type { Field, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { askToChoose } from './choice.js';
import { inWords, linesOfFiles, takesAnyFiles } from './collection-files.js';
import { answerFilling } from './collection-filling.js';
import { refusal, tellOver } from './collection-refusal.js';
import { answerOf, listTaking } from './collection-taking.js';
import { collectionNamed } from './collection-template.js';
import { type Said, type Written, writeAnswer } from './collection-write.js';
import { begin } from './dialogue.js';
import { isHolder } from './forms/attachments.js';
import { controlsOf } from './forms/controls.js';
import { formLink } from './forms/link.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { fillable, WORTH_ASKING } from './forms/next-field.js';
import { type Problem, problemsIn } from './forms/reading.js';
import { shownValues } from './forms/shown.js';
import { fillIn, looksFilledIn, readTemplate } from './forms/template.js';
import { typedAnswer } from './forms/typed-answer.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { withLooseFiles } from './hung-files.js';
import { inCard } from './in-card.js';
import { notTaken } from './not-taken.js';

/** 接龙 5 素: an answer, or a part of one; 接龙 5: what is asked, or what was answered. 接龙: what there is. */
export const answerCollection: Handler = async (asked, models) => {
  if (asked.args === '') return listTaking(asked, models);
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return here(texts.noSuch(found.no));
  const { collection } = found;
  const refused = await refusal(collection, asked, models);
  if (refused) return refused;
  // What is answered is nobody else's matter in a group, and whom nobody can ask (the command line) is given the lines.
  const isAlone = asked.event.chat.kind === 'private' && asked.event.account !== undefined;
  if (found.rest === ONE_BY_ONE && isAlone) return begin(await answerFilling(collection, asked, models), models);
  const rest = found.rest === ONE_BY_ONE ? '' : found.rest;
  const said = saidIn(collection.fields, rest, (await answerOf(collection, asked, models))?.values ?? {});
  const withFiles = takesAnyFiles(collection) ? await withLooseFiles(asked, models) : asked;
  return answer(collection, said, withFiles, models);
};

/** What was typed, by field: lines with labels; else as many words as fields, or as have to be filled in; else all of it is the first that lacks something. */
function saidIn(all: readonly Field[], rest: string, before: Values): Said {
  const fields = all.filter((field) => !isHolder(field));
  if (rest === '') return { typed: new Map() };
  if (looksFilledIn(all, rest)) {
    const { typed, ...left } = readTemplate(all, rest);
    return { typed: new Map([...typed].filter(([key]) => fields.some((field) => field.key === key))), ...left };
  }
  const words = rest.split(/[\s，,；;]+/).filter(Boolean);
  const [first] = fields;
  const asked = words.length === fields.length ? fields : fields.filter(({ required }) => required);
  if (asked.length > 1 && words.length === asked.length)
    return { typed: new Map(asked.map((field, i) => [field.key, typedAnswer(field, words[i] ?? '')])) };
  const field =
    fields.find(({ key, required }) => required && before[key] === undefined) ??
    fields.find(({ required }) => required) ??
    first;
  return { typed: new Map(field ? [[field.key, typedAnswer(field, rest)]] : []) };
}

/** Takes what was said into the answer, and says what came of it; of nothing said, how it stands. */
export async function answer(collection: Collection, said: Said, asked: Asked, models: Models): Promise<Say[]> {
  const { event } = asked;
  if (said.typed.size + event.attachments.length === 0 && !said.files) {
    const own = await answerOf(collection, asked, models);
    if (own?.complete && own.event !== event.key) return tellBefore(collection, own, asked, models);
  }
  const written = await writeAnswer(collection, said, asked, models);
  if (written === 'over') return tellOver(collection, models);
  if (written === 'later') return here(texts.laterStands(collection));
  const left = notTaken(said).flatMap((each) => here(each));
  return [...(await tell(collection, written, asked, models)), ...left];
}

/** What came of it: taken, or what is still asked. */
async function tell(
  collection: Collection,
  { given, wrong, changed, spare, replaced }: Written,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const says = await told(collection, given, wrong, changed, asked, models);
  // What became of files is not passed over in silence.
  const ofFiles = [
    ...(replaced > 0 ? [texts.replaced(replaced)] : []),
    ...(spare > 0 ? [submitTexts.spare(spare)] : []),
  ];
  return [...says, ...ofFiles.flatMap((text) => here(text))];
}

async function told(
  collection: Collection,
  given: Pick<CollectionAnswer, 'values' | 'attachments' | 'complete'>,
  wrong: Problem[],
  changed: boolean,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const { event, now } = asked;
  const { values, complete } = given;
  if (!complete || wrong.length > 0) return askRest(collection, given, wrong, asked, models);
  if (event.chat.kind === 'group') return here(texts.takenInGroup(collection, changed));
  const words = await inWords(collection, given, asked, models);
  const taken = texts.taken(collection, words, changed, { now, calendar: models.calendar });
  const left = collection.fields.filter(({ key, label }) => values[key] === undefined && label !== texts.remark);
  const labels = (of: boolean): string[] => left.filter((field) => isHolder(field) === of).map(({ label }) => label);
  const [open, files] = [labels(false), labels(true)];
  const text = [
    taken,
    ...(open.length > 0 ? [texts.mayAdd(collection, open)] : []),
    ...(files.length > 0 ? [texts.maySend(files)] : []),
  ].join('\n');
  return withWithdraw(collection, text, asked, models);
}

async function tellBefore(
  collection: Collection,
  before: CollectionAnswer,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  if (asked.event.chat.kind === 'group') return here(texts.takenInGroup(collection, false));
  const given = await inWords(collection, before, asked, models);
  const already = texts.already(collection, given, { now: asked.now, calendar: models.calendar });
  const files = await linesOfFiles(collection, before, asked, models);
  const text = [already, ...(await onPage(collection, asked, models)), ...files].join('\n');
  // Links to files are for a message: a card's words are no links.
  return files.length > 0 ? here(text) : withWithdraw(collection, text, asked, models);
}

function withWithdraw(collection: Collection, text: string, asked: Asked, models: Models): Promise<Say[]> {
  const buttons: Saying[] = [{ label: texts.buttons.withdraw, says: `取消接龙 ${collection._id}` }];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: collection.title, blocks }, models);
}

/** Where several things are asked, or files: that they can be filled in on a page as well. */
async function onPage({ _id, fields }: Collection, asked: Asked, models: Models): Promise<string[]> {
  const files = fields.some(isHolder);
  const link = (files || fields.length > 1) && (await formLink(asked, models, { collection: _id }));
  return link ? [submitTexts.onPage(link, files)] : [];
}

/** No longer does a button's token take. */
const MOST_SAID = 200;

/** What is still asked: a choice by its numbers, alone; else the lines to fill in, and the same on a card. In private. */
async function askRest(
  collection: Collection,
  given: Pick<CollectionAnswer, 'values' | 'attachments'>,
  wrong: Problem[],
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const { event, speaker, school, today, now } = asked;
  const { _id, title } = collection;
  const { values } = given;
  const lacking = problemsIn(collection.fields, values, today);
  const kept = await inWords(collection, given, asked, models);
  const problems = wrong.map(({ label, problem }) => texts.problem(label, problem));
  const head = texts.stillAsked(collection, problems, lacking.length > 0 ? kept : '', {
    now,
    calendar: models.calendar,
  });
  const files = collection.fields.filter((field) => isHolder(field) && lacking.some(({ key }) => key === field.key));
  const sendThem = files.length > 0 ? [texts.sendThem(files.map(({ label }) => label))] : [];
  const page = await onPage(collection, asked, models);
  if (files.length === Math.max(lacking.length, 1) && wrong.length === 0)
    return here([head, ...sendThem, ...page].join('\n'));
  const alsoFiles = texts.takesAlong(collection) ? [texts.alsoFiles] : sendThem;
  const fields = collection.fields.filter((field) => !isHolder(field));
  const next = fields.find(({ key }) => key === (lacking[0] ?? wrong[0])?.key);
  if (next?.type === 'choice' && lacking.length <= 1) {
    const choices = next.options.map((option) => ({ label: option, says: `接龙 ${_id} ${next.label}：${option}` }));
    const inside = `${head}\n${texts.optionsInWords(collection, next.options)}`;
    const question = `${head}\n${texts.whichOption(next.label)}`;
    return askToChoose(asked, question, choices, inside);
  }
  const shown = await shownValues(fields, values, ledgerLookup(models, school._id));
  const offer = fillable(fields, values).length >= WORTH_ASKING ? [offerOf(collection)] : [];
  const lines = [
    head,
    texts.fillInOrPart(collection, lacking.length > 1 ? lacking[0]?.label : undefined),
    ...offer,
    texts.template(collection, fillIn(fields, values, shown)),
    ...alsoFiles,
    ...page,
  ];
  const text = lines.join('\n');
  if (event.chat.kind === 'group') return [...here(texts.byPrivate(collection)), { text, to: speaker._id }];
  const says = texts.template(collection, fields.map(({ key, label }) => `${label}：{${key}}`).join('\n'));
  if (says.length > MOST_SAID) return here(text);
  const marks = new Map(wrong.map(({ key, problem }) => [key, problem]));
  const controls = controlsOf({ fields, values, shown, problems: marks, today });
  const blocks = [
    { kind: 'text' as const, text: [head, ...alsoFiles, ...page].join('\n') },
    { kind: 'ask' as const, controls, submit: { label: texts.buttons.submit, says, primary: true as const } },
  ];
  return inCard(asked, text, { title, blocks }, models);
}

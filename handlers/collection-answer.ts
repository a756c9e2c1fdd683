import * as texts from '../config/texts/collection.js';
import * as submitTexts from '../config/texts/submit.js';
import { type Collection, type CollectionAnswer, isTaking } from '../models/collection.js';
import { notAsked } from '../models/collection-audience.js';
import type { Field, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { askToChoose } from './choice.js';
import { isHost, nameOf } from './collection.js';
import { collectionNamed } from './collection-template.js';
import { controlsOf } from './forms/controls.js';
import { formLink } from './forms/link.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import type { Typed } from './forms/read-value.js';
import { type Problem, problemsIn, readFields } from './forms/reading.js';
import { inChat, shownValues } from './forms/shown.js';
import { fillIn, looksFilledIn, readTemplate } from './forms/template.js';
import { typedAnswer } from './forms/typed-answer.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';

/** 接龙 5 素: an answer, or a part of one; 接龙 5: what is asked, or what was answered. 接龙: what there is. */
export const answerCollection: Handler = async (asked, models) => {
  if (asked.args === '') return listTaking(asked, models);
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return here(texts.noSuch(found.no));
  const { collection, rest } = found;
  const refused = await refusal(collection, asked, models);
  if (refused) return refused;
  const typed = typedIn(collection.fields, rest, (await answerOf(collection, asked, models))?.values ?? {});
  return answer(collection, typed, asked, models);
};

/** Why nothing is taken; told privately where it speaks of what the roster says. */
export async function refusal(collection: Collection, asked: Asked, models: Models): Promise<Say[] | undefined> {
  const { event, speaker, now } = asked;
  if (collection.state === 'draft') return here(texts.notOpen(collection));
  if (collection.state === 'cancelled') return here(texts.cancelled(collection));
  if (!isTaking(collection, now)) return tellOver(collection, models);
  const why = await notAsked(collection, { ...asked, person: asked.speaker }, models);
  if (!why) return undefined;
  const text = texts.outside(collection, why, await nameOf(collection, models));
  return [{ text, to: event.chat.kind === 'private' ? 'here' : speaker._id }];
}

const tellOver = async (collection: Collection, models: Models): Promise<Say[]> =>
  here(texts.over(collection, await nameOf(collection, models)));

/** What somebody has answered, as far as it was not taken back. */
export async function answerOf(
  { _id }: Collection,
  { speaker }: Asked,
  { collections }: Models,
): Promise<CollectionAnswer | undefined> {
  const found = await collections.answerOf(_id, speaker._id);
  return found?.withdrawn ? undefined : found;
}

/** What was typed, by field: lines with labels; else as many words as fields, or as have to be filled in; else all of it is the first that lacks something. */
function typedIn(fields: readonly Field[], rest: string, before: Values): Map<string, Typed> {
  if (rest === '') return new Map();
  if (looksFilledIn(fields, rest)) return readTemplate(fields, rest);
  const words = rest.split(/[\s，,；;]+/).filter(Boolean);
  const [first] = fields;
  const asked = words.length === fields.length ? fields : fields.filter(({ required }) => required);
  if (asked.length > 1 && words.length === asked.length)
    return new Map(asked.map((field, i) => [field.key, typedAnswer(field, words[i] ?? '')]));
  const field =
    fields.find(({ key, required }) => required && before[key] === undefined) ??
    fields.find(({ required }) => required) ??
    first;
  return new Map(field ? [[field.key, typedAnswer(field, rest)]] : []);
}

/**
 * Writes what was typed over what was answered before; whoever wrote in between is read again.
 *
 * @param whole all that is asked was before their eyes (a page): what is empty is meant so.
 */
export async function answer(
  collection: Collection,
  typed: ReadonlyMap<string, Typed>,
  asked: Asked,
  models: Models,
  whole = false,
): Promise<Say[]> {
  const { event, speaker, school, today, now } = asked;
  const { _id, fields } = collection;
  const sentAt = event.sentAt ?? now;
  for (;;) {
    const stored = await models.collections.answerOf(_id, speaker._id);
    const before = stored?.withdrawn ? undefined : stored;
    if (before && before.event === event.key) return tell(collection, before, [], asked, models);
    if (typed.size === 0 && before?.complete) return tellBefore(collection, before, asked, models);
    if (stored && stored.sentAt > sentAt) return here(texts.laterStands(collection));
    const context = { today, lookup: ledgerLookup(models, school._id) };
    const { values, problems } = await readFields(fields, { typed, attachments: [], whole }, context, before?.values);
    const complete = problemsIn(fields, values, today).length === 0;
    const wrong = problems.filter(({ key }) => typed.has(key));
    const what = { of: _id, person: speaker._id, school: school._id, values, complete, sentAt, event: event.key };
    // A question, and words of which none could be read, write nothing; what was right of several is kept.
    const isNothing = typed.size === wrong.length && (typed.size > 0 || !complete);
    if (isNothing) return tell(collection, { values, complete: false }, wrong, asked, models);
    const became = await models.collections.answer(what, stored, now);
    if (became === 'over') return tellOver(collection, models);
    if (became === 'written') return tell(collection, what, wrong, asked, models, before?.complete);
  }
}

/** What came of it: taken, or what is still asked. */
async function tell(
  collection: Collection,
  { values, complete }: Pick<CollectionAnswer, 'values' | 'complete'>,
  wrong: Problem[],
  asked: Asked,
  models: Models,
  changed = false,
): Promise<Say[]> {
  const { event, now } = asked;
  if (!complete || wrong.length > 0) return askRest(collection, values, wrong, asked, models);
  if (event.chat.kind === 'group') return here(texts.takenInGroup(collection, changed));
  const given = await inWords(collection, values, asked, models);
  const taken = texts.taken(collection, given, changed, { now, calendar: models.calendar });
  const left = collection.fields.filter(({ key, label }) => values[key] === undefined && label !== texts.remark);
  const text =
    left.length > 0
      ? `${taken}\n${texts.mayAdd(
          collection,
          left.map(({ label }) => label),
        )}`
      : taken;
  return withWithdraw(collection, text, asked, models);
}

async function tellBefore(
  collection: Collection,
  { values }: CollectionAnswer,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  if (asked.event.chat.kind === 'group') return here(texts.takenInGroup(collection, false));
  const given = await inWords(collection, values, asked, models);
  const already = texts.already(collection, given, { now: asked.now, calendar: models.calendar });
  const text = [already, ...(await onPage(collection, asked, models))].join('\n');
  return withWithdraw(collection, text, asked, models);
}

function withWithdraw(collection: Collection, text: string, asked: Asked, models: Models): Promise<Say[]> {
  const buttons: Saying[] = [{ label: texts.buttons.withdraw, says: `取消接龙 ${collection._id}` }];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: collection.title, blocks }, models);
}

/** 项目：素，本数：3 */
export async function inWords(
  { fields }: Collection,
  values: Values,
  { school }: Asked,
  models: Models,
): Promise<string> {
  const shown = await shownValues(fields, values, ledgerLookup(models, school._id));
  return fields
    .flatMap((field) => {
      const value = shown.get(field.key);
      const unit = field.type === 'number' ? field.unit : '';
      return value === undefined ? [] : [`${field.label}：${inChat(field, value, values)}${unit}`];
    })
    .join('，');
}

/** Where several things are asked: that they can be filled in on a page as well. */
async function onPage({ _id, fields }: Collection, asked: Asked, models: Models): Promise<string[]> {
  const link = fields.length > 1 && (await formLink(asked, models, { collection: _id }));
  return link ? [submitTexts.onPage(link, false)] : [];
}

/** No longer does a button's token take. */
const MOST_SAID = 200;

/** What is still asked: a choice by its numbers, alone; else the lines to fill in, and the same on a card. In private. */
async function askRest(
  collection: Collection,
  values: Values,
  wrong: Problem[],
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const { event, speaker, school, today, now } = asked;
  const { _id, title, fields } = collection;
  const lacking = problemsIn(fields, values, today);
  const kept = await inWords(collection, values, asked, models);
  const problems = wrong.map(({ label, problem }) => texts.problem(label, problem));
  const head = texts.stillAsked(collection, problems, lacking.length > 0 ? kept : '', {
    now,
    calendar: models.calendar,
  });
  const next = fields.find(({ key }) => key === (lacking[0] ?? wrong[0])?.key);
  if (next?.type === 'choice' && lacking.length <= 1) {
    const choices = next.options.map((option) => ({ label: option, says: `接龙 ${_id} ${next.label}：${option}` }));
    const inside = `${head}\n${texts.optionsInWords(collection, next.options)}`;
    const question = `${head}\n${texts.whichOption(next.label)}`;
    return askToChoose(asked, question, choices, inside);
  }
  const shown = await shownValues(fields, values, ledgerLookup(models, school._id));
  const page = await onPage(collection, asked, models);
  const lines = [head, texts.fillIn, texts.template(collection, fillIn(fields, values, shown)), ...page];
  const text = lines.join('\n');
  if (event.chat.kind === 'group') return [...here(texts.byPrivate(collection)), { text, to: speaker._id }];
  const says = texts.template(collection, fields.map(({ key, label }) => `${label}：{${key}}`).join('\n'));
  if (says.length > MOST_SAID) return here(text);
  const marks = new Map(wrong.map(({ key, problem }) => [key, problem]));
  const controls = controlsOf({ fields, values, shown, problems: marks, today });
  const blocks = [
    { kind: 'text' as const, text: [head, ...page].join('\n') },
    { kind: 'ask' as const, controls, submit: { label: texts.buttons.submit, says, primary: true as const } },
  ];
  return inCard(asked, text, { title, blocks }, models);
}

/** 取消接龙 5 */
export const withdrawAnswer: Handler = async (asked, models) => {
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return here(asked.args === '' ? texts.howToWithdraw : texts.noSuch(found.no));
  const { collection } = found;
  const { event, speaker, school, now } = asked;
  if (!isTaking(collection, now)) return tellOver(collection, models);
  const sentAt = event.sentAt ?? now;
  for (;;) {
    const before = await models.collections.answerOf(collection._id, speaker._id);
    if (before?.event === event.key) return here(texts.withdrawn(collection));
    if (before && before.sentAt > sentAt) return here(texts.laterStands(collection));
    const empty = { values: {}, complete: false, withdrawn: true as const, sentAt, event: event.key };
    const what = { of: collection._id, person: speaker._id, school: school._id, ...empty };
    // Also where nothing is to be taken back: what was sent before this may still be on its way.
    const became = await models.collections.answer(what, before, now);
    if (became === 'over') return tellOver(collection, models);
    if (became === 'overtaken') continue;
    const had = before && !before.withdrawn;
    return here(had ? texts.withdrawn(collection) : texts.nothingToWithdraw(collection));
  }
};

/** 接龙: in private what somebody is asked, and what they answered; in a group what was posted into it. */
async function listTaking(asked: Asked, models: Models): Promise<Say[]> {
  const { event, now } = asked;
  const inGroup = event.chat.kind === 'group';
  const all = await models.collections.taking(now);
  const meant = await Promise.all(
    all.map(async (each) =>
      inGroup
        ? each.posts.some(({ platform, id }) => platform === event.chat.platform && id === event.chat.id)
        : !(await notAsked(each, { ...asked, person: asked.speaker }, models)) || isHost(each, asked),
    ),
  );
  const shown = all.filter((_, i) => meant[i]);
  if (shown.length === 0) return here(inGroup ? texts.noneHere : texts.none);
  const answered = await models.collections.answered(shown.map(({ _id }) => _id));
  const lines = shown.map(async (collection) => {
    const own = inGroup ? undefined : await answerOf(collection, asked, models);
    const yours = own?.complete ? await inWords(collection, own.values, asked, models) : undefined;
    return { collection, count: answered.get(collection._id)?.count ?? 0, yours };
  });
  return here(texts.list(await Promise.all(lines), { now, calendar: models.calendar }));
}

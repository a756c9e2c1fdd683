import * as told from '../config/texts/collection.js';
import * as texts from '../config/texts/collection-host.js';
import {
  type Collection,
  type CollectionAnswer,
  FEWEST_ANONYMOUS,
  isTaking,
  tallyShown,
} from '../models/collection.js';
import { askedBy, notAsked } from '../models/collection-audience.js';
import type { FileRef } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { writeWorkbook } from '../models/workbook.js';
import { draftCollection, isHost, mayCollect, nameOf, standing } from './collection.js';
import { filesSent, givenTo } from './collection-given.js';
import { collectionNamed } from './collection-template.js';
import { collectionSheets } from './collection-workbook.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { inParts } from './parts.js';

const SHOWN = 10;

/** 收集 5: how one stands; 收集 5 李一: what somebody answered; 收集: those somebody made; 收集 午餐 …: a new one. */
export const collect: Handler = async (asked, models) => {
  if (/^[\d０-９]{1,6}号?(?:\s[^\n]*)?$/.test(asked.args.trim())) return oneCollection(asked, models);
  if (asked.args !== '' || !mayCollect(asked)) return draftCollection(asked, models);
  const own = (await models.collections.madeBy(asked.speaker._id)).slice(0, SHOWN);
  if (own.length === 0 || asked.event.chat.kind === 'group') return draftCollection(asked, models);
  const answered = await models.collections.answered(own.map(({ _id }) => _id));
  const lines = own.map((collection) => ({
    collection,
    count: answered.get(collection._id)?.count ?? 0,
    state: standing(collection, asked, models),
  }));
  return here(texts.list(lines));
};

async function oneCollection(asked: Asked, models: Models): Promise<Say[]> {
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return here(told.noSuch(found.no));
  const { collection, rest } = found;
  const host = await isHost(collection, asked, models);
  if (collection.state === 'draft' && !host) return here(told.noSuch(collection._id));
  if (rest && host) return givenTo(collection, rest, asked, models);
  const unseen = host ? undefined : await whyUnseen(collection, asked, models);
  if (unseen) return [{ text: unseen, to: asked.event.chat.kind === 'private' ? 'here' : asked.speaker._id }];
  const isPrivate = asked.event.chat.kind === 'private';
  const sees = isPrivate && (host || asked.rights.has('act-for'));
  const text = await stateOf(collection, { sees: sees ? (host ? 'all' : 'own') : 'none' }, asked, models);
  if (!isPrivate || !host) return inParts(text).map((part) => ({ text: part, to: 'here' }));
  const parts = inParts(text);
  const last = parts.pop() ?? '';
  const buttons: Saying[] = [
    { label: texts.buttons.export, says: `导出收集 ${collection._id}`, primary: true },
    ...(text.includes(texts.filesWord(collection))
      ? [{ label: texts.buttons.files, says: texts.filesWord(collection) }]
      : []),
    ...(collection.state === 'open' ? [{ label: texts.buttons.close, says: `停止收集 ${collection._id}` }] : []),
  ];
  const blocks = [
    { kind: 'text' as const, text: last },
    { kind: 'buttons' as const, buttons },
  ];
  return [
    ...parts.flatMap((part) => here(part)),
    ...(await inCard(asked, last, { title: collection.title, blocks }, models)),
  ];
}

/** It is seen by whom it asks, and of a school it asks by whoever may act for colleagues there. */
async function whyUnseen(collection: Collection, asked: Asked, models: Models): Promise<string | undefined> {
  const why = await notAsked(collection, { ...asked, person: asked.speaker }, models);
  if (!why) return undefined;
  const theirs = asked.rights.has('act-for') ? await askedBy(collection, asked, models) : [];
  if (theirs.some(({ school }) => school._id === asked.school._id)) return undefined;
  return told.outside(collection, why, await nameOf(collection, models));
}

/** How it stands: in numbers for anybody; with who has not answered for whoever may see: all, or their own school's. */
async function stateOf(
  collection: Collection,
  { sees }: { sees: 'all' | 'own' | 'none' },
  asked: Pick<Asked, 'now' | 'today' | 'school'>,
  models: Models,
): Promise<string> {
  const [answers, meant] = await Promise.all([
    models.collections.answersOf(collection._id),
    askedBy(collection, asked, models),
  ]);
  const done = new Set(answers.map(({ person }) => person));
  const isSeen = (school: string): boolean => sees === 'all' || (sees === 'own' && school === asked.school._id);
  const missing = collection.anonymous
    ? []
    : meant.flatMap(({ school, people }) => {
        const names = isSeen(school._id) ? people.filter(({ _id }) => !done.has(_id)).map(({ name }) => name) : [];
        return names.length > 0 ? [{ school: school.name, names }] : [];
      });
  const all = meant.reduce((sum, { people }) => sum + people.length, 0);
  const text = texts.state(collection, {
    count: answers.length,
    asked: all,
    // Of an anonymous one the sums are for whoever made it.
    tally:
      answers.length > 0 && (!collection.anonymous || sees === 'all')
        ? told.tallyText(tallyShown(collection, answers))
        : '',
    state: texts.stateText(collection, isTaking(collection, asked.now), { now: asked.now, calendar: models.calendar }),
    missing,
  });
  if (sees !== 'all') return text;
  const words = commentsIn(collection, answers);
  const sent = filesSent(collection, answers);
  return [
    text,
    ...(sent.people > 0 && !collection.anonymous ? [texts.filesSent(collection, sent)] : []),
    ...(words.length > 0 ? [texts.comments(words)] : []),
  ].join('\n');
}

/** What was written freely and without a name, where there are enough of them; in an order that tells nothing. */
function commentsIn({ fields, anonymous }: Collection, answers: readonly CollectionAnswer[]): string[] {
  if (!anonymous || answers.length < FEWEST_ANONYMOUS) return [];
  const free = fields.filter(({ type }) => type === 'text' || type === 'long-text');
  return answers.flatMap(({ values }) => free.flatMap(({ key }) => values[key] ?? []).map(String)).toSorted();
}

/** 导出收集 5: the list as a workbook, in the chat. */
export const exportCollection: Handler = async (asked, models) => {
  if (asked.event.chat.kind === 'group') return here(texts.exportPrivately);
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return here(told.noSuch(found.no));
  const { collection } = found;
  if (!(await isHost(collection, asked, models)))
    return here(texts.exportedByHost(collection, await nameOf(collection, models)));
  const file = await workbookOf(collection, asked, models);
  return file ? [{ text: texts.noFile(collection), to: 'here', file }] : here(texts.noAnswers(collection));
};

/** The list as a file that can be sent; undefined where nobody has answered. */
async function workbookOf(
  collection: Collection,
  when: Pick<Asked, 'now' | 'today'>,
  models: Models,
): Promise<FileRef | undefined> {
  const { sheets, count } = await collectionSheets(collection, when, models);
  if (count === 0) return undefined;
  const bytes = await writeWorkbook(sheets, models.calendar.zone);
  return models.outgoingFiles.keep(texts.fileName(collection), bytes);
}

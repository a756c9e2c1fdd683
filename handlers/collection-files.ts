import * as told from '../config/texts/collection.js';
import { fileLines } from '../config/texts/file.js';
import { size } from '../config/texts/submit.js';
import { answerRecord, type Collection, type CollectionAnswer, isTaking } from '../models/collection.js';
import { notAsked } from '../models/collection-audience.js';
import type { Attachment, FormFiles } from '../models/event.js';
import type { Field, Form, Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { collectionNamed } from './collection-template.js';
import { amountOf } from './forms/amount.js';
import { heldOf, isHolder, place, put, takesFiles, type WithFiles, withoutRefs } from './forms/attachments.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { problemsIn } from './forms/reading.js';
import { inChat, shownValues } from './forms/shown.js';
import type { Asked } from './handler.js';
import { filesOf, type Hung } from './hung-files.js';

/** A collection as a form: with homework files go along, as with a journal, where it has no field for them. */
const formOf = (collection: Pick<Collection, 'fields' | 'audience' | 'anonymous'>): Form => ({
  style: told.takesAlong(collection) ? 'message' : 'template',
  many: false,
  fields: collection.fields,
});

/** Whether files can be answered with. The names of files, and who made them, tell who sent them: never where nobody is to know. */
export const takesAnyFiles = (collection: Collection): boolean =>
  !collection.anonymous && takesFiles(formOf(collection));

/** Whether files sent by themselves after 接龙 5 are an answer to it. */
export async function takesAnswerFiles(asked: Asked, models: Models): Promise<boolean> {
  const found = await collectionNamed(asked.args, models);
  if ('no' in found || !isTaking(found.collection, asked.now) || !takesAnyFiles(found.collection)) return false;
  return (await notAsked(found.collection, { ...asked, person: asked.speaker }, models)) === undefined;
}

/** The homework somebody still owes that files may be an answer to. */
export async function homeworkOf(asked: Omit<Asked, 'args'>, models: Models): Promise<Collection[]> {
  const all = (await models.collections.taking(asked.now)).filter(
    (each) => 'training' in each.audience && takesAnyFiles(each),
  );
  const owed = await Promise.all(
    all.map(async (each) => {
      const isAsked = !(await notAsked(each, { ...asked, person: asked.speaker }, models));
      return isAsked && !(await models.collections.answerOf(each._id, asked.speaker._id))?.complete;
    }),
  );
  return all.filter((_, i) => owed[i]);
}

/** What hangs on an answer. */
export const hungOnAnswer = (
  { fields }: Pick<Collection, 'fields'>,
  { of, person, values, attachments = [] }: Pick<CollectionAnswer, 'of' | 'person' | 'values' | 'attachments'>,
): Hung => ({ record: answerRecord(of, person), held: heldOf(fields, { values, attachments }) });

/** Files that are asked for go beside what is there: into the field that is asked, where there is one, then wherever is room. */
export interface Beside {
  into?: Field;
}

type Before = Pick<CollectionAnswer, 'values' | 'attachments' | 'filesAt'> | undefined;

/**
 * What was answered before, with the files that have come now: what came with a command, or after it, takes the place
 * of all that came before it, and of what did not arrive. `spare` found no place; `replaced`: so many stood there before.
 */
export async function withNewFiles(
  collection: Collection,
  before: Before,
  { asked: { event, speaker, now }, files, beside }: { asked: Asked; files?: FormFiles; beside?: Beside },
  models: Models,
): Promise<WithFiles & { filesAt?: Date; spare: number; replaced: number }> {
  const { values = {}, attachments = [], filesAt } = before ?? {};
  const more = event.attachments;
  if (more.length === 0) return { values, attachments, spare: 0, replaced: 0, ...(filesAt && { filesAt }) };
  if (!takesAnyFiles(collection)) return { values, attachments, spare: more.length, replaced: 0 };
  // A page shows what hangs where, and says what is to hang there no more.
  if (files) return { values, attachments: [...attachments, ...more], filesAt: now, spare: 0, replaced: 0 };
  const from = event.goesOnFrom ?? event.sentAt ?? now;
  const record = answerRecord(collection._id, speaker._id);
  const failed = (await models.fetches.failedOf(speaker._id)).filter((each) => each.record === record);
  const isOver = !beside && (filesAt === undefined || filesAt < from);
  const off = new Set((isOver ? attachments : failed).map(({ ref }) => ref));
  const stays = withoutRefs(collection.fields, { values, attachments }, off);
  const into = beside?.into ? place([{ ...beside.into, when: undefined }], stays.values, more).values : stays.values;
  const placed = put(formOf(collection), { ...stays, values: into }, more);
  return { ...placed, filesAt: event.sentAt ?? now, replaced: isOver ? off.size : 0 };
}

/** Homework that is a file needs no words besides: where the first are still lacking, they say where to look. */
export function wordsBeside(collection: Collection, { values, attachments }: WithFiles, asked: Asked): Values {
  const { fields } = collection;
  if (attachments.length === 0 || fields.some(isHolder)) return values;
  const lacking = problemsIn(fields, values, asked.today).map(({ key }) => key);
  const first = fields.find(({ key, type }) => lacking.includes(key) && (type === 'long-text' || type === 'text'));
  return first ? { ...values, [first.key]: told.seeFiles } : values;
}

/** What an answer says: 教学设计：用折纸讲分数，附件：1个文件 */
export async function inWords(
  { fields }: Pick<Collection, 'fields'>,
  { values, attachments = [] }: { values: Values; attachments?: readonly Attachment[] | undefined },
  { school }: Pick<Asked, 'school'>,
  models: Models,
): Promise<string> {
  const shown = await shownValues(fields, values, ledgerLookup(models, school._id));
  const along = fields.some(isHolder) ? [] : attachments;
  const { pictures, files } = amountOf(
    { style: 'template', many: false, fields: [] },
    { values: {}, attachments: [...along] },
  );
  return [
    ...fields.flatMap((field) => {
      const value = shown.get(field.key);
      const unit = field.type === 'number' ? field.unit : '';
      return value === undefined ? [] : [`${field.label}：${inChat(field, value, values)}${unit}`];
    }),
    ...(along.length > 0 ? [`${told.filesLabel}：${size({ pictures, files })}`] : []),
  ].join('，');
}

/** The files of an answer, a line each, with links that are the reader's own. */
export const linesOfFiles = async (
  collection: Pick<Collection, 'fields'>,
  answer: Pick<CollectionAnswer, 'of' | 'person' | 'values' | 'attachments'>,
  asked: Pick<Asked, 'speaker' | 'now'>,
  models: Models,
): Promise<string[]> => fileLines(await filesOf(hungOnAnswer(collection, answer), asked, models));

import { answering, called } from '../config/texts/collection.js';
import * as fileTexts from '../config/texts/file.js';
import * as texts from '../config/texts/submit.js';
import { isFree } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import type { Attachment } from '../models/event.js';
import { LOOSE_MS } from '../models/loose-file.js';
import type { Models } from '../models/models.js';
import { answered } from '../models/owners.js';
import type { Submission, SubmissionState } from '../models/submission.js';
import { homeworkOf } from './collection-files.js';
import { amountOf } from './forms/amount.js';
import { isHolder, put, takesFiles, withoutRefs } from './forms/attachments.js';
import { newDoubts } from './forms/doubts.js';
import { problemsIn } from './forms/reading.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { withLooseFiles } from './hung-files.js';
import { apart, change, type Found, isPlain, newest, numbered } from './meant.js';
import { isLate, receipt } from './own.js';
import { draftText } from './record.js';
import { findDuty } from './words.js';

/** What is still being put together waits for its files a day; what is handed in takes more for a little while only. */
const DRAFT_WAITS_MS = 24 * 3600 * 1000;
/** Files that come by themselves belong to what was begun or handed in last, if it has a place for them; else they are asked about. */
export const attach: Handler = async (asked, models) => {
  const { event, speaker, now } = asked;
  const failed = await models.fetches.failedOf(speaker._id);
  const gone = ({ _id }: Submission) => new Set(failed.filter(({ record }) => record === _id).map(({ ref }) => ref));
  // What did not arrive is sent again into the same place.
  const standing = ({ form }: Duty, record: Submission) => withoutRefs(form.fields, record, gone(record));
  const isRecent = (record: Submission): boolean => {
    const waits = record.state !== 'handed-in' || gone(record).size > 0 ? DRAFT_WAITS_MS : LOOSE_MS;
    return record.updatedAt.getTime() >= now.getTime() - waits;
  };
  const fits = (duty: Duty, record: Submission): boolean =>
    isRecent(record) && put(duty.form, standing(duty, record), event.attachments).spare < event.attachments.length;

  const things = event.attachments.every(({ kind }) => kind === 'image') ? fileTexts.pictures : fileTexts.files;
  const isOwn = (duty: Duty, submission: Submission): boolean =>
    isPlain({ submission }, asked) && fits(duty, submission);
  const found = await newest(asked, models, ['draft', 'returned', 'handed-in'], isOwn);
  const given = await formGiven(asked, models);
  const isForForm = given !== undefined && takesFiles(given.duty.form) && !(found && isOf(found, given));
  const waiting = isForForm ? [] : await models.looseFiles.of(speaker._id, event.key, now);
  if (isForForm || waiting.length > 0) {
    await models.looseFiles.put(event.key, speaker._id, event.attachments, now);
    return here(isForForm ? fileTexts.forForm(things, given.duty.name) : fileTexts.oneMore);
  }
  if (!found || !isOwn(found.duty, found.submission)) {
    await models.looseFiles.put(event.key, speaker._id, event.attachments, now);
    const isFull = found && isPlain(found, asked) && isRecent(found.submission) && takesFiles(found.duty.form);
    const word = await takerOf(asked, models);
    const homework = isFull ? [] : await homeworkOf(asked, models);
    const more = [
      ...homework.map((each) => fileTexts.forHomework(called(each), answering(each))),
      ...(asked.rights.has('run-trainings') ? [fileTexts.forTraining] : []),
    ];
    if (isFull) return apart(found, asked, here(fileTexts.full(found.duty.name, found.label)));
    return here(fileTexts.whatFor(things, word, more));
  }
  const { duty, submission, label } = found;
  const { form } = duty;
  const { values, attachments, spare } = put(form, standing(duty, submission), event.attachments);
  const isWaiting = submission.state !== 'handed-in';
  const problems = problemsIn(form.fields, values, asked.today);
  const doubts = newDoubts(form.fields, values, submission.values);
  const state = isWaiting && problems.length + doubts.length === 0 ? 'handed-in' : submission.state;
  const changed = await change(asked, models, found, { state, values, attachments, late: isLate(asked, found) });
  if (!changed) return here(fileTexts.whatFor(things, duty.word));
  const left = spare > 0 ? `\n${texts.spare(spare)}` : '';
  const said =
    changed.state === 'draft'
      ? draftText(duty, label, changed, problems, doubts)
      : isWaiting
        ? receipt(found, changed)
        : texts.attached(duty, label, texts.size(amountOf(form, changed)));
  return apart(found, asked, here(said + left));
};

/** The word of something asked of them that takes such files, for an example: of a message, where one does. */
async function takerOf({ event, speaker, school, today }: Asked, models: Models): Promise<string> {
  const theirs = (await answered(speaker, school, models, today)).map(({ duty }) => duty);
  const takers = theirs.filter(
    ({ cadence, form }) =>
      !isFree(cadence) &&
      takesFiles(form) &&
      put(form, { values: {}, attachments: [] }, event.attachments).spare < event.attachments.length,
  );
  const taker = takers.find(({ form }) => form.style === 'message') ?? takers[0];
  return taker?.word ?? '';
}

interface Given {
  duty: Duty;
  at: Date;
}

/** The form the speaker asked for last and has not filled in yet: 教案（文件直接发给我）. */
export async function formGiven({ event, speaker, now }: Asked, models: Models): Promise<Given | undefined> {
  if (event.chat.kind !== 'private' || event.account === undefined) return undefined;
  const last = await models.outbox.lastSaidTo(event.chat, event.account);
  if (last?.content.kind !== 'form' || last.at.getTime() < now.getTime() - DRAFT_WAITS_MS) return undefined;
  const claim = await models.formTokens.open(last.content.form.ref, now, 'card');
  if (!claim || !('duty' in claim) || claim.person !== speaker._id) return undefined;
  const duty = models.catalogue.duties.find(({ key }) => key === claim.duty);
  return duty && { duty, at: last.at };
}

/** Whether a record is what that form has become, and not one handed in before it was asked for. */
const isOf = ({ duty, submission }: Found, given: Given): boolean =>
  duty.key === given.duty.key && (submission.state !== 'handed-in' || submission.updatedAt >= given.at);

/** The same message with the files that came just before, where what is handed in can have some. */
export const withLoose = async (asked: Asked, { form }: Duty, models: Models): Promise<Asked> =>
  takesFiles(form) ? withLooseFiles(asked, models) : asked;

const DETACHABLE: SubmissionState[] = ['handed-in', 'draft', 'returned'];

/**
 * 撤回附件 [任务|编号]: takes off what the last message with files hung on a record; the rest of it stays. Without a name,
 * what was sent last and waits for what it belongs to goes first.
 */
export const detach: Handler = async (asked, models) => {
  const dropped = asked.args ? undefined : await dropWaiting(asked, models);
  if (dropped) return dropped;
  const named = findDuty(asked.args, models.catalogue.duties);
  const hasSome = (submission: Submission): boolean =>
    isPlain({ submission }, asked, named !== undefined) && submission.attachments.some(({ from }) => from);
  const isNamed = ({ key }: Duty): boolean => !named || key === named.key;
  const said = await numbered(asked.args, asked, models, DETACHABLE);
  if (said && !said.found) return here(texts.noSuchNo('撤回附件', said.typed));
  const newestOne = await newest(asked, models, DETACHABLE, (duty, each) => isNamed(duty) && hasSome(each));
  const isMeant = newestOne && isNamed(newestOne.duty) && isPlain(newestOne, asked, named !== undefined);
  const found = said?.found ?? (isMeant ? newestOne : undefined);
  const isAgain = found?.submission.changes.some(({ event }) => event === asked.event.key) ?? false;
  const last = found?.submission.attachments.at(-1);
  if (!found || (!last && !isAgain)) return here(fileTexts.nothingToDetach);
  const { duty, submission, label } = found;
  const { fields } = duty.form;
  const batch = lastBatch(submission.attachments);
  const { values, attachments } = withoutRefs(fields, submission, new Set(batch.map(({ ref }) => ref)));
  const empty = problemsIn(fields, values, asked.today).find(({ key }) =>
    fields.some((field) => field.key === key && isHolder(field)),
  );
  if (!isAgain && empty && submission.state === 'handed-in') return here(fileTexts.cannotDetach(empty.label));
  const changed = await change(asked, models, found, { state: submission.state, values, attachments });
  if (!changed) return here(fileTexts.nothingToDetach);
  const size = texts.size(amountOf(duty.form, changed));
  return apart(found, asked, here(fileTexts.detached(duty.name, label, namesOf(batch), size)));
};

/** What the last message with files brought. */
function lastBatch(all: readonly Attachment[]): Attachment[] {
  const last = all.at(-1);
  return all.filter((each) => each === last || (last?.from && each.from?.messageId === last.from.messageId));
}

const namesOf = (batch: readonly Attachment[]): string =>
  fileTexts.named(batch.map(({ kind, name = '' }) => ({ name, isPicture: kind === 'image' })));

/** Of what waits, what came last belongs to nothing any more; the second run of the event finds the same. */
async function dropWaiting({ event, speaker, now }: Asked, { looseFiles }: Models): Promise<Say[] | undefined> {
  const waiting = await looseFiles.of(speaker._id, event.key, now);
  const batch = lastBatch(waiting);
  const messages = batch.flatMap(({ from }) => from?.messageId ?? []);
  if (messages.length === 0) return undefined;
  await looseFiles.taken(speaker._id, messages, event.key);
  return here(fileTexts.dropped(namesOf(batch), waiting.length - batch.length));
}

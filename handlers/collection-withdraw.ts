import * as texts from '../config/texts/collection.js';
import * as recalled from '../config/texts/recalled.js';
import { type Collection, type CollectionAnswer, isTaking } from '../models/collection.js';
import type { MessageEvent, RecalledEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import { nameOf } from './collection.js';
import { tellOver } from './collection-refusal.js';
import { collectionNamed } from './collection-template.js';
import { latest } from './collection-write.js';
import { withoutRefs } from './forms/attachments.js';
import { problemsIn } from './forms/reading.js';
import { type Asked, type Handler, here } from './handler.js';

/** An answer that was taken back. */
const EMPTY = { values: {}, complete: false, withdrawn: true as const };

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
    const what = { of: collection._id, person: speaker._id, school: school._id, ...EMPTY, sentAt, event: event.key };
    // Also where nothing is to be taken back: what was sent before this may still be on its way.
    const became = await models.collections.answer(what, before, now);
    if (became === 'over') return tellOver(collection, models);
    if (became === 'overtaken') continue;
    const had = before && !before.withdrawn;
    return here(had ? texts.withdrawn(collection) : texts.nothingToWithdraw(collection));
  }
};

/**
 * A message was taken back: what it said in collections is withdrawn as 取消接龙 would, files it brought to words of
 * another message are taken off. What somebody has said anew since stands, and so does what is closed: they hear whom
 * to ask.
 *
 * @param asked the author of the message, in private.
 */
export async function recallAnswers(
  recall: RecalledEvent,
  message: MessageEvent,
  asked: Asked,
  models: Models,
): Promise<string[]> {
  const texts: string[] = [];
  for (const { of } of await models.collections.answersWith(asked.speaker._id, message, recall.key)) {
    const collection = await models.collections.byNo(of);
    if (!collection || collection.state === 'cancelled') continue;
    const text = await recallAnswer(collection, recall, message, asked, models);
    if (text) texts.push(text);
  }
  return texts;
}

async function recallAnswer(
  collection: Collection,
  recall: RecalledEvent,
  message: MessageEvent,
  asked: Asked,
  models: Models,
): Promise<string | undefined> {
  const { speaker, today, now } = asked;
  for (;;) {
    const before = await models.collections.answerOf(collection._id, speaker._id);
    if (before?.event === recall.key) return toldOf(collection, before, asked);
    const left = before && leftOf(collection, before, message);
    if (!left) return undefined;
    if (recall.by === 'another') return recalled.answerStays(collection);
    if (!isTaking(collection, now)) return recalled.answerClosed(collection, await nameOf(collection, models));
    const { claims: _, ...rest } = before;
    const given =
      left === 'nothing'
        ? { of: before.of, person: before.person, school: before.school, ...EMPTY }
        : { ...rest, ...left, complete: problemsIn(collection.fields, left.values, today).length === 0 };
    const what = { ...given, sentAt: latest(recall.sentAt, before.sentAt), event: recall.key };
    const became = await models.collections.answer(what, before, now);
    if (became === 'overtaken') continue;
    // It has closed in between.
    if (became === 'over') return recalled.answerClosed(collection, await nameOf(collection, models));
    return toldOf(collection, what, asked);
  }
}

/** What stands of an answer without a message; undefined where nothing of it is the message's. */
function leftOf(
  { fields }: Collection,
  answer: CollectionAnswer,
  { key, messageId }: MessageEvent,
): Pick<CollectionAnswer, 'values' | 'attachments'> | 'nothing' | undefined {
  const { event, wordsOf = [event], values, attachments = [] } = answer;
  if (answer.withdrawn) return undefined;
  if (wordsOf.includes(key)) return 'nothing';
  const refs = new Set(attachments.filter(({ from }) => from?.messageId === messageId).map(({ ref }) => ref));
  if (refs.size === 0) return undefined;
  const left = withoutRefs(fields, { values, attachments }, refs);
  const onlyPoints = Object.values(left.values).every((value) => value === texts.seeFiles);
  return left.attachments.length === 0 && onlyPoints ? 'nothing' : left;
}

function toldOf(collection: Collection, answer: Omit<CollectionAnswer, '_id'>, { today }: Asked): string {
  if (answer.withdrawn) return recalled.answerWithdrawn(collection);
  const lacking = problemsIn(collection.fields, answer.values, today).map(({ label }) => label);
  return recalled.filesTakenOff(collection, lacking);
}

import * as texts from '../config/texts/recalled.js';
import type { MessageEvent, RecalledEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { recallAnswers } from './collection-withdraw.js';
import type { Asked, Say } from './handler.js';
import { change, type Found, foundOf, mineOf } from './meant.js';
import { WITHDRAWABLE, wasDraft } from './own.js';

/**
 * Somebody took a message back. What it handed in is withdrawn as 撤回 would, what it answered as 取消接龙 would, and its
 * author is told privately; of any other message nothing is said. A message that was taken back before it was worked has
 * handed in nothing (`run.ts`), and files nobody has said yet what they belong to belong to nothing. Whoever keeps a
 * group in order takes a message out of the group and nothing out of the ledger: its author is told.
 *
 * @param asked the author of the message, in private.
 */
export async function answerRecall(
  event: RecalledEvent,
  message: MessageEvent,
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const { _id } = asked.speaker;
  if (event.by === 'author') await models.looseFiles.drop(event.of, _id);
  const ofRecord = await recallRecord(event, asked, models);
  const told = [...(ofRecord ? [ofRecord] : []), ...(await recallAnswers(event, message, asked, models))];
  return told.map((text) => ({ text, to: _id }));
}

async function recallRecord(event: RecalledEvent, asked: Asked, models: Models): Promise<string | undefined> {
  const submission = await models.submissions.touchedBy(event.of, await mineOf(asked, models));
  const duty = submission && models.catalogue.duties.find(({ key }) => key === submission.duty);
  if (!duty || !isWrittenBy(submission, event.of)) return undefined;
  const found = await foundOf({ submission, duty }, asked, models);
  return event.by === 'author' ? takeBack(found, asked, models) : aboutOther(found);
}

/** Whether what stands in a record came with this event: of 确认, 恢复 or an answer to it nothing does. */
const isWrittenBy = ({ changes }: Submission, event: string): boolean =>
  changes.some((each) => each.event === event && (each.from === 'new' || each.values !== undefined));

async function takeBack(found: Found, asked: Asked, models: Models): Promise<string | undefined> {
  const { submission, duty, label } = found;
  const { state, changes } = submission;
  const isAgain = changes.some(({ event }) => event === asked.event.key);
  if (!isAgain && state === 'withdrawn') return undefined;
  if (!isAgain && !WITHDRAWABLE.includes(state)) return texts.answeredAlready(duty, label);
  const changed = await change(asked, models, found, { state: 'withdrawn' });
  return changed && texts.withdrawn(duty, label, wasDraft(changed));
}

const aboutOther = ({ submission, duty, label }: Found): string | undefined =>
  submission.state === 'withdrawn' ? undefined : texts.takenOutOfGroup(duty, label);

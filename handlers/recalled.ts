import * as texts from '../config/texts/recalled.js';
import type { RecalledEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import type { Asked, Say } from './handler.js';
import { change, type Found, foundOf, mineOf, WITHDRAWABLE, wasDraft } from './own.js';

/**
 * Somebody took a message back. What it handed in is withdrawn as 撤回 would, and its author is told privately; of any
 * other message nothing is said. A message that was taken back before it was worked has handed in nothing (`run.ts`).
 * Whoever keeps a group in order takes a message out of the group and nothing out of the ledger: its author is told.
 *
 * @param asked the author of the message, in private.
 */
export async function answerRecall(event: RecalledEvent, asked: Asked, models: Models): Promise<Say[]> {
  const submission = await models.submissions.touchedBy(event.of, await mineOf(asked, models));
  const duty = submission && models.catalogue.duties.find(({ key }) => key === submission.duty);
  if (!duty || !isWrittenBy(submission, event.of)) return [];
  const found = await foundOf({ submission, duty }, asked, models);
  const text = event.by === 'author' ? await takeBack(found, asked, models) : aboutOther(found);
  return text ? [{ text, to: asked.speaker._id }] : [];
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

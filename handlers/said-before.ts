import type { MessageEvent } from '../models/event.js';
import { laneOf } from '../models/inbox.js';
import type { Models } from '../models/models.js';
import type { Asked } from './handler.js';

/** How far back what somebody said still bears on what they say now, and how many messages are looked through. */
const WITHIN_MS = 3 * 24 * 3600 * 1000;
const MOST_MESSAGES = 300;

/** What the speaker has said in this chat lately, newest first. */
export const saidBefore = async (
  asked: Pick<Asked, 'event' | 'now'>,
  models: Pick<Models, 'inbox'>,
): Promise<string[]> => (await messagesBefore(asked, models)).map(({ text }) => text.trim());

/** The messages themselves. */
export async function messagesBefore(
  { event, now }: Pick<Asked, 'event' | 'now'>,
  { inbox }: Pick<Models, 'inbox'>,
  withinMs = WITHIN_MS,
): Promise<MessageEvent[]> {
  const putAt = { $gte: new Date(now.getTime() - withinMs) };
  const rows = await inbox.find({ lane: laneOf(event.chat), state: 'done', putAt }, MOST_MESSAGES);
  return rows
    .toReversed()
    .flatMap(({ payload }) => (payload.kind === 'message' && payload.account === event.account ? [payload] : []));
}

import type { InboundEvent, MessageEvent } from '../models/event.js';
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
  asked: Pick<Asked, 'event' | 'now'>,
  models: Pick<Models, 'inbox'>,
  withinMs = WITHIN_MS,
): Promise<MessageEvent[]> {
  return (await eventsBefore(asked, models, withinMs)).flatMap((each) =>
    each.kind === 'message' && each.account === asked.event.account ? [each] : [],
  );
}

/**
 * The last words the speaker said in this chat within a while, typed or with a button, and when; files that came by
 * themselves since are passed over.
 */
export async function wordsBefore(
  asked: Pick<Asked, 'event' | 'now'>,
  models: Pick<Models, 'inbox' | 'pressTokens'>,
  withinMs: number,
): Promise<{ text: string; sentAt: Date } | undefined> {
  const { account } = asked.event;
  for (const each of await eventsBefore(asked, models, withinMs)) {
    const { sentAt } = each;
    if (each.kind === 'message' && each.account === account) {
      const text = each.text.trim();
      if (text !== '' || each.attachments.length === 0) return { text, sentAt };
    }
    if (each.kind === 'press' && each.by.account === account)
      return { text: (await models.pressTokens.open(each.by.ref, asked.now))?.says ?? '', sentAt };
  }
  return undefined;
}

/** What came in the chat, newest first. */
async function eventsBefore(
  { event, now }: Pick<Asked, 'event' | 'now'>,
  { inbox }: Pick<Models, 'inbox'>,
  withinMs: number,
): Promise<InboundEvent[]> {
  const putAt = { $gte: new Date(now.getTime() - withinMs) };
  const rows = await inbox.find({ lane: laneOf(event.chat), state: 'done', putAt }, MOST_MESSAGES);
  return rows.toReversed().map(({ payload }) => payload);
}

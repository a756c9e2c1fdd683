import type { CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { PRESS_MS, type Saying } from '../models/press-token.js';
import type { Asked, Say } from './handler.js';

/**
 * An answer, and the same as a card where it is said privately: buttons are somebody's own, and lists of names are
 * nobody else's matter. What stands on no account (asked from the command line) has nothing to press either.
 */
export async function inCard(
  { event, speaker, now }: Asked,
  text: string,
  card: CardView<Saying>,
  models: Models,
): Promise<Say[]> {
  if (event.chat.kind !== 'private' || event.account === undefined) return [{ text, to: 'here' }];
  const until = new Date(now.getTime() + PRESS_MS);
  return [{ text, to: 'here', card: await models.pressTokens.sign(card, speaker._id, until) }];
}

import type { InboundEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import { PRESS_MS } from '../models/press-token.js';
import type { Say } from './handler.js';

/** More buttons than this are no card but a list; a button is as long as a phone is wide, and says no more than its token holds. */
const MOST = 12;
const MOST_LETTERS = { label: 30, says: 200 };

/**
 * An answer whose numbers can be answered with, as a card with a button for each, so that where there are cards one tap
 * does: the button says what its number says. In private chats alone, where numbers are understood.
 */
export async function withButtons(say: Say, event: InboundEvent, models: Models, now: Date): Promise<Say> {
  const { choices, card, form, to } = say;
  const account = accountIn(event);
  if (!choices || card || form || to !== 'here' || account === undefined || choices.length > MOST) return say;
  const fits = choices.every(
    ({ label, says }) => label.length <= MOST_LETTERS.label && says.length <= MOST_LETTERS.says,
  );
  const person = fits ? await models.accounts.personOf(event.chat.platform, account) : undefined;
  if (!person) return say;
  const [title = '', ...lines] = say.text.split('\n');
  const blocks = [{ kind: 'text', text: lines.join('\n') } as const, { kind: 'buttons', buttons: choices } as const];
  return { ...say, card: await models.pressTokens.sign({ title, blocks }, person, new Date(now.getTime() + PRESS_MS)) };
}

/** Who is answered, where that is private. */
function accountIn(event: InboundEvent): string | undefined {
  if (event.kind === 'press') return event.by.account;
  const isPrivate = event.kind === 'menu' || (event.kind === 'message' && event.chat.kind === 'private');
  return isPrivate ? event.account : undefined;
}

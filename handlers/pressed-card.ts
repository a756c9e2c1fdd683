import * as texts from '../config/texts/card.js';
import type { PressEvent } from '../models/event.js';
import type { PersonId } from '../models/ids.js';
import type { Block, CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { nagIn } from '../models/outbox.js';
import type { Say } from './handler.js';

/**
 * The answer to a press, as far as it stands on the card that was pressed. A reminder's card takes what came of the
 * press above what of it still holds: a sentence, or something more to choose or to fill in; what is larger, a form, is
 * a message of its own, of which the card tells. A card that only asks for something to be filled in turns into what
 * came of that. Lists stay as they are: others of their buttons are still to be pressed.
 *
 * @param person whose card it is, who has pressed it.
 */
export async function onPressed(
  says: Say[],
  { chat, by }: PressEvent,
  person: PersonId,
  models: Models,
): Promise<Say[]> {
  const [first, ...others] = says;
  if (first?.to !== 'here') return says;
  const said = await models.outbox.saidWith(chat.platform, by.messageId);
  const fits = !first.form && !first.choices && others.every(({ to }) => to !== 'here');
  const nag = nagIn(said?.dispatch);
  if (nag) {
    if (nag.person !== person) return says;
    if (fits) return [{ text: first.text, to: 'card', nag: { of: nag, came: blocksOf(first) } }, ...others];
    const came: Block[] = first.form ? [{ kind: 'text', text: texts.formBelow }] : [];
    return [{ text: texts.formBelow, to: 'card', nag: { of: nag, came, aside: true } }, ...says];
  }
  const card =
    said?.dispatch.kind === 'message' && said.dispatch.content.kind === 'card' ? said.dispatch.content.card : undefined;
  if (!fits || !card?.blocks.some(({ kind }) => kind === 'ask')) return says;
  return [{ ...first, to: 'card', card: first.card ?? sentence(card, first) }, ...others];
}

const blocksOf = ({ text, card }: Say): Block[] => card?.blocks ?? [{ kind: 'text', text }];

const sentence = ({ title }: CardView, { text }: Say): CardView => ({ title, blocks: [{ kind: 'text', text }] });

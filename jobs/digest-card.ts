import * as texts from '../config/texts/card.js';
import { biggest } from '../config/texts/digest.js';
import type { Duty } from '../models/duty.js';
import { handInWords } from '../models/hand-in-words.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Block, CardView, Share } from '../models/message.js';
import type { Models } from '../models/models.js';
import { PRESS_MS, type Saying } from '../models/press-token.js';

/** A page of which a digest tells a number: how many of it are left to be handed in. */
export interface Opened {
  duty: Pick<Duty, 'word' | 'cadence'>;
  label: string;
  left: number;
}

/** A phone's screen. */
const MOST_BUTTONS = 8;

/**
 * A digest as a card, for one person: under the first line of its words a chart, the rest of them, and a button for
 * each number that is short, which asks for the list behind it, and for what else it tells of. Like every button it says words, so that who presses it
 * is answered by the rights they have then, and by the ledger as it is then. Undefined where there is nothing to show.
 *
 * @param place the word for what the digest is about, said with every question: who holds several posts may see more.
 */
export async function digestCard(
  { text, bars, opens, leads }: { text: string; bars: Share[]; opens: readonly Opened[]; leads: readonly Saying[] },
  { place, day, person }: { place: string; day: Day; person: PersonId },
  { pressTokens, calendar }: Pick<Models, 'pressTokens' | 'calendar'>,
): Promise<CardView | undefined> {
  const [title = '', ...lines] = text.split('\n');
  const buttons = [...buttonsFor(opens, place), ...leads];
  if (lines.length === 0 || bars.length + buttons.length === 0) return undefined;
  const blocks: Block<Saying>[] = [
    ...(bars.length > 0 ? [{ kind: 'bars', bars } as const] : []),
    { kind: 'text', text: lines.join('\n') },
    ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
  ];
  // Not from the instant of sending: sent again after a crash, it is to be the same message.
  const until = new Date(calendar.at(day, '00:00').getTime() + PRESS_MS);
  return pressTokens.sign({ title, blocks }, person, until);
}

function buttonsFor(opens: readonly Opened[], place: string): Saying[] {
  const short = opens.filter(({ left }) => left > 0);
  const several = (word: string): boolean => short.filter(({ duty }) => duty.word === word).length > 1;
  const buttons = biggest(short, MOST_BUTTONS, ({ left }) => left).map(({ duty, label, left }) => ({
    label: texts.left(duty.word, several(duty.word) ? label : undefined, left),
    says: `未交 ${handInWords(duty, label, place)}`,
  }));
  return short.length === buttons.length ? buttons : [...buttons, { label: texts.seeAll, says: `未交 ${place} 全部` }];
}

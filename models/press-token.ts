import type { Connection } from 'mongoose';
import { z } from 'zod';
import { PersonId } from './ids.js';
import type { Block, Button, CardView } from './message.js';
import { createSigned } from './signed.js';

/** As long as the card itself is good for (see `FORM_CARD_MS`). */
export const PRESS_MS = 14 * 24 * 3600 * 1000;

/** A button before it is signed: what is said for whoever presses it, as if they had typed it. */
export interface Saying {
  label: string;
  /** The words. `{key}` stands for what was filled in under that key. */
  says: string;
  primary?: true;
}

/** What a button entitles to: for this person, or whoever presses it, these words are said. */
export interface PressClaim {
  /** Absent: whoever presses it. */
  person?: PersonId;
  says: string;
  /** When the card was made; of reminders and digests, which are made for a day, when that began. */
  madeAt: Date;
}

/** Of a card in a group, whose buttons anybody may press for themselves. */
export const ANYBODY = null;
type Presser = PersonId | typeof ANYBODY;

const Claim = z.tuple([PersonId.nullable(), z.string().min(1).max(200)]);

export type PressTokens = ReturnType<typeof createPressTokens>;

/** The references of buttons. */
export function createPressTokens(db: Connection) {
  const signed = createSigned(db, 'card-press');

  const button = async ({ says, ...rest }: Saying, person: Presser, until: Date): Promise<Button> => ({
    ...rest,
    ref: await signed.seal([person, says], until),
  });

  const block = async (each: Block<Saying>, person: Presser, until: Date): Promise<Block> => {
    if (each.kind === 'ask') return { ...each, submit: await button(each.submit, person, until) };
    if (each.kind !== 'buttons') return each;
    return { ...each, buttons: await Promise.all(each.buttons.map((one) => button(one, person, until))) };
  };

  return {
    /**
     * A card for one person, or for a group: its buttons are theirs alone, or anybody's, and good until an instant. The same card until the same
     * instant is the same to the letter, so that a message sent again after a crash is the same message.
     */
    sign: async (card: CardView<Saying>, person: Presser, until: Date): Promise<CardView> => ({
      ...card,
      blocks: await Promise.all(card.blocks.map((each) => block(each, person, until))),
    }),

    /** What a reference entitles to; undefined for one that was not made here, was changed, or is over. */
    open: async (ref: string, now: Date): Promise<PressClaim | undefined> => {
      const opened = await signed.open(ref, now);
      const claim = Claim.safeParse(opened?.values);
      if (!opened || !claim.success) return undefined;
      const [person, says] = claim.data;
      return { ...(person && { person }), says, madeAt: new Date(opened.until.getTime() - PRESS_MS) };
    },
  };
}

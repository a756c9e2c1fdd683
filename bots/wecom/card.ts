import { createHash } from 'node:crypto';
import type { TemplateCard } from '@wecom/aibot-node-sdk';
import type { WecomLimits } from '../../config/limits/wecom.js';
import type { CardView } from '../../models/message.js';

export type CardLimits = Pick<
  WecomLimits,
  'cardTitleChars' | 'cardTextChars' | 'cardButtons' | 'cardButtonChars' | 'cardKeyBytes'
>;

/** A robot's card needs a task, by which a press names it. */
export type RobotCard = TemplateCard & { task_id: string };

/** In place of a title that is longer than a card's: then all the words stand below it. */
const OUR_NAME = '教研助手';

/** `TemplateCardType.ButtonInteraction` of the SDK, whose values are loaded only with a connection. */
const BUTTONS = 'button_interaction';

/**
 * A card with something to press as the platform's button card (document/path/101032, 按钮交互模版卡片, and `TemplateCard`
 * of the SDK): a title, a few words, up to six buttons. Undefined where it is more than that, or has nothing to press:
 * then the text says the same.
 */
export function templateCardOf(card: CardView, key: string, limits: CardLimits): RobotCard | undefined {
  const words: string[] = [];
  const buttons = card.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  for (const block of card.blocks) {
    if (block.kind === 'text') words.push(block.text);
    else if (block.kind !== 'buttons') return undefined;
  }
  const isTitle = lengthOf(card.title) <= limits.cardTitleChars;
  const text = [...(isTitle ? [] : [card.title]), ...words].filter(Boolean).join('\n');
  const fits =
    lengthOf(text) <= limits.cardTextChars &&
    buttons.length <= limits.cardButtons &&
    buttons.every(({ label, ref }) => lengthOf(label) <= limits.cardButtonChars && isKey(ref, limits)) &&
    new Set(buttons.map(({ ref }) => ref)).size === buttons.length;
  if (!fits || buttons.length === 0) return undefined;
  return {
    card_type: BUTTONS,
    main_title: { title: isTitle ? card.title : OUR_NAME },
    ...(text && { sub_title_text: text }),
    button_list: buttons.map(({ label, ref, primary }) => ({
      text: label,
      style: primary ? PRIMARY : PLAIN,
      key: ref,
    })),
    task_id: taskOf(key),
  };
}

/** Styles of buttons, 1 to 4 (101032): 1 is filled, 4 is plain. */
const PRIMARY = 1;
const PLAIN = 4;

/** No two cards of a robot may have the same; a message's key, in the letters that are allowed. */
const taskOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const lengthOf = (text: string): number => Array.from(text).length;
const isKey = (ref: string, { cardKeyBytes }: CardLimits): boolean => Buffer.byteLength(ref) <= cardKeyBytes;

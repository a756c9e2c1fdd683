import type { Address, Outgoing, Sendable } from '../../models/message.js';
import { type CardLimits, type RobotCard, templateCardOf } from './card.js';
import { fit, plain } from './markdown.js';

export interface WecomMessage {
  /** The account of a private chat, or the id of a group. */
  chatid: string;
  msgtype: 'markdown';
  markdown: { content: string };
}

export interface WecomCard {
  chatid: string;
  msgtype: 'template_card';
  template_card: RobotCard;
}

/**
 * A message's card, where it has one that the platform can show. What stands in place of a card that was pressed is
 * none: a card cannot be changed later than five seconds after a press, so it is a message, and says what is new.
 */
export function renderCard({ key, address, content }: Outgoing, limits: CardLimits): WecomCard | undefined {
  if (content.kind !== 'card' || address.to === 'card' || address.to === 'post') return undefined;
  const template_card = templateCardOf(content.card, key, limits);
  return template_card && { chatid: chatOf(address), msgtype: 'template_card', template_card };
}

/**
 * A message for the robot to say: document/path/101463, 主动推送消息. It has no plain text, so the text is markdown with
 * nothing in it that would format, mention or link, but addresses left as they are.
 */
export function render(
  address: Address,
  content: Sendable,
  { markdownBytes }: { markdownBytes: number },
): WecomMessage {
  return {
    chatid: chatOf(address),
    msgtype: 'markdown',
    markdown: { content: fit(plain(content.text), markdownBytes) },
  };
}

export type WecomFile = { chatid: string } & (
  | { msgtype: 'image'; image: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } }
);

/** A picture or file, by what the platform called it when it was uploaded. */
export function renderFile(address: Address, kind: 'picture' | 'file', media_id: string): WecomFile {
  const chatid = chatOf(address);
  return kind === 'picture'
    ? { chatid, msgtype: 'image', image: { media_id } }
    : { chatid, msgtype: 'file', file: { media_id } };
}

const chatOf = (address: Address): string => ('account' in address ? address.account : address.chat.id);

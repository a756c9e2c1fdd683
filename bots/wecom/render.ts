import type { Address, Sendable } from '../../models/message.js';
import { fit, plain } from './markdown.js';

export interface WecomMessage {
  /** The account of a private chat, or the id of a group. */
  chatid: string;
  msgtype: 'markdown';
  markdown: { content: string };
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

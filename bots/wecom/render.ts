import type { Address, Content } from '../../models/message.js';
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
export function render(address: Address, content: Content, { markdownBytes }: { markdownBytes: number }): WecomMessage {
  const chatid = 'account' in address ? address.account : address.chat.id;
  return { chatid, msgtype: 'markdown', markdown: { content: fit(plain(content.text), markdownBytes) } };
}

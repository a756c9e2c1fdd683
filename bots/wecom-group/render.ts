import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { Content } from '../../models/message.js';
import { fit, plain } from '../wecom/markdown.js';

export type GroupMessage =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { content: string } };

/** A message as its words: document/path/91770. As a text while it fits, else as markdown in which nothing is markup. */
export function render({ text }: Content, { textBytes, markdownBytes }: WecomGroupLimits): GroupMessage {
  if (Buffer.byteLength(text) <= textBytes) return { msgtype: 'text', text: { content: text } };
  return { msgtype: 'markdown', markdown: { content: fit(plain(text), markdownBytes) } };
}

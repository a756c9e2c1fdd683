import { createHash } from 'node:crypto';
import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { FileContent, Sendable } from '../../models/message.js';
import { fit, plain } from '../wecom/markdown.js';

export type GroupMessage =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'markdown'; markdown: { content: string } }
  | { msgtype: 'image'; image: { base64: string; md5: string } }
  | { msgtype: 'file'; file: { media_id: string } };

/** A message as its words: document/path/91770. As a text while it fits, else as markdown in which nothing is markup. */
export function render({ text }: Sendable, { textBytes, markdownBytes }: WecomGroupLimits): GroupMessage {
  if (Buffer.byteLength(text) <= textBytes) return { msgtype: 'text', text: { content: text } };
  return { msgtype: 'markdown', markdown: { content: fit(plain(text), markdownBytes) } };
}

/** A picture goes with the message itself: document/path/91770, 图片类型. */
export const renderPicture = ({ file: { bytes } }: FileContent): GroupMessage => ({
  msgtype: 'image',
  image: { base64: Buffer.from(bytes).toString('base64'), md5: createHash('md5').update(bytes).digest('hex') },
});

/** A file goes by what the platform called it when it was uploaded: document/path/91770, 文件类型. */
export const renderFile = (mediaId: string): GroupMessage => ({ msgtype: 'file', file: { media_id: mediaId } });

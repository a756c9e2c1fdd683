import type { Content, Sendable } from '../models/message.js';
import type { OutgoingFiles } from '../models/outgoing-file.js';

/** Tries after which the words go in place of a picture or file: a line too slow for it may still do for them. */
const FILE_TRIES = 3;

/**
 * A message with all that sending it takes: the bytes of a picture or file, or its text where they are not kept any
 * more, or have failed too often. The key stays the same, so that what arrived after all is not said twice.
 */
export async function sendableOf(content: Content, failures: number, files: OutgoingFiles): Promise<Sendable> {
  if (!('file' in content)) return content;
  const { kind, text, file } = content;
  const bytes = failures < FILE_TRIES ? await files.bytesOf(file.ref) : undefined;
  return bytes ? { kind, text, file: { name: file.name, bytes } } : { kind: 'text', text };
}

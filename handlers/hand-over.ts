import { Buffer } from 'node:buffer';
import * as texts from '../config/texts/file.js';
import type { FileRef } from '../models/message.js';
import type { Models } from '../models/models.js';
import { MOST_OUTGOING_BYTES } from '../models/outgoing-file.js';
import type { Asked, Say } from './handler.js';
import { filesOf, type Hung } from './hung-files.js';

/** Pictures every platform takes, by their endings. */
const SHOWN: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg' };

/**
 * What hangs on something, to whoever asked and may have it: each file as itself where the platform sends such files;
 * its words, which go where it does not, hold a link.
 *
 * @param host whom to ask for what can neither be sent nor linked to.
 */
export async function handOver(
  hung: Hung,
  asked: Pick<Asked, 'speaker' | 'now'>,
  models: Models,
  host: string,
): Promise<Say[]> {
  const lines = await filesOf(hung, asked, models);
  const says: Say[] = [];
  for (const [i, line] of lines.entries()) {
    const ref = hung.held[i]?.ref;
    if (line.standing !== 'kept' || ref === undefined) says.push({ text: texts.notHere(line), to: 'here' });
    else says.push({ text: texts.handedOver(line, host), to: 'here', ...(await sendable(hung.record, ref, models)) });
  }
  return says;
}

/** The file as a message takes it; nothing where it is too large for one. */
async function sendable(
  record: string,
  ref: string,
  { files, outgoingFiles }: Models,
): Promise<{ file?: FileRef; picture?: true }> {
  const opened = await files.open({ record, ref });
  if (!opened || opened.file.bytes > MOST_OUTGOING_BYTES) {
    opened?.bytes.destroy();
    return {};
  }
  const { name, picture } = opened.file;
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.bytes) pieces.push(piece as Uint8Array);
  const ending = SHOWN[picture ?? ''];
  const file = await outgoingFiles.keep(
    ending && !name.includes('.') ? `${name}.${ending}` : name,
    Buffer.concat(pieces),
  );
  return { file, ...(ending && { picture: true }) };
}

import * as texts from '../config/texts/file.js';
import type { Duty } from '../models/duty.js';
import type { Attachment } from '../models/event.js';
import type { HeldFile } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { PAGE } from '../models/upload.js';
import { heldOf } from './forms/attachments.js';
import type { Asked } from './handler.js';

/** What hangs on something, and under which record its bytes are kept. */
export interface Hung {
  record: string;
  held: readonly Attachment[];
}

/** What hangs on a record of the ledger. */
export const hungOn = (record: Submission, { form }: Pick<Duty, 'form'>): Hung => ({
  record: record._id,
  held: heldOf(form.fields, record),
});

/**
 * Has what this event hung on something fetched from the platform, and no longer lie loose. What came over a page is
 * here already; gone after all, whoever sent it is told as of any other.
 */
export async function fetchFor(
  { record, held }: Hung,
  { event, speaker, now }: Pick<Asked, 'event' | 'speaker' | 'now'>,
  { fetches, looseFiles, uploads }: Models,
): Promise<void> {
  if (event.attachments.length === 0) return;
  const brought = new Set(event.attachments.map(({ ref }) => ref));
  const wanted = held.filter(({ ref }) => brought.has(ref));
  const elsewhere: Attachment[] = [];
  for (const each of wanted) {
    const isHere = each.from?.platform === PAGE && (await uploads.hang(record, each));
    if (!isHere) elsewhere.push(each);
  }
  await fetches.want(record, elsewhere, speaker._id, now);
  const messages = wanted.flatMap(({ from }) => (from ? [from.messageId] : []));
  await looseFiles.taken(speaker._id, messages, event.key);
}

/** The same message with the files that came by themselves just before, in private. */
export async function withLooseFiles<T extends Pick<Asked, 'event' | 'speaker' | 'now'>>(
  asked: T,
  { looseFiles }: Pick<Models, 'looseFiles'>,
): Promise<T> {
  const { event, speaker, now } = asked;
  if (event.chat.kind !== 'private') return asked;
  const loose = await looseFiles.of(speaker._id, event.key, now);
  return loose.length === 0 ? asked : { ...asked, event: { ...event, attachments: [...loose, ...event.attachments] } };
}

/** Where a file is, under the program's public address. */
const filePath = (token: string): string => `/files/${token}`;

/** What hangs on something, with links that are the speaker's own: told in private only. */
export async function filesOf(
  hung: Hung,
  asked: Pick<Asked, 'speaker' | 'now'>,
  models: Models,
): Promise<texts.FileLine[]> {
  const held = await heldFiles(hung, asked, models);
  const lacks = held.some(({ bytes }) => bytes === undefined);
  const waiting = lacks ? await models.fetches.waitingFor(hung.record) : new Set();
  const address = models.publicUrl?.replace(/\/+$/, '');
  return held.map(({ ref, name, bytes, link }): texts.FileLine => {
    if (bytes === undefined) return { name, standing: waiting.has(ref) ? 'waiting' : 'missing' };
    return { name, bytes, standing: 'kept', ...(address && link && { link: address + link }) };
  });
}

/** The same as a page shows it: links under the page's own address. */
export async function heldFiles(
  { record, held }: Hung,
  { speaker, now }: Pick<Asked, 'speaker' | 'now'>,
  { files, fileTokens }: Models,
): Promise<HeldFile[]> {
  if (held.length === 0) return [];
  const kept = await files.ofRecord(record);
  return Promise.all(
    held.map(async (each): Promise<HeldFile> => {
      const { ref } = each;
      const file = kept.get(ref);
      if (!file) return { ref, name: texts.fileName(each) };
      const link = filePath(await fileTokens.issue({ person: speaker._id, record, ref }, now));
      const { bytes, picture } = file;
      return { ref, name: texts.fileName(each), bytes, link, ...(picture && { picture: true }) };
    }),
  );
}

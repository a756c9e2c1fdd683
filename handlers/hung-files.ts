import * as texts from '../config/texts/file.js';
import type { Duty } from '../models/duty.js';
import type { Attachment } from '../models/event.js';
import type { KeptFile } from '../models/file.js';
import type { FileClaim } from '../models/file-token.js';
import type { HeldFile } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { PAGE } from '../models/upload.js';
import { withDuty } from './about-record.js';
import { heldOf } from './forms/attachments.js';
import type { Asked } from './handler.js';

/**
 * Has what this event hung on a record fetched from the platform, and no longer lie loose. What came over a page is
 * here already; gone after all, whoever sent it is told as of any other.
 */
export async function fetchFor(
  record: Submission,
  { form }: Pick<Duty, 'form'>,
  { event, speaker, now }: Pick<Asked, 'event' | 'speaker' | 'now'>,
  { fetches, looseFiles, uploads }: Models,
): Promise<void> {
  if (event.attachments.length === 0) return;
  const brought = new Set(event.attachments.map(({ ref }) => ref));
  const wanted = heldOf(form.fields, record).filter(({ ref }) => brought.has(ref));
  const elsewhere: Attachment[] = [];
  for (const each of wanted) {
    const isHere = each.from?.platform === PAGE && (await uploads.hang(record._id, each));
    if (!isHere) elsewhere.push(each);
  }
  await fetches.want(record._id, elsewhere, speaker._id, now);
  const messages = wanted.flatMap(({ from }) => (from ? [from.messageId] : []));
  await looseFiles.taken(speaker._id, messages, event.key);
}

/** Where a file is, under the program's public address. */
const filePath = (token: string): string => `/files/${token}`;

/** What hangs on a record, with links that are the speaker's own: told in private only. */
export async function filesOf(
  record: Submission,
  duty: Pick<Duty, 'form'>,
  asked: Pick<Asked, 'speaker' | 'now'>,
  models: Models,
): Promise<texts.FileLine[]> {
  const held = await heldFiles(record, duty, asked, models);
  const lacks = held.some(({ bytes }) => bytes === undefined);
  const waiting = lacks ? await models.fetches.waitingFor(record._id) : new Set();
  const address = models.publicUrl?.replace(/\/+$/, '');
  return held.map(({ ref, name, bytes, link }): texts.FileLine => {
    if (bytes === undefined) return { name, standing: waiting.has(ref) ? 'waiting' : 'missing' };
    return { name, bytes, standing: 'kept', ...(address && link && { link: address + link }) };
  });
}

/** The same as a page shows it: links under the page's own address. */
export async function heldFiles(
  record: Submission,
  { form }: Pick<Duty, 'form'>,
  { speaker, now }: Pick<Asked, 'speaker' | 'now'>,
  { files, fileTokens }: Models,
): Promise<HeldFile[]> {
  const held = heldOf(form.fields, record);
  if (held.length === 0) return [];
  const kept = await files.ofRecord(record._id);
  return Promise.all(
    held.map(async (each): Promise<HeldFile> => {
      const { ref } = each;
      const file = kept.get(ref);
      if (!file) return { ref, name: texts.fileName(each) };
      const link = filePath(await fileTokens.issue({ person: speaker._id, record: record._id, ref }, now));
      const { bytes, picture } = file;
      return { ref, name: texts.fileName(each), bytes, link, ...(picture && { picture: true }) };
    }),
  );
}

/**
 * The file a link is for, if whoever it was made for may read its record still: somebody who has left, or lost the
 * post since, may not; what was taken back, or no longer hangs on the record, nobody reads.
 */
export async function openFile(
  { person, record: id, ref }: FileClaim,
  models: Models,
  now: Date,
): Promise<{ file: KeptFile; bytes: AsyncIterable<Uint8Array> } | undefined> {
  const [speaker, record] = await Promise.all([models.people.byId(person), models.submissions.get(id)]);
  if (!speaker || speaker.endedOn || !record || record.state === 'withdrawn') return undefined;
  const named = await withDuty(record, { speaker, today: models.calendar.dayOf(now) }, models);
  if (!named?.readable || !heldOf(named.duty.form.fields, record).some((each) => each.ref === ref)) return undefined;
  return models.files.open({ record: id, ref });
}

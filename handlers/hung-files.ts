import * as texts from '../config/texts/file.js';
import type { Duty } from '../models/duty.js';
import type { KeptFile } from '../models/file.js';
import type { FileClaim } from '../models/file-token.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { withDuty } from './about-record.js';
import { heldOf } from './forms/attachments.js';
import type { Asked } from './handler.js';

/** Has what this event hung on a record fetched from the platform, and no longer lie loose. */
export async function fetchFor(
  record: Submission,
  { form }: Pick<Duty, 'form'>,
  { event, speaker, now }: Pick<Asked, 'event' | 'speaker' | 'now'>,
  { fetches, looseFiles }: Models,
): Promise<void> {
  if (event.attachments.length === 0) return;
  const brought = new Set(event.attachments.map(({ ref }) => ref));
  const wanted = heldOf(form.fields, record).filter(({ ref }) => brought.has(ref));
  await fetches.want(record._id, wanted, speaker._id, now);
  const messages = wanted.flatMap(({ from }) => (from ? [from.messageId] : []));
  await looseFiles.taken(speaker._id, messages, event.key);
}

/** Where a file is, under the program's public address. */
const filePath = (token: string): string => `/files/${token}`;

/** What hangs on a record, with links that are the speaker's own: told in private only. */
export async function filesOf(
  record: Submission,
  { form }: Pick<Duty, 'form'>,
  { speaker, now }: Pick<Asked, 'speaker' | 'now'>,
  { files, fetches, fileTokens, publicUrl }: Models,
): Promise<texts.FileLine[]> {
  const held = heldOf(form.fields, record);
  if (held.length === 0) return [];
  const [kept, waiting] = await Promise.all([files.ofRecord(record._id), fetches.waitingFor(record._id)]);
  const linkTo = async (ref: string): Promise<{ link?: string }> => {
    if (!publicUrl) return {};
    const token = await fileTokens.issue({ person: speaker._id, record: record._id, ref }, now);
    return { link: publicUrl.replace(/\/+$/, '') + filePath(token) };
  };
  return Promise.all(
    held.map(async (each): Promise<texts.FileLine> => {
      const file = kept.get(each.ref);
      const name = texts.fileName(each);
      if (!file) return { name, standing: waiting.has(each.ref) ? 'waiting' : 'missing' };
      return { name, bytes: file.bytes, standing: 'kept', ...(await linkTo(each.ref)) };
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

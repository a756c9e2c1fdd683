import { answerIn } from '../models/collection.js';
import type { KeptFile } from '../models/file.js';
import type { FileClaim } from '../models/file-token.js';
import { materialIn } from '../models/material.js';
import type { Models } from '../models/models.js';
import { type Person, rightsOf } from '../models/person.js';
import { withDuty } from './about-record.js';
import { isHost } from './collection.js';
import { hungOnAnswer } from './collection-files.js';
import { type Hung, hungOn } from './hung-files.js';
import { mayHave, roleIn } from './training-named.js';

type Reader = { speaker: Person; rights: ReturnType<typeof rightsOf> };

/**
 * The file a link is for, if whoever it was made for may read what it hangs on still: somebody who has left, or lost
 * the post or the place since, may not; what was taken back, or no longer hangs there, nobody reads.
 */
export async function openFile(
  { person, record, ref }: FileClaim,
  models: Models,
  now: Date,
): Promise<{ file: KeptFile; bytes: AsyncIterable<Uint8Array> } | undefined> {
  const speaker = await models.people.byId(person);
  if (!speaker || speaker.endedOn) return undefined;
  const reader = { speaker, rights: rightsOf(speaker, models.catalogue.posts) };
  const hung =
    (await ofMaterial(record, reader, models)) ??
    (await ofAnswer(record, reader, models)) ??
    (await ofRecord(record, reader, models, now));
  return hung?.held.some((each) => each.ref === ref) ? models.files.open({ record, ref }) : undefined;
}

async function ofRecord(id: string, { speaker }: Reader, models: Models, now: Date): Promise<Hung | undefined> {
  const record = await models.submissions.get(id);
  if (!record || record.state === 'withdrawn') return undefined;
  const named = await withDuty(record, { speaker, today: models.calendar.dayOf(now) }, models);
  return named?.readable ? hungOn(record, named.duty) : undefined;
}

/** Of an answer to a collection: its own, and those of whoever looks after the collection. */
async function ofAnswer(record: string, reader: Reader, models: Models): Promise<Hung | undefined> {
  const { of, person } = answerIn(record) ?? {};
  if (of === undefined || person === undefined) return undefined;
  const [collection, answer] = await Promise.all([
    models.collections.byNo(of),
    models.collections.answerOf(of, person),
  ]);
  if (!collection || !answer || answer.withdrawn || collection.anonymous) return undefined;
  const may = person === reader.speaker._id || (await isHost(collection, reader, models));
  return may ? hungOnAnswer(collection, answer) : undefined;
}

async function ofMaterial(record: string, reader: Reader, models: Models): Promise<Hung | undefined> {
  const id = materialIn(record);
  const material = id === undefined ? undefined : await models.materials.byId(id);
  const training = material && (await models.trainings.byNo(material.training));
  if (!training || material.removed || !mayHave(training, roleIn(training, reader))) return undefined;
  return { record, held: material.attachments };
}

import type { Collection, CollectionAnswer } from '../models/collection.js';
import type { Field } from '../models/field.js';
import type { Models } from '../models/models.js';
import { type Beside, hungOnAnswer, withNewFiles, wordsBeside } from './collection-files.js';
import { isHolder } from './forms/attachments.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { type Filled, type Problem, problemsIn, readFields } from './forms/reading.js';
import type { Asked } from './handler.js';
import { fetchFor } from './hung-files.js';

/**
 * What was said of an answer. The files that came are the event's; on a page `files` says where they belong, and where
 * they are asked for they go beside what is there.
 */
export type Said = Omit<Filled, 'attachments'> & { beside?: Beside };

/** How an answer stands now, and what became of what was said. */
export interface Written {
  given: Pick<CollectionAnswer, 'values' | 'attachments' | 'complete'>;
  /** What was typed and could not be taken. */
  wrong: Problem[];
  /** Whether it was whole before. */
  changed: boolean;
  /** So many files found no place, and so many stood there before and do no more. */
  spare: number;
  replaced: number;
}

/**
 * Writes what was said over what was answered before, once for the event; whoever wrote in between is read again.
 * `over`: the collection takes no answers any more; `later`: what was sent after this stands already.
 */
export async function writeAnswer(
  collection: Collection,
  said: Said,
  asked: Asked,
  models: Models,
): Promise<Written | 'over' | 'later'> {
  const { typed, files } = said;
  const { event, speaker, school, today, now } = asked;
  const { _id, fields } = collection;
  const sentAt = event.sentAt ?? now;
  const context = { today, lookup: ledgerLookup(models, school._id) };
  for (;;) {
    const stored = await models.collections.answerOf(_id, speaker._id);
    const before = stored?.withdrawn ? undefined : stored;
    const changed = before?.complete ?? false;
    if (before?.event === event.key) {
      await fetchFor(hungOnAnswer(collection, before), asked, models);
      const { problems } = await readFields(fields, { typed, attachments: [] }, context, before.values);
      const wrong = problems.filter(({ key }) => typed.has(key));
      return { given: before, wrong, changed: false, spare: 0, replaced: 0 };
    }
    // Files that go on from a command add to what is there, whichever came first.
    if (stored && stored.sentAt > sentAt && !event.goesOnFrom) return 'later';
    const { spare, replaced, ...hung } = await withNewFiles(collection, before, { asked, ...said }, models);
    const read = await readFields(fields, { ...said, attachments: [] }, context, hung.values);
    const values = wordsBeside(collection, { ...hung, values: read.values }, asked);
    const complete = problemsIn(fields, values, today).length === 0;
    const wrong = read.problems.filter(({ key }) => typed.has(key));
    const what = {
      ...{ of: _id, person: speaker._id, school: school._id },
      ...hung,
      ...{ values, complete, sentAt: latest(sentAt, before?.sentAt), event: event.key },
      wordsOf: wordsAfter(fields, before, typed, event),
    };
    // A question, and words of which none could be read, write nothing; what was right of several is kept.
    const isNothing = typed.size === wrong.length && (typed.size > 0 || !complete);
    if (isNothing && !files && event.attachments.length <= spare)
      return { given: { ...what, complete: false }, wrong, changed: false, spare: 0, replaced: 0 };
    const became = await models.collections.answer(what, stored, now);
    if (became === 'over') return 'over';
    if (became === 'overtaken') continue;
    await fetchFor(hungOnAnswer(collection, what), asked, models);
    return { given: what, wrong, changed, spare, replaced };
  }
}

export const latest = (sentAt: Date, before: Date | undefined): Date => (before && before > sentAt ? before : sentAt);

/** The events whose words stand in an answer after this one: of what is said anew altogether nothing earlier does. */
function wordsAfter(
  fields: readonly Field[],
  before: CollectionAnswer | undefined,
  typed: Said['typed'],
  { key, goesOnFrom }: Asked['event'],
): string[] {
  const was = before ? (before.wordsOf ?? [before.event]) : [];
  if (goesOnFrom || (before && typed.size === 0)) return was;
  const stays = fields.some(
    (field) => !isHolder(field) && before?.values[field.key] !== undefined && !typed.has(field.key),
  );
  return stays ? [...was, key] : [key];
}

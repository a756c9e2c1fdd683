import * as told from '../config/texts/collection.js';
import * as texts from '../config/texts/dialogue.js';
import { answerRecord, type Collection, isTaking } from '../models/collection.js';
import type { Models } from '../models/models.js';
import { takesAnyFiles } from './collection-files.js';
import { refusal, tellOver } from './collection-refusal.js';
import { answerOf } from './collection-taking.js';
import { writeAnswer } from './collection-write.js';
import type { Filling, Given, Taken } from './filling.js';
import { isHolder } from './forms/attachments.js';
import { type Asked, here, type Say } from './handler.js';

/** An answer to a collection as it is filled in: what is said stands in it at once, and counts as soon as nothing lacks. */
export async function answerFilling(collection: Collection, asked: Asked, models: Models): Promise<Filling> {
  const { _id, fields } = collection;
  const stored = await answerOf(collection, asked, models);
  const refused = await refusal(collection, asked, models);
  const counts = stored?.complete ?? false;
  const until = told.untilText(collection, { now: asked.now, calendar: models.calendar });
  return {
    asked,
    fields,
    counts,
    of: { of: _id },
    ...(stored && { record: answerRecord(_id, asked.speaker._id) }),
    values: stored?.values ?? {},
    along: fields.some(isHolder) ? [] : (stored?.attachments ?? []),
    takesFiles: takesAnyFiles(collection),
    ...(refused && { refused }),
    school: asked.school._id,
    wording: texts.ofAnswer(collection, until),
    take: (given) => take(collection, given, asked, models),
    handIn: async () => ({
      isOver: true,
      says: here(texts.stands(collection, isTaking(collection, asked.now) ? until : undefined)),
    }),
  };
}

async function take(
  collection: Collection,
  { typed, into }: Given,
  asked: Asked,
  models: Models,
): Promise<Taken | Say[]> {
  const written = await writeAnswer(collection, { typed, beside: into ? { into } : {} }, asked, models);
  if (written === 'over') return tellOver(collection, models);
  if (written === 'later') return here(told.laterStands(collection));
  const filling = await answerFilling(collection, asked, models);
  return { filling, problems: written.wrong, spare: written.spare };
}

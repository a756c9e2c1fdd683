import type { Models } from '../models/models.js';
import { answerCollection } from './collection-answer.js';
import { collectionNamed } from './collection-template.js';
import { looksFilledIn } from './forms/template.js';
import type { Asked, Handler } from './handler.js';
import { wordsBefore } from './said-before.js';

/** So long after 接龙 3 lines with its labels are its answer, in milliseconds. */
const WITHIN_MS = 3600_000;
const ASKED_FOR = /^接龙\s*([\d０-９]{1,6})号?$/;
const LINE = /^[^\n:：]{1,20}[:：]/;

/** Lines with the labels of the collection that was asked for just before (接龙 3): its answer, though forms have such lines as well. */
export async function linesOfCollection(asked: Omit<Asked, 'args'>, models: Models): Promise<Handler | undefined> {
  const text = asked.event.text.trim();
  if (!LINE.test(text)) return undefined;
  const before = await wordsBefore(asked, models, WITHIN_MS);
  const [, no] = ASKED_FOR.exec(before?.text ?? '') ?? [];
  const found = no === undefined ? undefined : await collectionNamed(no, models);
  if (!found || 'no' in found || !looksFilledIn(found.collection.fields, text)) return undefined;
  return (each, all) => answerCollection({ ...each, args: `${no}\n${text}` }, all);
}

import * as texts from '../config/texts/collection-host.js';
import { fileName } from '../config/texts/file.js';
import { momentText } from '../config/texts/format.js';
import type { Collection, CollectionAnswer } from '../models/collection.js';
import type { Models } from '../models/models.js';
import { hungOnAnswer, inWords, linesOfFiles } from './collection-files.js';
import { halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';
import { hereInParts } from './parts.js';

/** Somebody's answer, with who they are. */
interface Given {
  answer: CollectionAnswer;
  name: string;
  school: string;
}

/**
 * 收集 5 李一: what somebody answered, with links to its files; 收集 5 附件: who sent which files. For whoever looks after
 * the collection, in private; of an anonymous one nothing.
 */
export async function givenTo(collection: Collection, whose: string, asked: Asked, models: Models): Promise<Say[]> {
  if (asked.event.chat.kind === 'group') return here(texts.exportPrivately);
  if (collection.anonymous) return here(texts.isAnonymous(collection));
  const all = await allGiven(collection, models);
  if (whose === texts.FILES) return hereInParts(filesText(collection, all));
  const typed = halfWidth(whose);
  const theirs = all.filter(({ name, answer }) => name === whose || halfWidth(answer.person) === typed);
  if (theirs.length === 0) return here(texts.noAnswerOf(collection, whose));
  const pages = theirs.map(async ({ answer, name, school }) => {
    const at = momentText(answer.sentAt, models.calendar, asked.now);
    const words = await inWords(collection, answer, asked, models);
    return [texts.answerOf({ name, school, at, words }), ...(await linesOfFiles(collection, answer, asked, models))];
  });
  return hereInParts((await Promise.all(pages)).flat().join('\n'));
}

async function allGiven({ _id }: Collection, { collections, people, schools }: Models): Promise<Given[]> {
  const answers = await collections.answersOf(_id);
  const [known, places] = await Promise.all([
    people.byIds(answers.map(({ person }) => person)),
    schools.byCodes([...new Set(answers.map(({ school }) => school))]),
  ]);
  const nameOf = new Map(known.map(({ _id: id, name }) => [id, name]));
  const schoolOf = new Map(places.map(({ _id: code, name }) => [code, name]));
  return answers.map((answer) => ({
    answer,
    name: nameOf.get(answer.person) ?? answer.person,
    school: schoolOf.get(answer.school) ?? answer.school,
  }));
}

function filesText(collection: Collection, all: readonly Given[]): string {
  const lines = all.flatMap(({ answer, name, school }) => {
    const { held } = hungOnAnswer(collection, answer);
    return held.length > 0 ? [{ name, school, files: held.map(fileName) }] : [];
  });
  return texts.whoSentFiles(collection, lines);
}

/** How many people sent how many files. */
export function filesSent(
  collection: Collection,
  answers: readonly CollectionAnswer[],
): { people: number; files: number } {
  const counts = answers.map((answer) => hungOnAnswer(collection, answer).held.length).filter((count) => count > 0);
  return { people: counts.length, files: counts.reduce((sum, count) => sum + count, 0) };
}

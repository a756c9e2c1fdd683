import * as texts from '../config/texts/case.js';
import type { Case } from '../models/case.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { titleOf } from '../models/title.js';

/** What waits for somebody to decide (已交过了, 不该我交), in words, the longest waiting first; undefined for nothing. */
export async function pending(decider: PersonId, models: Models): Promise<string | undefined> {
  const open = await models.cases.openFor(decider);
  return open.length === 0 ? undefined : texts.pending(await linesOf(open, models));
}

/** A case as it stands in a list. */
export type PendingLine = Pick<texts.CaseText, 'no' | 'name' | 'title' | 'claim'>;

/** Whose cases they are, and about what. */
export async function linesOf(cases: readonly Case[], models: Models): Promise<PendingLine[]> {
  const [people, pages] = await Promise.all([
    models.people.byIds(cases.map(({ person }) => person)),
    models.rolls.getMany(cases.map(({ roll }) => roll)),
  ]);
  return cases.map(({ no, person, roll, duty: key, claim }) => {
    const page = pages.find(({ _id }) => _id === roll);
    const duty = models.catalogue.duties.find((each) => each.key === key);
    const name = people.find(({ _id }) => _id === person)?.name ?? '';
    return { no, name, title: `${duty?.name ?? ''}（${page ? titleOf(page) : ''}）`, claim };
  });
}

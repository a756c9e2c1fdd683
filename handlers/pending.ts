import * as texts from '../config/texts/case.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { titleOf } from '../models/title.js';

/** What waits for somebody to decide (已交过了, 不该我交), in words, the longest waiting first; undefined for nothing. */
export async function pending(decider: PersonId, models: Models): Promise<string | undefined> {
  const open = await models.cases.openFor(decider);
  if (open.length === 0) return undefined;
  const [people, pages] = await Promise.all([
    models.people.byIds(open.map(({ person }) => person)),
    models.rolls.getMany(open.map(({ roll }) => roll)),
  ]);
  const lines = open.map(({ no, person, roll, duty: key, claim }) => {
    const page = pages.find(({ _id }) => _id === roll);
    const duty = models.catalogue.duties.find((each) => each.key === key);
    const name = people.find(({ _id }) => _id === person)?.name ?? '';
    return { no, name, title: `${duty?.name ?? ''}（${page ? titleOf(page) : ''}）`, claim };
  });
  return texts.pending(lines);
}

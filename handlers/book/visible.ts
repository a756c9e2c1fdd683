import type { BookRecord } from '../../models/book.js';
import type { Duty } from '../../models/duty.js';
import type { Models } from '../../models/models.js';
import { type OwnerKey, personIn } from '../../models/owner.js';
import type { School } from '../../models/school.js';
import { sightOf, teaches } from '../../models/sight.js';
import { withDuty } from '../about-record.js';
import type { Asked } from '../handler.js';
import type { Scope } from '../scope.js';

/** What somebody is shown of a duty's book. */
export interface Visible {
  /** Those of these entries whose names they see. */
  named<T extends { owner: OwnerKey; school: School }>(entries: T[]): Promise<T[]>;
  /** Those of these records that they may read in full. */
  read(records: BookRecord[]): Promise<ReadonlySet<BookRecord>>;
}

/**
 * A book as its reader sees the ledger in chat: who stands on it by the right they ask by (`sightOf`), what was written
 * only where they could open the record itself.
 */
export function visibleTo(
  { right, subjects }: Pick<Scope, 'right' | 'subjects'>,
  duty: Duty,
  asked: Pick<Asked, 'speaker' | 'school' | 'today'>,
  models: Models,
): Visible {
  const viewer = { ...asked.speaker, cluster: asked.school.cluster };
  return {
    async named(entries) {
      const ids = new Set(entries.flatMap(({ owner }) => personIn(owner) ?? []));
      const people = new Map((await models.people.byIds([...ids])).map((person) => [person._id, person]));
      return entries.filter(({ owner, school: { _id: school, cluster } }) => {
        const id = personIn(owner);
        const standing = { duty, owner, school, cluster, person: id && people.get(id) };
        if (subjects && !teaches(standing, subjects)) return false;
        return sightOf(right, viewer, standing, models.catalogue.posts) === 'names';
      });
    },

    async read(records) {
      const readable = await Promise.all(
        // Who handed it in before it became another's is in its history, which is not looked up: it shows less, never more.
        records.map(async (record) => (await withDuty({ ...record, changes: [] }, asked, models))?.readable ?? false),
      );
      return new Set(records.filter((_, index) => readable[index]));
    },
  };
}

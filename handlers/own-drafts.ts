import { deadlineText } from '../config/texts/format.js';
import type { DraftLine } from '../config/texts/ledger.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson, personIn } from '../models/owner.js';
import { rollId } from '../models/roll.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf } from './about-record.js';
import type { Asked } from './handler.js';
import { nameOfSeveral, namesOfOwners } from './owner-names.js';
import type { PersonPage } from './pages-of.js';

/** So many of somebody's newest drafts are looked through. */
const MOST_DRAFTS = 20;

/** What somebody has begun and can still hand in, but for what stands as begun on a page of theirs anyway. */
export async function ownDrafts(asked: Asked, pages: readonly PersonPage[], models: Models): Promise<DraftLine[]> {
  const mine = { by: asked.speaker._id, owners: [] };
  const all = await models.submissions.latestOf(mine, ['draft'], MOST_DRAFTS);
  const others = all.filter(
    ({ duty, period, owner }) =>
      !pages.some(
        ({ roll, entry }) =>
          entry.status === 'draft' && roll.duty === duty && roll.period === period && entry.owner === owner,
      ),
  );
  return (await Promise.all(others.map((draft) => lineOf(draft, asked, models)))).flat();
}

/** One line; none where it is taken no more. */
async function lineOf(draft: Submission, { now, speaker }: Asked, models: Models): Promise<DraftLine[]> {
  const { duty: key, period, school, owner, no } = draft;
  const duty = dutyOf(draft, models);
  const page = await models.rolls.get(rollId(key, period, school));
  if (!duty || (page && page.closesAt <= now)) return [];
  const isColleagues = personIn(owner) !== undefined && owner !== ownerOfPerson(speaker._id);
  const whose = isColleagues ? (await namesOfOwners([owner], models)).join('') : await nameOfSeveral(owner, models);
  const label = [await labelOf(draft, models), whose].filter(Boolean).join('，');
  return [{ duty: duty.name, label, no, ...(page && { due: deadlineText(page.dueAt, now, models.calendar) }) }];
}

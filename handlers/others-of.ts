import type { OthersText } from '../config/texts/case.js';
import { calledByPost } from '../config/texts/owner-name.js';
import { answerableFor } from '../models/answerable.js';
import type { Models } from '../models/models.js';
import { dutyOf } from '../models/nag.js';
import type { NagItem } from '../models/outbox.js';
import { around } from '../models/owners.js';
import { OWING } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import type { About } from './about-page.js';
import type { Asked } from './handler.js';

/** What of a reminder is another's to hand in and still owed, each with whose: it was told so that its hearer knows. */
export async function othersOf(
  told: NagItem[],
  { duty: meant, label }: Pick<About, 'duty' | 'label'>,
  { speaker, today }: Asked,
  models: Models,
): Promise<OthersText[]> {
  const items = told.filter(({ as, duty }) => as !== 'owner' && (!meant || meant.key === duty));
  const pages = await models.rolls.getMany([...new Set(items.map(({ roll }) => roll))]);
  const perPage = pages
    .filter((roll) => label === undefined || roll.label === label)
    .map(async (roll): Promise<OthersText[]> => {
      const duty = dutyOf(roll, models);
      const school = await models.schools.byCode(roll.school);
      const entry = roll.entries.find(({ status }) => OWING.includes(status));
      if (!duty || !school || !entry) return [];
      const found = answerableFor(entry.owner, duty, await around(school, models), today, roll.period);
      if (!found || found.person._id === speaker._id) return [];
      return [{ title: `${duty.name}（${titleOf(roll)}）`, who: calledByPost(found, models.catalogue.posts) }];
    });
  return (await Promise.all(perPage)).flat();
}

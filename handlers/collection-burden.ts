import { mondayOf } from '../models/day.js';
import type { Group } from '../models/group.js';
import type { Day } from '../models/ids.js';
import { laneOf } from '../models/inbox.js';
import type { Models } from '../models/models.js';
import type { School } from '../models/school.js';
import { isWhere } from '../models/where.js';
import { scopeName } from './posting.js';

/** What some groups have been asked since Monday: how many times each, and what was opened for their schools. */
export interface Burden {
  groups: { name: string; count: number }[];
  opened: string[];
}

/** What these groups were asked this week, trainings and collections counted, and what was opened that their schools owe. */
export async function burdenOn(
  groups: readonly Group[],
  schools: readonly School[],
  today: Day,
  models: Models,
): Promise<Burden> {
  const monday = mondayOf(today);
  const since = models.calendar.at(monday, '00:00');
  const [posted, occasions] = await Promise.all([
    models.outbox.postedSince(
      groups.map(({ chat }) => chat),
      since,
    ),
    models.occasions.livingOn(monday),
  ]);
  const counted = groups.map(({ chat, scope }) => {
    const here = posted.filter((said) => 'chat' in said && laneOf(said.chat) === laneOf(chat));
    return { name: scopeName(scope, schools), count: here.length };
  });
  const opened = occasions.filter(({ opensOn, state, owners, duty: key }) => {
    const duty = models.catalogue.duties.find((each) => each.key === key);
    const isTheirs = duty && schools.some((school) => isWhere(duty.owner, school));
    return opensOn >= monday && opensOn <= today && state === 'open' && owners.length === 0 && isTheirs;
  });
  const nameOf = (key: string): string => models.catalogue.duties.find((each) => each.key === key)?.name ?? key;
  return {
    groups: counted.filter(({ count }) => count > 0),
    opened: opened.map(({ duty, label }) => `${nameOf(duty)}（${label}）`),
  };
}

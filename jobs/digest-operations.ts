import { countyName } from '../config/texts/bind.js';
import type { Part } from '../config/texts/digest.js';
import * as texts from '../config/texts/operations.js';
import { standing } from '../config/texts/pause.js';
import { calendarGaps } from '../models/calendar.js';
import { addDays, eachDay, mondayOf } from '../models/day.js';
import type { Models } from '../models/models.js';
import { placeOf } from '../models/school.js';
import { standingStill } from '../models/standing-still.js';
import type { Hearing } from './digest-sections.js';
import { vacantPosts } from './vacancies.js';

const DAY_MS = 24 * 3600 * 1000;

/**
 * The operator's morning: failed sends, unbound accounts, strangers, calendar gaps, vacant posts, age of the backup.
 * What stands as it stood the morning before is told again on the first school day of a week only.
 */
export async function operations(
  { day, school, now }: Pick<Hearing, 'day' | 'school' | 'now'>,
  models: Models,
): Promise<Part> {
  const all = await pointsOf(models, now);
  const before = await models.standingPoints.before(
    day,
    all.flatMap(({ stands }) => stands ?? []),
  );
  const isWeekly = eachDay(mondayOf(day), addDays(day, -1)).every(
    (earlier) => models.calendar.kindOf(earlier, placeOf(school)) === 'off',
  );
  return texts.operations(all.filter(({ stands }) => isWeekly || stands === undefined || !before.includes(stands)));
}

async function pointsOf(models: Models, now: Date): Promise<texts.Point[]> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const [inbox, outbox, refused, people, bound, strangers, lostGroups, vacancies, backup, pauses] = await Promise.all([
    models.inbox.counts(),
    models.outbox.counts(),
    models.outbox.undeliveredSince(yesterday),
    models.people.count(),
    models.accounts.countPeople(),
    models.strangers.countSince(yesterday),
    groupsLostSince(yesterday, models),
    vacantPosts(models),
    models.marks.get('backup'),
    models.pauses.standing(),
  ]);
  return texts.points({
    dead: inbox.dead + outbox.dead,
    refused,
    unbound: Math.max(0, people - bound),
    strangers,
    lostGroups,
    years: calendarGaps(models.calendar, now),
    still: standingStill(models.catalogue.duties, now, models.calendar),
    vacancies,
    backupDays: backup && Math.floor((now.getTime() - backup.at.getTime()) / DAY_MS),
    pauses: pauses.map((each) => standing(each, models.calendar)),
  });
}

async function groupsLostSince(since: Date, { groups, schools }: Models): Promise<string[]> {
  const lost = await groups.endedSince(since);
  const codes = lost.flatMap((scope) => (scope.kind === 'school' ? [scope.school] : []));
  const names = new Map((await schools.byCodes(codes)).map(({ _id, name }) => [_id, name]));
  return lost.map((scope) => {
    if (scope.kind === 'county') return countyName;
    return scope.kind === 'cluster' ? scope.cluster : (names.get(scope.school) ?? scope.school);
  });
}

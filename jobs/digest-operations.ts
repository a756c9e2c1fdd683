import { countyName } from '../config/texts/bind.js';
import type { Part } from '../config/texts/digest.js';
import * as texts from '../config/texts/operations.js';
import { standing } from '../config/texts/pause.js';
import { calendarGaps } from '../models/calendar.js';
import type { Models } from '../models/models.js';
import { vacantPosts } from './vacancies.js';

const DAY_MS = 24 * 3600 * 1000;

/** The operator's morning: failed sends, unbound accounts, strangers, calendar gaps, vacant posts, age of the backup. */
export async function operations(models: Models, now: Date): Promise<Part> {
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
  return texts.operations({
    dead: inbox.dead + outbox.dead,
    refused,
    unbound: Math.max(0, people - bound),
    strangers,
    lostGroups,
    years: calendarGaps(models.calendar, now),
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

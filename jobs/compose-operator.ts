import * as texts from '../config/texts/digest.js';
import { calendarGaps } from '../models/calendar.js';
import type { Models } from '../models/models.js';
import { vacantPosts } from './vacancies.js';

const DAY_MS = 24 * 3600 * 1000;

/** The operator's morning: failed sends, unbound accounts, strangers, calendar gaps, vacant posts, age of the backup. */
export async function composeOperator(models: Models, now: Date): Promise<string | undefined> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const [inbox, outbox, refused, people, bound, strangers, vacancies, backup] = await Promise.all([
    models.inbox.counts(),
    models.outbox.counts(),
    models.outbox.undeliveredSince(yesterday),
    models.people.count(),
    models.accounts.countPeople(),
    models.strangers.countSince(yesterday),
    vacantPosts(models),
    models.marks.get('backup'),
  ]);
  return texts.operator({
    dead: inbox.dead + outbox.dead,
    refused,
    unbound: Math.max(0, people - bound),
    strangers,
    years: calendarGaps(models.calendar, now),
    vacancies,
    backupDays: backup && Math.floor((now.getTime() - backup.at.getTime()) / DAY_MS),
  });
}

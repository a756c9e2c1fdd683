import { countyName } from '../config/texts/bind.js';
import * as texts from '../config/texts/digest.js';
import { standing } from '../config/texts/pause.js';
import { calendarGaps } from '../models/calendar.js';
import { addDays, mondayOf } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { Share } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type Person, rightsOf } from '../models/person.js';
import { tally } from '../models/tally.js';
import type { Opened } from './digest-card.js';
import { vacantPosts } from './vacancies.js';

const DAY_MS = 24 * 3600 * 1000;

/** The operator's morning: failed sends, unbound accounts, strangers, calendar gaps, vacant posts, age of the backup. */
export async function composeOperator(person: Person, models: Models, now: Date): Promise<Composed | undefined> {
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
  const due = rightsOf(person, models.catalogue.posts).has('see-county') ? await dueThisWeek(models, now) : [];
  const text = texts.operator({
    dead: inbox.dead + outbox.dead,
    refused,
    unbound: Math.max(0, people - bound),
    strangers,
    lostGroups,
    years: calendarGaps(models.calendar, now),
    vacancies,
    backupDays: backup && Math.floor((now.getTime() - backup.at.getTime()) / DAY_MS),
    pauses: pauses.map((each) => standing(each, models.calendar)),
    due,
  });
  if (text === undefined) return undefined;
  const opens = due.map(({ duty, period, done, of }) => ({ duty, label: period, left: of - done }));
  return { text, bars: due.map(({ label, done, of }) => ({ label, done, of })), opens };
}

interface Composed {
  text: string;
  /** How far the county is with what is due this week. */
  bars: Share[];
  /** The pages that is of. */
  opens: Opened[];
}

/** How far the county is with one period of a duty; `period` is what that is called. */
interface Due extends Share {
  duty: Duty;
  period: string;
}

/** Read together, so that memory follows the batch and not the county. */
const SCHOOLS_A_BATCH = 40;
/** One phone screen. */
const MOST_DUTIES = 12;

/** How far the county is with what is due this week, duty by duty, in the order of their due days. */
async function dueThisWeek({ schools, rolls, catalogue, calendar }: Models, now: Date): Promise<Due[]> {
  const monday = mondayOf(calendar.dayOf(now));
  const [from, to] = [calendar.at(monday, '00:00'), calendar.at(addDays(monday, 6), '23:59')];
  const codes = (await schools.all()).map(({ _id }) => _id);
  const found = new Map<string, Due & { dueAt: Date }>();
  for (let first = 0; first < codes.length; first += SCHOOLS_A_BATCH) {
    for (const roll of await rolls.dueIn(codes.slice(first, first + SCHOOLS_A_BATCH), from, to)) {
      const duty = catalogue.duties.find((each) => each.key === roll.duty);
      if (!duty) continue;
      const { handedIn, owed } = tally([roll]);
      const key = `${roll.duty}|${roll.period}`;
      const { done, of, dueAt } = found.get(key) ?? { done: 0, of: 0, dueAt: roll.dueAt };
      const label = `${duty.name}（${roll.label}）`;
      found.set(key, { duty, period: roll.label, label, done: done + handedIn, of: of + owed, dueAt });
    }
  }
  return [...found.values()]
    .filter(({ of }) => of > 0)
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
    .slice(0, MOST_DUTIES);
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

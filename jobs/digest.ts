import { addDays, eachDay } from '../models/day.js';
import type { Day, SchoolCode } from '../models/ids.js';
import { placeOf } from '../models/ledger.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import { type DigestKind, digestKey } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { everyResponsible } from '../models/post.js';
import type { School } from '../models/school.js';
import { isLastSchoolDayOfWeek } from './compose-digest.js';

/** A digest somebody is to hear today. */
export interface PlannedDigest {
  digest: DigestKind;
  person: Person;
  school: SchoolCode;
  /** What makes it unique: the day, or the month. */
  occasion: string;
}

const SCHOOLS_A_BATCH = 200;

export interface DigestOptions {
  dryRun?: boolean;
  asOf?: boolean;
  onPlanned?(planned: PlannedDigest): void;
}

/** Puts the digests that are due by now into the outbox. Running again puts nothing twice. */
export async function digest(models: Models, now: Date, options: DigestOptions = {}): Promise<number> {
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return 0;
  const day = models.calendar.dayOf(now);
  let count = 0;
  for await (const planned of planDigests(models, now)) {
    for (const each of planned) options.onPlanned?.(each);
    if (options.dryRun) {
      count += planned.length;
      continue;
    }
    const put = await models.outbox.enqueue(
      planned.map(({ digest: kind, person, school, occasion }) => ({
        key: digestKey(kind, person._id, occasion),
        dispatch: { kind: 'digest', digest: kind, person: person._id, school, day, ...(options.asOf && { asOf: now }) },
      })),
      now,
    );
    count += put.filter((outcome) => outcome === 'accepted').length;
  }
  return count;
}

async function* planDigests(models: Models, now: Date): AsyncIterable<PlannedDigest[]> {
  const all = await models.schools.all();
  for (let at = 0; at < all.length; at += SCHOOLS_A_BATCH) {
    const due = all
      .slice(at, at + SCHOOLS_A_BATCH)
      .map((school) => ({ school, digests: dueFor(school, models, now) }))
      .filter(({ digests }) => digests.length > 0);
    const holders = await models.people.withPosts(due.map(({ school }) => school._id));
    yield due.flatMap(({ school, digests }) =>
      digests.flatMap(({ kind, posts, occasion }) =>
        hearers(
          posts,
          holders.filter((person) => person.school === school._id),
          models,
          now,
        ).map((person) => ({ digest: kind, person, school: school._id, occasion })),
      ),
    );
  }
}

/** Who answers for these posts today, each once: who is on leave hears nothing. */
function hearers(posts: string[], staff: Person[], { catalogue, calendar }: Models, now: Date): Person[] {
  return [...new Set(posts.flatMap((post) => everyResponsible(post, catalogue.posts, staff, calendar.dayOf(now))))];
}

function dueFor(school: School, models: Models, now: Date): { kind: DigestKind; posts: string[]; occasion: string }[] {
  const { calendar, catalogue } = models;
  const { weekly, monthly, operator } = catalogue.digests;
  const day = calendar.dayOf(now);
  const time = calendar.timeOf(now);
  const operators = catalogue.posts.filter(({ rights }) => rights.includes('operate')).map(({ key }) => key);
  const due: { kind: DigestKind; posts: string[]; occasion: string; is: boolean }[] = [
    {
      kind: 'operator',
      posts: operators,
      occasion: day,
      // Also on days nobody has announced: it is then that somebody must hear of the missing list.
      is: time >= operator.at && calendar.kindOf(day, placeOf(school)) !== 'off',
    },
    {
      kind: 'weekly',
      posts: weekly.posts,
      occasion: day,
      is: time >= weekly.at && isLastSchoolDayOfWeek(day, school, models),
    },
    {
      kind: 'monthly',
      posts: monthly.posts,
      occasion: day.slice(0, 7),
      is: time >= monthly.at && isMonthlyDay(day, monthly.day, school, models),
    },
  ];
  return due.filter(({ is }) => is);
}

/** The first school day from day n of the month on; a later school day within the same week catches up after an outage. */
function isMonthlyDay(day: Day, n: number, school: School, { calendar }: Models): boolean {
  const place = placeOf(school);
  if (calendar.kindOf(day, place) !== 'school') return false;
  const from = addDays(`${day.slice(0, 8)}01` as Day, n - 1);
  if (day < from) return false;
  const first = eachDay(from, day).find((each) => calendar.kindOf(each, place) === 'school');
  return first !== undefined && day <= addDays(first, CATCH_UP_DAYS);
}

const CATCH_UP_DAYS = 3;

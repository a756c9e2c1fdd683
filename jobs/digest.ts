import { type Digest, type DigestTime, missedBefore, occasionOf } from '../models/digest.js';
import type { Day, SchoolCode } from '../models/ids.js';
import type { LocalDay } from '../models/local-day.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import { type Dispatch, digestKey, pictureKey, type ToSend } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { answeringPosts } from '../models/post.js';
import { placeOf, type School } from '../models/school.js';
import { spreadWithin } from '../models/spread.js';
import { hearersOf } from './compose-digest.js';

/** A digest somebody is to hear today. */
export interface PlannedDigest {
  digest: Digest;
  person: Person;
  school: SchoolCode;
  /** What makes it unique: the day, the month or the term. */
  occasion: string;
  /** The earlier day whose digest it is. */
  of?: Day;
}

const SCHOOLS_A_BATCH = 200;

export interface DigestOptions {
  dryRun?: boolean;
  asOf?: boolean;
  /** Each goes out at its own time within the minutes the budget gives; otherwise all as soon as they can. */
  spread?: boolean;
  onPlanned?(planned: PlannedDigest): void;
}

/** Puts the digests that are due by now into the outbox, and behind each the picture it has. Running again puts nothing twice. */
export async function digest(models: Models, now: Date, options: DigestOptions = {}): Promise<number> {
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return 0;
  let count = 0;
  for await (const planned of planDigests(models, now)) {
    for (const each of planned) options.onPlanned?.(each);
    if (options.dryRun) {
      count += planned.length;
      continue;
    }
    const rows = planned.map((each) => rowOf(each, models, now, options));
    const put = await models.outbox.enqueue(rows, now);
    count += put.filter((outcome) => outcome === 'accepted').length;
    const pictures = rows.filter((_, index) => planned[index]?.digest.picture).map(pictureOf);
    await models.outbox.enqueue(pictures, now);
  }
  return count;
}

type Row = ToSend & { dispatch: Extract<Dispatch, { kind: 'digest' }> };

function rowOf(
  { digest: plan, person, school, occasion, of }: PlannedDigest,
  models: Models,
  now: Date,
  { asOf, spread }: DigestOptions,
): Row {
  const day = models.calendar.dayOf(now);
  const key = digestKey(plan.key, person._id, occasion);
  const afterMs = spread
    ? Math.max(0, +goesAt(of ? models.catalogue.lookBack : plan.when, day, key, models) - +now)
    : 0;
  const dispatch = { kind: 'digest' as const, digest: plan.key, person: person._id, school, day, ...(of && { of }) };
  return { key, dispatch: { ...dispatch, ...(asOf && { asOf: now }) }, ...(afterMs > 0 && { afterMs }) };
}

const pictureOf = ({ key, dispatch, ...rest }: Row): Row => ({
  ...rest,
  key: pictureKey(key),
  dispatch: { ...dispatch, picture: true },
});

/** Within the minutes after its time, and not into the quiet hours. */
function goesAt({ at }: Pick<DigestTime, 'at'>, day: Day, key: string, { calendar, catalogue }: Models): Date {
  const { quietFrom, spreadMinutes } = catalogue.budget;
  const from = calendar.at(day, at);
  const ends = [new Date(+from + spreadMinutes * 60_000), calendar.at(day, quietFrom)].filter((end) => end > from);
  return spreadWithin(from, new Date(Math.min(...ends.map(Number))), key);
}

async function* planDigests(models: Models, now: Date): AsyncIterable<PlannedDigest[]> {
  const all = await models.schools.all();
  const day = models.calendar.dayOf(now);
  const noted = await models.localDays.standing(day);
  for (let at = 0; at < all.length; at += SCHOOLS_A_BATCH) {
    const due = all
      .slice(at, at + SCHOOLS_A_BATCH)
      .map((school) => ({ school, digests: dueFor(school, noted, models, now) }))
      .filter(({ digests }) => digests.length > 0);
    if (due.length === 0) continue;
    const wanted = answeringPosts(
      due.flatMap(({ digests }) => digests.flatMap(({ plan }) => plan.to)),
      models.catalogue.posts,
    );
    const holders = await models.people.holders(
      due.map(({ school }) => school._id),
      wanted,
    );
    yield due.flatMap(({ school, digests }) => {
      const staff = holders.filter((person) => person.school === school._id);
      const all = digests.flatMap(({ plan, ...rest }) =>
        hearersOf(plan, staff, models, day).map((person) => ({ digest: plan, person, school: school._id, ...rest })),
      );
      return all.filter((each) => !all.some((other) => isInsteadOf(other, each)));
    });
  }
}

/** Whether somebody hears the one and so not the other. */
const isInsteadOf = (
  { digest: { insteadOf = [] }, person }: PlannedDigest,
  { digest: plan, ...other }: PlannedDigest,
) => insteadOf.includes(plan.key) && person._id === other.person._id;

type DueDigest = Pick<PlannedDigest, 'occasion' | 'of'> & { plan: Digest };

/** Those of the day; in the morning also those of the week before that a closure noted too late has kept from everybody. */
function dueFor(school: School, noted: readonly LocalDay[], models: Models, now: Date): DueDigest[] {
  const { calendar, catalogue } = models;
  const place = placeOf(school);
  const day = calendar.dayOf(now);
  const time = calendar.timeOf(now);
  return catalogue.digests.flatMap((plan): DueDigest[] => {
    const missed = time >= catalogue.lookBack.at ? missedBefore(plan, day, noted, { calendar, place }) : undefined;
    const occasion = time >= plan.when.at ? occasionOf(plan, day, calendar, place) : undefined;
    return [...(missed ? [{ plan, occasion: missed, of: missed }] : []), ...(occasion ? [{ plan, occasion }] : [])];
  });
}

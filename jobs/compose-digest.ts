import * as texts from '../config/texts/digest.js';
import { deadlineText } from '../config/texts/format.js';
import { ownerText } from '../config/texts/owner-name.js';
import { scopeWords } from '../config/texts/scope.js';
import { postOf } from '../models/answerable.js';
import { addDays, mondayOf } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import { placeOf } from '../models/ledger.js';
import type { CardView, Share } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import { type OwnerKey, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { isPersonal } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { everyResponsible, responsibleFor } from '../models/post.js';
import { OWING, type Roll } from '../models/roll.js';
import type { School } from '../models/school.js';
import { type Tally, tally } from '../models/tally.js';
import { titleOf } from '../models/title.js';
import { composeOperator } from './compose-operator.js';
import { digestCard, type Opened } from './digest-card.js';

/** What is said of a dispatch, or why nothing is any more. */
export type Words = { text: string; card?: CardView } | { why: string };
/** A digest's words, how far each duty of it is, and the pages whose lists it opens. */
type Told = { text: string; bars: Share[]; opens: Opened[] } | undefined;
type Digest = Extract<Dispatch, { kind: 'digest' }>;

/** Puts a digest into words from the ledger as it stands now; drops it when the post has changed hands or nothing is to say. */
export async function composeDigest(digest: Digest, person: Person, models: Models, now: Date): Promise<Words> {
  if (person.endedOn) return { why: 'left' };
  // Each morning has its own: what waited through a pause is not said day by day afterwards.
  if (digest.digest === 'operator' && models.calendar.dayOf(now) !== digest.day) return { why: 'stale' };
  const asCard = (told: Told): Promise<Words> => withCard(told, digest, person, models);
  if (digest.digest === 'operator') return asCard(await composeOperator(person, models, now));
  const plan = models.catalogue.digests[digest.digest];
  const school = await models.schools.byCode(digest.school);
  if (!school || !(await answersFor(plan.posts, person, school, models, now))) return { why: 'post-changed' };
  return asCard(
    digest.digest === 'weekly'
      ? await weekly(school, digest.day, models, now)
      : await monthly(school, digest.day, models, now),
  );
}

/** The words, and the same as a card. */
async function withCard(told: Told, { digest, day }: Digest, person: Person, models: Models): Promise<Words> {
  if (!told) return { why: 'nothing' };
  const place = scopeWords[digest === 'operator' ? 'see-county' : 'see-school'] ?? '';
  const card = await digestCard(told, { place, day, person: person._id }, models);
  return { text: told.text, ...(card && { card }) };
}

const shareOf = (label: string, { handedIn, owed }: Tally): Share[] =>
  owed > 0 ? [{ label, done: handedIn, of: owed }] : [];

const openedOf = ({ duty, roll }: { duty: Duty; roll: Roll }): Opened => {
  const { owed, handedIn } = tally([roll]);
  return { duty, label: roll.label, left: owed - handedIn };
};

async function answersFor(posts: string[], { _id }: Person, school: School, models: Models, now: Date) {
  const staff = await models.people.ofSchool(school._id);
  const day = models.calendar.dayOf(now);
  return posts.some((post) =>
    everyResponsible(post, models.catalogue.posts, staff, day).some((person) => person._id === _id),
  );
}

/** What was due this week, who is missing, who keeps missing, what comes next. */
async function weekly(school: School, day: Day, models: Models, now: Date): Promise<Told> {
  const { calendar, catalogue } = models;
  const monday = mondayOf(day);
  const rolls = await dueBetween(school, monday, addDays(monday, 6), models);
  if (rolls.length === 0) return undefined;
  const week = calendar.weekOf(day);
  const duties = await Promise.all(
    rolls.map(async ({ duty, roll }) => ({
      duty: duty.name,
      label: titleOf(roll),
      tally: tally([roll]),
      missing: await namesOf(owingOf(roll), models),
      unit: isPersonal(duty) ? ('人' as const) : ('个' as const),
    })),
  );
  const repeaters = await Promise.all(catalogue.duties.map((duty) => repeatersOf(duty, school, models, now)));
  const text = texts.weekly({
    school: school.name,
    week: week ? `第${week.number}周` : '本周',
    duties,
    repeaters: repeaters.flat(),
    next: await comingUp(school, now, addDays(monday, 13), models),
  });
  // As they are due, as they were read.
  const bars = duties.flatMap((each) => shareOf(`${each.duty}（${each.label}）`, each.tally));
  return { text, bars, opens: rolls.map(openedOf) };
}

/** The month before: what was handed in, what is still open and who can mend it. */
async function monthly(school: School, day: Day, models: Models, now: Date): Promise<Told> {
  const { catalogue } = models;
  const last = addDays(`${day.slice(0, 8)}01` as Day, -1);
  const first = `${last.slice(0, 8)}01` as Day;
  const rolls = await dueBetween(school, first, addDays(day, -1), models);
  if (rolls.length === 0) return undefined;
  const staff = await models.people.ofSchool(school._id);
  const duties = catalogue.duties.flatMap((duty) => {
    const own = rolls.filter(({ roll }) => roll.duty === duty.key && roll.dueDay <= last).map(({ roll }) => roll);
    const [first] = own;
    return first ? [{ duty: duty.name, tally: tally(own), dueAt: first.dueAt }] : [];
  });
  const overdue = rolls
    .filter(({ roll }) => roll.owing > 0 && roll.lateAfter < now && roll.closesAt > now)
    .map(({ duty, roll }) => ({
      duty: duty.name,
      label: titleOf(roll),
      count: roll.owing,
      responsible: whoCanMend(duty, staff, models, day),
    }));
  const next = await comingUp(school, now, addDays(day, 14), models);
  const text = texts.monthly({ school: school.name, month: `${Number(last.slice(5, 7))}月`, duties, overdue, next });
  const byDueDay = duties.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return { text, bars: byDueDay.flatMap((each) => shareOf(each.duty, each.tally)), opens: rolls.map(openedOf) };
}

function whoCanMend(duty: Duty, staff: Person[], { catalogue }: Models, day: Day): string {
  const [lead] = catalogue.digests.weekly.posts;
  const post = postOf(duty.owner) ?? lead;
  const found = post ? responsibleFor(post, catalogue.posts, staff, day) : undefined;
  const name = catalogue.posts.find(({ key }) => key === found?.as)?.name ?? '';
  return found ? `${name}${found.person.name}` : '';
}

async function dueBetween(school: School, from: Day, to: Day, { rolls, catalogue, calendar }: Models) {
  const due = await rolls.ofSchool(school._id, calendar.at(from, '00:00'), calendar.at(to, '23:59'));
  return due.flatMap((roll) => {
    const duty = catalogue.duties.find(({ key }) => key === roll.duty);
    return duty ? [{ duty, roll }] : [];
  });
}

async function comingUp(school: School, now: Date, until: Day, models: Models) {
  const due = await dueBetween(school, models.calendar.dayOf(now), until, models);
  return due
    .filter(({ roll }) => roll.owing > 0 && roll.dueAt > now)
    .map(({ duty, roll }) => ({
      duty: duty.name,
      label: titleOf(roll),
      due: deadlineText(roll.dueAt, now, models.calendar),
    }));
}

const owingOf = (roll: Roll): OwnerKey[] =>
  roll.entries.filter(({ status }) => OWING.includes(status)).map(({ owner }) => owner);

async function namesOf(owners: OwnerKey[], models: Models): Promise<string[]> {
  const names = await ownerNames(owners, models);
  return [...names].map(([owner, name]) =>
    splitOwner(owner as OwnerKey).kind === 'school' ? '本校' : ownerText(name),
  );
}

/** Who owes each of the last n periods that are over; n comes from the duty's reminder profile. */
async function repeatersOf(duty: Duty, school: School, models: Models, now: Date) {
  const times = models.catalogue.profiles.find(({ key }) => key === duty.reminders)?.repeatersAfter ?? 0;
  if (times === 0 || !isPersonal(duty)) return [];
  const last = await models.rolls.lastOf(duty.key, school._id, now, times);
  const [newest, ...older] = last.map((roll) => new Set(owingOf(roll)));
  if (!newest || last.length < times) return [];
  const always = [...newest].filter((owner) => older.every((owing) => owing.has(owner)));
  const names = await namesOf(always, models);
  return names.map((name) => ({ name, duty: duty.name, times }));
}

/** Whether today is the day of a digest for a school: the weekly one on its last school day of the week. */
export function isLastSchoolDayOfWeek(day: Day, school: School, { calendar }: Pick<Models, 'calendar'>): boolean {
  const monday = mondayOf(day);
  return calendar.schoolDays(monday, addDays(monday, 6), placeOf(school))?.at(-1) === day;
}

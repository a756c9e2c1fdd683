import * as texts from '../config/texts/digest.js';
import { groupsOf, inCharge, scopeWords } from '../config/texts/scope.js';
import { addDays } from '../models/day.js';
import { type Digest, type DigestSection, occasionOf, spanOfDigest, stillHolds } from '../models/digest.js';
import type { Day } from '../models/ids.js';
import { type InSight, schoolsSeenBy } from '../models/in-sight.js';
import type { CardView, FileRef } from '../models/message.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import type { Dispatch } from '../models/outbox.js';
import { type Person, rightsOf } from '../models/person.js';
import { everyResponsible } from '../models/post.js';
import { placeOf, type School } from '../models/school.js';
import { SEEING } from '../models/sight.js';
import { digestCard, type Opened } from './digest-card.js';
import { behind, burden, chapters, effect } from './digest-county.js';
import { operations } from './digest-operations.js';
import { awaiting, cases, own, records, rounds } from './digest-own.js';
import { gather, type HearersSight, type Line } from './digest-pages.js';
import { digestPicture } from './digest-picture.js';
import { arrears, due, type Hearing, next, overdue, repeaters, type Section } from './digest-sections.js';

/** What is said of a dispatch, or why nothing is any more. */
export type Words = { text: string; card?: CardView; file?: FileRef } | { why: string };

/**
 * Puts a digest into words, or its picture, from the ledger as it stands now; drops it when the post has changed hands
 * or nothing is to say. `hasCards`: the charts of cards are drawn where it goes.
 */
export async function composeDigest(
  { digest: key, day, of = day, school: code, picture }: Extract<Dispatch, { kind: 'digest' }>,
  person: Person,
  models: Models,
  hasCards: boolean,
  now: Date,
): Promise<Words> {
  if (person.endedOn) return { why: 'left' };
  const digest = models.catalogue.digests.find((each) => each.key === key);
  const school = await models.schools.byCode(code);
  if (!digest || !school) return { why: 'no-digest' };
  if (picture && digest.picture === 'bars' && hasCards) return { why: 'on-card' };
  const why = whyNot(digest, day, school, models, now);
  if (why) return { why };
  const staff = await models.people.withPosts([school._id]);
  const today = models.calendar.dayOf(now);
  if (!hearersOf(digest, staff, models, today).some(({ _id }) => _id === person._id)) return { why: 'post-changed' };

  const hearing = await hearingOf(digest, person, school, of, models, now);
  const told = await Promise.all(digest.sections.map((section) => tell(section, hearing, models)));
  const isNews = told.some(({ entries }, index) => entries.length > 0 && tellsNews(digest, digest.sections[index]));
  if (!isNews) return { why: 'nothing' };
  const words = await withCard(
    told.filter(({ entries }) => entries.length > 0),
    hearing,
    models,
  );
  return picture ? digestPicture(digest, words, of, models) : words;
}

/** Each day, and each week, has its own: what waited through a pause is not said afterwards; nor in the night or on a day off. */
function whyNot(digest: Digest, day: Day, school: School, { calendar, catalogue }: Models, now: Date) {
  const today = calendar.dayOf(now);
  if (!stillHolds(digest, day, today)) return 'stale';
  if (isQuiet(now, calendar, catalogue.budget)) return 'quiet';
  return calendar.kindOf(today, placeOf(school)) === 'off' ? 'no-school' : undefined;
}

/**
 * Who hears a digest today, of the people of one school, each once: whoever answers for its posts. A post every school
 * has falls to its deputies there; another only where its holder is, on leave: no other school's principal is meant.
 * What is told of the hearers themselves, or by what they teach, is told to the holders alone.
 */
export function hearersOf({ to, sees, sections: wanted }: Digest, staff: Person[], { catalogue }: Models, day: Day) {
  const here = to.filter((post) => sees === 'see-school' || staff.some(({ posts }) => posts.includes(post)));
  const all = here.flatMap((post) => everyResponsible(post, catalogue.posts, staff, day));
  const isOfAPost =
    (sees === undefined || OF_PLACES.includes(sees)) && !wanted.some((each) => OF_HEARER.includes(each));
  return [...new Set(all)].filter(({ posts }) => isOfAPost || to.some((post) => posts.includes(post)));
}

const OF_PLACES: readonly string[] = ['see-county', 'see-school', 'see-cluster'];
const OF_HEARER: readonly DigestSection[] = ['own', 'awaiting', 'rounds'];

/** What is told beside the rest is no reason to be told: what comes next; of a morning the numbers. */
const tellsNews = ({ when }: Digest, section: DigestSection | undefined): boolean =>
  section !== 'burden' && section !== 'effect' && section !== 'next' && (when.every !== 'day' || section !== 'due');

async function hearingOf(digest: Digest, person: Person, school: School, day: Day, models: Models, now: Date) {
  const { calendar } = models;
  const span = spanOfDigest(digest, day, calendar);
  const [from, to] = [calendar.at(span.from, '00:00'), calendar.at(span.to, '23:59')];
  const nothing = { pages: { lines: [], schools: [] }, schools: [], open: '未交' };
  const read = daysRead(digest, span, day);
  const nextTo = calendar.at(read.nextTo, '23:59');
  const hearing: Hearing = { digest, person, school, day, now, from, to, nextTo, ...nothing };
  const { sees } = digest;
  if (!sees) return hearing;
  const seen = await schoolsSeenBy(sees, person, school, models);
  const viewer = { ...person, cluster: school.cluster };
  const sight: HearersSight = { right: sees, viewer, subjects: seen.subjects };
  const pages = await gather(sight, seen.schools, { ...read, within: { from, to } }, models, now);
  return { ...hearing, pages, schools: seen.schools, open: openWords(sees, person, models) };
}

/** So many days before a digest's what is open still is looked for, and after it what comes next. */
const BACK_DAYS = 31;
const AHEAD_DAYS: Record<Digest['when']['every'], number> = { day: 0, week: 7, month: 31, term: 0 };
/** So much further pages are read that snow may have moved: of a deadline that comes next it is said whether others differ. */
const MOVED_DAYS = 14;

const isOverdue = (section: DigestSection): boolean =>
  section === 'overdue' || (typeof section === 'object' && 'overdue' in section);

function daysRead({ sections: wanted, when }: Digest, { from, to }: { from: Day; to: Day }, day: Day) {
  const back = wanted.some(isOverdue) ? addDays(day, -BACK_DAYS) : from;
  const last = to > day ? to : day;
  const nextTo = addDays(last, AHEAD_DAYS[when.every]);
  return {
    from: back < from ? back : from,
    to: wanted.includes('next') ? addDays(nextTo, MOVED_DAYS) : last,
    nextTo,
  };
}

/** What is typed to see all of it: 未交; with the place, where another of the hearer's posts would show more. */
function openWords(sees: InSight['right'], person: Person, { catalogue }: Models): string {
  const rights = rightsOf(person, catalogue.posts);
  const first = SEEING.find((right) => rights.has(right));
  return first === sees || !rights.has(sees) ? '未交' : `未交 ${scopeWords[sees] ?? ''}`;
}

async function tell(section: DigestSection, hearing: Hearing, models: Models): Promise<Section> {
  if (typeof section === 'object') {
    if ('behind' in section) return behind(hearing, section.behind);
    return 'overdue' in section ? overdue(hearing, models, section.overdue) : records(section, hearing, models);
  }
  if (section === 'operations') return operations(hearing, models);
  if (section === 'arrears') return arrears(hearing, await notToldOfSchool(hearing, models), models);
  return SECTIONS[section](hearing, models);
}

type Plain = Exclude<DigestSection, object | 'operations' | 'arrears'>;
const SECTIONS: Record<Plain, (hearing: Hearing, models: Models) => Section | Promise<Section>> = {
  due,
  overdue: (hearing, models) => overdue(hearing, models),
  repeaters,
  next,
  own,
  awaiting,
  cases,
  rounds,
  chapters,
  burden,
  effect,
};

/** What of the own school was due in the last month; nothing for whoever hears of it in a digest of its own that day. */
async function notToldOfSchool(hearing: Hearing, models: Models): Promise<Line[]> {
  const { digest, person, school, day, now } = hearing;
  const place = placeOf(school);
  const ofSchool = models.catalogue.digests.filter(
    ({ sees, sections, when }) => sees === 'see-school' && sections.includes('overdue') && when.at <= digest.when.at,
  );
  const today = ofSchool.filter((each) => occasionOf(each, day, models.calendar, place) !== undefined);
  if (today.length === 0) return ownPages(hearing, models);
  const staff = await models.people.withPosts([school._id]);
  const heard = today.flatMap((each) => hearersOf(each, staff, models, models.calendar.dayOf(now)));
  return heard.some(({ _id }) => _id === person._id) ? [] : ownPages(hearing, models);
}

/** What of the own school was due in the last month: in the order of its due days. */
async function ownPages({ person, school, day, now, from }: Hearing, models: Models): Promise<Line[]> {
  const sight: HearersSight = { right: 'see-school', viewer: { ...person, cluster: school.cluster } };
  const days = { from: addDays(day, -BACK_DAYS), to: day, within: { from, to: now } };
  return (await gather(sight, [school], days, models, now)).lines;
}

/** 教研部; of whom no department is known, the posts they are told by: 办公室主任. */
const departmentOf = ({ posts, department }: Person, { to }: Digest, { catalogue }: Models): string =>
  department ??
  catalogue.posts
    .filter(({ key }) => to.includes(key) && posts.includes(key))
    .map(({ name }) => name)
    .join('、');

/** 【第9周小结】松山小学 */
function titleOf({ digest, day, person, school, schools }: Hearing, models: Models): string {
  const { calendar } = models;
  const { when, name, sees } = digest;
  const { from } = spanOfDigest(digest, day, calendar);
  const week = calendar.weekOf(day);
  const spans: Record<Digest['when']['every'], string> = {
    day: '',
    week: week ? texts.weekText(week.number) : texts.thisWeek,
    month: texts.monthText(Number(from.slice(5, 7))),
    term: calendar.termOf(day)?.name ?? '',
  };
  const places: Partial<Record<InSight['right'], string>> = {
    'see-school': school.name,
    'see-cluster': school.cluster,
    'see-department': departmentOf(person, digest, models),
    'see-charge': inCharge(schools.length),
    'see-group': groupsOf(school.name, [], person.subjects),
    'see-prep': groupsOf(school.name, person.grades, person.subjects),
  };
  return texts.titleOf(spans[when.every], name, (sees && places[sees]) ?? '');
}

/** So many bars are told apart on a phone. */
const MOST_BARS = 12;

/** A page may be told of by two sections. */
const eachOnce = (opens: Opened[]): Opened[] => [
  ...new Map(opens.map((each) => [`${each.duty.word}|${each.label}`, each])).values(),
];

/** The words, and the same as a card. */
async function withCard(told: Section[], hearing: Hearing, models: Models): Promise<{ text: string; card?: CardView }> {
  const text = texts.digestText(titleOf(hearing, models), told);
  const { digest, day, person } = hearing;
  const parts = {
    text,
    bars: texts.biggest(
      told.flatMap(({ bars = [] }) => bars),
      MOST_BARS,
      ({ of, done }) => of - done,
    ),
    opens: eachOnce(told.flatMap(({ opens = [] }) => opens)),
    leads: told.flatMap(({ leads = [] }) => leads),
  };
  const place = digest.sees && rightsOf(person, models.catalogue.posts).has(digest.sees) && scopeWords[digest.sees];
  const card = await digestCard(parts, { place: place || '', day, person: person._id }, models);
  return { text, ...(card && { card }) };
}

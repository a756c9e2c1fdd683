import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import { createClusters } from './cluster.js';
import type { Catalogue, CountRule, Duty } from './duty.js';
import { type FieldOf, holds, reaches, type Values } from './field.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import { createOccasions } from './occasion.js';
import {
  type OwnerKey,
  ownerOfCluster,
  ownerOfGroup,
  ownerOfPerson,
  ownerOfPrep,
  ownerOfSchool,
  personIn,
  splitOwner,
} from './owner.js';
import { periodOn } from './period-for.js';
import { createPeople, type Person } from './person.js';
import { stintOn } from './presence.js';
import { namedPeople } from './reading.js';
import { recordNo } from './record-no.js';
import { createReviewers } from './reviewer.js';
import { ANSWERED, postsToAnswer } from './reviewing.js';
import { createSameText } from './same-text.js';
import { createSchools } from './school.js';
import type { Cause, Count, Derive, Review, Submission } from './submission.js';
import { unitKeyOf } from './unit.js';

/** A text shorter than this is too common to be called the same text. */
const LEAST_SAME_CHARACTERS = 20;

/**
 * Works out what follows from a record and the county's rules: its number, where in the ledger it counts, who owes
 * it an answer, which unit it makes known. The only place that knows these rules; safe to run again.
 */
export function createDerive(
  db: Connection,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
): Derive {
  const people = createPeople(db);
  const schools = createSchools(db);
  const clusters = createClusters(db);
  const occasions = createOccasions(db);
  const reviewerFor = createReviewers(db, catalogue);
  const sameText = createSameText(db);
  const duties = new Map<DutyKey, Duty>(catalogue.duties.map((duty) => [duty.key, duty]));

  /** The owners a rule names, each with the school on whose page it counts. */
  const ownersFor = async (
    rule: CountRule,
    target: Duty,
    record: Submission,
    submitter: Person | undefined,
  ): Promise<{ owner: OwnerKey; school: SchoolCode }[]> => {
    const { school, owner, values } = record;
    const named = rule.field ? listOf(values, rule.field) : [];
    switch (rule.to) {
      case 'owner':
        return [{ owner, school }];
      case 'school':
        return [{ owner: ownerOfSchool(school), school }];
      case 'subject-group': {
        // Of whose lesson it is, where the form names them; else of who hands it in.
        const teachers = named.length > 0 ? await people.byIds(named as PersonId[]) : [submitter];
        const subjects = teachers.flatMap((teacher) => teacher?.subjects.slice(0, 1) ?? []);
        return subjects.map((subject) => ({ owner: ownerOfGroup(school, subject), school }));
      }
      case 'cluster': {
        const own = await schools.byCode(school);
        const all = own ? await clusters.of(target, [own]) : new Map();
        const lead = [...all].find(([, each]) => each.leads !== undefined);
        return lead && own ? [{ owner: ownerOfCluster(own.cluster), school: lead[0] }] : [];
      }
      case 'schools-named':
        return (named as SchoolCode[]).map((code) => ({ owner: alike(owner, target, code), school: code }));
      case 'people-named': {
        const found = await people.byIds(named as PersonId[]);
        return found.map((person) => ({ owner: ownerOfPerson(person._id), school: person.school }));
      }
    }
  };

  /** The school of the first of several authors, on the day of the record, where the duty goes by it (BR4). */
  const firstAuthors = async ({ ofSchoolOf, owner }: Duty, { values, day }: Submission) => {
    if (!ofSchoolOf || owner.kind !== 'school') return undefined;
    const first = listOf(values, ofSchoolOf)[0] as PersonId | undefined;
    const author = first && (await people.byId(first));
    const school = author && (stintOn(author, day)?.school ?? author.school);
    return school && { school, owner: ownerOfSchool(school) };
  };

  const countsOf = async (duty: Duty, record: Submission, submitter: Person | undefined): Promise<Count[]> => {
    const { period, school, owner, values } = record;
    const place = (await firstAuthors(duty, record)) ?? { school, owner };
    const own: Count = { duty: duty.key, period, ...place, ...mark(duty, duty, record) };
    const counted = isOfLevel(duty, values) && !record.sameTextAs ? [own] : [];
    const day = occurredOn(duty, values) ?? record.day;
    const more = duty.counts.map(async (rule): Promise<Count[]> => {
      const target = duties.get(rule.duty);
      if (!target || !holds(rule.when, values)) return [];
      const there = await periodOn(target, day, { calendar, occasions });
      if (!there) return [];
      const owners = await ownersFor(rule, target, record, submitter);
      return owners.map((each) => ({ duty: target.key, period: there, ...each, ...mark(target, duty, record) }));
    });
    const all = [...counted, ...(await Promise.all(more)).flat()];
    const once = new Map(all.map((count) => [`${count.duty}|${count.period}|${count.school}|${count.owner}`, count]));
    return [...once.values()];
  };

  /** What was given to somebody to do is answered by whoever gave it. */
  const assigner = async (
    { owner }: Duty,
    { duty, period }: Submission,
    not: readonly string[],
  ): Promise<Person | undefined> => {
    if (owner.kind !== 'assignee') return undefined;
    const opened = (await occasions.get(duty, period))?.changes[0]?.by;
    const person = opened && !not.includes(opened) ? await people.byId(opened) : undefined;
    return person?.endedOn ? undefined : person;
  };

  const reviewsOf = async (
    duty: Duty,
    after: Submission,
    before: Submission | undefined,
    { now }: Cause,
    submitter: Person | undefined,
  ) => {
    const { review: rule } = duty;
    const earlier = before?.reviews ?? [];
    if (!rule) return earlier;
    const today = calendar.dayOf(now);
    if (after.state === 'handed-in') {
      const posts = postsToAnswer(duty, after.values);
      const not = [after.by, personIn(after.owner) ?? '', ...namedPeople(duty, after.values)];
      const stays = earlier.every(
        ({ reviewer, answeredAt, dropped }) => answeredAt || dropped || !not.includes(reviewer),
      );
      // A level claimed anew may be another's to certify; so is what names its reviewer now.
      if (before?.state === 'handed-in' && stays && posts === postsToAnswer(duty, before.values)) return earlier;
      const subjects =
        splitOwner(after.owner).kind === 'group' ? splitOwner(after.owner).parts.slice(1) : (submitter?.subjects ?? []);
      const reviewer =
        (await assigner(duty, after, not)) ??
        (await reviewerFor({ posts, school: after.school, not, subjects, day: today }));
      const others = endAll(earlier, { dropped: true });
      if (!reviewer) return others;
      const due = calendar.shift(today, rule.withinSchoolDays);
      return [...others, { reviewer: reviewer._id, school: reviewer.school, ...(due && { due }) }];
    }
    return endAll(earlier, ANSWERED.includes(after.state) ? { answeredAt: now } : { dropped: true });
  };

  return async (after, before, cause) => {
    const duty = duties.get(after.duty);
    const no = before?.no || recordNo(after._id);
    const day = calendar.dayOf(after.handedInAt ?? before?.handedInAt ?? cause.now);
    const { duty: key, period, school, owner } = after;
    if (!duty) return { no, day, counts: [{ duty: key, period, school, owner }], reviews: [] };

    const textMark = duty.oneText && markOfText(duty.oneText, owner, duty, after.values);
    const twin = textMark && (await sameText(after, textMark));
    const { sameTextAs: _earlier, ...alone } = after;
    const record: Submission = { ...alone, no, day, ...(twin && { sameTextAs: twin._id }) };
    const submitter = await people.byId(personIn(owner) ?? after.by);
    const unit = before?.unit ?? unitKeyOf(duty, after.values, no);
    const place = { school, cluster: (await schools.byCode(school))?.cluster ?? '' };
    const returnDue =
      after.state === 'returned' && duty.review
        ? calendar.shift(calendar.dayOf(cause.now), duty.review.returnWithinSchoolDays, place)
        : undefined;
    return {
      no,
      day,
      counts: await countsOf(duty, record, submitter),
      reviews: await reviewsOf(duty, after, before, cause, submitter),
      ...(returnDue && { returnDue }),
      ...(unit && { unit }),
      ...(textMark && { textMark }),
      ...(twin && { sameTextAs: twin._id }),
    };
  };
}

/** Ends what is still owed, one way or the other. */
const endAll = (reviews: Review[], ended: Pick<Review, 'answeredAt' | 'dropped'>): Review[] =>
  reviews.map((review) => (review.answeredAt || review.dropped ? review : { ...review, ...ended }));

/** The day a record tells of: its first date that lies in the past. */
function occurredOn({ form }: Duty, values: Values): Day | undefined {
  const field = form.fields.find((each): each is FieldOf<'date'> => each.type === 'date' && each.only === 'past');
  const day = field && values[field.key];
  return typeof day === 'string' && day ? (day as Day) : undefined;
}

/** The owner of another school that is as this one: its group of the same subject, or the school itself. */
function alike(owner: OwnerKey, { owner: rule }: Duty, school: SchoolCode): OwnerKey {
  const [, subject, grade] = splitOwner(owner).parts;
  if (rule.kind === 'prep-group' && subject && grade) return ownerOfPrep(school, subject, grade);
  return rule.kind === 'subject-group' && subject ? ownerOfGroup(school, subject) : ownerOfSchool(school);
}

function listOf(values: Values, field: string): string[] {
  const value = values[field];
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value ? [value] : [];
}

/** Whether a record is of the level its duty wants; while none is filled in it stands for what it may become. */
function isOfLevel({ quota, form }: Duty, values: Values): boolean {
  const { level } = quota;
  return !level || values[level.field] === undefined || reaches(form, level, values);
}

/**
 * What makes two records alike for a duty's quota: the field it names, or the school they tell of; where a record
 * has no such field, its own school.
 */
function mark({ quota }: Duty, { form }: Duty, { values, school }: Submission): { distinct?: string } {
  if (!quota.distinct && !quota.perSchoolInCharge) return {};
  const field = form.fields.find(({ key, ...each }) =>
    quota.distinct ? key === quota.distinct : each.type === 'school' && !each.several,
  );
  if (!field) return { distinct: school };
  const written = String(values[field.key] ?? '');
  if (field.type === 'school') return { distinct: written || school };
  return { distinct: field.type === 'long-text' ? fingerprint(bareWords(written)) : written };
}

/** A fingerprint of the words of a record; undefined for what is too short to tell. */
function markOfText(group: string, owner: OwnerKey, { form }: Duty, values: Values): string | undefined {
  const written = form.fields
    .filter(({ type }) => type === 'long-text')
    .map(({ key }) => String(values[key] ?? ''))
    .join('');
  const words = bareWords(written);
  return Array.from(words).length < LEAST_SAME_CHARACTERS ? undefined : fingerprint(`${group}\n${owner}\n${words}`);
}

/** Without spaces and punctuation: a text is the same however it is broken into lines. */
const bareWords = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

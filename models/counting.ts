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
  splitOwner,
} from './owner.js';
import { periodOn } from './period-for.js';
import { createPeople, type Person } from './person.js';
import { stintOn } from './presence.js';
import { createSchools } from './school.js';
import type { Count, Submission } from './submission.js';
import { bareWords, fingerprint } from './text-mark.js';

/**
 * Answers where in the ledger a record counts: at its own place, and at those of the duty's `counts`. `submitter`: the
 * person who owes it, or who handed it in where no single one does.
 */
export function createCounting(db: Connection, { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar }) {
  const people = createPeople(db);
  const schools = createSchools(db);
  const clusters = createClusters(db);
  const occasions = createOccasions(db);
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

  return async (duty: Duty, record: Submission, submitter: Person | undefined): Promise<Count[]> => {
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
}

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

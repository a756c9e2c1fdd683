import * as texts from '../config/texts/scope.js';
import { schoolsOfCluster } from '../models/in-sight.js';
import type { Models } from '../models/models.js';
import type { School } from '../models/school.js';
import { SEEING, type Seeing } from '../models/sight.js';
import type { Asked } from './handler.js';

/** What of the ledger a question is about, and by which right of the asker. */
export interface Scope {
  right: Seeing;
  name: string;
  schools: School[];
  /** Only what is of these subjects. */
  subjects?: readonly string[];
  /** How the place was named, to be said again in the words that show more; empty where it was not. */
  said: string;
}

type Problem = { problem: string };

/** What somebody's posts let them ask about when they name no place; undefined where they may ask about nobody. */
export async function ownScope(asked: Asked, models: Models): Promise<Scope | Problem | undefined> {
  const [right] = rightsToSee(asked);
  const scope = right && (await scopeBy(right, asked, models));
  if (!scope || 'problem' in scope) return scope;
  return scope.schools.length > 1 ? withinGroup(scope, asked, models) : scope;
}

/** A place somebody names, as far as they may ask about it; a sentence where they may not, undefined where it is none. */
export async function scopeNamed(word: string, asked: Asked, models: Models): Promise<Scope | Problem | undefined> {
  const rights = rightsToSee(asked);
  const wide = rights.find((right) => right === 'see-county' || right === 'see-charge');
  const far = wide && (await farPlace(wide, word, asked, models));
  if (far) return far;
  const own = rights.find((right) => texts.scopeWords[right] === word);
  if (own) return withWord(await scopeBy(own, asked, models), word);
  const bySubject = rights.find((right) => BY_SUBJECT.includes(right));
  if (bySubject && asked.speaker.subjects.includes(word))
    return withWord(await ofSubjects(bySubject, [word], asked, models), word);
  return wide ? ofOwnCluster(word, asked, models) : nearPlace(word, asked, models);
}

/** A school or cluster for whoever sees one place: their own, a school of the cluster they lead, or that it is not theirs. */
async function nearPlace(word: string, asked: Asked, models: Models): Promise<Scope | Problem | undefined> {
  const own = await ofOwnCluster(word, asked, models);
  if (own) return own;
  const one = await models.schools.find(word);
  if (one?._id === asked.school._id) {
    const scope = await ownScope(asked, models);
    return scope && withWord(scope, word);
  }
  if (one && rightsToSee(asked).includes('see-cluster') && (await isOfOwnCluster(one, asked, models)))
    return { right: 'see-cluster', name: one.name, schools: [one], said: word };
  const isPlace = one !== undefined || (await models.schools.ofCluster(word)).length > 0;
  return isPlace ? { problem: texts.notYours(one?.name ?? word) } : undefined;
}

const isOfOwnCluster = async ({ _id }: School, { school }: Asked, models: Models): Promise<boolean> =>
  (await schoolsOfCluster(school, models)).some((each) => each._id === _id);

async function ofOwnCluster(word: string, asked: Asked, models: Models): Promise<Scope | Problem | undefined> {
  const isTheirs = asked.rights.has('see-cluster') && word === asked.school.cluster;
  return isTheirs ? withWord(await scopeBy('see-cluster', asked, models), word) : undefined;
}

/** A school or cluster of the county, or of the schools in somebody's charge. */
async function farPlace(
  right: 'see-county' | 'see-charge',
  word: string,
  { school: own, speaker }: Asked,
  { schools }: Models,
): Promise<Scope | Problem | undefined> {
  const isTheirs = ({ _id }: School): boolean => right === 'see-county' || speaker.charge.includes(_id);
  const isCounty = right === 'see-county';
  const cluster = isCounty && word === texts.scopeWords['see-cluster'] ? own.cluster : word;
  const members = (await schools.ofCluster(cluster)).filter(isTheirs);
  if (members.length > 0) return { right, name: cluster, schools: members, said: word };
  const one = isCounty && word === texts.scopeWords['see-school'] ? own : await schools.find(word);
  if (!one) return undefined;
  return isTheirs(one)
    ? { right, name: one.name, schools: [one], said: word }
    : { problem: texts.notInCharge(one.name) };
}

/** The rights somebody may ask by, in the order in which one is taken. */
export const rightsToSee = ({ rights }: Pick<Asked, 'rights'>): Seeing[] => SEEING.filter((right) => rights.has(right));

const BY_SUBJECT: readonly Seeing[] = ['see-charge', 'see-group', 'see-prep'];

const withWord = (scope: Scope | Problem, said: string): Scope | Problem =>
  'problem' in scope ? scope : { ...scope, said };

/** Everything a right lets somebody ask about. */
async function scopeBy(right: Seeing, asked: Asked, models: Models): Promise<Scope | Problem> {
  const { school, speaker } = asked;
  switch (right) {
    case 'see-county':
      return { right, name: texts.wholeCounty, schools: await everySchool(models), said: '' };
    case 'see-charge': {
      const schools = await models.schools.byCodes(speaker.charge);
      if (schools.length > 0) return { right, name: texts.inCharge(schools.length), schools, said: '' };
      return ofSubjects(right, speaker.subjects, asked, models);
    }
    case 'see-cluster':
      return { right, name: school.cluster, schools: await schoolsOfCluster(school, models), said: '' };
    case 'see-school':
      return { right, name: school.name, schools: [school], said: '' };
    case 'see-department':
      return { right, name: speaker.department ?? texts.ownDepartment, schools: [school], said: '' };
    default:
      return ofSubjects(right, speaker.subjects, asked, models);
  }
}

/** What is of some subjects: in the county of who is in charge of it, in the own school of the head of a group. */
async function ofSubjects(
  right: Seeing,
  subjects: readonly string[],
  { school, speaker }: Asked,
  models: Models,
): Promise<Scope | Problem> {
  if (subjects.length === 0) return { problem: texts.noSubjects };
  const said = '';
  if (right === 'see-charge')
    return { right, name: texts.subjectsOfCounty(subjects), schools: await everySchool(models), subjects, said };
  const grades = right === 'see-prep' ? speaker.grades : [];
  return { right, name: texts.groupsOf(school.name, grades, subjects), schools: [school], subjects, said };
}

const everySchool = async ({ schools }: Models): Promise<School[]> =>
  (await schools.all()).toSorted((a, b) => a.cluster.localeCompare(b.cluster));

/** In a group that stands for a school or cluster, what is asked is about that, as far as one may ask about it. */
async function withinGroup(scope: Scope, { event }: Asked, models: Models): Promise<Scope> {
  const bound = event.chat.kind === 'group' ? await models.groups.scopeOf(event.chat) : undefined;
  if (!bound || bound.kind === 'county') return scope;
  const here = scope.schools.filter(({ _id, cluster }) =>
    bound.kind === 'school' ? _id === bound.school : cluster === bound.cluster,
  );
  const [first] = here;
  if (!first) return scope;
  const place = bound.kind === 'school' ? first.name : bound.cluster;
  return { ...scope, schools: here, name: scope.subjects ? texts.subjectsOf(place, scope.subjects) : place };
}

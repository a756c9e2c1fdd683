import * as texts from '../config/texts/training-host.js';
import type { SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { TrainingAudience } from '../models/training-programme.js';
import { placeCalled } from './bind.js';
import { halfWidth } from './forms/field.js';

const GRADE = /^(?:[一二三四五六七八九]年级|初[一二三]|高[一二三]|[大中小]班)$/;
const UNTRAINED = /^近?([1-9]|10)年(?:内)?没(?:有)?参加过$/;

/** 片区：东片, 学校：松山小学: what kind of place it is. */
const PLACE_KIND = /^(?:片区|学校)[:：]/;

/** What a rule may speak of: as the roster has it. */
interface Known {
  stages: readonly string[];
  subjects: readonly string[];
  titles: readonly string[];
  posts: readonly { key: string; name: string; aliases?: readonly string[] }[];
}

type Lists = 'clusters' | 'stages' | 'exceptStages' | 'subjects' | 'grades' | 'nextGrades' | 'titles' | 'posts';
type Draft = Partial<Record<Lists, string[]>> & {
  schools?: SchoolCode[];
  rural?: boolean;
  teaching?: true;
  untrainedYears?: number;
};

/** 小学、英语、任课: whom a training is for, in any order; every word that is none of what the roster knows is told. */
export async function readRule(typed: string, models: Models): Promise<TrainingAudience | { problem: string }> {
  const [schools, taught, titles] = await Promise.all([
    models.schools.all(),
    models.people.subjects(),
    models.people.titles(),
  ]);
  // What a programme names may be missing from this roster: a county without 高中 can use its template as it is.
  const programmes = models.catalogue.trainings.map(({ audience }) => audience);
  const here = schools.map(({ stage }) => stage);
  const stages = [...new Set([...here, ...programmes.flatMap((each) => each.stages ?? [])])];
  const subjects = [...new Set([...taught, ...programmes.flatMap((each) => each.subjects ?? [])])];
  const known: Known = { stages, subjects, titles, posts: models.catalogue.posts };
  const rule: Draft = {};
  const words = typed
    .split(/[\s、，,；;。]+/)
    .map(halfWidth)
    .filter((word) => word !== '' && !take(word, rule, known));
  const strange: string[] = [];
  for (const word of words) if (!(await takePlace(word, rule, models))) strange.push(word);
  if (strange.length > 0)
    return { problem: texts.strangeRule(strange, [...new Set(here)], await models.schools.clusters()) };
  return TrainingAudience.parse(rule);
}

/** Takes a cluster or a school into a rule, by what people call it; false where there is none. The county is everybody. */
async function takePlace(word: string, rule: Draft, models: Models): Promise<boolean> {
  const scope = (await placeCalled(word.replace(PLACE_KIND, ''), models))?.scope;
  if (scope?.kind === 'cluster') rule.clusters = [...(rule.clusters ?? []), scope.cluster];
  if (scope?.kind === 'school') rule.schools = [...(rule.schools ?? []), scope.school];
  return scope !== undefined;
}

/** Takes one word into a rule; false where it is not known. */
function take(word: string, rule: Draft, known: Known): boolean {
  const add = (key: Lists, value: string): true => {
    rule[key] = [...(rule[key] ?? []), value];
    return true;
  };
  const except = /^(?:不含|除)(.+)$/.exec(word)?.[1];
  if (except && known.stages.includes(except)) return add('exceptStages', except);
  if (known.stages.includes(word)) return add('stages', word);
  if (known.subjects.includes(word)) return add('subjects', word);
  if (GRADE.test(word)) return add('grades', word);
  const next = /^下学期(.+)$/.exec(word)?.[1];
  if (next && GRADE.test(next)) return add('nextGrades', next);
  if (known.titles.includes(word)) return add('titles', word);
  const post = known.posts.find(({ name, aliases }) => name === word || aliases?.includes(word));
  if (post) return add('posts', post.key);
  const years = UNTRAINED.exec(word)?.[1];
  if (years) rule.untrainedYears = Number(years);
  else if (/^任课(?:教师|老师)?$/.test(word)) rule.teaching = true;
  else if (/^农村(?:学?校)?$/.test(word)) rule.rural = true;
  else if (/^(?:非农村|城镇|城区)(?:学?校)?$/.test(word)) rule.rural = false;
  else return false;
  return true;
}

/** A rule in the words it is typed with. */
export async function ruleText(
  rule: TrainingAudience,
  { catalogue, schools }: Pick<Models, 'catalogue' | 'schools'>,
): Promise<string> {
  const {
    stages = [],
    exceptStages,
    rural,
    subjects = [],
    grades = [],
    nextGrades = [],
    titles = [],
    posts = [],
  } = rule;
  const { teaching, untrainedYears } = rule;
  const named = await schools.byCodes(rule.schools ?? []);
  const nameOf = (post: string): string => catalogue.posts.find(({ key }) => key === post)?.name ?? post;
  return [
    ...(rule.clusters ?? []),
    ...named.map(({ name }) => name),
    ...stages,
    ...exceptStages.map((each) => `不含${each}`),
    ...(rural === undefined ? [] : [rural ? '农村' : '非农村']),
    ...subjects,
    ...grades,
    ...nextGrades.map((each) => `下学期${each}`),
    ...titles,
    ...posts.map(nameOf),
    ...(teaching ? ['任课'] : []),
    ...(untrainedYears ? [`近${untrainedYears}年没参加过`] : []),
  ].join('、');
}

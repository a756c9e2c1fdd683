import { basename, join } from 'node:path';
import type { z } from 'zod';
import { Digest } from '../models/digest.js';
import { type Catalogue, type Chapter, Duty, Post } from '../models/duty.js';
import { LookBack, NagBudget, NagChoice, ReminderProfile } from '../models/reminder.js';
import { TrainingProgramme } from '../models/training-programme.js';
import { checkDigests } from './check-digests.js';
import { checkDuties } from './check-duties.js';
import { checkPosts } from './check-posts.js';
import { checkReminders } from './check-reminders.js';
import { checkTrainings } from './check-trainings.js';
import type { Draft } from './draft.js';
import { Problems } from './problems.js';
import { RESERVED_WORDS } from './reserved-words.js';
import type { YamlFile } from './yaml-file.js';
import {
  entryIn,
  holdsOnly,
  type List,
  listIn,
  type NameOf,
  named,
  readYamlFolder,
  textAt,
  valueAt,
} from './yaml-list.js';

const HEADING = '任务目录有问题，改好之前不能启动：';
const POSTS = 'posts.yaml';
const PROFILES = 'profiles.yaml';
const DIGESTS = 'digests.yaml';
/** A county may have none. */
const TRAININGS = 'trainings.yaml';

/**
 * Loads the posts, reminder profiles, digests, duties and programmes of training, where there are any; every
 * other file is a chapter of duties. Throws a ConfigError that lists every problem of every file.
 */
export function loadCatalogue(dir: string, reserved: readonly string[] = RESERVED_WORDS): Catalogue {
  const problems = new Problems(HEADING);
  const files = readYamlFolder(dir, problems);
  for (const name of [POSTS, PROFILES, DIGESTS]) {
    if (!files.has(name)) problems.file(join(dir, name), '没有这个文件；请照自带的目录补上');
  }

  const draft = readDraft(files, problems);
  const { duties, posts, profiles, digests, lookBack, budget, choice } = draft;
  if (duties.declared?.size === 0) {
    problems.file(dir, '没有一项任务；请在一个章节文件里写上 duties:');
  }
  checkPosts(posts, problems);
  checkDuties(draft, reserved, problems);
  checkReminders(draft, problems);
  checkDigests(draft, problems);
  checkTrainings(draft.trainings, draft, problems);
  if (problems.any || !lookBack || !budget || !choice) throw problems.toError();
  return {
    duties: valuesOf(duties),
    chapters: chaptersOf(duties),
    posts: valuesOf(posts),
    profiles: valuesOf(profiles),
    digests: valuesOf(digests),
    lookBack: lookBack.value,
    budget: budget.value,
    choice: choice.value,
    trainings: valuesOf(draft.trainings),
  };
}

const valuesOf = <T>({ items }: List<T>): T[] => items.map(({ value }) => value);

/** The chapters in the order of their files; one without a title is called after its file. */
function chaptersOf({ items }: List<Duty>): Chapter[] {
  const files = new Map(items.map(({ file }) => [file.path, file]));
  return [...files].map(([path, file]) => ({
    title: textAt(file.value, 'chapter') ?? basename(path).replace(/\.ya?ml$/, ''),
    duties: items.filter((item) => item.file.path === path).map(({ value }) => value.key),
  }));
}

function readDraft(files: ReadonlyMap<string, YamlFile>, problems: Problems): Draft {
  const part = <T>(file: YamlFile | undefined, key: string, schema: z.ZodType<T>, nameOf: NameOf): List<T> => {
    if (!file || !holdsOnly(file, [...(BESIDE[key] ?? []), key], problems)) return { items: [], declared: undefined };
    // Left out it is forgotten; who wants none writes [].
    if ((valueAt(file.value, key) ?? undefined) === undefined) {
      problems.field({ file, path: [], name: '' }, [key], `请在它下面列出${NOUNS[key]}；一项也没有，请删去这个文件`);
    }
    return listIn(file, key, schema, nameOf, problems);
  };
  const chapters = [...files].filter(([name]) => ![POSTS, PROFILES, DIGESTS, TRAININGS].includes(name));
  return {
    posts: part(files.get(POSTS), 'posts', Post, named('职务', 'name')),
    profiles: part(files.get(PROFILES), 'profiles', ReminderProfile, named('提醒方案', 'key')),
    duties: joined(chapters.map(([, file]) => part(file, 'duties', Duty, named('任务', 'word')))),
    trainings: part(files.get(TRAININGS), 'trainings', TrainingProgramme, named('培训', 'word')),
    ...readDigests(files.get(DIGESTS), problems),
    choice: readChoice(files.get(PROFILES), problems),
  };
}

const NOUNS: Record<string, string> = { posts: '职务', profiles: '提醒方案', duties: '任务', trainings: '培训' };
/** What else may stand at the top of a file. */
const BESIDE: Record<string, string[]> = { duties: ['chapter'], profiles: ['choice'] };

const joined = <T>(lists: List<T>[]): List<T> => ({
  items: lists.flatMap(({ items }) => items),
  declared: lists.every(({ declared }) => declared)
    ? new Set(lists.flatMap(({ declared }) => [...(declared ?? [])]))
    : undefined,
});

function readDigests(file: YamlFile | undefined, problems: Problems): Pick<Draft, 'digests' | 'lookBack' | 'budget'> {
  const nothing = { digests: { items: [], declared: undefined }, lookBack: undefined, budget: undefined };
  if (!file || !holdsOnly(file, ['digests', 'lookBack', 'budget'], problems)) return nothing;
  const budget = valueAt(file.value, 'budget') ?? {};
  const lookBack = valueAt(file.value, 'lookBack');
  return {
    digests: listIn(file, 'digests', Digest, named('小结', 'key'), problems),
    lookBack: entryIn({ file, path: ['lookBack'], name: '周初回顾' }, lookBack, LookBack, problems),
    budget: entryIn({ file, path: ['budget'], name: '催交限度' }, budget, NagBudget, problems),
  };
}

/** What people may choose stands beside the profiles it bends; without it, the defaults. */
function readChoice(file: YamlFile | undefined, problems: Problems): Draft['choice'] {
  if (!file?.value) return undefined;
  return entryIn(
    { file, path: ['choice'], name: '可选的提醒方式' },
    valueAt(file.value, 'choice') ?? {},
    NagChoice,
    problems,
  );
}

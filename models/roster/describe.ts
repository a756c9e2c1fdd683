import type { Post } from '../duty.js';
import { groupBy } from '../group-by.js';
import type { Person } from '../person.js';
import type { School } from '../school.js';
import { ALWAYS, type Change, type Changed, isEmpty, type RosterDiff } from './diff.js';

/** So many of one kind are listed before the rest is only counted. */
const LISTED = 10;
/** When more than this share of the roster would leave at once, a sheet was probably cut short. */
const MANY_LEAVERS = 0.2;

const LABELS: Record<Change['field'], string> = {
  _id: '编号',
  name: '姓名',
  pinyin: '拼音',
  school: '学校',
  stage: '学段',
  cluster: '片区',
  rural: '农村',
  teaching: '教学人员',
  posts: '职务',
  subjects: '学科',
  grades: '年级',
  nextGrades: '下学期年级',
  title: '职称',
  department: '部门',
  charge: '负责学校',
  mobile: '手机号',
  stints: '任职',
  leaves: '请假',
  wish: '提醒方式',
  endedOn: '停用',
  arrival: '到岗日期',
};

interface Describing {
  posts: readonly Post[];
  /** The stages of schools that duties know. */
  stages: ReadonlySet<string>;
  /** Lists every one. */
  complete?: boolean;
}

/** What an import would do, in sentences: the counts first, then what to look at once more, then one line each. */
export function describeDiff(diff: RosterDiff, { posts, stages, complete = false }: Describing): string[] {
  if (isEmpty(diff)) return ['花名册与系统里的一致，没有要改的。'];
  const say = speaker(diff, posts);
  const section = <T>(items: readonly T[], unit: string, line: (item: T) => string): string[] => {
    const listed = complete ? items : items.slice(0, LISTED);
    const rest = items.length > listed.length ? [`　　…… 等 ${items.length} ${unit}`] : [];
    return [...listed.map((item) => `　${line(item)}`), ...rest];
  };
  return [
    `学校：新增 ${diff.newSchools.length} 所，变更 ${diff.changedSchools.length} 所，停用 ${diff.endedSchools.length} 所。`,
    `人员：新到 ${diff.joiners.length} 人，调动 ${diff.transfers.length} 人，信息变更 ${diff.changed.length} 人，离开 ${diff.leavers.length} 人（原有 ${diff.onRoster} 人）。`,
    ...manyLeavers(diff),
    ...unknownStages(diff, stages),
    ...section(diff.newSchools, '所', (school) => `新增学校：${school.name}（${school._id}，${school.cluster}）`),
    ...section(diff.changedSchools, '所', (school) => `学校变更：${say.changed(school)}`),
    ...section(diff.endedSchools, '所', (school) => `停用学校：${school.name}（${school._id}）`),
    ...section(
      diff.joiners,
      '人',
      ({ person, back }) => `${back ? '返回' : '新到'}：${say.who(person)}，${say.since(person)}`,
    ),
    ...section(diff.transfers, '人', (person) => `调动：${say.changed(person)}，${say.since(person.after)}`),
    ...section(diff.changed, '人', (person) => `变更：${say.changed(person)}`),
    ...section(diff.leavers, '人', (person) => `离开：${say.who(person)}，记到 ${person.endedOn} 为止`),
  ];
}

function manyLeavers({ leavers, onRoster }: RosterDiff): string[] {
  if (leavers.length <= onRoster * MANY_LEAVERS) return [];
  const percent = Math.round((leavers.length / onRoster) * 100);
  return [`请留意：将有 ${percent}% 的人离开，导入前请核对工作簿是不是漏了学校或人员。`];
}

/** A school of a stage that no duty names is never among those a duty is for or leaves out: mostly the word is mistyped. */
function unknownStages({ newSchools, changedSchools }: RosterDiff, stages: ReadonlySet<string>): string[] {
  if (stages.size === 0) return [];
  const restaged = changedSchools.filter(({ changes }) => changes.some(({ field }) => field === 'stage'));
  const schools = [...newSchools, ...restaged.map(({ after }) => after)].filter(({ stage }) => !stages.has(stage));
  return [...groupBy(schools, ({ stage }) => stage)].map(
    ([stage, of]) =>
      `请留意：没有一项任务提到学段「${stage}」，请核对是不是写错了：${of.map(({ name }) => name).join('、')}。任务里提到的有：${[...stages].join('、')}。`,
  );
}

/** Names for what a diff only has keys of. */
function speaker({ schoolNames }: RosterDiff, posts: readonly Post[]) {
  const postNames = new Map(posts.map(({ key, name }) => [key, name]));
  const names: ReadonlyMap<string, string> = schoolNames;

  const nameIn = (field: Change['field'], key: string): string => {
    if (field === 'school' || field === 'charge') return names.get(key) ?? key;
    return field === 'posts' ? (postNames.get(key) ?? key) : key;
  };
  const value = (field: Change['field'], raw: Change['from']): string => {
    if (typeof raw === 'boolean') return raw ? '是' : '否';
    if (raw === undefined || raw.length === 0) return '无';
    if (typeof raw === 'string') return nameIn(field, raw);
    return raw.map((each) => nameIn(field, each)).join('、');
  };
  const change = ({ field, from, to }: Change): string =>
    `${LABELS[field]} ${value(field, from)} → ${value(field, to)}`;

  return {
    who: ({ name, _id, school }: Person): string => `${name}（${_id}，${names.get(school) ?? school}）`,
    changed: ({ before, changes }: Changed<Person> | Changed<School>): string =>
      `${before.name}（${before._id}）${changes.map(change).join('；')}`,
    since: ({ stints }: Person): string => {
      const from = stints.at(-1)?.from;
      return from === ALWAYS ? '一直在岗' : `自 ${from} 起`;
    },
  };
}

import type { Duty, OwnerRule, Post } from '../../models/duty.js';
import type { OwnerName } from '../../models/owner-name.js';

const NAMES: Record<OwnerName['kind'], (parts: readonly string[]) => string> = {
  person: ([name = '']) => name,
  school: ([name = '']) => name,
  group: ([subject = '']) => `${subject}组`,
  prep: ([subject = '', grade = '']) => `${grade}${subject}备课组`,
  cluster: ([name = '']) => name,
  department: (parts) => parts.join(''),
  unit: ([name = '']) => name,
};

/** 李一, 松山小学, 语文组, 七年级语文备课组, 城区片区 */
export const ownerText = ({ kind, parts }: Pick<OwnerName, 'kind' | 'parts'>): string => NAMES[kind](parts);

/** Whose it is, to somebody of the school: 本校; 东河片区（由本校代交）, which owes on the page of its lead school. */
export function calledInSchool(name: OwnerName): string {
  if (name.kind === 'school') return '本校';
  return name.kind === 'cluster' ? `${ownerText(name)}（由本校代交）` : ownerText(name);
}

export const whichOfThem = '您负责的有这些，这是哪一个的？';

export const whichOne = (duty: { name: string; word: string }, names: string[]): string =>
  `您负责的有${names.join('、')}，请写明是哪一个，例如：${duty.word} ${names[0]} …`;

const UNITS: Record<Extract<OwnerRule, { kind: 'unit' }>['of'], string> = {
  project: '各课题组',
  'lead-group': '各牵头备课组',
  class: '各班',
};

const OWNERS: Record<Exclude<OwnerRule['kind'], 'holder' | 'unit'>, string> = {
  'teaching-person': '教学人员',
  school: '学校',
  'subject-group': '教研组',
  'prep-group': '备课组',
  cluster: '片区',
  department: '部门',
  assignee: '承办人',
  reviewer: '审阅人',
};

/** 进修学校, 小学、初中, 农村学校, 学校: the stages that owe, where not all do. */
const schoolsText = ({ stages, rural }: Pick<OwnerRule, 'stages' | 'rural'>): string => {
  const where = rural === undefined ? '' : rural ? '农村' : '城镇';
  return stages ? stages.map((stage) => `${where}${stage}`).join('、') : `${where}${OWNERS.school}`;
};

/** Who owes a duty: 教学人员, 教研员、协调员, 学校, 进修学校 */
export function ownerRuleText({ owner, cadence }: Pick<Duty, 'owner' | 'cadence'>, posts: readonly Post[]): string {
  if (cadence.every === 'free') return '随时，不限人';
  if (owner.kind === 'unit') return UNITS[owner.of];
  if (owner.kind === 'school') return schoolsText(owner);
  if (owner.kind !== 'holder') return OWNERS[owner.kind];
  return owner.posts.map((key) => posts.find((post) => post.key === key)?.name ?? key).join('、');
}

/** Who answers, and for which post; `standsIn`: they hold it not, but stand in for somebody who does. */
interface Answering {
  person: { name: string; posts: readonly string[] };
  as: string;
  standsIn?: true;
}

/** 教科室主任张三; 代管教科室主任的李四, who only stands in; a name alone, of who was asked to hand in one thing. */
export function calledByPost({ person, as, standsIn }: Answering, posts: readonly Post[]): string {
  const post = posts.find(({ key }) => key === as)?.name ?? '';
  if (standsIn) return `代管${post}的${person.name}`;
  return person.posts.includes(as) ? `${post}${person.name}` : person.name;
}

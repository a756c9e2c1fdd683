import type { CountRule, Duty, OwnerRule } from '../models/duty.js';
import { checkNamed } from './check-list.js';
import type { Draft } from './draft.js';
import { checkCondition, fieldOfType } from './field-named.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

type To = CountRule['to'];
type Kind = OwnerRule['kind'];

const PERSONAL: readonly Kind[] = ['teaching-person', 'holder', 'assignee'];

/** Whom a record can count for, by how the other duty is owed. `owner` is looked at apart. */
const OWED_BY: Record<Exclude<To, 'owner'>, { what: string; kinds: readonly Kind[] }> = {
  school: { what: '学校', kinds: ['school'] },
  'subject-group': { what: '教研组', kinds: ['subject-group'] },
  cluster: { what: '片区', kinds: ['cluster'] },
  'schools-named': { what: '学校和它的组', kinds: ['school', 'subject-group', 'prep-group'] },
  'people-named': { what: '个人', kinds: PERSONAL },
};

/** The fields that name whom a record counts for. */
const NAMED_IN = { 'schools-named': 'school', 'people-named': 'person' } as const;

/** Further duties a record counts for: they exist, and somebody the record speaks of owes them. */
export function checkCounts(item: Item<Duty>, draft: Draft, problems: Problems): void {
  for (const [index, rule] of item.value.counts.entries()) {
    const path = ['counts', index];
    checkNamed(item, { field: [...path, 'duty'], value: rule.duty }, draft.duties, '任务', problems);
    checkCondition(item, [...path, 'when'], rule.when, problems);
    checkNames(item, path, rule, problems);
    const other = draft.duties.items.find(({ value }) => value.key === rule.duty);
    if (other) checkOwed(item, path, rule, other, problems);
  }
}

function checkNames(item: Item<Duty>, path: Path, { to, field }: CountRule, problems: Problems): void {
  if (to === 'subject-group') {
    // Whose lesson it is; without it, of who hands it in.
    if (field) fieldOfType(item, { field: [...path, 'field'], value: field }, ['person'], problems);
    return;
  }
  if (to !== 'schools-named' && to !== 'people-named') {
    if (field) problems.field(item, [...path, 'field'], `to 是 ${to} 时不看哪个字段；请删去`);
    return;
  }
  const type = NAMED_IN[to];
  if (field) fieldOfType(item, { field: [...path, 'field'], value: field }, [type], problems);
  else
    problems.field(item, [...path, 'field'], `应当是写着${type === 'school' ? '学校' : '人'}的字段（type: ${type}）`);
}

function checkOwed(item: Item<Duty>, path: Path, { to }: CountRule, other: Item<Duty>, problems: Problems): void {
  const { owner, smallSchools } = other.value;
  if (other === item && to !== 'schools-named' && to !== 'people-named') {
    problems.field(item, [...path, 'duty'], '这份记录本来就算在自己名下，会算两次；请删去');
    return;
  }
  if (to === 'owner') {
    if (!isAlike(item.value.owner, owner))
      problems.field(item, [...path, 'to'], `${other.name}不是由同样的人或单位欠的，记不过去；请换一种`);
    return;
  }
  const { what, kinds } = OWED_BY[to];
  // A small school's share is owed by its cluster.
  const fits = kinds.includes(owner.kind) || (to === 'cluster' && smallSchools !== undefined);
  if (!fits) problems.field(item, [...path, 'to'], `${other.name}不是由${what}欠的，记不过去；请换一种`);
}

/** Whether the same owner can owe both. */
function isAlike(a: OwnerRule, b: OwnerRule): boolean {
  if (PERSONAL.includes(a.kind)) return PERSONAL.includes(b.kind);
  if (a.kind === 'unit') return b.kind === 'unit' && a.of === b.of;
  return a.kind === b.kind;
}

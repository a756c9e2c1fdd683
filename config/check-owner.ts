import type { Duty } from '../models/duty.js';
import type { UnitKind } from '../models/field.js';
import { checkAllNamed, checkNamed } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Item } from './yaml-list.js';

/** Who owes: posts that exist, and a cadence under which such an owner can owe at all. */
export function checkOwner(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { owner, cadence, smallSchools } = item.value;
  const { posts } = draft;
  if ('post' in owner && owner.post)
    checkNamed(item, { field: ['owner', 'post'], value: owner.post }, posts, '职务', problems);
  if ('posts' in owner) checkAllNamed(item, ['owner', 'posts'], owner.posts, posts, '职务', problems);
  if (owner.stages && owner.exceptStages.length > 0) {
    problems.field(item, ['owner', 'exceptStages'], '已经写了 stages，只要那几个学段；这一行请删去');
  }
  if (owner.kind === 'unit' && !isRegistered(owner.of, draft)) {
    problems.field(item, ['owner', 'of'], '没有一项任务用 registers 登记它，谁也不会欠；请先写登记它的任务');
  }
  if (owner.kind === 'reviewer' && cadence.every !== 'teaching-week') {
    problems.field(item, ['cadence', 'every'], 'owner.kind 是 reviewer 的任务按教学周算，应当是 teaching-week');
  }
  if (owner.kind === 'assignee' && cadence.every !== 'occasion') {
    problems.field(item, ['cadence', 'every'], 'owner.kind 是 assignee 的任务由交办的人开启，应当是 occasion');
  }
  if (!smallSchools) return;
  checkNamed(item, { field: ['smallSchools', 'post'], value: smallSchools.post }, posts, '职务', problems);
  if (!['school', 'subject-group', 'prep-group'].includes(owner.kind)) {
    const mend = '只有学校和教研组、备课组的任务可以由片区一起做；请删去，或把 owner.kind 改成其中之一';
    problems.field(item, ['smallSchools'], mend);
  }
}

/** Whether some duty makes units of a kind known. Where a duty could not be read it may be that one. */
export const isRegistered = (kind: UnitKind, { duties }: Draft): boolean =>
  duties.declared?.size !== duties.items.length || duties.items.some(({ value }) => value.registers?.unit === kind);

import type { TrainingProgramme } from '../models/training-programme.js';
import { checkAllNamed, checkNamed, checkUnique } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { List } from './yaml-list.js';

/** Keys and words are unique; posts and the duty a programme serves exist. */
export function checkTrainings(
  programmes: List<TrainingProgramme>,
  { posts, duties }: Pick<Draft, 'posts' | 'duties'>,
  problems: Problems,
): void {
  checkUnique(programmes.items, ({ key }) => [{ field: ['key'], value: key }], problems);
  checkUnique(programmes.items, ({ word }) => [{ field: ['word'], value: word }], problems);
  for (const item of programmes.items) {
    const { audience, serves } = item.value;
    checkAllNamed(item, ['audience', 'posts'], audience.posts ?? [], posts, '职务', problems);
    if (serves) checkNamed(item, { field: ['serves'], value: serves }, duties, '任务', problems);
  }
}

import type { Post } from '../models/duty.js';
import { checkAllNamed, checkUnique } from './check-list.js';
import type { Problems } from './problems.js';
import type { Item, List } from './yaml-list.js';

/** Keys and names are unique, since the roster names posts by either; who takes over exists, and it never goes in a circle. */
export function checkPosts(posts: List<Post>, problems: Problems): void {
  checkUnique(posts.items, ({ key }) => [{ field: ['key'], value: key }], problems);
  checkUnique(
    posts.items,
    ({ name, aliases }) => [
      { field: ['name'], value: name },
      ...aliases.map((value, index) => ({ field: ['aliases', index], value })),
    ],
    problems,
  );
  for (const item of posts.items) {
    checkAllNamed(item, ['fallsTo'], item.value.fallsTo, posts, '职务', problems);
    checkCircle(item, posts.items, problems);
  }
}

function checkCircle(item: Item<Post>, all: readonly Item<Post>[], problems: Problems): void {
  const circle = wayBack(item.value.key, item.value.key, all, []);
  if (circle) problems.field(item, ['fallsTo'], `接替成了一圈：${circle.join(' → ')}；请去掉其中一环`);
}

/** The way from one post over those that take over to another, if there is one. */
function wayBack(from: string, to: string, all: readonly Item<Post>[], passed: string[]): string[] | undefined {
  const way = [...passed, from];
  for (const next of all.find(({ value }) => value.key === from)?.value.fallsTo ?? []) {
    if (next === to) return [...way, to];
    const rest = way.includes(next) ? undefined : wayBack(next, to, all, way);
    if (rest) return rest;
  }
  return undefined;
}

import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import { isWhere } from '../models/where.js';

/** Posts that owe a duty at a school and that nobody holds there: they fall to the principal, and somebody should know. */
export async function vacantPosts({ schools, people, catalogue }: Models): Promise<{ school: string; post: string }[]> {
  const all = await schools.all();
  const holders = await people.withPosts(all.map(({ _id }) => _id));
  const rules = catalogue.duties.flatMap(({ owner }) => (owner.kind === 'school' ? [owner] : []));
  // One post owes many duties, each at schools of its own: a school is told of once.
  return [...groupBy(rules, ({ post }) => post)].flatMap(([post, same]) => {
    const name = catalogue.posts.find(({ key }) => key === post)?.name ?? post;
    return all
      .filter((school) => same.some((rule) => isWhere(rule, school)))
      .filter(({ _id }) => !holders.some((person) => person.school === _id && person.posts.includes(post)))
      .map((school) => ({ school: school.name, post: name }));
  });
}

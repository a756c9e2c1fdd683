import type { Models } from '../models/models.js';
import { isWhere } from '../models/where.js';

/** Posts that owe a duty and that nobody holds, by school: they fall to the principal, and somebody should know. */
export async function vacantPosts({ schools, people, catalogue }: Models): Promise<{ school: string; post: string }[]> {
  const all = await schools.all();
  const holders = await people.withPosts(all.map(({ _id }) => _id));
  const wanted = new Set<string>();
  return catalogue.duties.flatMap(({ owner }) => {
    // One post owes many duties: it is told of once.
    if (owner.kind !== 'school' || wanted.has(owner.post)) return [];
    wanted.add(owner.post);
    const name = catalogue.posts.find(({ key }) => key === owner.post)?.name ?? owner.post;
    return all
      .filter((school) => isWhere(owner, school))
      .filter(({ _id }) => !holders.some((person) => person.school === _id && person.posts.includes(owner.post)))
      .map((school) => ({ school: school.name, post: name }));
  });
}

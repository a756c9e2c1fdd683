import { schoolKey } from './pinyin.js';
import type { School } from './school.js';

/** Schools as lists show them: by cluster, then by name. Never by how they stand. */
export function inOrder(schools: readonly School[]): School[] {
  const keys = new Map(schools.map(({ cluster }) => [cluster, schoolKey(cluster)]));
  const keyOf = ({ cluster, pinyin, _id }: School): string => `${keys.get(cluster)}\n${cluster}\n${pinyin}\n${_id}`;
  return schools
    .map((school) => ({ school, key: keyOf(school) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ school }) => school);
}

/** Whole schools, so many at a time. */
export function* schoolBatches(schools: readonly School[], size: number): Generator<School[]> {
  for (let at = 0; at < schools.length; at += size) yield schools.slice(at, at + size);
}

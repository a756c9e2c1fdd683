import { countyName } from '../config/texts/bind.js';
import type { PostedWhere } from '../config/texts/posting.js';
import type { Scope } from '../models/group.js';
import type { Posting } from '../models/posting.js';
import type { School } from '../models/school.js';

/** Whom a group stands for, by name, where these schools are what matters. */
export function scopeName(scope: Scope, schools: readonly School[]): string {
  if (scope.kind === 'county') return countyName;
  if (scope.kind === 'cluster') return scope.cluster;
  return schools.find(({ _id }) => _id === scope.school)?.name ?? scope.school;
}

/** Where something is posted, in names. */
export function postedWhere({ groups, wider, missed }: Posting, schools: readonly School[]): PostedWhere {
  const counts = new Map<string, number>();
  for (const { scope } of groups) {
    const name = scopeName(scope, schools);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return {
    groups: [...counts].map(([name, count]) => ({ name, count })),
    wider: wider.map(({ of, into }) => ({ of: scopeName(of, schools), into: scopeName(into, schools) })),
    missed: missed.map(({ name }) => name),
  };
}

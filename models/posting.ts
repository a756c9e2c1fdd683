import type { Group, Scope } from './group.js';
import type { Models } from './models.js';
import type { School } from './school.js';
import type { TrainingAudience } from './training-programme.js';

/** The groups something is posted into, and whom it reaches there only among others, or not at all. */
export interface Posting {
  groups: Group[];
  /** A cluster or a school that was named and has no group of its own: it is posted into the next wider one. */
  wider: { of: Scope; into: Scope }[];
  /** Schools no group of these stands for. */
  missed: School[];
}

const WIDTH: Record<Scope['kind'], number> = { school: 0, cluster: 1, county: 2 };

const standsFor = (scope: Scope, school: School): boolean =>
  scope.kind === 'county' || (scope.kind === 'school' ? scope.school === school._id : scope.cluster === school.cluster);

/**
 * Where something for people of these schools is posted. What is for clusters or schools by name goes to the groups of
 * those, and is no matter of a whole county's group, or of a whole cluster's; where there is none of their own, the
 * next wider one has to do, unless that is not the asker's (`only`). Anything else goes to every group in which
 * somebody of these schools may be.
 */
export async function postingOf(
  { clusters, schools: named }: Pick<TrainingAudience, 'clusters' | 'schools'>,
  schools: readonly School[],
  { groups }: Pick<Models, 'groups'>,
  only = false,
): Promise<Posting> {
  const all = await groups.all();
  const placeOf = (school: School): Scope => {
    if (!clusters && !named) return { kind: 'county' };
    return clusters?.includes(school.cluster)
      ? { kind: 'cluster', cluster: school.cluster }
      : { kind: 'school', school: school._id };
  };
  const within = (school: School, { kind }: Scope): Group[] =>
    all.filter(({ scope }) => standsFor(scope, school) && WIDTH[scope.kind] <= WIDTH[kind]);

  const chosen = new Set(schools.flatMap((school) => within(school, placeOf(school))));
  const wider = new Map<string, Posting['wider'][number]>();
  const missed: School[] = [];
  for (const school of schools) {
    const place = placeOf(school);
    if (within(school, place).length > 0) continue;
    const isNamed = place.kind === 'cluster' || named?.includes(school._id);
    const isAlone = schools.every((each) => !standsFor(place, each) || within(each, place).length === 0);
    const next = all.filter(({ scope }) => standsFor(scope, school)).toSorted(narrowestFirst);
    const into = isNamed && isAlone && !only ? next[0]?.scope : undefined;
    if (into) wider.set(JSON.stringify(place), { of: place, into });
    else missed.push(school);
    for (const each of into ? next : []) if (each.scope.kind === into?.kind) chosen.add(each);
  }
  return { groups: all.filter((each) => chosen.has(each)), wider: [...wider.values()], missed };
}

const narrowestFirst = (a: Group, b: Group): number => WIDTH[a.scope.kind] - WIDTH[b.scope.kind];

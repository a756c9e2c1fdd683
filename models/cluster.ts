import type { Connection } from 'mongoose';
import type { Duty } from './duty.js';
import { groupBy } from './group-by.js';
import type { SchoolCode } from './ids.js';
import { createPeople } from './person.js';
import { createSchools, type School } from './school.js';
import { isWhere } from './where.js';

/** What a school is in its cluster, for a duty that clusters owe. */
export interface InCluster {
  /** Too small to owe alone (BR8). */
  small: boolean;
  /** The cluster it leads: there its pages stand. */
  leads?: string;
}

/** The duties for which clusters matter: they owe it themselves, or in place of their small schools. */
export const concernsClusters = ({ owner, smallSchools }: Duty): boolean =>
  owner.kind === 'cluster' || smallSchools !== undefined;

export type Clusters = ReturnType<typeof createClusters>;

/** Who leads a cluster and which schools of it are small, as of today. */
export function createClusters(db: Connection) {
  const schools = createSchools(db);
  const people = createPeople(db);

  const lead = (members: School[], sizes: Map<SchoolCode, number>, holders: ReadonlySet<SchoolCode>): SchoolCode => {
    // Where nobody holds the post, the largest school's principal answers for it.
    const [first] = members.toSorted(
      (a, b) =>
        Number(holders.has(b._id)) - Number(holders.has(a._id)) ||
        (sizes.get(b._id) ?? 0) - (sizes.get(a._id) ?? 0) ||
        (a._id < b._id ? -1 : 1),
    );
    return first?._id ?? ('' as SchoolCode);
  };

  return {
    /** What each of these schools is in its cluster. */
    of: async (duty: Duty, some: School[]): Promise<Map<SchoolCode, InCluster>> => {
      const { owner, smallSchools } = duty;
      const post = smallSchools?.post ?? ('post' in owner ? owner.post : undefined);
      const all = await schools.ofClusters([...new Set(some.map(({ cluster }) => cluster))]);
      const codes = all.map(({ _id }) => _id);
      const [sizes, withPosts] = await Promise.all([people.countTeaching(codes), people.withPosts(codes)]);
      const holders = new Set(
        withPosts.filter(({ posts }) => post !== undefined && posts.includes(post)).map(({ school }) => school),
      );
      const known = new Map<SchoolCode, InCluster>();
      for (const [cluster, members] of groupBy(all, (school) => school.cluster)) {
        const own = members.filter((school) => isWhere(owner, school));
        const isSmall = ({ _id }: School): boolean =>
          smallSchools !== undefined && (sizes.get(_id) ?? 0) < smallSchools.under;
        const owes = owner.kind === 'cluster' ? own.length > 0 : own.some(isSmall);
        const leader = lead(members, sizes, holders);
        for (const school of members) {
          const leads = owes && school._id === leader;
          known.set(school._id, { small: own.includes(school) && isSmall(school), ...(leads && { leads: cluster }) });
        }
      }
      return known;
    },
  };
}

import { expect, test } from '@jest/globals';
import type { Group, Scope } from '../../models/group.js';
import { postingOf } from '../../models/posting.js';
import type { School } from '../../models/school.js';
import { schoolCode } from '../support/people.js';

const school = (code: string, cluster: string): School =>
  ({ _id: schoolCode(code), name: code, cluster }) as unknown as School;
const [A1, A2, B1, B2] = [school('A1', 'A'), school('A2', 'A'), school('B1', 'B'), school('B2', 'B')] as const;
const COUNTY: Scope = { kind: 'county' };
const cluster = (name: string): Scope => ({ kind: 'cluster', cluster: name });
const own = ({ _id }: School): Scope => ({ kind: 'school', school: _id });

const nameOf = (scope: Scope): string =>
  scope.kind === 'county' ? 'county' : scope.kind === 'cluster' ? scope.cluster : scope.school;
/** Where it goes, by the names of whom the groups stand for. */
async function posted(
  audience: { clusters?: string[]; schools?: string[] },
  schools: School[],
  bound: Scope[],
  only = false,
) {
  const all = bound.map((scope, i) => ({ _id: `testing:${i}`, scope }) as unknown as Group);
  const rule = { ...audience, ...(audience.schools && { schools: audience.schools.map(schoolCode) }) };
  const { groups, wider, missed } = await postingOf(
    rule as Parameters<typeof postingOf>[0],
    schools,
    { groups: { all: async () => all } as never },
    only,
  );
  return {
    to: groups.map(({ scope }) => nameOf(scope)),
    wider: wider.map(({ of, into }) => `${nameOf(of)} → ${nameOf(into)}`),
    missed: missed.map(({ _id }) => _id as string),
  };
}
const there = (to: string[], more: { wider?: string[]; missed?: string[] } = {}) => ({
  to,
  wider: [],
  missed: [],
  ...more,
});
const EVERY = [COUNTY, cluster('A'), cluster('B'), own(A1), own(B1)];

test('what is for everybody, or for whom no place is named, goes wherever somebody may be', async () => {
  expect(await posted({}, [A1, A2, B1], EVERY)).toEqual(there(['county', 'A', 'B', 'A1', 'B1']));
  expect(await posted({}, [A1, A2, B1], [own(A1)])).toEqual(there(['A1'], { missed: ['A2', 'B1'] }));
  expect(await posted({}, [], EVERY)).toEqual(there([]));
});

test("a cluster's goes to the groups of the cluster and its schools, not to the county's", async () => {
  expect(await posted({ clusters: ['A'] }, [A1, A2], EVERY)).toEqual(there(['A', 'A1']));
  expect(await posted({ clusters: ['A'] }, [A1, A2], [COUNTY, own(A1)])).toEqual(there(['A1'], { missed: ['A2'] }));
});

test('where there is none of its own, the next wider one has to do', async () => {
  expect(await posted({ clusters: ['A'] }, [A1, A2], [COUNTY, cluster('B')])).toEqual(
    there(['county'], { wider: ['A → county'] }),
  );
  expect(await posted({ schools: ['A2'] }, [A2], EVERY)).toEqual(there(['A'], { wider: ['A2 → A'] }));
  expect(await posted({ schools: ['A2'] }, [A2], [COUNTY])).toEqual(there(['county'], { wider: ['A2 → county'] }));
  expect(await posted({ clusters: ['A'] }, [A1, A2], [cluster('B')])).toEqual(there([], { missed: ['A1', 'A2'] }));
});

test("a school's goes to its own groups alone; who asks for no more than a school never asks a wider group", async () => {
  expect(await posted({ schools: ['A1'] }, [A1], EVERY)).toEqual(there(['A1']));
  expect(await posted({ schools: ['A2'] }, [A2], EVERY, true)).toEqual(there([], { missed: ['A2'] }));
});

test('several places each have their own; somebody added from elsewhere is no reason for a wider group', async () => {
  expect(await posted({ clusters: ['A'], schools: ['B1'] }, [A1, A2, B1], EVERY)).toEqual(there(['A', 'A1', 'B1']));
  expect(await posted({ clusters: ['A'], schools: ['B2'] }, [A1, B2], EVERY)).toEqual(
    there(['A', 'B', 'A1'], { wider: ['B2 → B'] }),
  );
  expect(await posted({ clusters: ['A'] }, [A1, B2], EVERY)).toEqual(there(['A', 'A1'], { missed: ['B2'] }));
});

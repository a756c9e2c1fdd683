import { expect, test } from '@jest/globals';
import {
  OwnerKey,
  ownerOfCluster,
  ownerOfDepartment,
  ownerOfGroup,
  ownerOfPerson,
  ownerOfPrep,
  ownerOfSchool,
  ownerOfUnit,
  personIn,
  splitOwner,
} from '../../models/owner.js';
import { personId, schoolCode } from '../support/people.js';

const S1 = schoolCode('S1');

test.each([
  [ownerOfPerson(personId('P001')), 'person:P001', 'person', ['P001']],
  [ownerOfSchool(S1), 'school:S1', 'school', ['S1']],
  [ownerOfGroup(S1, '语文'), 'group:S1/语文', 'group', ['S1', '语文']],
  [ownerOfPrep(S1, '语文', '三年级'), 'prep:S1/语文/三年级', 'prep', ['S1', '语文', '三年级']],
  [ownerOfCluster('东片'), 'cluster:东片', 'cluster', ['东片']],
  [ownerOfDepartment(S1, '教研部'), 'department:S1/教研部', 'department', ['S1', '教研部']],
  [ownerOfUnit('project', 'QG-2026-7'), 'project:QG-2026-7', 'project', ['QG-2026-7']],
  [ownerOfUnit('lead-group', '数学'), 'lead-group:数学', 'lead-group', ['数学']],
] as const)('%s', (owner, text, kind, parts) => {
  expect(owner).toBe(text);
  expect(OwnerKey.parse(text)).toBe(text);
  expect(splitOwner(owner)).toEqual({ kind, parts });
  expect(personIn(owner)).toBe(kind === 'person' ? 'P001' : undefined);
});

test('a code with a colon in it is kept whole', () => {
  expect(splitOwner(ownerOfUnit('project', '教科:7'))).toEqual({ kind: 'project', parts: ['教科:7'] });
});

test('what names nobody is no owner', () => {
  for (const text of ['', 'person:', 'teacher:P001', 'S1']) expect(OwnerKey.safeParse(text).success).toBe(false);
});

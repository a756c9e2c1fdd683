import { describe, expect, test } from '@jest/globals';
import type { OwnerKey } from '../../models/owner.js';
import type { Person } from '../../models/person.js';
import { type Seeing, type Sight, type Standing, sightOf, type Viewer } from '../../models/sight.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { person, schoolCode } from '../support/people.js';

const { duties, posts } = wholeCatalogue();

/** Somebody of S1 in the east cluster, who teaches 数学 in 一年级. */
const viewer = (post: string, more: Partial<Viewer> = {}): Viewer => ({
  ...person('V', { posts: [post], subjects: ['数学'], grades: ['一年级'] }),
  cluster: '东片',
  ...more,
});
const MATHS: Partial<Person> = { subjects: ['数学'], grades: ['一年级'] };
const OLDER: Partial<Person> = { subjects: ['数学'], grades: ['六年级'] };
const CHINESE: Partial<Person> = { subjects: ['语文'], grades: ['一年级'] };

/** An entry on a page of a school: of somebody there, unless the test says whose. */
function standing(word: string, school: string, who: OwnerKey | Partial<Person>): Standing {
  const duty = duties.find((each) => each.word === word);
  if (!duty) throw new Error(`no duty is called ${word}`);
  const isOwner = typeof who === 'string';
  return {
    duty,
    owner: isOwner ? who : ('person:A' as OwnerKey),
    school: schoolCode(school),
    cluster: school === 'S9' ? '西片' : '东片',
    ...(!isOwner && { person: person('A', who) }),
  };
}
const owner = (key: string): OwnerKey => key as OwnerKey;
type Case = [string, string, string, OwnerKey | Partial<Person>, Sight | undefined];
const seen =
  (right: Seeing, who: Viewer) =>
  ([, word, school, whose]: Case) =>
    sightOf(right, who, standing(word, school, whose), posts);

const CASES: Record<string, [Seeing, Viewer, Case[]]> = {
  'the county’s people see every name': [
    'see-county',
    viewer('coordinator', { school: schoolCode('J1') }),
    [
      ['a teacher anywhere', '周记', 'S9', CHINESE, 'names'],
      ['a school', '月报', 'S9', owner('school:S9'), 'names'],
    ],
  ],
  'a leader sees the own school and no other': [
    'see-school',
    viewer('principal'),
    [
      ['a teacher', '周记', 'S1', CHINESE, 'names'],
      ['the school', '月报', 'S1', owner('school:S1'), 'names'],
      ['a task', '办结', 'S1', MATHS, 'names'],
      ['another school of the cluster', '月报', 'S2', owner('school:S2'), undefined],
      ['its teachers', '周记', 'S2', MATHS, undefined],
    ],
  ],
  'the head of a group sees its people and what it owes itself': [
    'see-group',
    viewer('group-head'),
    [
      ['a colleague of the group', '周记', 'S1', MATHS, 'names'],
      ['one of another grade', '周记', 'S1', OLDER, 'names'],
      ['one who teaches both', '周记', 'S1', { subjects: ['语文', '数学'] }, 'names'],
      ['another group’s', '周记', 'S1', CHINESE, undefined],
      ['who teaches nothing the roster knows', '周记', 'S1', { subjects: [] }, undefined],
      ['the same subject elsewhere', '周记', 'S2', MATHS, undefined],
      ['the group', '校本教研', 'S1', owner('group:S1/数学'), 'names'],
      ['another group', '校本教研', 'S1', owner('group:S1/语文'), undefined],
      ['a planning group of the subject', '集体备课', 'S1', owner('prep:S1/数学/六年级'), 'names'],
      ['a school too small to owe alone', '校本教研', 'S1', owner('school:S1'), undefined],
      ['the school', '月报', 'S1', owner('school:S1'), undefined],
      ['a task a colleague was given', '办结', 'S1', MATHS, undefined],
      ['a colleague’s answers', '审阅说明', 'S1', MATHS, undefined],
      ['a title the duty lets the head read of', '名师引领', 'S1', MATHS, 'names'],
    ],
  ],
  'the head of a planning group sees its grade': [
    'see-prep',
    viewer('prep-head'),
    [
      ['a colleague', '周记', 'S1', MATHS, 'names'],
      ['another grade', '周记', 'S1', OLDER, undefined],
      ['another subject', '周记', 'S1', CHINESE, undefined],
      ['the planning group', '集体备课', 'S1', owner('prep:S1/数学/一年级'), 'names'],
      ['that of another grade', '集体备课', 'S1', owner('prep:S1/数学/六年级'), undefined],
      ['the subject group', '校本教研', 'S1', owner('group:S1/数学'), undefined],
      ['a task a colleague was given', '办结', 'S1', MATHS, undefined],
    ],
  ],
  'a researcher sees the schools in charge and the own subject: names of what may be read, else numbers': [
    'see-charge',
    viewer('researcher', { school: schoolCode('J1'), charge: [schoolCode('S2')] }),
    [
      ['a school in charge, a duty to read', '月报', 'S2', owner('school:S2'), 'names'],
      ['its teachers of any subject', '案例', 'S2', CHINESE, 'names'],
      ['its teachers’ journals, not to be read', '周记', 'S2', CHINESE, 'numbers'],
      ['a task given there', '办结', 'S2', MATHS, 'numbers'],
      ['another school', '月报', 'S9', owner('school:S9'), undefined],
      ['its teachers of the own subject', '案例', 'S9', MATHS, 'names'],
      ['their journals', '周记', 'S9', MATHS, 'numbers'],
      ['its group of the own subject', '校本教研', 'S9', owner('group:S9/数学'), 'names'],
      ['its teachers of other subjects', '案例', 'S9', CHINESE, undefined],
      ['a task somebody of the own subject was given there', '办结', 'S9', MATHS, undefined],
    ],
  ],
  'a researcher of nothing sees nothing': [
    'see-charge',
    viewer('researcher', { subjects: [] }),
    [
      ['a school', '月报', 'S1', owner('school:S1'), undefined],
      ['a teacher', '案例', 'S1', { subjects: [] }, undefined],
    ],
  ],
  'the head of a department sees its people, its own, and what the school owes through the head': [
    'see-department',
    viewer('tvu-head', { department: '电大部', posts: ['department-head', 'tvu-head'] }),
    [
      ['the department', '部门计划', 'S1', owner('department:S1/电大部'), 'names'],
      ['another one', '部门计划', 'S1', owner('department:S1/教研部'), undefined],
      ['its people', '电大班级', 'S1', { department: '电大部' }, 'names'],
      ['other people', '下校听课', 'S1', { department: '教研部' }, undefined],
      ['people of none', '下校听课', 'S1', {}, undefined],
      ['what the school owes through the head', '毕业率', 'S1', owner('school:S1'), 'names'],
      ['a class', '教学环节', 'S1', owner('class:2026-1'), 'names'],
      ['what it owes through another', '研讨观摩', 'S1', owner('school:S1'), undefined],
      ['a department called so elsewhere', '部门计划', 'S2', owner('department:S2/电大部'), undefined],
    ],
  ],
  'a head of no department sees no people': [
    'see-department',
    viewer('department-head'),
    [
      ['people of none', '下校听课', 'S1', {}, undefined],
      ['a department', '部门计划', 'S1', owner('department:S1/教研部'), undefined],
    ],
  ],
  'who leads a cluster sees its numbers': [
    'see-cluster',
    viewer('cluster-lead'),
    [
      ['the own school', '月报', 'S1', owner('school:S1'), 'numbers'],
      ['another of the cluster', '周记', 'S2', MATHS, 'numbers'],
      ['the cluster itself', '片区教研', 'S1', owner('cluster:东片'), 'numbers'],
      ['another cluster', '周记', 'S9', MATHS, undefined],
    ],
  ],
};

describe.each(Object.entries(CASES))('%s', (_, [right, who, cases]) => {
  test.each(cases)('%s (%s of %s)', (...each) => {
    expect(seen(right, who)(each)).toBe(each[4]);
  });
});

test('each right of a post that sees is held by somebody, and a teacher holds none', () => {
  const held = (post: string): string[] =>
    (posts.find(({ key }) => key === post)?.rights ?? []).filter((right) => right.startsWith('see-'));
  expect(held('cluster-lead')).toEqual(['see-cluster']);
  expect(held('department-head')).toEqual(['see-department']);
  for (const post of ['teacher', 'class-teacher', 'lead-teacher', 'editor', 'training-staff', 'enrolment-agent'])
    expect(held(post)).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { answerableFor, mayAnswerFor } from '../../models/answerable.js';
import { addDays } from '../../models/day.js';
import { Post } from '../../models/duty.js';
import type { PeriodKey } from '../../models/ids.js';
import {
  type OwnerKey,
  ownerOfCluster,
  ownerOfDepartment,
  ownerOfGroup,
  ownerOfPerson,
  ownerOfPrep,
  ownerOfSchool,
  ownerOfUnit,
} from '../../models/owner.js';
import type { Person } from '../../models/person.js';
import type { StandIn } from '../../models/stand-in.js';
import type { Unit } from '../../models/unit.js';
import { day, person, personId, schoolCode } from '../support/people.js';
import { aDuty } from './a-duty.js';

const posts = [
  { key: 'principal', name: '校长' },
  { key: 'research-lead', name: '教科室主任', fallsTo: ['principal'] },
  { key: 'group-head', name: '教研组长', reach: 'group', fallsTo: ['research-lead'] },
  { key: 'prep-head', name: '备课组长', reach: 'group', fallsTo: ['group-head', 'research-lead'] },
  { key: 'department-head', name: '科室负责人', fallsTo: ['principal'] },
  { key: 'cluster-lead', name: '片区牵头人' },
].map((post) => Post.parse(post));
const S1 = schoolCode('S1');
const TODAY = day('2026-11-25');
const away = [{ id: 'l', from: day('2026-11-20'), to: day('2026-11-30'), by: personId('P'), at: new Date(0) }];
const everybody: Record<string, Person> = {
  P: person('P', { posts: ['principal'] }),
  L: person('L', { posts: ['research-lead'] }),
  C: person('C', { posts: ['group-head'], subjects: ['语文'] }),
  M: person('M', { posts: ['group-head'], subjects: ['数学'] }),
  C3: person('C3', { posts: ['prep-head'], subjects: ['语文'], grades: ['三年级'] }),
  D: person('D', { posts: ['department-head'], department: '教研部' }),
  K: person('K', { posts: ['cluster-lead'] }),
  T: person('T', { subjects: ['语文'], grades: ['三年级'] }),
};
const project: Unit = {
  _id: ownerOfUnit('project', 'QG7'),
  kind: 'project',
  code: 'QG7',
  name: '折纸',
  school: S1,
  head: personId('T'),
  members: [personId('M')],
  record: 'e',
};
const around = (changes: Record<string, Partial<Person> | undefined> = {}, standIns: StandIn[] = []) => ({
  staff: Object.entries(everybody).flatMap(([id, each]) =>
    id in changes ? (changes[id] ? [{ ...each, ...changes[id] }] : []) : [each],
  ),
  posts,
  units: [project],
  standIns,
});
const owns = {
  school: aDuty({ owner: { kind: 'school', post: 'research-lead' } }),
  group: aDuty({
    owner: { kind: 'subject-group', post: 'group-head' },
    smallSchools: { under: 12, post: 'cluster-lead' },
  }),
  prep: aDuty({ owner: { kind: 'prep-group', post: 'prep-head' } }),
  department: aDuty({ owner: { kind: 'department', post: 'department-head' } }),
  unit: aDuty({ owner: { kind: 'unit', of: 'project', post: 'research-lead' } }),
  headed: aDuty({ owner: { kind: 'unit', of: 'project' } }),
  person: aDuty(),
};
type Kind = keyof typeof owns;

describe('who answers for what an owner owes', () => {
  test.each<
    [string, Kind, OwnerKey, Record<string, Partial<Person> | undefined>, string | undefined, string | undefined]
  >([
    ['a person for themselves', 'person', ownerOfPerson(personId('T')), {}, 'T', 'owner'],
    ['also on leave: it is theirs', 'person', ownerOfPerson(personId('T')), { T: { leaves: away } }, 'T', 'owner'],
    ['somebody of another school: nobody here', 'person', ownerOfPerson(personId('X')), {}, undefined, undefined],
    ['a school: the holder of the post', 'school', ownerOfSchool(S1), {}, 'L', 'research-lead'],
    ['on leave: the principal', 'school', ownerOfSchool(S1), { L: { leaves: away } }, 'P', 'principal'],
    ['vacant: the principal', 'school', ownerOfSchool(S1), { L: undefined }, 'P', 'principal'],
    ['left: the principal', 'school', ownerOfSchool(S1), { L: { endedOn: day('2026-10-01') } }, 'P', 'principal'],
    ['nobody at all', 'school', ownerOfSchool(S1), { L: undefined, P: undefined }, undefined, undefined],
    ['a group: its own head', 'group', ownerOfGroup(S1, '数学'), {}, 'M', 'group-head'],
    ['and that of the other subject for the other', 'group', ownerOfGroup(S1, '语文'), {}, 'C', 'group-head'],
    ['a planning group: of the subject and grade', 'prep', ownerOfPrep(S1, '语文', '三年级'), {}, 'C3', 'prep-head'],
    ['a department: its own head', 'department', ownerOfDepartment(S1, '教研部'), {}, 'D', 'department-head'],
    [
      'another department: whom it falls to',
      'department',
      ownerOfDepartment(S1, '培训部'),
      { D: { posts: [] } },
      'P',
      'principal',
    ],
    ['a cluster, for its small schools', 'group', ownerOfCluster('东片'), {}, 'K', 'cluster-lead'],
    ['a project: its head', 'unit', project._id, {}, 'T', 'owner'],
    ['whose head is on leave: the post', 'unit', project._id, { T: { leaves: away } }, 'L', 'research-lead'],
    [
      'a project without a post behind it, whose head left',
      'headed',
      project._id,
      { T: undefined },
      undefined,
      undefined,
    ],
  ])('%s', (_name, kind, owner, changes, id, as) => {
    const found = answerableFor(owner, owns[kind], around(changes), TODAY);
    expect([found?.person._id, found?.as]).toEqual([id, as]);
  });

  test('a group whose own head is missing falls to those it falls to, not to the head of another', () => {
    const found = answerableFor(ownerOfGroup(S1, '语文'), owns.group, around({ C: undefined }), TODAY);
    expect([found?.person._id, found?.as]).toEqual(['L', 'research-lead']);
    const planning = answerableFor(ownerOfPrep(S1, '英语', '三年级'), owns.prep, around(), TODAY);
    expect([planning?.person._id, planning?.as]).toEqual(['L', 'research-lead']);
    const ofFourth = answerableFor(ownerOfPrep(S1, '语文', '四年级'), owns.prep, around(), TODAY);
    expect([ofFourth?.person._id, ofFourth?.as]).toEqual(['C', 'group-head']);
  });

  test('whoever stands in answers while the holder is on leave, before whom it falls to; asked for one thing, also before the holder', () => {
    const inPlace = {
      _id: 'e',
      school: S1,
      person: personId('M'),
      from: TODAY,
      to: TODAY,
      by: personId('L'),
      at: new Date(0),
    };
    const owner = ownerOfGroup(S1, '语文');
    const answers = (changes: Record<string, Partial<Person>>, standIns: StandIn[], on = TODAY) =>
      answerableFor(owner, owns.group, around(changes, standIns), on)?.person._id;
    const forC = [{ ...inPlace, of: personId('C') }];
    expect(answers({ C: { leaves: away } }, forC)).toBe('M');
    expect(answers({}, forC)).toBe('C');
    expect(answers({ C: { leaves: away }, M: { leaves: away } }, forC)).toBe('L');
    expect(answers({ C: { leaves: away } }, [{ ...inPlace, of: personId('C'), to: addDays(TODAY, -1) }])).toBe('L');
    const october = 'october' as PeriodKey;
    const asked = [{ ...inPlace, duty: owns.group.key, owner, period: october }];
    const inOctober = (standIns: StandIn[], period?: PeriodKey) =>
      answerableFor(owner, owns.group, around({}, standIns), TODAY, period)?.person._id;
    expect(inOctober(asked, october)).toBe('M');
    // Of no other period, nor of what comes as a rule.
    expect([inOctober(asked, 'november' as PeriodKey), inOctober(asked)]).toEqual(['C', 'C']);
    // Noted before periods were, it stands as it was said.
    const ever = [{ ...inPlace, duty: owns.group.key, owner }];
    expect([inOctober(ever, october), inOctober(ever)]).toEqual(['M', 'M']);
    expect(
      inOctober(
        asked.map((each) => ({ ...each, owner: ownerOfGroup(S1, '英语') })),
        october,
      ),
    ).toBe('C');
  });

  test('a head of two posts answers by the one that fits', () => {
    const both = around({ M: { posts: ['group-head', 'research-lead'] }, L: undefined });
    const M = { ...everybody['M'], posts: ['group-head', 'research-lead'] } as Person;
    expect(mayAnswerFor(ownerOfGroup(S1, '语文'), owns.group, M, both, TODAY)).toBe(true);
    expect(answerableFor(ownerOfGroup(S1, '英语'), owns.group, both, TODAY)?.person._id).toBe('M');
  });
});

test.each<[string, Kind, OwnerKey, string, boolean]>([
  ['a teacher for herself', 'person', ownerOfPerson(personId('T')), 'T', true],
  ['a colleague for her', 'person', ownerOfPerson(personId('T')), 'L', false],
  ['the lead for the school', 'school', ownerOfSchool(S1), 'L', true],
  ['the principal, to whom it may fall', 'school', ownerOfSchool(S1), 'P', true],
  ['a teacher for the school', 'school', ownerOfSchool(S1), 'T', false],
  ['the head of mathematics for Chinese', 'group', ownerOfGroup(S1, '语文'), 'M', false],
  ['the lead for a group', 'group', ownerOfGroup(S1, '语文'), 'L', true],
  ['a member for the project', 'unit', project._id, 'M', true],
  ['a colleague who is no member', 'headed', project._id, 'C', false],
  ['the cluster’s lead', 'group', ownerOfCluster('东片'), 'K', true],
  ['the head of a group for the cluster', 'group', ownerOfCluster('东片'), 'C', false],
])('who may hand in for an owner: %s', (_name, kind, owner, id, expected) => {
  const who = everybody[id];
  if (!who) throw new Error(`nobody is ${id}`);
  expect(mayAnswerFor(owner, owns[kind], who, around(), TODAY)).toBe(expected);
});

import { describe, expect, test } from '@jest/globals';
import type { Duty } from '../../models/duty.js';
import { mayAnswer, mayRead, newlyNamed, type Reach } from '../../models/reading.js';
import type { Submission } from '../../models/submission.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { person, personId, schoolCode } from '../support/people.js';

const { duties, posts } = wholeCatalogue();
const dutyWith = (word: string): Duty => duties.find((each) => each.word === word) as Duty;

type Case = Partial<Pick<Submission, 'owner' | 'by' | 'state' | 'values' | 'reviews' | 'changes' | 'allowed'>>;
const record = (more: Case = {}) => ({
  owner: 'person:A' as Submission['owner'],
  by: personId('A'),
  school: schoolCode('S1'),
  state: 'handed-in' as const,
  handedInAt: new Date(0),
  values: {},
  reviews: [],
  changes: [],
  ...more,
});
const reach = (word: string, units: Reach['units'] = []) => ({
  duty: dutyWith(word),
  posts,
  subjects: ['数学'],
  units,
});
const someone = (post: string, school = 'S1', subjects: string[] = ['数学']) =>
  person('B', { posts: [post], school: schoolCode(school), subjects });

describe('who may read', () => {
  test.each([
    ['周记', 'group-head', 'S1', ['数学'], true],
    ['周记', 'group-head', 'S1', ['语文'], false],
    ['周记', 'group-head', 'S2', ['数学'], false],
    ['周记', 'principal', 'S1', [], false],
    ['周记', 'research-lead', 'S1', [], false],
    ['周记', 'researcher', 'J1', ['数学'], false],
    ['周记', 'coordinator', 'J1', [], false],
    ['案例', 'principal', 'S1', [], true],
    ['案例', 'principal', 'S2', [], false],
    ['案例', 'researcher', 'J1', [], true],
    ['案例', 'teacher', 'S1', ['数学'], false],
    ['投稿', 'editor', 'J1', [], true],
    ['投稿', 'correspondent', 'S1', [], true],
    ['投稿', 'correspondent', 'S2', [], false],
    ['课堂模式', 'research-office-head', 'J1', [], true],
  ])('%s: %s of %s teaching %j: %s', (word, post, school, subjects, may) => {
    expect(mayRead(someone(post, school, subjects), record(), reach(word), false)).toBe(may);
  });

  test.each([
    ['school', 'research-lead', 'S1', true],
    ['school', 'principal', 'S1', true],
    ['school', 'principal', 'S2', false],
    ['school', 'vice-principal', 'S1', false],
    ['school', 'researcher', 'J1', false],
    ['county', 'research-lead', 'S1', true],
    ['county', 'research-lead', 'S2', false],
    ['county', 'researcher', 'J1', true],
    ['county', 'coordinator', 'J1', false],
  ] as const)('a journal its owner has opened to the %s, a %s of %s: %s', (allowed, post, school, may) => {
    const opened = record({ allowed });
    expect(mayRead(someone(post, school, []), opened, reach('周记'), false)).toBe(may);
    // Taken back, or of a duty that leaves nothing to its owner, it is closed all the same.
    expect(mayRead(someone(post, school, []), record({ allowed, state: 'withdrawn' }), reach('周记'), false)).toBe(
      false,
    );
    expect(mayAnswer(someone(post, school, []), opened, reach('周记'))).toBe(false);
    expect(mayRead(someone('vice-principal'), opened, reach('研讨课'), false)).toBe(
      mayRead(someone('vice-principal'), record(), reach('研讨课'), false),
    );
  });

  test.each([
    ['its owner', { by: personId('L') }, 'A', true],
    ['who handed it in for a colleague', { by: personId('L') }, 'L', true],
    ['who handed it in before somebody else did', handedInBy('C'), 'C', true],
    ['whom it was given to', { reviews: [given('C')] }, 'C', true],
    ['who has answered it', { reviews: [{ ...given('C'), answeredAt: new Date(0) }] }, 'C', true],
    ['whom it was taken from again', { reviews: [{ ...given('C'), dropped: true }] }, 'C', false],
    ['a colleague', {}, 'C', false],
  ] as [string, Case, string, boolean][])('%s', (_who, more, reader, may) => {
    expect(mayRead(person(reader), record(more), reach('周记'), false)).toBe(may);
  });

  test('what is not handed in, or taken back, only its own people read', () => {
    for (const state of ['draft', 'withdrawn'] as const) {
      expect(mayRead(someone('group-head'), record({ state }), reach('周记'), false)).toBe(false);
      expect(mayRead(person('A'), record({ state }), reach('周记'), false)).toBe(true);
      expect(mayRead(someone('teacher'), record({ state }), reach('月报'), true)).toBe(true);
    }
    // What a lead has begun for a colleague is the lead's, until it is handed in.
    const { handedInAt: _, ...begun } = record({ state: 'draft', by: personId('L') });
    expect(['A', 'L'].map((who) => mayRead(person(who), begun, reach('周记'), false))).toEqual([false, true]);
  });

  test('the school a record is about reads it like its own, and does not answer it', () => {
    const visit = record({ values: { school: 'S2' } });
    expect(mayRead(someone('research-lead', 'S2'), visit, reach('下校听课'), false)).toBe(true);
    expect(mayRead(someone('research-lead', 'S3'), visit, reach('下校听课'), false)).toBe(false);
    expect(
      mayAnswer(someone('research-lead', 'S2'), record({ values: { level: '校级', school: 'S2' } }), reach('磨课')),
    ).toBe(false);
  });

  test('what was accepted everybody reads, where the duty is open', () => {
    expect(mayRead(person('C'), record({ state: 'accepted' }), reach('投稿'), false)).toBe(true);
    expect(mayRead(person('C'), record({ state: 'handed-in' }), reach('投稿'), false)).toBe(false);
    expect(mayRead(person('C'), record({ state: 'accepted' }), reach('磨课'), false)).toBe(false);
  });
});

describe('whom a record names', () => {
  const project = { _id: 'project:K1' as Submission['owner'], head: personId('H'), members: [personId('M')] };
  const other = { ...project, _id: 'project:K2' as Submission['owner'], head: personId('X') };
  const lesson = { school: 'S2', teacher: 'T' };

  test.each<[string, string, Case, string, boolean]>([
    ['the observed teacher', '下校听课', { values: lesson }, 'T', true],
    ['a colleague of theirs', '下校听课', { values: lesson }, 'U', false],
    ['the observed teacher, while it is a draft', '下校听课', { values: lesson, state: 'draft' }, 'T', false],
    ['the observed teacher, when it was taken back', '下校听课', { values: lesson, state: 'withdrawn' }, 'T', false],
    ['one of several members', '中心备课', { values: { members: ['U', 'T'] } }, 'T', true],
    ['the head of the project guidance was given to', '课题指导', { values: { project: 'project:K1' } }, 'H', true],
    ['a member of it', '课题指导', { values: { project: 'project:K1' } }, 'M', true],
    ['the head of another project', '课题指导', { values: { project: 'project:K1' } }, 'X', false],
    // Named, but not as a reader: the row does not say so.
    ['who came to a school’s session', '校本教研', { values: { present: ['T'] } }, 'T', false],
    ['a model teacher in somebody’s diary', '蹲点', { values: { teachers: ['T'] } }, 'T', false],
  ])('%s (%s): %s', (_who, word, more, reader, may) => {
    expect(mayRead(person(reader), record(more), reach(word, [project, other]), false)).toBe(may);
  });

  test('reads it, and does not answer it, even where the post would, or it was given to them', () => {
    const researcher = person('T', { posts: ['researcher'], school: schoolCode('J1') });
    const named = { values: { stance: '参加', teacher: 'T' }, reviews: [given('T')] };
    expect(mayRead(researcher, record(named), reach('说课'), false)).toBe(true);
    expect(mayAnswer(researcher, record(named), reach('说课'))).toBe(false);
    expect(mayAnswer({ ...researcher, _id: personId('R') }, record(named), reach('说课'))).toBe(true);
  });

  describe('is told once', () => {
    const change = (to: Submission['state'], values?: Submission['values']) => ({
      ...{ event: 'e', at: new Date(0), by: personId('A'), from: 'new' as const, to },
      ...(values && { values }),
    });
    test.each<[string, string[], Submission['changes'], string[]]>([
      ['handed in', ['T'], [change('handed-in')], ['T']],
      ['put together as a draft first', ['T'], [change('draft'), change('handed-in', { teacher: 'U' })], ['T']],
      ['words corrected', ['T'], [change('handed-in'), change('handed-in', { teacher: 'T' })], []],
      ['another was meant', ['T'], [change('handed-in'), change('handed-in', { teacher: 'U' })], ['T']],
      [
        'and the first after all',
        ['T'],
        [change('handed-in'), change('handed-in', { teacher: 'T' }), change('handed-in', { teacher: 'U' })],
        [],
      ],
      ['taken back and restored', ['T'], [change('handed-in'), change('withdrawn'), change('handed-in')], []],
    ])('%s', (_name, [teacher = ''], changes, told) => {
      expect(newlyNamed(dutyWith('下校听课'), { values: { teacher }, changes }, [])).toEqual(told);
    });

    test('of a project its head and members', () => {
      const guided = { values: { project: 'project:K1' }, changes: [change('handed-in')] };
      expect(newlyNamed(dutyWith('课题指导'), guided, [project, other])).toEqual(['H', 'M']);
    });
  });
});

describe('who may answer', () => {
  test.each([
    ['校级', 'research-lead', 'S1', true],
    ['校级', 'research-lead', 'S2', false],
    ['校级', 'researcher', 'J1', false],
    ['县级', 'research-lead', 'S1', false],
    ['县级', 'researcher', 'J1', true],
    ['省级', 'research-office-head', 'J1', true],
    ['校级', 'research-office-head', 'J1', false],
    ['校级', 'principal', 'S1', false],
  ])('a lesson of %s: %s of %s: %s', (level, post, school, may) => {
    expect(mayAnswer(someone(post, school, []), record({ values: { level } }), reach('磨课'))).toBe(may);
  });

  test('whom it fell to, until it is answered or they hold no such post any more; nobody their own', () => {
    const fell = person('C', { posts: ['principal'] });
    expect(mayAnswer(fell, record({ reviews: [given('C')] }), reach('磨课'))).toBe(true);
    expect(mayAnswer({ ...fell, posts: [] }, record({ reviews: [given('C')] }), reach('磨课'))).toBe(false);
    expect(mayAnswer({ ...fell, school: schoolCode('S2') }, record({ reviews: [given('C')] }), reach('磨课'))).toBe(
      false,
    );
    expect(mayAnswer(fell, record({ reviews: [{ ...given('C'), answeredAt: new Date(0) }] }), reach('磨课'))).toBe(
      false,
    );
    const researcher = { ...someone('researcher', 'J1'), _id: personId('C') };
    expect(mayAnswer(researcher, record({ reviews: [given('C')] }), reach('磨课'))).toBe(true);
    const lead = person('A', { posts: ['research-lead'] });
    expect(mayAnswer(lead, record({ values: { level: '校级' } }), reach('磨课'))).toBe(false);
    expect(mayAnswer({ ...lead, _id: personId('L') }, record(handedInBy('L')), reach('磨课'))).toBe(false);
  });

  test('what nobody reviews nobody answers', () => {
    expect(mayAnswer(someone('group-head'), record(), reach('周记'))).toBe(false);
  });
});

function given(reviewer: string): Submission['reviews'][number] {
  return { reviewer: personId(reviewer), school: schoolCode('S1') };
}

function handedInBy(who: string): Case {
  return { changes: [{ event: 'e', at: new Date(0), by: personId(who), from: 'new', to: 'handed-in' }] };
}

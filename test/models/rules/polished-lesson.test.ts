import { beforeEach, describe, expect, test } from '@jest/globals';
import { type OwnerKey, ownerOfGroup, ownerOfSchool } from '../../../models/owner.js';
import { beginnings, testDatabase } from '../../support/database.js';
import { schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, many, person, rows } from './a-county.js';

/** BR3 磨课: a teacher one school-level lesson a term, a subject one of the county, a school one of the city. */
const { connection } = testDatabase();
const { models, at, roster, handIn, accept, giveBack, decline, correct, withdraw, stands } = county(
  connection,
  rows('B6', 'B7', 'B8', 'B22', 'R1'),
);
const S1 = schoolCode('S1');
const TERM = '2026-autumn';
const CHINESE = ownerOfGroup(S1, '语文');
const SCHOOL = ownerOfSchool(S1);
const J1 = aSchool('J1', { stage: '进修学校', rural: false });
const researcher = aTeacher('J1-R', { posts: ['researcher'], teaching: false });
const staff = [
  ...many('S1', 3),
  aTeacher('S1-L', { posts: ['research-lead'], teaching: false, subjects: [] }),
  researcher,
];

const lesson = (level: string | undefined, more: Record<string, string> = {}) => ({
  lesson: '古诗',
  ...(level && { level }),
  ...more,
});
/** How the teacher, the subject and the school stand. */
const all = async () => [
  await stands('B6', TERM, person('S1-1'), 'S1'),
  await stands('B7', TERM, CHINESE, 'S1'),
  await stands('B8', TERM, SCHOOL, 'S1'),
];

beforeEach(() => at('2026-11-02'));
beforeEach(
  beginnings(connection, async () => {
    await roster({ schools: [aSchool('S1'), J1], people: staff });
  }),
);

describe('one lesson of a teacher', () => {
  test.each<[string | undefined, string[], string[]]>([
    ['校级', ['claimed', 'owed', 'owed'], ['accepted', 'owed', 'owed']],
    ['县级', ['claimed', 'claimed', 'owed'], ['accepted', 'accepted', 'owed']],
    ['市级', ['claimed', 'claimed', 'claimed'], ['accepted', 'accepted', 'accepted']],
    ['省级', ['claimed', 'claimed', 'claimed'], ['accepted', 'accepted', 'accepted']],
    ['国家级', ['claimed', 'claimed', 'claimed'], ['accepted', 'accepted', 'accepted']],
  ])('claimed at %s stands as 待认定, and counts from there down once certified', async (level, claimed, certified) => {
    const record = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson(level) });
    expect(await all()).toEqual(claimed);
    await accept(record);
    expect(await all()).toEqual(certified);
    // One lesson has one owner: the colleague still owes hers.
    expect(await stands('B6', TERM, person('S1-2'), 'S1')).toBe('owed');
  });

  test('that is certified only at a lower level than claimed counts only so far', async () => {
    const record = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('市级') });
    const { change } = county(connection, models.catalogue);
    await change(record, 'J1-R', ['handed-in'], { state: 'accepted', values: lesson('校级') });
    expect(await all()).toEqual(['accepted', 'owed', 'owed']);
  });

  test('that is declined, returned or taken back is owed again, everywhere it would have counted', async () => {
    const first = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('市级') });
    await giveBack(first, 'J1-R', '缺证书');
    expect(await all()).toEqual(['returned', 'returned', 'returned']);
    await correct(first, 'S1-1', lesson('县级'));
    expect(await all()).toEqual(['claimed', 'claimed', 'owed']);
    await decline(first);
    expect(await all()).toEqual(['owed', 'owed', 'owed']);
    const second = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('县级') });
    await withdraw(second, 'S1-1');
    expect(await all()).toEqual(['owed', 'owed', 'owed']);
  });

  test('may serve as open lesson of the term, where the teacher says so', async () => {
    await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('校级', { alsoOpen: '是' }) });
    await handIn({ by: 'S1-2', row: 'B6', period: TERM, values: lesson('校级', { alsoOpen: '否' }) });
    expect(await stands('B22', TERM, person('S1-1'), 'S1')).toBe('handed-in');
    expect(await stands('B22', TERM, person('S1-2'), 'S1')).toBe('owed');
  });

  test('an open lesson below the subject group does not count', async () => {
    await handIn({ by: 'S1-1', row: 'B22', period: TERM, values: { level: '备课组' } });
    await handIn({ by: 'S1-2', row: 'B22', period: TERM, values: { level: '学科组' } });
    await handIn({ by: 'S1-3', row: 'B22', period: TERM, values: { level: '国家级' } });
    expect(await Promise.all(['S1-1', 'S1-2', 'S1-3'].map((id) => stands('B22', TERM, person(id), 'S1')))).toEqual([
      'owed',
      'handed-in',
      'handed-in',
    ]);
  });
});

describe('upwards and downwards from the other forms', () => {
  const cases: [string, string, OwnerKey, string, string[]][] = [
    ['a subject’s county lesson counts for its teacher', 'B7', CHINESE, '县级', ['accepted', 'accepted', 'owed']],
    ['a subject’s city lesson for the school as well', 'B7', CHINESE, '市级', ['accepted', 'accepted', 'accepted']],
    ['a subject’s school-level lesson is not enough for it', 'B7', CHINESE, '校级', ['accepted', 'owed', 'owed']],
    ['a school’s city lesson for its teacher and subject', 'B8', SCHOOL, '市级', ['accepted', 'accepted', 'accepted']],
    ['a school’s county lesson is not enough for it', 'B8', SCHOOL, '县级', ['accepted', 'accepted', 'owed']],
  ];
  test.each(cases)('%s', async (_name, row, owner, level, expected) => {
    const record = await handIn({
      by: 'S1-L',
      row,
      period: TERM,
      owner,
      values: lesson(level, { teacher: 'S1-1', subject: '语文' }),
    });
    await accept(record);
    expect(await all()).toEqual(expected);
  });
});

describe('who certifies', () => {
  const reviewers = async (record: { _id: string } | undefined) =>
    (await models.submissions.get(record?._id ?? ''))?.reviews.map(({ reviewer, due, dropped }) => [
      reviewer,
      due,
      dropped,
    ]);

  test('the school at its own level, the researcher above; never those who claim it', async () => {
    const own = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('校级') });
    expect(await reviewers(own)).toEqual([['S1-L', '2026-11-16', undefined]]);
    const higher = await handIn({ by: 'S1-2', row: 'B6', period: TERM, values: lesson('县级') });
    expect(await reviewers(higher)).toEqual([['J1-R', '2026-11-16', undefined]]);
  });

  test('owes the answer at once, where it is due the same week', async () => {
    const whole = models.catalogue;
    const duties = whole.duties.map((duty) =>
      duty.review ? { ...duty, review: { ...duty.review, withinSchoolDays: 2 } } : duty,
    );
    const quick = county(connection, { ...whole, duties });
    quick.at('2026-11-02');
    await quick.handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('校级') });
    expect(await quick.stands('R1', '2026-autumn-w10', person('S1-L'), 'S1')).toBe('owed');
  });

  test('a claim corrected to a higher level while it waits goes to those who may certify that', async () => {
    const record = await handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('校级') });
    at('2026-11-03');
    await correct(record, 'S1-1', lesson('校级', { reflection: '又改了一次' }));
    expect(await reviewers(record)).toEqual([['S1-L', '2026-11-16', undefined]]);
    await correct(record, 'S1-1', lesson('县级'));
    expect(await reviewers(record)).toEqual([
      ['S1-L', '2026-11-16', true],
      ['J1-R', '2026-11-17', undefined],
    ]);
    // The researcher owes an answer in the week it falls due; the lead owes none any more.
    at('2026-11-16T08:00');
    await models.ledger.openRolls(new Date('2026-11-16T08:00:00+08:00'));
    expect(await stands('R1', '2026-autumn-w12', person('J1-R'), 'J1')).toBe('owed');
    expect(await stands('R1', '2026-autumn-w12', person('S1-L'), 'S1')).toBeUndefined();
    await accept(record, 'J1-R');
    expect(await stands('R1', '2026-autumn-w12', person('J1-R'), 'J1')).toBe('handed-in');
  });
});

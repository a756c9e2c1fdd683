import { describe, expect, test } from '@jest/globals';
import { type Excuse, entryOf, openingsEntry } from '../../models/entry.js';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { ownerOfPerson, ownerOfSchool } from '../../models/owner.js';
import type { Status } from '../../models/roll.js';
import type { Submission, SubmissionState } from '../../models/submission.js';
import { day, personId, schoolCode } from '../support/people.js';

const journal = DutyKey.parse('journal');
const T1 = personId('T1');
const me = ownerOfPerson(T1);
const counting = { duty: journal, quota: { certified: false } };
const one = (excuse?: Excuse) => ({ owner: me, need: 1, ...(excuse && { excuse }) });

describe('how somebody stands who owes that something is held', () => {
  const term = { from: day('2026-09-01'), to: day('2027-01-22') };
  const school = ownerOfSchool(schoolCode('J1'));
  const opened = (dueDay: string, state: 'open' | 'closed' | 'published' | 'cancelled' = 'open') => ({
    ...{ dueDay: day(dueDay), state },
    changes: [{ event: dueDay, at: new Date(`${dueDay}T02:00:00Z`), by: T1, to: 'open' as const, dueDay: day(dueDay) }],
  });
  test.each<[string, number, ReturnType<typeof opened>[], Status, number | undefined]>([
    ['nothing opened', 1, [], 'owed', undefined],
    ['one of one', 1, [opened('2026-10-20')], 'handed-in', undefined],
    [
      'closed and published ones were held',
      2,
      [opened('2026-09-20', 'closed'), opened('2026-10-20', 'published')],
      'handed-in',
      2,
    ],
    ['one of three', 3, [opened('2026-10-20')], 'owed', 1],
    ['a cancelled one was not', 1, [opened('2026-10-20', 'cancelled')], 'owed', undefined],
    ['the first and the last day are the term’s', 2, [opened('2026-09-01'), opened('2027-01-22')], 'handed-in', 2],
    ['the days around it are not', 2, [opened('2026-08-31'), opened('2027-01-23')], 'owed', 0],
  ])('%s', (_name, need, all, status, have) => {
    const entry = openingsEntry({ owner: school, need }, all, term);
    expect([entry.status, entry.have]).toEqual([status, have]);
  });
  test('an exemption is an exemption', () => {
    expect(openingsEntry({ owner: school, need: 1, excuse: 'exempt' }, [], term).status).toBe('exempt');
  });
});

describe('how an owner stands', () => {
  const minute = (n: number): Date => new Date(Date.UTC(2026, 9, 28, 2, n));
  const submission = (_id: string, state: SubmissionState, at: number, more: Partial<Submission> = {}): Submission => ({
    _id,
    duty: journal,
    period: PeriodKey.parse('w9'),
    school: schoolCode('S1'),
    owner: me,
    by: T1,
    state,
    late: false,
    no: _id,
    day: day('2026-10-28'),
    counts: [],
    reviews: [],
    values: {},
    attachments: [],
    changes: [],
    rev: 1,
    updatedAt: minute(at),
    ...(state !== 'draft' && { handedInAt: minute(at) }),
    ...more,
  });
  const draft = submission('d', 'draft', 1);
  const inTime = submission('i', 'handed-in', 2);
  const second = submission('s', 'handed-in', 3);
  const late = submission('l', 'handed-in', 4, { late: true });
  const withdrawn = submission('w', 'withdrawn', 5);
  const returned = submission('r', 'returned', 6);
  const accepted = submission('a', 'accepted', 7);
  const acceptedLate = submission('m', 'accepted', 8, { late: true });
  const declinedLate = submission('n', 'declined', 9, { late: true });

  const cases: [string, Excuse | undefined, Submission[], Status, string | undefined][] = [
    ['nothing', undefined, [], 'owed', undefined],
    ['a draft', undefined, [draft], 'draft', 'd'],
    ['handed in', undefined, [inTime], 'handed-in', 'i'],
    ['late', undefined, [late], 'late', 'l'],
    ['two handed in: the first counts', undefined, [second, inTime], 'handed-in', 'i'],
    ['in time and late', undefined, [late, inTime], 'handed-in', 'i'],
    ['a draft beside what is in', undefined, [draft, inTime], 'handed-in', 'i'],
    ['returned: owed again, but not missing', undefined, [returned, draft], 'returned', 'r'],
    ['accepted outweighs all', undefined, [inTime, accepted, returned], 'accepted', 'a'],
    ['declined, and late', undefined, [declinedLate], 'late', 'n'],
    ['withdrawn is as if never handed in', undefined, [withdrawn], 'owed', undefined],
    ['withdrawn beside a second', undefined, [withdrawn, second], 'handed-in', 's'],
    ['on leave', 'leave', [], 'leave', undefined],
    ['on leave with a draft', 'leave', [draft], 'leave', undefined],
    ['exempt, but handed in', 'exempt', [inTime], 'handed-in', 'i'],
    ['absent, and withdrawn', 'absent', [withdrawn], 'absent', undefined],
  ];

  test.each(cases)('%s', (_name, excuse, all, status, id) => {
    const entry = entryOf(one(excuse), all, counting);
    expect([entry.owner, entry.status, entry.submission]).toEqual([me, status, id]);
    expect(entryOf(one(excuse), all.toReversed(), counting)).toEqual(entry);
  });

  test('who handed it in stands there only when it was another, and for schools always', () => {
    expect(entryOf(one(), [inTime], counting)).toEqual({
      owner: me,
      status: 'handed-in',
      submission: 'i',
      at: minute(2),
    });
    expect(entryOf(one(), [{ ...inTime, by: personId('L') }], counting)).toHaveProperty('by', 'L');
    expect(entryOf({ owner: ownerOfSchool(schoolCode('S1')), need: 1 }, [inTime], counting)).toHaveProperty('by', 'T1');
  });

  describe('several owed', () => {
    const stands = (need: number, all: Submission[], certified = false) => {
      const {
        status,
        have,
        submission: id,
      } = entryOf({ owner: me, need }, all, { duty: journal, quota: { certified } });
      return [status, have, id];
    };
    test.each<[string, number, Submission[], (string | number | undefined)[]]>([
      ['nothing yet', 2, [], ['owed', 0, undefined]],
      ['one of two is not enough', 2, [inTime], ['owed', 1, 'i']],
      ['two of two', 2, [inTime, second], ['handed-in', 2, 'i']],
      ['two of two, one late', 2, [inTime, late], ['late', 2, 'i']],
      ['more than enough: the first two decide', 2, [inTime, second, late], ['handed-in', 3, 'i']],
      ['one came back', 2, [inTime, returned], ['returned', 1, 'r']],
      ['all accepted', 1, [accepted], ['accepted', undefined, 'a']],
    ])('%s', (_name, need, all, expected) => {
      expect(stands(need, all)).toEqual(expected);
    });

    test.each<[string, number, Submission[], Status, true | undefined]>([
      ['accepted, late', 1, [acceptedLate], 'accepted', true],
      ['accepted in time', 1, [accepted], 'accepted', undefined],
      ['two accepted, one late', 2, [accepted, acceptedLate], 'accepted', true],
      ['one accepted late, one in time and not answered yet', 2, [acceptedLate, inTime], 'late', undefined],
      ['more than enough: the late one is not needed', 1, [accepted, acceptedLate], 'accepted', undefined],
      ['one of two is not enough, late or not', 2, [acceptedLate], 'owed', undefined],
    ])('late work stays marked when it is accepted: %s', (_name, need, all, status, marked) => {
      const entry = entryOf({ owner: me, need }, all, counting);
      expect([entry.status, entry.late]).toEqual([status, marked]);
    });

    test('alike ones count once', () => {
      const of = (id: string, school: string) => ({
        ...submission(id, 'handed-in', 2),
        counts: [
          { duty: journal, period: PeriodKey.parse('w9'), school: schoolCode('S1'), owner: me, distinct: school },
        ],
      });
      expect(stands(2, [of('x', 'S1'), of('y', 'S1')])).toEqual(['owed', 1, 'x']);
      expect(stands(2, [of('x', 'S1'), of('y', 'S2')])).toEqual(['handed-in', 2, 'x']);
    });

    test('where only what is certified counts, a claim waits, and nobody is missing meanwhile', () => {
      expect(stands(1, [inTime], true)).toEqual(['claimed', undefined, 'i']);
      expect(stands(1, [inTime, accepted], true)).toEqual(['accepted', undefined, 'a']);
      expect(stands(2, [inTime, accepted], true)).toEqual(['claimed', 1, 'i']);
      expect(stands(2, [inTime], true)).toEqual(['owed', 0, 'i']);
      expect(stands(1, [returned], true)).toEqual(['returned', undefined, 'r']);
    });

    test('what came back is owed again by its own day', () => {
      const back = { ...returned, returnDue: day('2026-11-04') };
      expect(entryOf({ owner: me, need: 1 }, [back], counting)).toMatchObject({
        status: 'returned',
        due: '2026-11-04',
      });
    });
  });
});

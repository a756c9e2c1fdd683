import { beforeEach, describe, expect, test } from '@jest/globals';
import { planNags } from '../../../models/nag-plan.js';
import { ownerOfSchool } from '../../../models/owner.js';
import type { Revision, Submission, SubmissionState } from '../../../models/submission.js';
import { beginnings, testDatabase } from '../../support/database.js';
import { personId, platform, schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, many, person, rows } from './a-county.js';

/** BR9: 草稿→已交→(退回→已交)*→通过; what came back is owed again with a day of its own, and is not called missing. */
const { connection } = testDatabase();
const { models, at, now, roster, handIn, change, accept, giveBack, withdraw, correct, exempt, stands, numbers, page } =
  county(connection, rows('B6', 'B13'));
const TERM = '2026-autumn';
const schools = [aSchool('S1'), aSchool('J1', { stage: '进修学校' })];
const people = [
  ...many('S1', 2),
  aTeacher('S1-L', { posts: ['research-lead'], teaching: false }),
  aTeacher('J1-R', { posts: ['researcher'], teaching: false }),
];
const lesson = (text: string) => ({ lesson: text, level: '校级' });
const one = person('S1-1');

beforeEach(() => at('2026-11-02'));
beforeEach(
  beginnings(connection, async () => {
    await roster({ schools, people });
  }),
);

const begin = (state: 'draft' | 'handed-in' = 'handed-in') =>
  handIn({ by: 'S1-1', row: 'B6', period: TERM, values: lesson('初磨'), state });

describe('the states a record goes through', () => {
  const moves: Record<string, [SubmissionState[], Revision]> = {
    'hand in': [['draft', 'returned'], { state: 'handed-in' }],
    return: [['handed-in'], { state: 'returned', comment: '请补反思' }],
    accept: [['handed-in'], { state: 'accepted' }],
    decline: [['handed-in'], { state: 'declined' }],
    withdraw: [['draft', 'handed-in', 'returned'], { state: 'withdrawn' }],
  };
  const reach: Record<SubmissionState, string[]> = {
    draft: [],
    'handed-in': ['hand in'],
    returned: ['hand in', 'return'],
    accepted: ['hand in', 'accept'],
    declined: ['hand in', 'decline'],
    withdrawn: ['hand in', 'withdraw'],
  };
  const cases = Object.entries(reach).flatMap(([from, path]) =>
    Object.entries(moves).map(([move, [allowed, { state }]]) => {
      const to = allowed.some((each) => each === from) ? state : undefined;
      return [`${from}: ${move} ${to ? `→ ${to}` : 'is not done'}`, path, move, to] as const;
    }),
  );
  test.each(cases)('%s', async (_name, path, move, to) => {
    const record = await begin('draft');
    for (const step of path) await change(record, 'S1-1', ...(moves[step] ?? [[], { state: 'draft' as const }]));
    const before = await models.submissions.get(record._id);
    const after = await change(record, 'J1-R', ...(moves[move] ?? [[], { state: 'draft' as const }]));
    expect(after?.state).toBe(to);
    expect(await models.submissions.get(record._id)).toEqual(after ?? before);
  });
});

describe('what came back', () => {
  test('is owed again by a day of its own, is not missing, and is told on that day', async () => {
    await models.accounts.bind({
      platform: platform('testing'),
      account: 'a',
      person: personId('S1-1'),
      how: 'demo',
      now: new Date(0),
    });
    const record = await begin();
    expect(await numbers('B6', TERM, 'S1')).toEqual({ owed: 2, missing: 1, claimed: 1 });
    at('2026-11-04');
    await giveBack(record, 'S1-L', '请补反思');
    expect(await stands('B6', TERM, one, 'S1')).toBe('returned');
    expect(await numbers('B6', TERM, 'S1')).toEqual({ owed: 2, missing: 1, returned: 1 });
    // Five school days after Wednesday.
    const due = (await page('B6', TERM, 'S1'))?.entries.find(({ owner }) => owner === one)?.due;
    expect(due).toBe('2026-11-11');
    expect((await page('B6', TERM, 'S1'))?.nagDays).toContain('2026-11-11');
    const told = async (time: string) => {
      at(time);
      const items = [];
      for await (const { nags } of planNags(models, now())) items.push(...nags.flatMap((nag) => nag.items));
      return items.map(({ step, owners }) => [step, owners]);
    };
    expect(await told('2026-11-10T09:00')).toEqual([]);
    expect(await told('2026-11-11T09:00')).toEqual([['returned', [one]]]);
    await correct(record, 'S1-1', lesson('再磨'));
    expect(await told('2026-11-11T09:00')).toEqual([]);
  });

  test('may come back again, with a new day; then it is accepted', async () => {
    const record = await begin();
    at('2026-11-04');
    await giveBack(record, 'S1-L', '请补反思');
    at('2026-11-06');
    await correct(record, 'S1-1', lesson('再磨'));
    expect(await stands('B6', TERM, one, 'S1')).toBe('claimed');
    at('2026-11-09');
    await giveBack(record, 'S1-L', '请写清每轮改了什么');
    expect((await models.submissions.get(record._id))?.returnDue).toBe('2026-11-16');
    await correct(record, 'S1-1', lesson('定稿'));
    const done = await accept(record, 'S1-L');
    expect(await stands('B6', TERM, one, 'S1')).toBe('accepted');
    expect(done).not.toHaveProperty('returnDue');
  });

  test('for the school: late work that comes back in time stays as late as it was', async () => {
    const school = ownerOfSchool(schoolCode('S1'));
    at('2026-11-02');
    const record = await handIn({ by: 'S1-L', row: 'B13', period: TERM, owner: school, values: { text: '做法' } });
    await giveBack(record, 'J1-R', '请写条件');
    at('2027-01-22T20:00');
    await correct(record, 'S1-L', { text: '做法和条件' });
    // First handed in in November: a correction does not make it late.
    expect(await stands('B13', TERM, school, 'S1')).toBe('handed-in');
  });
});

test('late work that is accepted stays late: in the entry, in the numbers', async () => {
  const school = ownerOfSchool(schoolCode('S1'));
  at('2027-01-22T20:00');
  const record = await handIn({ by: 'S1-L', row: 'B13', period: TERM, owner: school, values: { text: '做法' } });
  expect(await stands('B13', TERM, school, 'S1')).toBe('late');
  await accept(record, 'J1-R');
  expect((await page('B13', TERM, 'S1'))?.entries).toMatchObject([{ status: 'accepted', late: true }]);
  expect(await numbers('B13', TERM, 'S1')).toEqual({ owed: 1, handedIn: 1, late: 1 });
});

test('every change is kept: who, when, from what to what, with the words before and what was said', async () => {
  const record = await begin('draft');
  at('2026-11-03');
  await correct(record, 'S1-1', lesson('再磨'));
  at('2026-11-04');
  await giveBack(record, 'S1-L', '请补反思');
  at('2026-11-05');
  await correct(record, 'S1-1', lesson('定稿'));
  at('2026-11-06');
  await accept(record, 'S1-L');
  const { changes, values, state, rev } = (await models.submissions.get(record._id)) as Submission;
  const on = (date: string) => new Date(`${date}T10:00:00+08:00`);
  expect(
    changes.map(({ by, at: when, from, to, values: before, comment }) => ({ by, when, from, to, before, comment })),
  ).toEqual([
    { by: 'S1-1', when: on('2026-11-02'), from: 'new', to: 'draft', before: undefined, comment: undefined },
    { by: 'S1-1', when: on('2026-11-03'), from: 'draft', to: 'handed-in', before: lesson('初磨'), comment: undefined },
    { by: 'S1-L', when: on('2026-11-04'), from: 'handed-in', to: 'returned', before: undefined, comment: '请补反思' },
    {
      by: 'S1-1',
      when: on('2026-11-05'),
      from: 'returned',
      to: 'handed-in',
      before: lesson('再磨'),
      comment: undefined,
    },
    { by: 'S1-L', when: on('2026-11-06'), from: 'handed-in', to: 'accepted', before: undefined, comment: undefined },
  ]);
  expect([values, state, rev]).toEqual([lesson('定稿'), 'accepted', 5]);
  expect(new Set(changes.map(({ event }) => event)).size).toBe(5);
});

test('an exemption is explicit, and taken back it is owed again; what was handed in outweighs it', async () => {
  await exempt('B6', TERM, one, 'S1');
  expect(await stands('B6', TERM, one, 'S1')).toBe('exempt');
  const record = await begin();
  expect(await stands('B6', TERM, one, 'S1')).toBe('claimed');
  await withdraw(record, 'S1-1');
  expect(await stands('B6', TERM, one, 'S1')).toBe('exempt');
});

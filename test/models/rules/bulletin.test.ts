import { beforeEach, describe, expect, test } from '@jest/globals';
import { PeriodKey } from '../../../models/ids.js';
import { planNags } from '../../../models/nag-plan.js';
import { ownerOfSchool } from '../../../models/owner.js';
import { beginnings, testDatabase } from '../../support/database.js';
import { day, personId, platform, schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, many, rows } from './a-county.js';

/** BR4: at least two contributions a school and issue; what was submitted counts, not what was accepted. */
const { connection } = testDatabase();
const {
  models,
  dutyOf,
  at,
  now,
  roster,
  handIn,
  accept,
  decline,
  giveBack,
  withdraw,
  correct,
  stands,
  numbers,
  openRolls,
  page,
} = county(connection, rows('A20'));
const [S1, S2] = [ownerOfSchool(schoolCode('S1')), ownerOfSchool(schoolCode('S2'))];
const ISSUE = '2026-no12';
const J1 = aSchool('J1', { stage: '进修学校', rural: false });
const people = [
  ...many('S1', 2),
  ...many('S2', 1),
  aTeacher('S1-C', { posts: ['correspondent'] }),
  aTeacher('S2-C', { posts: ['correspondent'] }),
  aTeacher('J1-E', { posts: ['editor'], teaching: false }),
];
const schools = [aSchool('S1'), aSchool('S2'), J1];
const bulletin = dutyOf('A20');

const openIssue = (period = ISSUE, opensOn = '2026-11-02', dueDay = '2026-11-20') =>
  models.occasions.open(
    {
      duty: bulletin.key,
      period: PeriodKey.parse(period),
      label: '第12期',
      note: '',
      owners: [],
      opensOn: day(opensOn),
      dueDay: day(dueDay),
    },
    { event: `open ${period}`, by: personId('J1-E'), now: now() },
  );
const settle = async (state: 'open' | 'closed' | 'published' | 'cancelled', dueDay = '2026-11-20', period = ISSUE) => {
  await models.occasions.change(
    { duty: bulletin.key, period: PeriodKey.parse(period) },
    { state, dueDay: day(dueDay) },
    { event: `now ${state} ${period}`, by: personId('J1-E'), now: now() },
  );
  await models.ledger.openDuty(bulletin.key, now());
};
const contribute = (by: string, text: string, authors = [by], period = ISSUE) =>
  handIn({
    by,
    row: 'A20',
    period,
    owner: ownerOfSchool(schoolCode(by.slice(0, 2))),
    values: { title: text, text, authors },
  });
const both = async () => [await stands('A20', ISSUE, S1, 'S1'), await stands('A20', ISSUE, S2, 'S2')];

beforeEach(() => at('2026-11-02'));
beforeEach(
  beginnings(connection, async () => {
    await roster({ schools, people });
    await openIssue();
    await models.ledger.openDuty(bulletin.key, now());
  }),
);

test('two are owed by every school but the training school, from the day the issue opens', async () => {
  expect(await both()).toEqual(['owed 0/2', 'owed 0/2']);
  expect(await page('A20', ISSUE, 'J1')).toBeUndefined();
  await openIssue('2026-no13', '2026-12-01', '2026-12-18');
  await openRolls();
  expect(await page('A20', '2026-no13', 'S1')).toBeUndefined();
  at('2026-12-01');
  await openRolls();
  expect(await stands('A20', '2026-no13', S1, 'S1')).toBe('owed 0/2');
});

describe('what counts', () => {
  test('what was handed in, accepted or not, and also what was declined', async () => {
    const [first, second] = [await contribute('S1-1', '折纸'), await contribute('S1-2', '分数')];
    expect(await both()).toEqual(['handed-in 2/2', 'owed 0/2']);
    await decline(first);
    expect(await stands('A20', ISSUE, S1, 'S1')).toBe('handed-in 2/2');
    await accept(second);
    expect(await stands('A20', ISSUE, S1, 'S1')).toBe('handed-in 2/2');
  });

  test('one is not enough', async () => {
    await contribute('S1-1', '折纸');
    expect(await both()).toEqual(['owed 1/2', 'owed 0/2']);
  });

  test('not what was withdrawn; not the same text twice, whoever sends it and however it is broken into lines', async () => {
    const first = await contribute('S1-1', '学生动手折纸，发现了规律。');
    await contribute('S1-2', '学生动手折纸，\n发现了规律');
    expect(await both()).toEqual(['owed 1/2', 'owed 0/2']);
    await contribute('S1-2', '分数');
    expect(await both()).toEqual(['handed-in 2/2', 'owed 0/2']);
    await withdraw(first, 'S1-1');
    // The copy is the only one now, and counts.
    expect(await both()).toEqual(['handed-in 2/2', 'owed 0/2']);
  });

  test('what came back for revision does not count until it is there again', async () => {
    const first = await contribute('S1-1', '折纸');
    await contribute('S1-2', '分数');
    await giveBack(first, 'J1-E', '请补照片');
    expect(await both()).toEqual(['returned 1/2', 'owed 0/2']);
    await correct(first, 'S1-1', { title: '折纸', text: '折纸，附照片', authors: ['S1-1'] });
    expect(await both()).toEqual(['handed-in 2/2', 'owed 0/2']);
  });

  test('of several authors, for the school of the first', async () => {
    const joint = await contribute('S1-1', '联合教研', ['S2-1', 'S1-1']);
    expect(await both()).toEqual(['owed 0/2', 'owed 1/2']);
    // The order put right, it counts at home, and no more there.
    await correct(joint, 'S1-1', { title: '联合教研', text: '联合教研', authors: ['S1-1', 'S2-1'] });
    expect(await both()).toEqual(['owed 1/2', 'owed 0/2']);
    // An author of the training school: for no school. One nobody knows: for who sends it.
    await contribute('S1-1', '教研随笔', ['J1-E']);
    await contribute('S1-1', '校友来稿', ['somebody']);
    expect(await both()).toEqual(['handed-in 2/2', 'owed 0/2']);
  });

  test('of an author who moved meanwhile, for the school they were at that day', async () => {
    await contribute('S2-1', '折纸');
    const moved = people.map((each) => (each.id === 'S2-1' ? { ...each, school: schoolCode('S1') } : each));
    at('2026-11-09');
    await roster({ schools, people: moved }, '2026-11-09');
    await contribute('S1-1', '分数', ['S2-1']);
    expect(await both()).toEqual(['owed 1/2', 'owed 1/2']);
  });
});

describe('the life of an issue', () => {
  test('one that is cancelled or merged removes the duty; opened again it is owed again', async () => {
    await contribute('S1-1', '折纸');
    await settle('cancelled');
    expect(await both()).toEqual([undefined, undefined]);
    expect(await numbers('A20', ISSUE, 'S1', 'S2')).toEqual({});
    await settle('open');
    expect(await both()).toEqual(['owed 1/2', 'owed 0/2']);
  });

  test('a day moved moves the reminders; closed it takes no more', async () => {
    const nagDays = async () => (await page('A20', ISSUE, 'S1'))?.nagDays;
    expect(await nagDays()).toEqual(['2026-11-02', '2026-11-13', '2026-11-18', '2026-11-20', '2026-11-23']);
    await models.occasions.change(
      { duty: bulletin.key, period: PeriodKey.parse(ISSUE) },
      { state: 'open', dueDay: day('2026-11-27') },
      { event: 'later', by: personId('J1-E'), now: now() },
    );
    await models.ledger.openDuty(bulletin.key, now());
    expect(await nagDays()).toEqual(['2026-11-02', '2026-11-20', '2026-11-25', '2026-11-27', '2026-11-30']);
    at('2026-11-18T12:00');
    await settle('closed', '2026-11-27');
    expect(await page('A20', ISSUE, 'S1')).toMatchObject({ dueAt: now(), closesAt: now() });
  });

  test('a late item counts for the next issue, when the editor puts it there', async () => {
    at('2026-11-23');
    await openIssue('2026-no13', '2026-11-23', '2026-12-18');
    await models.ledger.openDuty(bulletin.key, now());
    await contribute('S1-1', '折纸', ['S1-1'], '2026-no13');
    expect([await stands('A20', ISSUE, S1, 'S1'), await stands('A20', '2026-no13', S1, 'S1')]).toEqual([
      'owed 0/2',
      'owed 1/2',
    ]);
  });

  test('seven days before only schools with none hear of it, two days before those with fewer than two', async () => {
    for (const id of ['S1-C', 'S2-C', 'S1-1'])
      await models.accounts.bind({
        platform: platform('testing'),
        account: id,
        person: personId(id),
        how: 'demo',
        now: new Date(0),
      });
    const heard = async (time: string): Promise<string[]> => {
      at(time);
      const names: string[] = [];
      for await (const { nags } of planNags(models, now())) names.push(...nags.map(({ person }) => person._id));
      return names.toSorted();
    };
    expect(await heard('2026-11-13T09:00')).toEqual(['S1-C', 'S2-C']);
    await contribute('S1-1', '折纸');
    expect(await heard('2026-11-13T09:00')).toEqual(['S2-C']);
    expect(await heard('2026-11-18T09:00')).toEqual(['S1-C', 'S2-C']);
    await contribute('S1-1', '分数');
    expect(await heard('2026-11-18T09:00')).toEqual(['S2-C']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { planNags } from '../../models/nag-plan.js';
import { journal, TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { day } from './a-calendar.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;

const begin = async (): Promise<void> => {
  county.at('2026-10-26T00:07:00+08:00');
  await models.ledger.openRolls(county.now());
};

/** Who of a school is told about the report of October on which days, at 10:00. */
async function heardOfReport(person: RegExp, days: string[]): Promise<string[]> {
  const heard: string[] = [];
  for (const on of days) {
    county.at(`2026-${on}T10:00:00+08:00`);
    const said = await county.jobs();
    const about = said.filter(({ key, text }) => key.startsWith('nag:') && text.includes('月报（10月）'));
    heard.push(...about.filter(({ to }) => person.test(to)).map(({ to }) => `${on} ${to}`));
  }
  return heard.toSorted();
}
const STEPS = ['10-30', '11-04', '11-06', '11-09', '11-11'];
const EVERY_DAY = [
  ...['10-29', '10-30', '10-31'],
  ...Array.from({ length: 13 }, (_, i) => `11-${String(i + 1).padStart(2, '0')}`),
];

describe('the steps of the monthly report', () => {
  test('the lead three times, then the deputy, then the principal once, and no more', async () => {
    await begin();
    const heard = await heardOfReport(/-[PLD]$/, EVERY_DAY);
    const of = (school: string) =>
      heard.filter((line) => line.includes(school)).map((line) => line.replace(`${school}-`, ''));
    expect(of('S1')).toEqual(['10-30 L', '11-04 L', '11-06 L', '11-09 D', '11-11 P']);
    // Nobody is deputy: after three times without an answer the principal is told, and so not by the last step again.
    expect(of('S2')).toEqual(['10-30 L', '11-04 L', '11-06 L', '11-09 P']);
    // Nobody is lead or deputy: it is the principal's, three times, and nobody's above.
    expect(of('S3')).toEqual(['10-30 P', '11-04 P', '11-06 P']);
  });

  test('while the lead is on leave it is the deputy’s', async () => {
    await begin();
    await county.say('S1-L', '请假 10月26日到11月13日');
    expect(await heardOfReport(/^S1-/, STEPS)).toEqual(['10-30 S1-D', '11-04 S1-D', '11-06 S1-D', '11-09 S1-P']);
  });

  test('handed in, nobody hears any more', async () => {
    await begin();
    await county.say('S1-L', '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：磨课');
    expect(await heardOfReport(/^S1-/, STEPS)).toEqual([]);
  });
});

test('a principal who is told of another’s duty hears whose it is, and can hand it in', async () => {
  await begin();
  county.at('2026-11-11T10:00:00+08:00');
  expect((await county.jobs()).find(({ to }) => to === 'S1-P')?.text).toBe(
    '赵校长老师，提醒您：\n· 教育科研工作月报（10月）已过截止时间，可以补交。由教科室主任钱主任负责，您也可以发「月报 10月」来交。',
  );
});

test('a bundle is one message with everything, at the time of the first step', async () => {
  county.at('2026-10-26T00:07:00+08:00');
  await connection.collection('people').updateOne({ _id: 'S1-T1' as never }, { $set: { posts: ['research-lead'] } });
  await connection.collection('people').updateOne({ _id: 'S1-L' as never }, { $set: { posts: [] } });
  await county.jobs();
  county.at('2026-10-30T08:21:00+08:00');
  const [first, ...more] = (await county.jobs()).filter(({ to, key }) => to === 'S1-T1' && key.startsWith('nag:'));
  expect([first?.text, more]).toEqual([
    [
      '李一老师，提醒您：',
      '· 教育周记（第9周）今天17:00截止。直接发「周记 …」。',
      '· 教育科研工作月报（10月）11月6日（周五）17:00截止。发「月报」我给您模板。',
      '请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。',
    ].join('\n'),
    [],
  ]);
  county.at('2026-10-30T15:41:00+08:00');
  expect((await county.jobs()).filter(({ to }) => to === 'S1-T1')).toEqual([]);
});

test('a draft is not missing: it is told that one step is left', async () => {
  await begin();
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-T1', '周记 好');
  county.at('2026-10-30T15:41:00+08:00');
  const said = (await county.jobs()).find(({ to }) => to === 'S1-T1')?.text;
  expect(said).toContain('· 教育周记（第9周）今天17:00截止。已有草稿，发「确认」就交，或接着写。');
});

test('the plan says who hears, who does not, and why', async () => {
  await begin();
  await county.say('S1-T1', journal());
  await county.say('S1-T2', '请假 10月30日');
  await connection.collection('accounts').deleteOne({ person: 'S1-T3' });
  const plan = async (at: string) => {
    const verdicts: Record<string, string> = {};
    for await (const { nags } of planNags(models, new Date(at))) {
      for (const { person, verdict } of nags) if (person.teaching) verdicts[person._id] = verdict;
    }
    return verdicts;
  };
  const others = { 'S2-T1': 'send', 'S2-T2': 'send', 'S3-T1': 'send', 'S3-T2': 'send' };
  expect(await plan('2026-10-30T15:40:00+08:00')).toEqual({
    'S1-T2': 'on-leave',
    'S1-T3': 'no-account',
    'S1-T4': 'send',
    ...others,
  });
  expect((await plan('2026-10-30T15:39:00+08:00'))['S1-T4']).toBe('not-yet');
  expect(await plan('2026-10-30T20:00:00+08:00')).toEqual({});
  expect(await plan('2026-10-31T15:41:00+08:00')).toEqual({});
  expect(await plan('2026-10-29T15:41:00+08:00')).toEqual({});
});

test('in the last week of the year and in a January nobody has announced nothing is asked that depends on it', async () => {
  county.at('2026-12-14T00:07:00+08:00');
  await county.jobs();
  const heard: string[] = [];
  for (const on of ['2026-12-25', '2026-12-28', '2026-12-31', '2027-01-04', '2027-01-08', '2027-01-11', '2027-01-15']) {
    for (const time of ['08:15', '15:45']) {
      county.at(`${on}T${time}:00+08:00`);
      const nags = (await county.jobs()).filter(({ key, to }) => key.startsWith('nag:') && /^S1-T1|^S1-L/.test(to));
      heard.push(...nags.map(({ to }) => `${on} ${to}`));
    }
  }
  // The week before is still asked for: on its due day, and where its grace ends.
  expect(heard).toEqual(['2026-12-25 S1-T1', '2026-12-28 S1-T1']);
});

test('a group line that is late for its hours is not said at night', async () => {
  await begin();
  const chat = { platform: TESTING, id: 'g1', kind: 'group' as const };
  await models.groups.bind(chat, { kind: 'county' }, 'J1-C' as never, county.now());
  const items = [{ duty: 'monthly-report' as never, period: '2026-10' as never }];
  const line = (on: string) => ({
    key: `line:${on}`,
    dispatch: { kind: 'group-line' as const, day: day(on), chat, items },
  });
  county.at('2026-11-06T20:05:00+08:00');
  await models.outbox.enqueue([line('2026-11-06')], county.now());
  expect(await county.jobs()).toEqual([]);
  county.at('2026-11-07T10:05:00+08:00');
  await models.outbox.enqueue([{ ...line('2026-11-06'), key: 'yesterday' }], county.now());
  expect(await county.jobs()).toEqual([]);
  expect((await models.outbox.find({})).map(({ outcome }) => outcome)).toEqual(['dropped:quiet', 'dropped:stale']);
});

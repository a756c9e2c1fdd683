import { beforeEach, describe, expect, test } from '@jest/globals';
import { createWecomGroup, WECOM_GROUP } from '../../bots/wecom-group/index.js';
import { remind } from '../../jobs/remind.js';
import { planNags } from '../../models/nag-plan.js';
import type { PlannedNag } from '../../models/nag-verdict.js';
import type { NagBudget } from '../../models/reminder.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { startGroupRobots } from '../support/wecom-group/stand-in.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const begin = async (time: string) => {
  county.at(time);
  await county.jobs();
  county.said.length = 0;
};
const nagged = (said: { to: string; key: string }[]) =>
  said.filter(({ key }) => key.startsWith('nag:')).map(({ to }) => to);

test('on Friday afternoon only who is missing hears, once, however often the job runs', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-T1', journal());
  await county.say('S1-T3', '请假 到 周五');
  county.said.length = 0;
  county.at('2026-10-30T15:36:00+08:00');
  expect(nagged(await county.jobs())).not.toContain('S1-T2');
  county.at('2026-10-30T15:41:00+08:00');
  const first = await county.jobs();
  expect(nagged(first).toSorted()).toEqual(['S1-T2', 'S1-T4', 'S2-T1', 'S2-T2', 'S3-T1', 'S3-T2']);
  expect(first.find(({ to }) => to === 'S1-T2')?.text).toBe(
    '周二老师，提醒您：\n· 教育周记（第9周）今天17:00截止。直接发「周记 …」。\n请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。',
  );
  expect(await county.jobs()).toEqual([]);
  expect(await Promise.all([county.jobs(), county.jobs()])).toEqual([[], []]);
});

test('what was handed in between planning and sending is not nagged about', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-10-30T15:41:00+08:00');
  await county.say('S1-T1', journal());
  await county.models.outbox.enqueue(
    [
      {
        key: 'nag:S1-T1:2026-10-30',
        dispatch: {
          kind: 'nag',
          person: 'S1-T1' as never,
          day: '2026-10-30' as never,
          week: '2026-10-26' as never,
          items: [
            {
              roll: 'journal|2026-autumn-w09|S1',
              duty: 'journal' as never,
              period: '2026-autumn-w09' as never,
              school: 'S1' as never,
              step: 'due',
              as: 'owner',
              owners: ['person:S1-T1' as never],
            },
          ],
        },
      },
    ],
    county.now(),
  );
  expect(nagged(await county.jobs())).not.toContain('S1-T1');
  const [row] = await county.models.outbox.find({ _id: 'nag:S1-T1:2026-10-30' });
  expect(row?.outcome).toBe('dropped:done');
});

test('Monday names what was left open and what this week brings, in one message', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-11-02T08:11:00+08:00');
  const said = await county.jobs();
  expect(said.find(({ to }) => to === 'S1-T2')?.text).toBe(
    [
      '周二老师，早上好，这些还没办完：',
      '· 教育周记（第9周）已到截止时间，今天12:00前交仍算按时。直接发「周记 …」。',
      '· 教育周记（第10周）11月6日（周五）17:00截止。直接发「周记 …」。',
      '请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。',
    ].join('\n'),
  );
  expect(nagged(said)).toContain('S1-T2');
});

test('nothing is sent in the night, on a holiday or at the weekend, but a make-up Saturday is a school day', async () => {
  await begin('2026-09-28T00:07:00+08:00');
  county.at('2026-09-30T20:01:00+08:00');
  expect(nagged(await county.jobs())).toEqual([]);
  for (const holiday of ['2026-10-01', '2026-10-04', '2026-10-07']) {
    county.at(`${holiday}T15:41:00+08:00`);
    expect(await county.jobs()).toEqual([]);
  }
  county.at('2026-10-10T15:41:00+08:00');
  expect(nagged(await county.jobs())).toContain('S1-T1');
});

test('nobody hears more than three nags a week', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  for (const day of ['2026-10-26', '2026-10-27', '2026-10-28']) {
    await county.models.outbox.enqueue(
      [
        {
          key: `nag:S1-T1:${day}`,
          dispatch: {
            kind: 'nag',
            person: 'S1-T1' as never,
            day: day as never,
            week: '2026-10-26' as never,
            items: [],
          },
        },
      ],
      county.now(),
    );
  }
  await connection.collection('outbox').updateMany({}, { $set: { state: 'done', outcome: 'sent' } });
  county.at('2026-10-30T15:41:00+08:00');
  expect(nagged(await county.jobs())).not.toContain('S1-T1');
});

test('the monthly report: the lead hears on D-5, D-2 and D; then the deputy; then the principal once', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  const heard: Record<string, string[]> = {};
  for (let date = 30; date <= 30 + 13; date++) {
    const at = new Date(Date.UTC(2026, 9, date, 2, 0));
    county.at(at.toISOString());
    const said = await county.jobs();
    const about = said.filter(
      ({ to, text }) => /^S[13]-[PLD]$/.test(to) && text.includes('月报（10月）') && !text.startsWith('【'),
    );
    if (about.length > 0) heard[at.toISOString().slice(5, 10)] = about.map(({ to }) => to).toSorted();
  }
  expect(heard).toEqual({
    '10-30': ['S1-L', 'S3-P'],
    '11-04': ['S1-L', 'S3-P'],
    '11-06': ['S1-L', 'S3-P'],
    '11-09': ['S1-D'],
    '11-11': ['S1-P'],
  });
});

test('the county hears whose of another school it is, and is not told to hand it in', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-11-09T08:25:00+08:00');
  const roll = 'monthly-report|2026-10|S1';
  const page = { roll, duty: 'monthly-report' as never, period: '2026-10' as never, school: 'S1' as never };
  const item = (as: string) => ({ ...page, step: 'after-30', as, owners: ['school:S1' as never] });
  const to = (person: string, as: string) => ({
    key: `nag:${person}:2026-11-09`,
    dispatch: {
      kind: 'nag' as const,
      person: person as never,
      day: '2026-11-09' as never,
      week: '2026-11-09' as never,
      items: [item(as)],
    },
  });
  await county.models.outbox.enqueue([to('J1-C', 'coordinator'), to('S1-P', 'principal')], county.now());
  await county.settle();
  expect(county.toldTo('J1-C').join()).toContain('。由松山小学教科室主任钱主任负责，请您方便时问一问。');
  expect(county.toldTo('S1-P').join()).toContain('。由教科室主任钱主任负责，您也可以发「月报 10月」来交。');

  // Who only stands in is not called what they are not.
  await county.say('S1-L', '请假 11月10日到11月12日');
  await county.say('S1-L', '代管 周二');
  county.at('2026-11-11T10:00:00+08:00');
  const { dispatch } = to('S1-P', 'principal');
  const again = { key: 'nag:S1-P:2026-11-11', dispatch: { ...dispatch, day: '2026-11-11' as never } };
  await county.models.outbox.enqueue([again], county.now());
  await county.settle();
  expect(county.toldTo('S1-P').at(-1)).toContain('。由代管教科室主任的周二负责，您也可以发「月报 10月」来交。');
});

test('what can still be in time is told first, one’s own before others’, and what is overdue last', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  for (const monday of ['2026-11-02', '2026-11-09']) {
    county.at(`${monday}T00:07:00+08:00`);
    await county.models.ledger.openRolls(county.now());
  }
  county.at('2026-11-13T09:00:00+08:00');
  const item = (duty: string, period: string, owner: string, as = 'owner') => ({
    roll: `${duty}|${period}|S1`,
    duty: duty as never,
    period: period as never,
    school: 'S1' as never,
    ...{ step: 'due', as, owners: [owner as never] },
  });
  const items = [
    item('monthly-report', '2026-10', 'school:S1', 'principal'),
    item('journal', '2026-autumn-w10', 'person:S1-T1'),
    item('journal', '2026-autumn-w11', 'person:S1-T1'),
  ];
  const [person, day, week] = ['S1-T1' as never, '2026-11-13' as never, '2026-11-09' as never];
  await county.models.outbox.enqueue(
    [{ key: 'nag:S1-T1:2026-11-13', dispatch: { kind: 'nag', person, day, week, items } }],
    county.now(),
  );
  await county.settle();
  const [told = ''] = county.toldTo('S1-T1').slice(-1);
  const order = ['教育周记（第11周）', '教育周记（第10周）', '教育科研工作月报（10月）'];
  expect(order.map((each) => told.indexOf(each)).toSorted((a, b) => a - b)).toEqual(
    order.map((each) => told.indexOf(each)),
  );
  expect(told).toContain('（第11周）今天17:00截止');
  // Of several that are overdue the word alone would be the oldest.
  expect(told).toContain('直接发「补交 周记 第10周 …」');
});

test('the county group hears numbers on the day, never a name', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-10-28T09:00:00+08:00');
  expect((await county.say('J1-C', '绑定本群 全县', { group: 'g-county' }))[0]).toContain('本群已绑定为「全县」的群');
  county.said.length = 0;
  county.at('2026-11-06T09:51:00+08:00');
  const lines = (await county.jobs()).filter(({ to }) => to === 'g-county');
  expect(lines.map(({ text }) => text)).toEqual([
    '教育科研工作月报（10月）已交0/3，今天17:00截止。还没交的请私聊我或 @我 直接发来，谢谢。',
  ]);
});

test('a group hears no number of one: of a single school that owes it, that would be its name', async () => {
  await begin('2026-10-26T00:07:00+08:00');
  county.at('2026-10-28T09:00:00+08:00');
  // One school in 北片区, two in 城区片区.
  await county.say('J1-C', '绑定本群 北片区', { group: 'g-north' });
  await county.say('J1-C', '绑定本群 城区片区', { group: 'g-town' });
  county.at('2026-11-06T09:51:00+08:00');
  const said = await county.jobs();
  expect(said.filter(({ to }) => to === 'g-north')).toEqual([]);
  expect(said.find(({ to }) => to === 'g-town')?.text).toMatch(/^教育科研工作月报（10月）已交0\/2，/);
});

test('a group whose robot only speaks hears the numbers, and where to hand in; taken out of the group, it hears nothing more', async () => {
  const platform = await startGroupRobots(['k1']);
  county.bots.set(WECOM_GROUP, createWecomGroup([{ name: '县群', url: { reveal: () => platform.webhook('k1') } }]));
  const chat = { platform: WECOM_GROUP, id: '县群', kind: 'group' } as const;
  await begin('2026-10-26T00:07:00+08:00');
  await county.models.groups.bind(chat, { kind: 'county' }, undefined, county.now());
  county.at('2026-11-06T09:51:00+08:00');
  await county.jobs();
  await county.jobs();
  expect(platform.posted.map(({ text }) => text)).toEqual([
    '教育科研工作月报（10月）已交0/3，今天17:00截止。还没交的请私聊教研助手直接发来，谢谢；在本群说的话我收不到。',
  ]);
  platform.takeOut('k1');
  county.at('2026-12-07T09:51:00+08:00');
  await county.jobs();
  expect(await county.models.groups.scopeOf(chat)).toBeUndefined();
  expect(platform.posted).toHaveLength(1);
  await platform.stop();
});

describe('spread over minutes', () => {
  const FRIDAY = '2026-10-30T15:41:00+08:00';
  const planned = async (budget: Partial<NagBudget> = {}): Promise<PlannedNag[]> => {
    const { catalogue } = county.models;
    const models = { ...county.models, catalogue: { ...catalogue, budget: { ...catalogue.budget, ...budget } } };
    const nags: PlannedNag[] = [];
    for await (const batch of planNags(models, new Date(FRIDAY))) nags.push(...batch.nags);
    return nags.filter(({ verdict, at }) => verdict === 'send' && at === '15:40');
  };
  const times = (nags: PlannedNag[]) => nags.map(({ goesAt }) => county.models.calendar.timeOf(goesAt));

  beforeEach(async () => {
    await begin('2026-10-26T00:07:00+08:00');
    county.at(FRIDAY);
  });

  test('each person has a time of their own, the same however often it is asked', async () => {
    const all = await planned();
    expect(all).toHaveLength(8);
    expect(new Set(all.map(({ goesAt }) => goesAt.getTime())).size).toBe(8);
    expect(times(all).filter((time) => time < '15:40' || time >= '15:58')).toEqual([]);
    expect(times(await planned())).toEqual(times(all));
  });

  test('never into the quiet hours, nor past the instant when it is due', async () => {
    const early = times(await planned({ quietFrom: '15:43' }));
    expect(early.filter((time) => time < '15:40' || time >= '15:43')).toEqual([]);
    const late = times(await planned({ spreadMinutes: 120 }));
    expect(late.filter((time) => time < '15:40' || time >= '17:00')).toEqual([]);
    expect(late.filter((time) => time > '16:10')).not.toEqual([]);
  });

  test('it waits until then, and is put once', async () => {
    const goes = new Map((await planned()).map(({ person, goesAt }) => [person._id, goesAt]));
    await remind(county.models, county.now(), { spread: true });
    expect(goes.size).toBe(8);
    const rows = await county.models.outbox.find({ 'payload.person': { $in: [...goes.keys()] } });
    const dueAts = rows.map(({ payload, dueAt }) => [payload.kind === 'nag' && payload.person, dueAt]);
    const now = county.now().getTime();
    const expected = [...goes].map(([person, goesAt]) => [person, new Date(Math.max(goesAt.getTime(), now))]);
    expect(new Map(dueAts as never)).toEqual(new Map(expected as never));
    expect(await remind(county.models, county.now(), { spread: true })).toMatchObject({ sent: 0 });
  });
});

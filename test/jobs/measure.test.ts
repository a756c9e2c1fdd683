import { expect, test } from '@jest/globals';
import { stepText } from '../../config/texts/effect.js';
import { measure } from '../../jobs/measure.js';
import type { Day } from '../../models/ids.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const jobsAt = async (time: string): Promise<void> => {
  county.at(time);
  await county.jobs();
};
const sayAt = async (time: string, who: string, text: string): Promise<void> => {
  county.at(time);
  await county.say(who, text);
};

test('by profile and step: still missing, reminded, in within a day; worked out once a day has passed, and no person in it', async () => {
  await jobsAt('2026-10-26T00:07:00+08:00');
  await sayAt('2026-10-29T10:00:00+08:00', 'S1-T1', journal('一'));
  // On leave on the day, so missing and not reminded.
  await sayAt('2026-10-29T10:00:00+08:00', 'S2-T1', '请假 周五');
  await jobsAt('2026-10-30T15:41:00+08:00');
  await sayAt('2026-10-30T18:00:00+08:00', 'S1-T2', journal('二'));
  await sayAt('2026-10-31T18:00:00+08:00', 'S1-T3', journal('三'));
  const measured = async (time: string): Promise<number> => measure(county.models, new Date(time));
  expect(await measured('2026-10-31T01:23:00+08:00')).toBe(1);
  await jobsAt('2026-11-02T08:21:00+08:00');
  const { effects } = county.models;
  expect(await effects.between('2026-10-30' as Day, '2026-11-30' as Day)).toEqual([]);

  expect(await measured('2026-11-01T01:23:00+08:00')).toBe(1);
  expect(await measured('2026-11-01T01:23:00+08:00')).toBe(0);
  const due = { day: '2026-10-30', profile: 'RP-W', step: 'due', missing: 7, nagged: 6, handedIn: 1 };
  expect(await effects.between('2026-10-30' as Day, '2026-10-30' as Day)).toEqual([
    expect.objectContaining({ profile: 'RP-M', step: 'd-5', missing: 3, nagged: 3, handedIn: 0 }),
    expect.objectContaining(due),
  ]);
  // The days an outage has left out are made up for. Saturday's late one is in by Monday.
  expect(await measured('2026-11-04T01:23:00+08:00')).toBe(3);
  // A step on whose day nobody was reminded is not told of.
  const silent = { day: '2026-10-28' as Day, profile: 'RP-M', step: 'd-2', missing: 2, nagged: 0, handedIn: 0 };
  await effects.keep([silent]);
  const [answer = ''] = await county.say('J1-C', '催交效果');
  expect(answer.split('\n')).toEqual([
    '催交效果（2026年秋季学期），一人一项算一次：',
    '· 每周个人任务，截止当天：还没交7，提醒6，一天内交1（17%）',
    // The week's first school day, which is the look back as well.
    '· 每周个人任务，过后1个上学日：还没交5，提醒5，一天内交0（0%）',
    '· 每月学校任务，截止前5个上学日：还没交3，提醒3，一天内交0（0%）',
    '一天内交得少的那一步，可以在提醒方案里去掉或挪个时间。',
  ]);
  expect(answer).not.toMatch(/李一|周二|吴三/);
});

test.each([
  [0, '开启当天'],
  [3, '开启后3个上学日'],
])('a step %i school days after the page opened is called %s', (afterOpening, text) => {
  expect(stepText({ key: 'open', at: '08:20', to: 'owner', afterOpening })).toBe(text);
});

test('it is the county’s to see; before there is anything it says so', async () => {
  county.at('2026-10-26T10:00:00+08:00');
  expect(await county.say('S1-P', '催交效果')).toEqual(['催交效果是全县的数字，由县里的协调员和各部主任查看。']);
  expect(await county.say('J1-C', '催交效果')).toEqual(['这学期还没有可看的：提醒满一天以后，第二天夜里统计。']);
});

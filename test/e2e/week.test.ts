import { expect, test } from '@jest/globals';
import { WECOM_GROUP } from '../../bots/wecom-group/index.js';
import { journal, testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { type Heard, threePlatforms } from '../support/three-platforms.js';

/**
 * A week of the main job in Feishu, WeCom and WeChat side by side, on one ledger: the official bots, each on a
 * stand-in of its platform. Everything that was said is compared with lists worked out by hand.
 */

const roster = testRoster();
/** Twelve teachers: six in S1, four in S2, two in S3. */
const more = ['S1-T5', 'S1-T6', 'S2-T3', 'S2-T4'].map((id) => {
  const like = roster.people.find((person) => person.id === `${id.slice(0, 2)}-T1`);
  if (!like) throw new Error('a school without teachers');
  return { ...like, id: id as never, name: `教师${id}` };
});
const { connection } = testDatabase();
const county = testCounty(connection, { ...roster, people: [...roster.people, ...more] });
/** The operator called the robot's group as Feishu calls another: they stay two. */
const on = threePlatforms(county, 'oc_county');

const JOURNAL = '周记第10周今天';
const MORNING = '早报';

/** Platform, whom, and what about. */
const inShort = (all: Heard[]): string[] => all.map((each) => `${each.on} ${each.to} ${about(each.text)}`).toSorted();
function about(text: string): string {
  if (text.includes('还没有备份')) return MORNING;
  const digest = /【(第\d+周\S*小结)】/u.exec(text);
  if (digest) return `${digest[1]} ${/教育周记（第10周）已交(\S+)/u.exec(text)?.[1]}`;
  const line = /^教育科研工作月报（10月）已交(\S+?)，/u.exec(text);
  if (line) return `月报 ${line[1]} ${text.includes('@我') ? '可以在群里交' : '要私聊交'}`;
  const items = text.split('\n').flatMap((each) => /^· ?([^。]*)/u.exec(each)?.[1] ?? []);
  return items.map(itemOf).join('+') || text;
}
function itemOf(item: string): string {
  const [, duty, label] = /^教育(周记|科研工作月报)（(.*?)）/u.exec(item) ?? [];
  const day = ['今天17:00', '已到', '已过'].find((each) => item.includes(each)) ?? '以后';
  return `${duty?.slice(-2)}${label}${day.slice(0, 2)}`;
}
const jobs = async (day: string, time: string): Promise<string[]> =>
  inShort(await on.jobs(`2026-11-${day}T${time}:00+08:00`));
const to = (what: string, ...whom: string[]): string[] => whom.map((each) => `${each} ${what}`);
const at = (time: string): void => county.at(`2026-11-${time}:00+08:00`);
const said = async (...args: Parameters<typeof on.say>): Promise<string> =>
  (await on.say(...args)).map(({ to: whom, text }) => `${whom}：${text}`).join('\n');

test('a week: everybody hears where they last spoke, once; what is handed in anywhere counts once', async () => {
  await on.bind('feishu', 'S1-P', 'S1-L', 'S1-D', 'S1-T1', 'S1-T2', 'S1-T3', 'S1-T4', 'S1-T6', 'S3-T2', 'J1-C');
  await on.bind('wecom', 'S2-P', 'S2-L', 'S1-T5', 'S1-T6', 'S2-T1', 'S2-T2', 'S2-T3', 'J1-C');
  await on.bind('wechat', 'S3-P', 'S2-T3', 'S2-T4', 'S3-T1', 'S3-T2', 'J1-C');
  expect(await jobs('02', '00:07')).toEqual([]);

  // Groups of all four kinds; of the month's report, which schools owe, the clusters' and the county's hear.
  at('02T07:00');
  expect(await said('feishu', 'J1-C', '绑定本群 全县', 'oc_county')).toContain('已绑定为「全县」');
  at('02T07:05');
  expect(await said('wecom', 'J1-C', '绑定本群 城区片区', 'wr_city')).toContain('已绑定为「城区片区」');
  at('02T07:10');
  expect(await said('wechat', 'J1-C', '绑定本群 北片区', '9@chatroom')).toContain('已绑定为「北片区」');
  expect(await said('wecom', 'S2-L', '绑定本群 学校', 'wr_s2')).toContain('已绑定为「柳河小学」');
  const robot = { platform: WECOM_GROUP, id: 'oc_county', kind: 'group' } as const;
  await county.models.groups.bind(robot, { kind: 'county' }, undefined, county.now());

  // The coordinator spoke last in WeChat.
  expect(await jobs('02', '08:21')).toEqual(to(MORNING, 'wechat J1-C'));
  at('03T07:35');
  for (const [platform, who] of [
    ['feishu', 'S1-T1'],
    ['wecom', 'S1-T5'],
    ['wechat', 'S2-T4'],
    ['feishu', 'S1-T2'],
  ] as const)
    expect(await said(platform, who, journal())).toContain('已收到教育周记（第10周）');
  expect(await said('feishu', 'S1-T2', '撤回')).toContain('已撤回教育周记（第10周）');
  expect(await said('wecom', 'S2-T1', '请假 到 周五')).toContain('11月6日（周五）');
  expect(await said('feishu', 'S3-T2', '我的')).toContain('教育周记（第10周）未交');
  expect(await said('feishu', 'S1-T6', '我的')).toContain('教育周记（第10周）未交');
  // What stood on Monday stands: nothing new is to be said of it.
  expect(await jobs('03', '08:21')).toEqual([]);

  // Two school days before the report is due.
  expect(await jobs('04', '08:21')).toEqual([
    ...to('月报10月以后', 'feishu S1-L'),
    ...to('月报10月以后', 'wechat S3-P', 'wecom S2-L'),
  ]);

  // Three move from one platform to another; one hands in on both, which is one journal.
  at('05T07:35');
  expect(await said('wecom', 'S1-T6', '我的')).toContain('教育周记（第10周）未交');
  expect(await said('wechat', 'S3-T2', '我的')).toContain('教育周记（第10周）未交');
  expect(await said('feishu', 'J1-C', '全县')).toMatch(/./);
  expect(await said('wechat', 'S2-T3', journal('小数'))).toContain('已收到教育周记（第10周）');
  expect(await said('wecom', 'S2-T3', journal('小数'))).toContain('已收到教育周记（第10周）');
  expect(await said('wecom', 'S2-L', '未交 周记', 'wr_s2')).toBe(
    'wr_s2：柳河小学：教育周记（第10周）已交2/3（请假1）。名单已私下发给您。\n' +
      'S2-L：柳河小学：\n教育周记（第10周）已交2/3（请假1），明天17:00截止\n未交：褚二\n请假：陈一',
  );
  expect(await said('wecom', 'S2-L', '月报')).toContain('教研活动次数：');
  expect(
    await said(
      'wecom',
      'S2-L',
      '教研活动次数:1\n教研活动主题:识字\n周记上交情况:12/16\n课题进展:开题\n听评课节数:8\n下月计划:听课',
    ),
  ).toContain('已收到教育科研工作月报（10月）');
  expect(await jobs('05', '08:21')).toEqual([]);

  // Friday: the report's day and the journal's.
  expect(await jobs('06', '08:21')).toEqual([...to('月报10月今天', 'feishu S1-L', 'wechat S3-P')]);
  expect(await jobs('06', '09:51')).toEqual([
    'feishu oc_county 月报 1/3 可以在群里交',
    'robot oc_county 月报 1/3 要私聊交',
    'wecom wr_city 月报 1/2 可以在群里交',
  ]);
  const missing = ['feishu S1-T2', 'feishu S1-T3', 'feishu S1-T4', 'wechat S3-T1', 'wechat S3-T2', 'wecom S2-T2'];
  expect(await jobs('06', '15:41')).toEqual(to(JOURNAL, ...missing, 'wecom S1-T6').toSorted());
  // In WeCom the reminder is a card as well; a card that was pressed stays, and what came of it is said below.
  at('06T15:50');
  expect(await on.press('S2-T2', '今晚再说')).toMatchObject([
    { on: 'wecom', to: 'S2-T2', text: expect.stringMatching(/^好的，今晚再提醒您：教育周记（第10周）/u) },
  ]);
  expect(await jobs('06', '17:21')).toEqual([
    'feishu J1-C 第10周全县小结 4/11（请假1）',
    'feishu S1-L 第10周小结 2/6',
    'wechat S3-P 第10周小结 0/2',
    'wecom S2-L 第10周小结 2/3（请假1）',
  ]);

  // She goes back to Feishu on Saturday. Monday's bundle names the new week, too; the one back from leave hears nothing.
  at('07T10:00');
  expect(await said('feishu', 'S1-T6', '我的')).toContain('教育周记（第10周）');
  expect(await jobs('09', '08:21')).toEqual(
    [
      ...to('周记第10周已到+周记第11周以后', ...missing, 'feishu S1-T6'),
      ...to('月报10月已过', 'feishu S1-L', 'feishu S1-D', 'wechat S3-P'),
      ...to(MORNING, 'feishu J1-C'),
    ].toSorted(),
  );
  expect(await jobs('09', '08:25')).toEqual([]);
});

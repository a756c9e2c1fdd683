import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { packagedDir } from '../../config/load.js';
import { feishuEvents, push } from '../support/feishu/events.js';
import type { Sent } from '../support/feishu/messages.js';
import type { Put } from '../support/feishu/press.js';
import { type FeishuStandIn, startFeishuStandIn } from '../support/feishu/stand-in.js';
import { mainJobFolder } from '../support/main-job.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { type PersonCells, rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';

/**
 * The real program in its own process, on its own embedded database, beside a stand-in of Feishu: a month of three
 * schools and 42 people, through the front door. What was said on each half day is compared with a list made by hand.
 */
const APP = { appId: 'cli_0123456789abcdef', appSecret: 'app-secret' };
const KEYS = { encryptKey: 'encrypt-key', verificationToken: 'verification-token' };
const events = feishuEvents({ ...KEYS, appId: APP.appId });

const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-month-'));
let feishu: FeishuStandIn;
let program: Program;
let env: Record<string, string>;

const SCHOOLS = [
  { 编码: 'A', 名称: '松山小学', 片区: '城区' },
  { 编码: 'B', 名称: '柳河小学', 片区: '城区' },
  { 编码: 'C', 名称: '青石小学', 片区: '北片' },
  { 编码: 'J', 名称: '教师进修学校', 学段: '进修学校', 片区: '城区' },
];

let phones = 0;
const somebody = (编号: string, 姓名: string, 职务: string, 教学人员: '是' | '否', more: Partial<PersonCells> = {}) => {
  const 手机号 = `199${String(++phones).padStart(8, '0')}`;
  feishu.people.set(手机号, `ou_${编号}`);
  return { 编号, 姓名, 学校编码: 编号.slice(0, 1), 职务, 教学人员, 手机号, ...more };
};

const teachers = (school: string, count: number): PersonCells[] =>
  Array.from({ length: count }, (_, i) => somebody(`${school}${i + 1}`, `${school}师${i + 1}`, '教师', '是'));

const heads = (school: string): PersonCells[] => [
  somebody(`${school}H`, `${school}校长`, '校长', '否'),
  somebody(`${school}L`, `${school}主任`, '教科室主任', '否'),
  somebody(`${school}D`, `${school}副主任`, '教科室副主任', '否'),
];

/** The calendar of the county with Monday 28 September closed: that week has two school days, and owes no journal. */
function calendarFolder(): string {
  const dir = join(folder, 'calendar');
  cpSync(packagedDir('calendar'), dir, { recursive: true });
  writeFileSync(join(dir, 'closures.yaml'), 'closures:\n  - { from: 2026-09-28, reason: 运动会 }\nmakeUp: []\n');
  return dir;
}

async function importRoster(name: string, people: PersonCells[]): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, await rosterWorkbook(SCHOOLS, people));
  const ran = await runCli(['import-roster', file], env);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout;
}

let message = 0;
/** Somebody writes to the bot; answers once the bot's reply has arrived. */
async function says(who: string, text: string, group?: string): Promise<string> {
  const messageId = `om_${++message}`;
  const options = { from: `ou_${who}`, messageId, ...(group && { group: true, chatId: group, atBot: true }) };
  const answer = await push(`${program.url}/webhooks/feishu`, events.text(text, options));
  expect(answer.status).toBe(200);
  return reply(messageId);
}

async function reply(messageId: string): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const found = feishu.sent().find(({ replyTo }) => replyTo === messageId);
    if (found) return found.text;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nobody answered ${messageId}`);
}

async function asksForCard(who: string, text: string): Promise<Sent> {
  await says(who, text);
  const card = feishu.sent().at(-1);
  if (!card?.card) throw new Error('the answer is no card');
  return card;
}

/** Somebody presses a card's button; answers what is on the card once it has changed. */
async function presses(who: string, { messageId }: Sent, put: Put): Promise<string> {
  const before = feishu.sent().find((one) => one.messageId === messageId)?.changed ?? 0;
  const answer = await push(
    `${program.url}/webhooks/feishu`,
    feishu.press(messageId, `ou_${who}`, put, { goTime: true }),
  );
  expect(await answer.json()).toEqual({ toast: { type: 'info', content: '收到，正在登记' } });
  for (let tries = 0; tries < 400; tries++) {
    const now = feishu.sent().find((one) => one.messageId === messageId);
    if (now && now.changed > before) return now.text;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the card did not change');
}

/** What the bot said of its own accord until an instant, by kind, without the replies. */
async function heardUntil(at: string): Promise<string[]> {
  const before = feishu.sent().length;
  await program.travelTo(at);
  return (
    feishu
      .sent()
      .slice(before)
      // A picture has no words; whether there is one hangs on the machine's fonts.
      .filter(({ replyTo, text }) => replyTo === undefined && text !== '')
      .map(({ receiveId = '', text }) => `${receiveId.replace('ou_', '')} ${kindOf(text)}`)
      .toSorted()
  );
}

function kindOf(text: string): string {
  if (text.includes('小结】')) return text.slice(1, text.indexOf('】'));
  if (text.startsWith('【管理员早报】')) return '早报';
  const duties = [...text.matchAll(/(教育周记|教育科研工作月报)（(.*?)）/g)].map(
    ([, duty, label]) => `${duty === '教育周记' ? '周记' : '月报'}${label}`,
  );
  return duties.join('+');
}

const JOURNAL = `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(3)}`;
const hearing = (people: string[], what: string): string[] => people.map((who) => `${who} ${what}`).toSorted();
const evens = (school: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => i + 1)
    .filter((n) => n % 2 === 0)
    .map((n) => `${school}${n}`);

beforeAll(async () => {
  mkdirSync(join(folder, 'data'));
  feishu = await startFeishuStandIn({ ...APP, ...KEYS });
  env = {
    DATA_DIR: join(folder, 'data'),
    CALENDAR_DIR: calendarFolder(),
    CATALOGUE_DIR: mainJobFolder(),
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_ENCRYPT_KEY: KEYS.encryptKey,
    FEISHU_VERIFICATION_TOKEN: KEYS.verificationToken,
    FEISHU_DOMAIN: feishu.domain,
  };
  program = await startProgram({ ...env, BEGIN_AT: '2026-09-21T06:00:00+08:00' });
}, 90_000);

afterAll(async () => {
  await program?.stop();
  await feishu?.stop();
  await removeFolder(folder);
}, 30_000);

test('a month of journals, a report, leave, a joiner, a holiday and a make-up Saturday', async () => {
  const everybody = [
    ...teachers('A', 12),
    ...teachers('B', 10),
    ...teachers('C', 9),
    ...heads('A'),
    ...heads('B'),
    ...heads('C'),
    somebody('J1', '韩协调', '协调员', '否'),
  ];
  expect(await importRoster('roster.xlsx', everybody)).toContain('新到 41 人');
  expect(await importRoster('again.xlsx', everybody)).toContain('没有要改的');
  expect((await runCli(['backup', join(folder, 'backup')], env)).code).toBe(0);

  // Monday 21 September, week 4 (Friday is Mid-Autumn): accounts are found by mobile number; the week begins.
  expect(await heardUntil('2026-09-21T12:00:00+08:00')).toEqual([]);
  expect(await says('J1', '绑定本群 全县', 'oc_county')).toContain('本群已绑定为「全县」的群');
  for (const school of [
    ['A', 12],
    ['B', 10],
    ['C', 9],
  ] as const) {
    for (let n = 1; n <= school[1]; n += 2)
      expect(await says(`${school[0]}${n}`, JOURNAL)).toContain('已收到教育周记（第4周），78字');
  }
  expect(await says('A1', '撤回')).toContain('已撤回教育周记（第4周）');
  expect(await says('B2', '请假 到 周四')).toContain('9月24日（周四）');
  expect(await says('A1', '恢复')).toContain('已恢复教育周记（第4周）');

  // A joiner, there from Tuesday: three school days of hers, so she owes this week.
  expect(
    await importRoster('joiner.xlsx', [
      ...everybody,
      somebody('C10', 'C师10', '教师', '是', { 到岗日期: '2026-09-22' }),
    ]),
  ).toContain('新到 1 人');
  expect(await heardUntil('2026-09-24T15:00:00+08:00')).toEqual([]);
  const missing4 = [...evens('A', 12), ...evens('B', 10).filter((who) => who !== 'B2'), ...evens('C', 10)];
  expect(await heardUntil('2026-09-24T17:00:00+08:00')).toEqual(hearing(missing4, '周记第4周'));
  expect(await heardUntil('2026-09-24T19:30:00+08:00')).toEqual([
    ...hearing(['AL', 'BL', 'CL'], '第4周小结'),
    'J1 第4周全县小结',
  ]);

  // Friday to Sunday is the holiday, Monday closed: the morning after is Tuesday 29th. This week owes no journal.
  expect(await heardUntil('2026-09-28T23:00:00+08:00')).toEqual([]);
  expect(await heardUntil('2026-09-29T12:30:00+08:00')).toEqual(hearing(missing4, '周记第4周'));
  expect(await says('A2', `补交 ${JOURNAL}`)).toContain('（第4周），记为补交');
  expect(await says('A4', JOURNAL)).toContain('（第4周），记为补交');

  // The September report: due on the fifth school day of October, the 13th; five school days before it is the 30th.
  expect(await heardUntil('2026-09-30T23:00:00+08:00')).toEqual(hearing(['AL', 'BL', 'CL'], '月报9月'));
  expect(await heardUntil('2026-10-07T23:00:00+08:00')).toEqual([]);
  expect(await heardUntil('2026-10-08T20:00:00+08:00')).toEqual([
    ...hearing(['AH', 'BH', 'CH'], '9月小结'),
    'J1 9月全县小结',
  ]);
  const card = await asksForCard('AL', '月报');
  expect(card.text).toContain('<8/12>');
  const half = { activities: '３', topics: '折纸', projects: '完成前测', lessonsObserved: '十几' };
  expect(await presses('AL', card, half)).toContain('还差2项');
  expect(await presses('AL', card, { lessonsObserved: '12', nextMonth: '同课异构' })).toContain(
    '已收到教育科研工作月报（9月）',
  );

  // Week 6 has Thursday, Friday and the make-up Saturday: three days, due on Saturday the 10th.
  for (const who of ['A1', 'A3', 'B1', 'C1']) expect(await says(who, JOURNAL)).toContain('（第6周）');
  expect(await heardUntil('2026-10-09T23:00:00+08:00')).toEqual([]);
  expect(await heardUntil('2026-10-10T12:00:00+08:00')).toEqual(hearing(['BL', 'CL'], '月报9月'));
  const all = [...names('A', 12), ...names('B', 10), ...names('C', 10)];
  const missing6 = all.filter((who) => !['A1', 'A3', 'B1', 'C1'].includes(who));
  expect(await heardUntil('2026-10-10T17:00:00+08:00')).toEqual(hearing(missing6, '周记第6周'));
  expect(await heardUntil('2026-10-10T20:00:00+08:00')).toEqual([
    ...hearing(['AL', 'BL', 'CL'], '第6周小结'),
    'J1 第6周全县小结',
  ]);
  expect(await heardUntil('2026-10-11T23:00:00+08:00')).toEqual([]);
  // Monday's bundle also names the new week's journal.
  expect(await heardUntil('2026-10-12T12:30:00+08:00')).toEqual(hearing(missing6, '周记第6周+周记第7周'));

  // Tuesday the 13th, the report's day: B hands in after the reminder, C does not; the county group hears numbers.
  expect(await heardUntil('2026-10-13T09:00:00+08:00')).toEqual(hearing(['BL', 'CL'], '月报9月'));
  expect(await says('BD', '教研活动次数:1\n教研活动主题:识字\n课题进展:开题\n听评课节数:8\n下月计划:听课')).toContain(
    '已收到',
  );
  expect(await heardUntil('2026-10-13T20:00:00+08:00')).toEqual(['oc_county 月报9月']);
  expect(feishu.sent().findLast(({ receiveId }) => receiveId === 'oc_county')?.text).toBe(
    '教育科研工作月报（9月）已交2/3，今天17:00截止。还没交的请私聊我或 @我 直接发来，谢谢。',
  );
  // Three times the lead has not answered: it is the deputy's to ask.
  expect(await heardUntil('2026-10-14T20:00:00+08:00')).toEqual(hearing(['CD'], '月报9月'));
  expect(await heardUntil('2026-10-15T20:00:00+08:00')).toEqual([]);
  for (const who of names('A', 12)) await says(who, JOURNAL);
  expect(await heardUntil('2026-10-16T12:00:00+08:00')).toEqual(['CH 月报9月']);
  expect(await heardUntil('2026-10-16T17:00:00+08:00')).toEqual(
    hearing([...names('B', 10), ...names('C', 10)], '周记第7周'),
  );
  expect(await heardUntil('2026-10-16T20:00:00+08:00')).toEqual([
    ...hearing(['AL', 'BL', 'CL'], '第7周小结'),
    'J1 第7周全县小结',
  ]);
  const weekly = feishu.sent().findLast(({ receiveId }) => receiveId === 'ou_BL')?.text ?? '';
  expect(weekly).toContain('教育周记（第7周）已交0/10');
  // The third week counts as on time until Monday: nobody has missed three.
  expect(weekly).not.toContain('需要关心');
  expect(await heardUntil('2026-10-17T20:00:00+08:00')).toEqual([]);

  expect(feishu.conflicts()).toEqual([]);
  const exported = await runCli(['export', '周记', '--period', '第4周', '--out', join(folder, 'w4.xlsx')], env);
  expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('已导出 32 行') });
}, 400_000);

const names = (school: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${school}${i + 1}`);

import { afterEach, expect, test } from '@jest/globals';
import { lookAfterTrainings } from '../../jobs/trainings.js';
import type { TrainingProgramme } from '../../models/training-programme.js';
import { PNG, testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { startTrainingPages, trainingWith } from '../support/held-training.js';
import { type Heard, threePlatforms } from '../support/three-platforms.js';

/**
 * Every programme of the plan from its template to the certificate: drafted and held by somebody in WeCom, signed up
 * for from Feishu, WeCom and WeChat, each bot on a stand-in of its platform, the host's pages over HTTP.
 */

/** Three who are meant by every programme, and one whom none means. */
const MEANT = {
  posts: ['teacher', 'backbone-teacher', 'class-teacher', 'mental-health-teacher', 'vice-principal'],
  subjects: ['英语', '音乐', '劳动'],
  grades: ['一年级'],
};
const roster = testRoster();
const rural = roster.schools.map((school) => ({ ...school, rural: true }));
const people = roster.people.map((each) =>
  ['S1-T1', 'S1-T2', 'S2-T1'].includes(each.id) ? { ...each, ...MEANT } : each,
);
const outsider = roster.people.map((each) => ({ ...each, id: 'J1-X' as never, name: '许会计', posts: [] })).slice(-1);
const catalogue = wholeCatalogue();
const { connection } = testDatabase();
const county = testCounty(
  connection,
  { schools: rural, people: [...people, ...outsider] },
  undefined,
  catalogue,
  'https://jy.example',
);
const on = threePlatforms(county, 'oc_county');
let pages: Awaited<ReturnType<typeof startTrainingPages>> | undefined;
afterEach(async () => {
  await pages?.stop();
  pages = undefined;
});

/** Each programme has a week of its own, from Monday to the Monday after. */
const FIRST_MONDAY = Date.parse('2026-10-12T00:00:00+08:00');
const [MONDAY, FRIDAY, SATURDAY, NEXT_MONDAY] = [0, 4, 5, 7];
let week = 0;
const dayOf = (day: number): string =>
  new Date(FIRST_MONDAY + (week * 7 + day) * 24 * 3600_000 + 8 * 3600_000).toISOString().slice(0, 10);
const at = (day: number, time: string): void => county.at(`${dayOf(day)}T${time}:00+08:00`);
const inWords = (day: number): string => dayOf(day).replace(/^\d{4}-0?(\d+)-0?(\d+)$/u, '$1月$2日');
const said = async (...args: Parameters<typeof on.say>): Promise<string> =>
  (await on.say(...args)).map(({ text }) => text).join('\n');
const looked = (day: number, time: string): Promise<Heard[]> => {
  at(day, time);
  return on.hear(() => lookAfterTrainings(county.models, county.now()));
};
/** What a page's link opens, on the server of this test. */
const opened = (link: string, init: RequestInit = {}): Promise<Response> =>
  fetch(link.replace('https://jy.example', pages?.url ?? ''), { redirect: 'manual', ...init });

/** Drafts a programme from its template and posts it; answers its number and the template. */
async function published(word: string, no: number): Promise<string> {
  at(MONDAY, '10:00');
  const template = await said('wecom', 'J1-C', `开培训 ${word}`);
  const lines = template.slice(template.indexOf(`开培训 ${word}\n`));
  const filled = Object.entries({
    时间: `${inWords(SATURDAY)} 8:30-11:30；${inWords(SATURDAY)} 13:30-16:30`,
    地点: '进修学校报告厅',
    名额: '2',
    报名截止: `${inWords(FRIDAY)} 12:00`,
  }).reduce((text, [label, value]) => text.replace(new RegExp(`^${label}：.*$`, 'mu'), `${label}：${value}`), lines);
  const drafted = await said('wecom', 'J1-C', filled);
  expect(drafted).toContain('已起草');
  for (const name of ['李一', '周二', '陈一']) expect(drafted).toContain(name);
  const posts = await on.say('wecom', 'J1-C', `发布 ${no}`);
  expect(new Set(posts.map(({ to }) => to))).toEqual(new Set(['J1-C', 'wr_county', 'oc_s1']));
  return template;
}

/** Asks for a place; where the school has to agree, it does. */
async function signsUp(
  no: number,
  platform: 'feishu' | 'wecom' | 'wechat',
  who: string,
  approval: boolean,
): Promise<string> {
  const answer = await said(platform, who, `报名 ${no}`);
  if (!approval) return answer;
  expect(answer).toContain('等学校审核');
  await said(who.startsWith('S1') ? 'feishu' : 'wecom', `${who.slice(0, 2)}-L`, `同意报名 ${no}`);
  const heard = await on.hear(() => lookAfterTrainings(county.models, county.now()));
  return heard.flatMap(({ to, text }) => (to === who ? [text] : [])).join('\n');
}

test('each programme of the plan, from its template to the certificate', async () => {
  await on.bind('feishu', 'S1-P', 'S1-L', 'S1-T1', 'J1-X');
  await on.bind('wecom', 'J1-C', 'S2-L', 'S2-T1');
  await on.bind('wechat', 'S1-T2');
  pages = await startTrainingPages(county);
  at(MONDAY, '09:30');
  expect(await said('wecom', 'J1-C', '绑定本群 全县', 'wr_county')).toContain('已绑定');
  expect(await said('feishu', 'S1-P', '绑定本群 学校', 'oc_s1')).toContain('已绑定');
  expect(catalogue.trainings.map(({ row }) => row)).toEqual([
    'C1',
    'C2',
    'C3',
    'C3',
    'C4',
    'C5',
    'C6',
    'C7',
    'C8',
    'C8',
  ]);
  for (const programme of catalogue.trainings) {
    await livesThrough(programme, week + 1);
    week += 1;
  }
});

async function livesThrough({ word, name, approval }: TrainingProgramme, no: number): Promise<void> {
  expect(await published(word, no)).toContain(`名称：${name}`);

  // Two places, one in the line, one who is not meant; a place given up goes to who waits.
  expect(await signsUp(no, 'feishu', 'S1-T1', approval)).toMatch(/报上了|您报上了/);
  expect(await signsUp(no, 'wecom', 'S2-T1', approval)).toMatch(/报上了|您报上了/);
  expect(await signsUp(no, 'wechat', 'S1-T2', approval)).toContain('候补第1位');
  expect(await said('feishu', 'J1-X', `报名 ${no}`)).toContain('请找韩协调');
  expect(await said('wechat', 'S1-T2', '培训')).toContain('名额已满，候补1人');
  expect(await said('wecom', 'S2-T1', `取消报名 ${no}`)).toContain('已取消');
  const offered = await looked(MONDAY, '10:10');
  expect(offered.filter(({ to }) => to === 'S1-T2').map(({ on: where, text }) => [where, text.slice(-1)])).toEqual([
    ['wechat', expect.anything()],
  ]);
  expect(await said('wechat', 'S1-T2', `确认 ${no}`)).toContain('报上了');

  // The eve: who comes hears of it, where they last spoke; nobody else does.
  const eve = await looked(FRIDAY, '16:20');
  expect(eve.map(({ on: where, to }) => `${where} ${to}`).toSorted()).toEqual(['feishu S1-T1', 'wechat S1-T2']);

  // The day: the code on the screen for one, the host's roll call for the other's second half.
  at(SATURDAY, '08:20');
  const link = /https:\S+/u.exec(await said('wecom', 'J1-C', `签到页 ${no}`))?.[0] ?? '';
  const cookie = (await opened(link)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = (path: string, init: RequestInit = {}) =>
    opened(`https://jy.example/trainings/${no}${path}`, {
      ...init,
      headers: { cookie, origin: pages?.url ?? '', 'content-type': 'application/json' },
    });
  const code = async (): Promise<string> => ((await (await ask('/code')).json()) as { code: string }).code;
  const times = [
    ['08:20', '签到'],
    ['11:31', '签退'],
    ['13:25', '签到'],
  ] as const;
  for (const [time, half] of times) {
    at(SATURDAY, time);
    expect(await said('feishu', 'S1-T1', `${half} ${await code()}`)).toContain(`${half}好了，${time}`);
    expect(await said('wechat', 'S1-T2', `${half} ${await code()}`)).toContain(`${half}好了，${time}`);
  }
  at(SATURDAY, '16:31');
  expect(await said('feishu', 'S1-T1', `签退 ${await code()}`)).toContain('签退好了');
  const mark = { person: 'S1-T2', tick: 'out', on: true, session: 1, agoMs: 0 };
  expect((await ask('/marks', { method: 'POST', body: JSON.stringify([mark]) })).status).toBe(200);

  // Certificates: what each is told leads to a page that says the same; the hours are theirs to ask for.
  at(NEXT_MONDAY, '09:00');
  expect(await said('wecom', 'J1-C', `结业 ${no}`)).toContain('可以结业2人');
  const granted = await on.say('wecom', 'J1-C', `结业 ${no} 发证`);
  const toTeacher = granted.find(({ to }) => to === 'S1-T2')?.text ?? '';
  expect(toTeacher).toContain(`您已完成「${name}」，计8学时`);
  const page = await (await opened(/https:\S+/u.exec(toTeacher)?.[0] ?? '')).text();
  expect(page).toContain(`松山小学周二老师于2026年${inWords(SATURDAY)}参加“${name}”，按规定完成学习任务，计8学时`);
  expect(await said('wechat', 'S1-T2', '我的学时')).toContain(`2026年共${8 * no}学时`);
  expect(await said('wecom', 'J1-C', `培训覆盖 ${word}`)).toMatch(/已训2人，还有\d+人。[\s\S]*柳河小学：.*陈一/u);
}

/** Says what waits for its time, whatever it waits for. */
const inTime = (): Promise<Heard[]> =>
  on.hear(() => connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } }));
const bytesFrom = async (told: string): Promise<Buffer[]> => {
  const links = told.match(/https:\S+/gu) ?? [];
  return Promise.all(links.map(async (link) => Buffer.from(await (await opened(link)).arrayBuffer())));
};

test('files of a training, over all three platforms: handed out, had as themselves, handed in, opened by the host', async () => {
  await on.bind('feishu', 'S1-T1', 'J1-X');
  await on.bind('wecom', 'J1-C', 'S2-T1');
  await on.bind('wechat', 'S1-T2');
  pages = await startTrainingPages(county);
  await trainingWith(county, ['S1-T1', 'S1-T2', 'S2-T1']);
  county.at('2026-12-01T10:00:00+08:00');
  const slides = Buffer.concat([PNG, Buffer.alloc(300_000, 5)]);

  // From the host in WeCom: told in one message, had in Feishu as a picture, in WeChat and WeCom as a file.
  expect(await said('wecom', 'J1-C', '培训资料 1')).toContain('10分钟内把文件直接发给我');
  expect((await on.send('wecom', 'J1-C', '第一讲.png', slides))[0]?.text).toContain('的第1份资料：图片。');
  expect((await inTime()).map(({ on: where, to }) => `${where} ${to}`).toSorted()).toEqual([
    'feishu S1-T1',
    'wechat S1-T2',
    'wecom S2-T1',
  ]);
  for (const [where, who] of [
    ['feishu', 'S1-T1'],
    ['wechat', 'S1-T2'],
    ['wecom', 'S2-T1'],
  ] as const)
    expect((await on.say(where, who, '培训资料 1 1')).map(({ file }) => file)).toEqual([slides]);
  expect(await said('feishu', 'J1-X', '培训资料 1 1')).toContain('的资料给报上的老师');

  // Homework: a file before the word in Feishu, after it in WeChat, a picture in WeCom.
  county.at('2026-12-07T10:00:00+08:00');
  await said('wecom', 'J1-C', '收集 教学设计\n教学设计：正文\n对象：培训 1\n截止：周五');
  await said('wecom', 'J1-C', '发布');
  const plan = Buffer.from('%PDF-1.7 折纸');
  const design = Buffer.from('PK 分数');
  const photo = Buffer.concat([PNG, Buffer.alloc(2000, 6)]);
  expect((await on.send('feishu', 'S1-T1', '折纸.pdf', plan))[0]?.text).toContain(
    '交「教学设计」（1号）请发「接龙 1」',
  );
  expect(await said('feishu', 'S1-T1', '接龙 1')).toContain('附件：1个文件');
  await said('wechat', 'S1-T2', '接龙 1 用分数墙');
  expect((await on.send('wechat', 'S1-T2', '分数.docx', design))[0]?.text).toContain(
    '教学设计：用分数墙，附件：1个文件',
  );
  await said('wecom', 'S2-T1', '接龙 1');
  expect((await on.send('wecom', 'S2-T1', '板书.png', photo))[0]?.text).toContain('附件：1张图');
  expect(await said('wecom', 'J1-C', '收集 1 附件')).toContain('松山小学李一：折纸.pdf\n松山小学周二：分数.docx\n');
  for (const [name, bytes] of [
    ['李一', plan],
    ['周二', design],
    ['陈一', photo],
  ] as const)
    expect(await bytesFrom(await said('wecom', 'J1-C', `收集 1 ${name}`))).toEqual([bytes]);
  expect(await bytesFrom(await said('wechat', 'S1-T2', '接龙 1'))).toEqual([design]);
});

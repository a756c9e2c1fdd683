import { afterEach, expect, test } from '@jest/globals';
import { lookAfterTrainings } from '../../jobs/trainings.js';
import type { TrainingProgramme } from '../../models/training-programme.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { startTrainingPages } from '../support/held-training.js';
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
  const mark = { person: 'S1-T2', tick: 'out', on: true, session: 1, at: `${dayOf(SATURDAY)}T08:31:00.000Z` };
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

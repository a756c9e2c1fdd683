import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { testCounty } from '../../support/county.js';
import { testDatabase } from '../../support/database.js';
import { formData } from '../../support/form-data.js';
import { type FormHarness, startFormPages } from '../../support/form-harness.js';
import { withLessons } from '../../support/lessons.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, withLessons());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const running: FormHarness[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

async function start(how = {}): Promise<FormHarness> {
  county.at(WEDNESDAY);
  const pages = await startFormPages(county, how);
  running.push(pages);
  return pages;
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  html: string;
}

/** Unlike fetch, says any header a test wants. */
function ask(
  { url }: FormHarness,
  path: string,
  { body, headers = {} }: { body?: string; headers?: object } = {},
): Promise<Answer> {
  const own = body === undefined ? {} : { origin: url, 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const asking = request(
      url + path,
      { method: body === undefined ? 'GET' : 'POST', headers: { ...own, ...headers } },
      (response) => {
        let html = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (html += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, html }));
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Fills in the page as it stands, sends it, and follows to what became of it. */
async function fill(pages: FormHarness, path: string, values: Record<string, string | string[]>): Promise<Answer> {
  const data = formData((await ask(pages, path)).html);
  for (const [name, value] of Object.entries(values)) {
    data.delete(name);
    for (const each of [value].flat()) data.append(name, each);
  }
  const sent = await ask(pages, path, { body: data.toString() });
  expect({ status: sent.status, html: sent.html }).toEqual({ status: 303, html: expect.any(String) });
  return ask(pages, String(sent.headers['location']));
}

const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const stored = () => connection.collection('submissions').find({ duty: 'open-lesson' }).toArray();
const RIGHT = {
  topic: '折纸与分数',
  'at.from': '14:00',
  'at.to': '15:30',
  level: '校级',
  themes: ['', '', '德育', '劳动'],
  guests: '李一、周二',
  due: '１２',
  came: '9人',
  talk: '操作充分，\r\n建议多留时间给学生说。',
  anonymous: '是',
};

test('the page shows what is known, and nothing in it runs or comes from elsewhere', async () => {
  const pages = await start();
  const { status, headers, html } = await ask(pages, await pages.link('S1-L', 'open-lesson', '2026-10'));
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'self';(?!.*unsafe)/u),
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  });
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).not.toMatch(/<script(?! type="module" src="\/forms\/assets\/)|<style| style=| on\w+=/u);
  expect(textOf(html)).toContain('研讨课记录（10月） 请在11月6日（周五）17:00前填好。');
  expect(Object.fromEntries(formData(html))).toMatchObject({
    day: '2026-10-28',
    teacher: '钱主任',
    school: '松山小学',
    topic: '',
  });
  const style = await ask(pages, '/forms/assets/forms-style.css');
  expect([style.status, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  expect((await ask(pages, '/forms/assets/nothing.css')).status).toBe(404);
});

test('what is filled in is handed in as it would be in the chat; the page and the chat say so', async () => {
  const pages = await start();
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const { html } = await fill(pages, path, RIGHT);
  const receipt = '已收到研讨课记录（10月），16字。要改请发「修改 栏目：新内容」，要撤请发「撤回」。';
  expect(textOf(html)).toContain(receipt);
  // Its files may be changed still, and nothing else.
  expect([...formData(html).keys()]).toEqual(['_once', '_record']);
  expect(county.toldTo('S1-L')).toEqual([receipt]);
  expect(await stored()).toMatchObject([
    {
      state: 'handed-in',
      by: 'S1-L',
      owner: 'school:S1',
      values: {
        topic: '折纸与分数',
        day: '2026-10-28',
        at: '14:00-15:30',
        level: '校级',
        themes: ['德育', '劳动'],
        teacher: 'S1-L',
        guests: ['S1-T1', 'S1-T2'],
        school: 'S1',
        due: 12,
        came: 9,
        rate: 75,
        talk: '操作充分，\n建议多留时间给学生说。',
        anonymous: true,
      },
    },
  ]);
  expect((await county.models.rolls.get('open-lesson|2026-10|S1'))?.entries).toMatchObject([
    { status: 'handed-in', by: 'S1-L' },
  ]);
  expect(textOf((await ask(pages, path)).html)).toContain('研讨课记录（10月）已由您于10月28日 10:00上交');
});

test('what is wrong stays as it was typed, with what to mend; the rest is kept in the ledger', async () => {
  const pages = await start();
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const { html } = await fill(pages, path, { ...RIGHT, due: '很多', guests: '李一、王五', level: '县级', 'at.to': '' });
  const text = textOf(html);
  expect(text).toContain('已记下9项，还差4项。标出来的填好，再提交一次。 时间 认定文号 听课人 应到 ');
  expect(text).toContain('名册里没有找到「王五」，请写全名或编号');
  expect(Object.fromEntries(formData(html))).toMatchObject({
    due: '很多',
    guests: '李一、王五',
    'at.from': '14:00',
    topic: '折纸与分数',
  });
  expect(await stored()).toMatchObject([{ state: 'draft', values: { topic: '折纸与分数', level: '县级' } }]);
  expect(county.toldTo('S1-L')).toEqual([]);
  // In the chat it goes on where the page left it.
  expect(await county.say('S1-L', '认定文号：县教字3号\n听课人：李一\n应到：12')).toEqual([
    expect.stringMatching(/^已收到研讨课记录（10月）/),
  ]);
});

test('a page goes on with what was begun in the chat; a field emptied there is empty', async () => {
  const pages = await start();
  await county.say('S1-L', '研讨课\n课题：折纸\n听课人：李一');
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const { html } = await ask(pages, path);
  expect(textOf(html)).toContain('这是您上次没填完的，接着填即可。');
  expect(Object.fromEntries(formData(html))).toMatchObject({ topic: '折纸', guests: '李一' });
  await fill(pages, path, { guests: '' });
  expect((await stored())[0]?.['values']).toMatchObject({ topic: '折纸' });
  expect((await stored())[0]?.['values']).not.toHaveProperty('guests');
});

test('what is rare is asked about once; sent again as it is, it is meant so', async () => {
  const pages = await start();
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const asked = await fill(pages, path, { ...RIGHT, due: '120' });
  expect(textOf(asked.html)).toContain('标出来的请再看一眼');
  expect(textOf(asked.html)).toContain('写的是120人，一般是1到60人');
  expect(await stored()).toMatchObject([{ state: 'draft' }]);
  expect(textOf((await fill(pages, path, {})).html)).toContain('已收到研讨课记录（10月）');
});

test('sent twice, it is one record and one answer', async () => {
  const pages = await start();
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const data = formData((await ask(pages, path)).html);
  for (const [name, value] of Object.entries(RIGHT)) {
    data.delete(name);
    for (const each of [value].flat()) data.append(name, each);
  }
  const body = data.toString();
  const answers = await Promise.all([1, 2, 3].map(() => ask(pages, path, { body })));
  expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
  expect(await stored()).toHaveLength(1);
  expect(county.toldTo('S1-L')).toHaveLength(1);
});

test('what is not worked yet is waited for', async () => {
  const pages = await start({ works: false });
  const path = await pages.link('S1-L', 'open-lesson', '2026-10');
  const { html } = await fill(pages, path, RIGHT);
  expect(html).toContain('<meta http-equiv="refresh" content="2"');
  expect(textOf(html)).toContain('正在收，请稍等');
}, 15_000);

describe('what is refused', () => {
  const once = '_once=6a1f6c1e-3f0c-4a59-9a43-0d8a3c0c9b11';

  test.each<[string, object, number]>([
    ['from another site', { origin: 'https://elsewhere.example' }, 403],
    ['of unknown origin', { origin: 'null' }, 403],
    ['said to be from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['no form', { 'content-type': 'application/json' }, 400],
    ['plain text', { 'content-type': 'text/plain' }, 400],
  ])('%s', async (_what, headers, status) => {
    const pages = await start();
    const path = await pages.link('S1-L', 'open-lesson', '2026-10');
    expect((await ask(pages, path, { body: once, headers })).status).toBe(status);
    expect(await stored()).toEqual([]);
  });

  test('without saying from where', async () => {
    const pages = await start();
    const path = await pages.link('S1-L', 'open-lesson', '2026-10');
    const headers = { origin: '' };
    expect((await ask(pages, path, { body: once, headers })).status).toBe(403);
  });

  test.each([
    ['too long', `${once}&topic=${'x'.repeat(1024 * 1024)}`, 413],
    ['one field too long', `${once}&topic=${'x'.repeat(40_001)}`, 400],
    ['too many parts', `${once}${'&topic=1'.repeat(500)}`, 400],
    ['not of a page', 'topic=x', 400],
    ['a name no field can have', `${once}&$where=1`, 400],
  ])('%s', async (_what, body, status) => {
    const pages = await start();
    expect((await ask(pages, await pages.link('S1-L', 'open-lesson', '2026-10'), { body })).status).toBe(status);
  });

  test('a link that is over, made up, of somebody who left, or of a teacher who may not', async () => {
    const pages = await start();
    const path = await pages.link('S1-L', 'open-lesson', '2026-10');
    for (const bad of ['/forms/x.y', `${path}x`, path.replace(/\.[\w-]{5}/, '.AAAAA')]) {
      expect(textOf((await ask(pages, bad)).html)).toContain('这个链接已经失效');
      expect((await ask(pages, bad, { body: once })).status).toBe(404);
    }
    const teacher = await pages.link('S1-T1', 'open-lesson', '2026-10');
    expect((await ask(pages, teacher)).status).toBe(404);
    expect((await ask(pages, teacher, { body: once })).status).toBe(404);
    expect(await stored()).toEqual([]);
    county.at('2026-10-29T10:00:01+08:00');
    expect((await ask(pages, path)).status).toBe(404);
    county.at(WEDNESDAY);
    await connection.collection('people').updateOne({ _id: 'S1-L' as never }, { $set: { endedOn: '2026-10-27' } });
    expect((await ask(pages, path)).status).toBe(404);
  });

  test('another’s key shows nothing of what they sent', async () => {
    const pages = await start();
    await fill(pages, await pages.link('S2-L', 'open-lesson', '2026-10'), { ...RIGHT, due: '很多' });
    const [row] = await county.models.inbox.find({ 'payload.kind': 'form' });
    const path = await pages.link('S1-L', 'open-lesson', '2026-10');
    expect((await ask(pages, `${path}?sent=${row?._id}`)).html).not.toContain('折纸与分数');
  });

  test('a period that is closed', async () => {
    const pages = await start();
    county.at('2027-03-20T10:00:00+08:00');
    const claim = await pages.link('S1-L', 'open-lesson', '2026-10');
    expect(textOf((await ask(pages, claim)).html)).toContain('这一期已经过了可以交的时间');
  });
});

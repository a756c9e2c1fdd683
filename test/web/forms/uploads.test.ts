import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { fileLimits } from '../../../config/limits/files.js';
import { PNG, testCounty } from '../../support/county.js';
import { testDatabase } from '../../support/database.js';
import { formData } from '../../support/form-data.js';
import { type FormHarness, startFormPages } from '../../support/form-harness.js';
import { withLessons } from '../../support/lessons.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, withLessons(), 'https://jiaoyan.example');
const { models } = county;
const running: FormHarness[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

/** A page of a school's lesson, and its address. */
async function open(how = {}): Promise<{ pages: FormHarness; path: string }> {
  county.at('2026-10-28T10:00:00+08:00');
  const pages = await startFormPages(county, how);
  running.push(pages);
  return { pages, path: await pages.link('S1-L', 'open-lesson', '2026-10') };
}

const RIGHT: [string, string][] = [
  ['topic', '折纸与分数'],
  ['level', '校级'],
  ['due', '12'],
  ['came', '9'],
  ['talk', '操作充分，建议多留时间给学生说。'],
  ['anonymous', '是'],
];
const PDF = Buffer.from('%PDF-1.7 一节课');
const file = (name: string, bytes: Uint8Array = PDF) => [bytes, name] as const;
type Files = [string, ReturnType<typeof file>][];

/** What a browser sends of the page as it stands, filled in, with files. */
async function filled({ pages, path }: Awaited<ReturnType<typeof open>>, files: Files, values = RIGHT) {
  const data = new FormData();
  const shown = formData(await (await fetch(pages.url + path)).text());
  for (const [name] of values) shown.delete(name);
  for (const [name, value] of [...shown, ...values]) data.append(name, value);
  for (const [name, [bytes, called]] of files) data.append(name, new File([new Uint8Array(bytes)], called));
  return data;
}

const send = (pages: FormHarness, path: string, body: FormData): Promise<Response> =>
  fetch(pages.url + path, { method: 'POST', body, headers: { origin: pages.url } });

async function fill(at: Awaited<ReturnType<typeof open>>, files: Files, values = RIGHT): Promise<string> {
  const response = await send(at.pages, at.path, await filled(at, files, values));
  return response.text();
}

const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const record = () => connection.collection<{ _id: string; state: string; values: object }>('submissions').findOne({});
const kept = async () => [...(await models.files.ofRecord((await record())?._id ?? '')).values()];
const left = async () => ({
  uploads: await connection.collection('uploads').countDocuments(),
  files: await connection.collection('files.files').countDocuments(),
  chunks: await connection.collection('files.chunks').countDocuments(),
});

test('files and pictures come with the form: kept with its record, counted, and read under 看', async () => {
  const at = await open();
  const large = Buffer.concat([PDF, Buffer.alloc(700_000, 7)]);
  const html = await fill(at, [
    ['plan', file('初案.pdf', large)],
    ['photos', file('课堂.png', PNG)],
  ]);
  expect(textOf(html)).toContain('已收到研讨课记录（10月），16字、1张图、1个文件。');
  expect(await record()).toMatchObject({
    state: 'handed-in',
    values: { topic: '折纸与分数', plan: [expect.stringMatching(/^page-/)], photos: [expect.any(String)] },
  });
  expect((await kept()).toSorted((a, b) => a.bytes - b.bytes)).toMatchObject([
    { name: '课堂.png', kind: 'image', picture: 'image/png', bytes: PNG.length },
    { name: '初案.pdf', kind: 'file', bytes: large.length },
  ]);
  expect(await left()).toEqual({ uploads: 0, files: 2, chunks: 4 });
  const no = (await connection.collection('submissions').findOne({}))?.['no'];
  const [said = ''] = await county.say('S1-L', `看 ${no}`);
  const link = /初案\.pdf（684 KB） https:\/\/jiaoyan\.example(\S+)/.exec(said)?.[1] ?? 'no link';
  expect(Buffer.from(await (await fetch(at.pages.url + link)).arrayBuffer())).toEqual(large);
  expect((await county.say('S1-L', '撤回附件'))[0]).toMatch(/^已从研讨课记录（10月）里拿掉/u);
});

test('the page runs one script of its own, and shows pictures that were just chosen', async () => {
  const { pages, path } = await open();
  const response = await fetch(pages.url + path);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; img-src 'self' blob:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect((await response.text()).match(/<script[^>]*>/g)).toEqual([
    '<script type="module" src="/forms/assets/forms-upload.js">',
  ]);
  expect((await fetch(`${pages.url}/forms/assets/forms-upload.js`)).status).toBe(200);
});

describe('what is not kept is said at its field; the rest is kept, and so is what was typed', () => {
  const FAULTS: [string, [string, ReturnType<typeof file>], RegExp][] = [
    ['what runs', ['plan', file('课件.exe')], /「课件\.exe」这种文件收不了/],
    ['no ending', ['plan', file('课件')], /「课件」这种文件收不了/],
    ['empty', ['plan', file('空.pdf', Buffer.alloc(0))], /「空\.pdf」里面是空的/],
    ['no picture', ['photos', file('假.png', Buffer.from('<svg onload="x">'))], /「假\.png」打开来不是图片/],
    ['too large', ['plan', file('大.pdf', Buffer.alloc(40_000))], /「大\.pdf」太大了/],
    ['too much together', ['plan', file('多.pdf', Buffer.alloc(60_000))], /「多\.pdf」这次一共太大/],
  ];
  const limits = { mostBytes: 30_000, uploads: { ...fileLimits.uploads, mostBytesTogether: 50_000 } };
  test.each(FAULTS)('%s', async (what, bad, told) => {
    const at = await open({ limits: what === 'too much together' ? { ...limits, mostBytes: 100_000 } : limits });
    const html = await fill(at, [['photos', file('课堂.png', PNG)], bad]);
    expect(textOf(html)).toMatch(told);
    expect(textOf(html)).toContain('已记下');
    expect(formData(html).get('topic')).toBe('折纸与分数');
    expect(await record()).toMatchObject({
      state: 'draft',
      values: { topic: '折纸与分数', photos: [expect.any(String)] },
    });
    expect(await kept()).toMatchObject([{ name: '课堂.png' }]);
    expect(await left()).toEqual({ uploads: 0, files: 1, chunks: 1 });
    // Sent again without it, it is whole.
    expect(textOf(await fill(at, []))).toContain('已收到研讨课记录（10月），16字、1张图。');
  });

  test('more than the field takes: all are shown, and one is to be taken off', async () => {
    const at = await open();
    const html = await fill(
      at,
      [1, 2, 3].map((n) => ['plan', file(`${n}.pdf`, Buffer.from(`%PDF ${n}`))]),
    );
    expect(textOf(html)).toContain('最多 2 个文件');
    const refs = [...html.matchAll(/name="plan\.off" value="([^"]+)" aria-label="拿掉：(\d)\.pdf"/g)];
    expect(refs.map(([, , name]) => name)).toEqual(['1', '2', '3']);
    expect(textOf(await fill(at, [], [...RIGHT, ['plan.off', refs[1]?.[1] ?? '']]))).toContain('16字、2个文件。');
    expect((await record())?.values).toMatchObject({ plan: [refs[0]?.[1], refs[2]?.[1]] });
  });
});

test('a draft shows what hangs on it, as its own reader sees it, and lets it be taken off', async () => {
  const at = await open();
  const values = RIGHT.filter(([name]) => name !== 'topic');
  const html = await fill(at, [['photos', file('课堂.png', PNG)]], values);
  const [, link = ''] = /<img src="([^"]+)"/.exec(html) ?? [];
  expect((await fetch(at.pages.url + link)).headers.get('content-type')).toBe('image/png');
  expect(textOf(html)).toContain('课堂.png 1 KB 拿掉');
  const [, ref = ''] = /name="photos\.off" value="([^"]+)"/.exec(html) ?? [];
  const after = await fill(at, [], [...values, ['photos.off', ref]]);
  expect(after).not.toContain('photos.off');
  expect((await record())?.values).not.toHaveProperty('photos');
  expect((await fetch(at.pages.url + link)).status).toBe(404);
});

describe('what hangs on what is in', () => {
  const refOf = (html: string, name: string): [string, string] => [
    'plan.off',
    new RegExp(`name="plan\\.off" value="([^"]+)" aria-label="拿掉：${name}`).exec(html)?.[1] ?? `no ${name}`,
  ];
  const names = async () => (await kept()).map(({ name }) => name).toSorted();
  const shown = (html: string) => [...html.matchAll(/aria-label="拿掉：([^"]+)"/g)].map(([, name]) => name);

  test('is shown, taken off and added to on the same page, also when it is opened again; the rest stays', async () => {
    const at = await open();
    const html = await fill(at, [['plan', file('初案.pdf')]]);
    expect(textOf(html)).toContain('附件在这里还可以补、可以拿掉。');
    expect(shown(html)).toEqual(['初案.pdf']);
    const pdf = (n: number): Files[number] => ['plan', file(`${n}.pdf`, Buffer.from(`%PDF ${n}`))];
    const changed = await fill(at, [pdf(1), pdf(2)], [refOf(html, '初案')]);
    expect(textOf(changed)).toContain('已收到研讨课记录（10月），16字、2个文件。');
    expect(shown(changed)).toEqual(['1.pdf', '2.pdf']);
    const again = await fill(at, [pdf(3), ['photos', file('x.exe')]], []);
    expect(textOf(again)).toContain('最多 2 个文件，「3.pdf」没有放进去，请先拿掉别的');
    expect(textOf(again)).toContain('「x.exe」这种文件收不了');
    expect(shown(again)).toEqual(['1.pdf', '2.pdf']);
    expect(await record()).toMatchObject({ state: 'handed-in', values: { topic: '折纸与分数' } });
    expect(await names()).toEqual(['1.pdf', '2.pdf', '初案.pdf']);
    expect(county.toldTo('S1-L')).toHaveLength(1);
  });

  test('a field that has to have files keeps its last; new ones take their place', async () => {
    const plan = county.models.catalogue.duties
      .find(({ key }) => key === 'open-lesson')
      ?.form.fields.find(({ key }) => key === 'plan');
    if (!plan) throw new Error('no field');
    plan.required = true;
    try {
      const at = await open();
      const html = await fill(at, [['plan', file('初案.pdf')]]);
      const emptied = await fill(at, [], [refOf(html, '初案')]);
      expect(textOf(emptied)).toContain('「教案」不能空着，没有拿掉；请连新的一起提交');
      expect(shown(emptied)).toEqual(['初案.pdf']);
      expect(shown(await fill(at, [['plan', file('定稿.pdf', PNG)]], [refOf(html, '初案')]))).toEqual(['定稿.pdf']);
    } finally {
      plan.required = false;
    }
  });

  test('is nobody else’s to change, and no more once it was accepted or taken back', async () => {
    const at = await open();
    const html = await fill(at, [['plan', file('初案.pdf')]]);
    const body = await filled(at, [], [refOf(html, '初案')]);
    const other = await at.pages.link('S2-L', 'open-lesson', '2026-10');
    await send(at.pages, other, body);
    expect((await record())?.values).toHaveProperty('plan');
    await connection.collection('submissions').updateMany({}, { $set: { state: 'accepted' } });
    await send(at.pages, at.path, body);
    expect((await record())?.values).toHaveProperty('plan');
    expect(await (await fetch(at.pages.url + at.path)).text()).not.toContain('<form');
  });
});

test('the same sent twice, or again after an answer was lost, is one record with one file', async () => {
  const at = await open();
  const body = await filled(at, [['plan', file('初案.pdf')]]);
  const answers = await Promise.all([send(at.pages, at.path, body), send(at.pages, at.path, body)]);
  const again = await send(at.pages, at.path, body);
  expect(new Set([...answers, again].map(({ url }) => url)).size).toBe(1);
  expect(county.toldTo('S1-L')).toHaveLength(1);
  expect(await kept()).toHaveLength(1);
  // What came for nothing is cleared away when it is old, and what hangs on the record stays.
  expect(await left()).toMatchObject({ uploads: 2, files: 3 });
  const later = new Date(Date.now() + 3 * 24 * 3600 * 1000);
  const bytes = (async function* () {
    yield PDF;
  })();
  await models.uploads.take({ name: 'x.pdf', at: later }, bytes, fileLimits);
  expect(await left()).toMatchObject({ uploads: 1, files: 2, chunks: 2 });
  expect(await kept()).toHaveLength(1);
});

/** Begins to send a form as a browser would, and stops within its last file. */
async function breakOff({ pages, path }: Awaited<ReturnType<typeof open>>, body: FormData): Promise<ClientRequest> {
  const whole = new Response(body);
  const bytes = Buffer.from(await whole.arrayBuffer());
  const sending = request(pages.url + path, {
    method: 'POST',
    headers: {
      origin: pages.url,
      'content-type': whole.headers.get('content-type') ?? '',
      'content-length': bytes.length,
    },
  });
  sending.on('error', () => {});
  sending.write(bytes.subarray(0, bytes.length - 1000));
  return sending;
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 5_000;
  while (!(await holds()) && performance.now() < until) await sleep(20);
}

describe('what breaks off', () => {
  const FILES: Files = [
    ['plan', file('初案.pdf')],
    ['photos', file('课堂.png', Buffer.concat([PNG, Buffer.alloc(300_000, 1)]))],
  ];

  test('keeps what was typed and the files that came whole; sent again from the same page, it is handed in once', async () => {
    const at = await open();
    const body = await filled(at, FILES);
    const sending = await breakOff(at, body);
    await eventually(async () => (await left()).files === 1);
    sending.destroy();
    await eventually(async () => (await record()) !== null && (await left()).uploads === 0);
    expect(await record()).toMatchObject({
      state: 'draft',
      values: { topic: '折纸与分数', plan: [expect.any(String)] },
    });
    expect(await left()).toEqual({ uploads: 0, files: 1, chunks: 1 });
    const draft = await (await fetch(at.pages.url + at.path)).text();
    expect(textOf(draft)).toContain('这是您上次没填完的');
    expect(textOf(draft)).toContain('初案.pdf');
    expect(textOf(await (await send(at.pages, at.path, body)).text())).toContain('16字、1张图、1个文件。');
    expect(await connection.collection('submissions').countDocuments()).toBe(1);
    expect(await kept()).toHaveLength(2);
  });

  test('noticed after the same page was sent whole, it changes nothing', async () => {
    const at = await open();
    const body = await filled(at, FILES);
    const sending = await breakOff(at, body);
    await eventually(async () => (await left()).files === 1 && (await left()).uploads === 2);
    expect(textOf(await (await send(at.pages, at.path, body)).text())).toContain('16字、1张图、1个文件。');
    sending.destroy();
    await eventually(async () => (await left()).uploads === 1);
    expect(await connection.collection('inbox').countDocuments({ 'payload.kind': 'form' })).toBe(1);
  });

  test('by falling silent, it is given up in time', async () => {
    const at = await open({ limits: { uploads: { ...fileLimits.uploads, idleMs: 200 } } });
    const sending = await breakOff(at, await filled(at, FILES));
    const [answer] = await once(sending, 'response');
    expect(answer.statusCode).toBe(408);
    expect(await record()).toMatchObject({ state: 'draft', values: { topic: '折纸与分数' } });
    sending.destroy();
  });
});

test('no more sendings at once than a link or the program takes', async () => {
  const at = await open({ limits: { uploads: { ...fileLimits.uploads, atOncePerLink: 1 } } });
  const body = await filled(at, [['plan', file('初案.pdf', Buffer.alloc(100_000))]]);
  const sending = await breakOff(at, body);
  await eventually(async () => (await left()).uploads === 1);
  expect((await send(at.pages, at.path, body)).status).toBe(503);
  sending.destroy();
  await eventually(async () => (await left()).uploads === 0);
  expect((await send(at.pages, at.path, body)).status).toBe(200);
});

test.each([
  ['no boundary', 'multipart/form-data', 'x'],
  ['no end', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="topic"\r\n\r\nx'],
  ['nothing', 'multipart/form-data; boundary=b', ''],
  ['too long a header', 'multipart/form-data; boundary=b', `--b\r\nx: ${'y'.repeat(9000)}\r\n\r\n\r\n--b--`],
])('%s is not understood', async (_what, type, body) => {
  const { pages, path } = await open();
  const headers = { origin: pages.url, 'content-type': type };
  expect((await fetch(pages.url + path, { method: 'POST', body, headers })).status).toBe(400);
});

import { afterEach, expect, test } from '@jest/globals';
import { openFile } from '../../../handlers/open-file.js';
import { testCounty } from '../../support/county.js';
import { testDatabase } from '../../support/database.js';
import { formData } from '../../support/form-data.js';
import { type FormHarness, startFormPages } from '../../support/form-harness.js';
import { personId } from '../../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, undefined, 'https://jiaoyan.example.cn');
const BOOKS =
  '收集 教材\n请按现有的报\n七年级上：数字（套）\n版本：人教、北师（选一个）\n到货：日期（选填）\n截止：周五 12:00';
const running: FormHarness[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

/** Pages, and a published collection; the path of the link somebody is given. */
async function start(how = {}, who = 'S1-T1', asked = BOOKS): Promise<{ pages: FormHarness; path: string }> {
  county.at('2026-10-28T10:00:00+08:00');
  const pages = await startFormPages(county, how);
  running.push(pages);
  await county.say('J1-C', asked);
  await county.say('J1-C', '发布收集 1');
  const said = (await county.say(who, '接龙 1')).join('\n');
  const [, path = ''] =
    /也可以在网页上填(?:、传文件)?，链接24小时内有效，请不要转给别人：https:\/\/jiaoyan\.example\.cn(\/forms\/\S+)$/.exec(
      said,
    ) ?? [];
  return { pages, path };
}

const show = async ({ url }: FormHarness, path: string): Promise<string> => (await fetch(url + path)).text();
const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** Fills in the page as it stands, sends it, and follows to what became of it. */
async function fill(pages: FormHarness, path: string, values: Record<string, string>): Promise<string> {
  const body = formData(await show(pages, path));
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  const sent = await fetch(pages.url + path, {
    method: 'POST',
    body,
    headers: { origin: pages.url },
    redirect: 'manual',
  });
  expect(sent.status).toBe(303);
  return textOf(await show(pages, sent.headers.get('location') ?? ''));
}

const stored = async (who = 'S1-T1') =>
  (await county.models.collections.answersOf(1)).find(({ person }) => person === who)?.values;

test('several questions are answered on a page: what is right is kept, what is not is marked, and what is in is told in the chat', async () => {
  const { pages, path } = await start();
  expect(textOf(await show(pages, path))).toContain('请按现有的报 请在10月30日（周五）12:00前填好，在那之前都可以改。');
  const half = await fill(pages, path, { f1: '很多', f2: '北师' });
  expect(half).toContain('已记下1项，还差1项。标出来的填好，再提交一次。');
  expect(half).toContain('请写 0 到 1000000 之间的整数');
  expect(await stored()).toBeUndefined();
  const before = county.toldTo('S1-T1').length;
  expect(await fill(pages, path, { f1: '30', f3: '2026-11-03' })).toContain(
    '记下了：七年级上：30套，版本：北师，到货：2026年11月3日。',
  );
  expect(await stored()).toEqual({ f1: 30, f2: '北师', f3: '2026-11-03' });
  expect(county.toldTo('S1-T1').slice(before)).toEqual([
    expect.stringContaining('记下了：「教材」（1号），七年级上：30套，版本：北师'),
  ]);
  // The same link again shows what stands, and takes what is emptied for emptied.
  expect(textOf(await show(pages, path))).toContain('您填过了，改好再提交一次就行。');
  await fill(pages, path, { f3: '' });
  expect(await stored()).toEqual({ f1: 30, f2: '北师' });
});

test('closed while somebody fills it in, nothing is taken and the page says so; what was answered before stands', async () => {
  const { pages, path } = await start();
  await county.say('J1-C', '停止收集 1');
  expect(textOf(await show(pages, path))).toContain('「教材」（1号）已经截止。这次填的没有记下。');
  await county.say('J1-C', '改收集 1 截止：周五 12:00');
  await fill(pages, path, { f1: '30', f2: '北师' });
  await county.say('J1-C', '停止收集 1');
  expect(textOf(await show(pages, path))).toContain('已经截止。您填的是：七年级上：30套，版本：北师。');
  await county.say('J1-C', '取消收集 1');
  expect(textOf(await show(pages, path))).toContain('不收了，您不用再管');
});

test('what is sent before the deadline and worked after it is not taken, and the page tells', async () => {
  const { pages, path } = await start({ works: false });
  await county.say('J1-C', '改收集 1 截止：今天 12:00');
  expect(await fill(pages, path, { f1: '30', f2: '北师' })).toContain('正在收，请稍等');
  county.at('2026-10-28T12:00:00+08:00');
  await county.settle();
  expect(await stored()).toBeUndefined();
  expect(textOf(await show(pages, path))).toContain('已经截止。这次填的没有记下。');
});

test("a link is one person's: changed it opens nothing, and who has left fills in nothing", async () => {
  const { pages, path } = await start();
  expect(await show(pages, path.slice(0, -2))).toContain('这个链接已经失效');
  await connection.collection('people').updateOne({ _id: 'S1-T1' as never }, { $set: { endedOn: '2026-10-01' } });
  expect(await show(pages, path)).toContain('这个链接已经失效');
});

test("files are sent on the page, shown there to be taken off, and are nobody else's", async () => {
  const { pages, path } = await start({}, 'S1-T1', '收集 自查\n自查表：文件\n照片：图片（选填）\n截止：周五 12:00');
  const send = async (change: (data: FormData) => void): Promise<string> => {
    const data = new FormData();
    for (const [name, value] of formData(await show(pages, path))) data.append(name, value);
    change(data);
    const sent = await fetch(pages.url + path, { method: 'POST', body: data, headers: { origin: pages.url } });
    return textOf(await sent.text());
  };
  const put = (name: string) => (data: FormData) => data.append('f1', new File([`%PDF-1.7 ${name}`], name));
  expect(await send(put('自查.exe'))).toContain('「自查.exe」这种文件收不了');
  expect(await send(put('自查.pdf'))).toContain('记下了：自查表：1个文件。');
  const record = 'answer:1|S1-T1';
  const [ref = ''] = (await county.models.files.ofRecord(record)).keys();
  const opens = async (who: string) =>
    (await openFile({ record, ref, person: personId(who) }, county.models, county.now()))?.file.name;
  expect(await Promise.all(['S1-T1', 'J1-C', 'S1-T2', 'S1-P'].map(opens))).toEqual([
    '自查.pdf',
    '自查.pdf',
    undefined,
    undefined,
  ]);
  expect(textOf(await show(pages, path))).toContain('自查.pdf');
  expect(
    await send((data) => {
      data.append('f1.off', ref);
      put('自查二.pdf')(data);
    }),
  ).toContain('记下了：自查表：1个文件。');
  expect(await opens('S1-T1')).toBeUndefined();
});

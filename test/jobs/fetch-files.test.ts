import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { startFiles } from '../../files.js';
import { fetchFiles } from '../../jobs/fetch-files.js';
import { systemClock } from '../../models/clock.js';
import { FILE_LINK_MS } from '../../models/file-token.js';
import { PersonId } from '../../models/ids.js';
import { silent } from '../../models/log.js';
import { journal, PNG, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Manner } from '../support/feishu/resources.js';
import { recordingLog } from '../support/recording-log.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, undefined, 'https://jiaoyan.example');
const on = feishuCounty(county);
const { models } = county;
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

/** A journal with a photo in it, as a phone sends it. */
const post = (key = 'img_1') => ({
  title: '',
  content: [[{ tag: 'text', text: journal() }], [{ tag: 'img', image_key: key }]],
});

interface Sending {
  bytes?: Buffer;
  key?: string;
  messageId?: string;
}

async function sendJournal({ bytes = PNG, key = 'img_1', messageId = 'om_1' }: Sending = {}): Promise<void> {
  county.at(WEDNESDAY);
  on.feishu().platform.resources.hang(messageId, key, { type: 'image', bytes });
  await on.deliver(on.feishu().events.message('post', post(key), { from: 'ou_S1-T1', messageId }));
}

const rows = () => connection.collection('fetches').find({}).toArray();
const record = async () => {
  const [found] = await connection.collection<{ _id: string; state: string }>('submissions').find({}).toArray();
  return found;
};
const kept = async () => [...(await models.files.ofRecord((await record())?._id ?? '')).values()];
const textsOf = (sent: { text: string }[]): string => sent.map(({ text }) => text).join('\n');

/** Works the rows whatever they wait for: their time has come. */
async function retried(limits?: { mostBytes: number; withinMs: number }): Promise<void> {
  await connection.collection('fetches').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
  const { bots } = county;
  await fetchFiles({
    models,
    bots,
    clock: { now: county.now },
    machine: systemClock,
    log: silent,
    ...(limits && { limits }),
  });
}

test('a journal with a photo, through the webhook: handed in, and the photo kept', async () => {
  await sendJournal();
  expect(textsOf(await on.settle())).toMatch(/^已收到教育周记（第9周），\d+字、1张图。/);
  expect(await kept()).toMatchObject([{ kind: 'image', picture: 'image/png', bytes: PNG.length, name: '图片' }]);
  expect(await rows()).toMatchObject([{ state: 'done', outcome: 'kept' }]);
});

test.each<Manner>(['cut', 'unmeasured'])('an answer that comes %s: kept whole in the end', async (manner) => {
  const bytes = Buffer.concat([PNG, Buffer.alloc(400_000, 7)]);
  await sendJournal({ bytes });
  on.feishu().platform.resources.next(manner);
  await on.settle();
  await retried();
  expect(await kept()).toMatchObject([{ bytes: bytes.length }]);
  expect(await connection.collection('files.chunks').countDocuments()).toBe(2);
});

test('a process that is not connected tries nothing: the row waits, uncounted, for the one that is, for a day', async () => {
  await sendJournal();
  const { bots } = county;
  const feishu = on.feishu().bot;
  const away = {
    ...feishu,
    fetchFile: async () => ({ kind: 'later', reason: 'not-connected', untried: true }) as const,
  };
  bots.set(feishu.platform, away);
  await on.settle();
  for (let i = 0; i < 9; i += 1) await retried();
  expect(await rows()).toMatchObject([{ state: 'ready', tries: 0 }]);
  await connection
    .collection('fetches')
    .updateMany({}, { $set: { putAt: new Date(county.now().getTime() - 25 * 3600_000) } });
  await retried();
  expect(await rows()).toMatchObject([{ state: 'ready', failures: 1 }]);
  bots.set(feishu.platform, feishu);
  await retried();
  expect(await rows()).toMatchObject([{ state: 'done', outcome: 'kept' }]);
});

test('what another process has the connection for is left to it at once', async () => {
  await sendJournal();
  const { bots } = county;
  const feishu = on.feishu().bot;
  const fetchFile = async () => ({ kind: 'later', reason: 'not-connected', untried: true }) as const;
  bots.set(feishu.platform, { ...feishu, fetchFile, standsBy: () => true });
  await on.settle();
  expect(await rows()).toMatchObject([{ state: 'ready', tries: 0, needs: 'feishu' }]);
  bots.set(feishu.platform, feishu);
  await on.settle();
  expect(await rows()).toMatchObject([{ state: 'done', outcome: 'kept' }]);
});

test('a gateway that fails, then a limit, then the file', async () => {
  await sendJournal();
  on.feishu().platform.inject({ kind: 'page', status: 502 }, { area: 'resources' });
  on.feishu().platform.inject({ kind: 'code', code: 99991400 }, { area: 'resources' });
  await on.settle();
  expect(await rows()).toMatchObject([{ state: 'ready', outcome: 'http-502', failures: 1 }]);
  await retried();
  expect(await rows()).toMatchObject([{ state: 'ready', outcome: 'feishu-99991400', failures: 2 }]);
  await retried();
  expect(await kept()).toHaveLength(1);
});

test('an answer that never ends is given up in time, and asked for again', async () => {
  await sendJournal();
  on.feishu().platform.inject({ kind: 'page', status: 502 }, { area: 'resources' });
  await on.settle();
  on.feishu().platform.resources.next('stalled');
  await retried({ mostBytes: 1_000_000, withinMs: 200 });
  expect(await rows()).toMatchObject([{ state: 'ready', failures: 2 }]);
  await retried();
  expect(await kept()).toHaveLength(1);
});

test('a worker killed after it kept the file, or two at once: kept once, said nothing', async () => {
  await sendJournal();
  await on.settle();
  await connection
    .collection('fetches')
    .updateMany({}, { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } });
  await Promise.all([retried(), retried()]);
  expect(await kept()).toHaveLength(1);
  expect(on.feishu().platform.requests('resources')).toBe(1);
  expect(await on.settle()).toEqual([]);
});

describe('what is not kept is told, once, and the journal stands', () => {
  const REFUSED: [string, { bytes?: Buffer; forwarded?: boolean; type?: 'file' }, RegExp][] = [
    ['on a forwarded message', { forwarded: true }, /在合并转发的消息或卡片里，取不出来。请把文件直接发给我/],
    ['no picture', { bytes: Buffer.from('<svg onload="alert(1)">') }, /打开来不是图片/],
    ['empty', { bytes: Buffer.alloc(0) }, /里面是空的/],
    ['larger than the platform hands out', { bytes: Buffer.alloc(100 * 1024 * 1024 + 1) }, /没能从聊天里取到/],
    ['larger than is kept', { bytes: Buffer.alloc(50 * 1024 * 1024 + 1) }, /超过了50 MB。请压缩/],
    ['of another type', { type: 'file' }, /没能从聊天里取到。请再发一次/],
  ];
  test.each(REFUSED)('%s', async (_, what, told) => {
    await sendJournal();
    on.feishu().platform.resources.hang('om_1', 'img_1', { type: 'image', bytes: PNG, ...what });
    const sent = textsOf(await on.settle());
    expect(sent).toMatch(/^已收到教育周记/);
    expect(sent).toMatch(told);
    expect(sent).toContain('其他内容已经收好，不用重交');
    expect(await record()).toMatchObject({ state: 'handed-in' });
    expect(await kept()).toEqual([]);
    expect(await connection.collection('files.chunks').countDocuments()).toBe(0);
    await connection.collection('fetches').updateMany({}, { $set: { state: 'ready', dueAt: new Date(0) } });
    await retried();
    expect(await on.settle()).toEqual([]);
  });

  test('too much that nobody measured before: stopped on the way', async () => {
    await sendJournal({ bytes: Buffer.concat([PNG, Buffer.alloc(500_000)]) });
    on.feishu().platform.inject({ kind: 'page', status: 502 }, { area: 'resources' });
    await on.settle();
    on.feishu().platform.resources.next('unmeasured');
    await retried({ mostBytes: 300_000, withinMs: 5_000 });
    expect(textsOf(await on.settle())).toContain('超过了');
    expect(await connection.collection('files.chunks').countDocuments()).toBe(0);
  });

  test('sent again it takes the same place, also later that day', async () => {
    await sendJournal({ bytes: Buffer.from('no picture at all') });
    await on.settle();
    county.at('2026-10-28T15:00:00+08:00');
    on.feishu().platform.resources.hang('om_2', 'img_2', { type: 'image', bytes: PNG });
    await on.deliver(
      on.feishu().events.message('image', { image_key: 'img_2' }, { from: 'ou_S1-T1', messageId: 'om_2' }),
    );
    expect(textsOf(await on.settle())).toMatch(
      /^已放进教育周记（第9周），现在有\d+字、1张图。放错了请发「撤回附件」。/,
    );
    expect(await kept()).toMatchObject([{ ref: 'img_2' }]);
  });
});

describe('links', () => {
  const servers: { close(): void; closeAllConnections(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  async function open(path: string): Promise<Response> {
    const server = new Koa()
      .use(startFiles({ models, clock: { now: county.now }, log: recordingLog() }))
      .listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    return fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}${path}`);
  }

  /** What 看 tells somebody: the path of the link, if there is one. */
  async function linkFor(person: string): Promise<string | undefined> {
    const { no } = (await models.submissions.get((await record())?._id ?? '')) ?? {};
    return /https:\/\/jiaoyan\.example(\/files\/\S+)/.exec((await county.say(person, `看 ${no}`)).join('\n'))?.[1];
  }

  const set = (id: string, what: object) =>
    connection.collection<{ _id: string }>('people').updateOne({ _id: id }, { $set: what });

  /** 周二 heads the group of 李一's subject. */
  async function withJournal(): Promise<void> {
    await set('S1-T1', { subjects: ['语文'] });
    await set('S1-T2', { subjects: ['语文'], posts: ['teacher', 'group-head'] });
    await sendJournal();
    await on.settle();
  }

  test('who may read the record reads its photo; it is shown, and nothing in it can run', async () => {
    await withJournal();
    for (const person of ['S1-T1', 'S1-T2']) {
      const response = await open((await linkFor(person)) ?? 'no link');
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': 'inline',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
    }
    expect(await linkFor('S1-L')).toBeUndefined();
  });

  test('a link is over after half an hour, when the record is taken back, the reader has left or lost the post', async () => {
    await withJournal();
    const path = (await linkFor('S1-T2')) ?? 'no link';
    await set('S1-T2', { posts: ['teacher'] });
    expect((await open(path)).status).toBe(404);
    await set('S1-T2', { posts: ['teacher', 'group-head'] });
    expect((await open(path)).status).toBe(200);
    await set('S1-T2', { endedOn: '2026-10-27' });
    expect((await open(path)).status).toBe(404);

    const own = (await linkFor('S1-T1')) ?? 'no link';
    county.at(new Date(county.now().getTime() + FILE_LINK_MS).toISOString());
    expect((await open(own)).status).toBe(404);
    const fresh = (await linkFor('S1-T1')) ?? 'no link';
    await county.say('S1-T1', '撤回');
    expect((await open(fresh)).status).toBe(404);
  });

  test('no link is made for somebody else, by changing one or with the key of forms', async () => {
    await withJournal();
    const path = (await linkFor('S1-T1')) ?? 'no link';
    expect((await open(path.replace(/.(?=.{4}$)/, (one) => (one === 'A' ? 'B' : 'A')))).status).toBe(404);
    const id = (await record())?._id ?? '';
    const stranger = await models.fileTokens.issue(
      { person: PersonId.parse('S2-T1'), record: id, ref: 'img_1' },
      county.now(),
    );
    expect((await open(`/files/${stranger}`)).status).toBe(404);
  });

  test('what is no plain picture is saved under its name, never shown', async () => {
    await withJournal();
    const id = (await record())?._id ?? '';
    await models.submissions.change(
      id,
      ['handed-in'],
      { state: 'handed-in', attachments: [{ kind: 'file', ref: 'f', name: '案例.html' }] },
      { event: 'x', by: PersonId.parse('S1-T1'), now: county.now() },
    );
    const bytes = (async function* () {
      yield Buffer.from('<script>alert(1)</script>');
    })();
    await models.files.keep('案例.html', { record: id, ref: 'f', kind: 'file', at: county.now() }, bytes, 1);
    const response = await open((await linkFor('S1-T1')) ?? 'no link');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%E6%A1%88/);
    expect((await open((await linkFor('S1-T1')) ?? '')).headers.get('content-length')).toBe('25');
  });
});

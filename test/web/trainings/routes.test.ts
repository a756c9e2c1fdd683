import { afterEach, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import type { Training } from '../../../models/training.js';
import { writeWorkbook } from '../../../models/workbook.js';
import { testCounty, wholeCatalogue } from '../../support/county.js';
import { testDatabase } from '../../support/database.js';
import { HOST, startTrainingPages, trainingWith } from '../../support/held-training.js';
import { day, personId } from '../../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue());
const { models } = county;
const running: Awaited<ReturnType<typeof startTrainingPages>>[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

/** The pages of a training with these people, opened by the host's link. */
async function opened(people: string[]) {
  county.at('2026-12-05T08:25:00+08:00');
  const training = await trainingWith(county, people);
  const pages = await startTrainingPages(county);
  running.push(pages);
  const token = await models.hostTokens.issue({ person: HOST, training: training._id }, county.now());
  const answer = await fetch(`${pages.url}/trainings/open/${token}`, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(`${pages.url}/trainings/${training._id}${path}`, {
      ...init,
      headers: { cookie, origin: pages.url, ...init.headers },
    });
  return { training, answer, ask, url: pages.url, cookie };
}

const ticked = async ({ _id }: Training) =>
  (await models.attendances.of(_id)).map((row) => [
    row.person,
    row.session,
    Object.keys(row).filter((key) => ['in', 'out', 'excused'].includes(key)),
  ]);

test('the link goes into a cookie of this training alone, and out of the address', async () => {
  const { answer, ask, url, cookie } = await opened(['S1-T1']);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/trainings/1');
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/trainings\/1; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  expect((await ask('')).status).toBe(200);
  expect((await fetch(`${url}/trainings/1/people`)).status).toBe(404);
  const other = await trainingWith(county, ['S1-T2'], {
    sessions: [{ from: new Date('2026-12-08T00:00:00Z'), to: new Date('2026-12-08T03:00:00Z') }],
  });
  expect((await fetch(`${url}/trainings/${other._id}/people`, { headers: { cookie } })).status).toBe(404);
  const stolen = cookie.replace('training-1', `training-${other._id}`);
  expect((await fetch(`${url}/trainings/${other._id}/people`, { headers: { cookie: stolen } })).status).toBe(404);
});

test('a host who has left opens nothing any more', async () => {
  const { ask } = await opened(['S1-T1']);
  await connection.collection('people').updateOne({ _id: HOST }, { $set: { endedOn: '2026-12-04' } });
  expect((await ask('/people')).status).toBe(404);
});

test('the roll is called: ticks are set and taken back, twice is once, and who is not on the roster is nobody', async () => {
  const { training, ask, url } = await opened(['S1-T1', 'S2-T1']);
  const mark = (person: string, tick: string, on = true, session = 0) => ({
    person,
    tick,
    on,
    session,
    agoMs: 5 * 60_000,
  });
  const send = (marks: object[], headers = {}) =>
    ask('/marks', { method: 'POST', body: JSON.stringify(marks), headers });
  const all = [
    mark('S1-T1', 'in'),
    mark('S2-T1', 'excused'),
    mark('X', 'in'),
    mark('S3-T1', 'in'),
    mark('S1-T1', 'in', true, 7),
  ];
  expect((await send(all)).status).toBe(200);
  const list = await (await send(all)).json();
  expect(list).toMatchObject({
    session: 0,
    half: 'in',
    people: [
      { id: 'S2-T1', school: '柳河小学', ticks: [{ in: false, excused: true }, { in: false }] },
      { id: 'S3-T1', ticks: [{ in: true }, {}] },
      { id: 'S1-T1', ticks: [{ in: true, out: false }, {}] },
    ],
  });
  const [row] = await models.attendances.of(training._id);
  expect(row).toMatchObject({
    in: { at: new Date('2026-12-05T00:20:00Z'), how: 'roll-call', by: HOST },
    trail: [{ on: true }],
  });
  await send([mark('S1-T1', 'in', false)]);
  expect((await ticked(training)).find(([id]) => id === personId('S1-T1'))).toEqual(['S1-T1', 0, []]);
  expect((await send([{ ...mark('S1-T1', 'in'), tick: 'gone' }])).status).toBe(400);
  // What a phone's clock says is no matter: when it was is told by how long it waited, and never lies ahead.
  for (const when of [{ at: '2031-01-01T00:00:00.000Z' }, { agoMs: -60_000 }, { agoMs: undefined }]) {
    expect((await send([{ ...mark('S1-T1', 'in'), ...when }])).status).toBe(400);
  }
  expect((await send([mark('S1-T1', 'in')], { origin: 'https://evil.example' })).status).toBe(403);
  expect((await fetch(`${url}/trainings/1/marks`, { method: 'POST', body: '[]' })).status).toBe(404);
});

test('taken back and set again before the network was there: the last word holds', async () => {
  const { training, ask } = await opened(['S1-T1']);
  const mark = (on: boolean) => ({ person: 'S1-T1', tick: 'in', on, session: 0, agoMs: 0 });
  const send = (...on: boolean[]) => ask('/marks', { method: 'POST', body: JSON.stringify(on.map(mark)) });
  await send(true, false, true);
  expect(await ticked(training)).toEqual([['S1-T1', 0, ['in']]]);
  await send(false, true, false);
  expect(await ticked(training)).toEqual([['S1-T1', 0, []]]);
});

test('the code is of now, and its QR code says what to send', async () => {
  const { training, ask } = await opened(['S1-T1', 'S1-T2']);
  const shown = await (await ask('/code')).json();
  const { code } = await models.checkInCodes.shown({ training: training._id, session: 0, half: 'in' }, county.now());
  expect(shown).toMatchObject({ code, half: 'in', here: 0, of: 2, session: '12月5日 08:30-11:30', lastsMs: 15_000 });
  expect(shown.qr).toMatch(/^<svg/);
  expect(await (await ask('/code?half=out&session=1')).json()).toMatchObject({
    half: 'out',
    session: '12月5日 13:30-16:30',
  });
  expect((await ask('/code?half=maybe')).status).toBe(400);
});

test('the list goes out to be signed, and comes back: what is filled in is noted, what is wrong is named', async () => {
  const { training, ask } = await opened(['S1-T1', 'S2-T1']);
  const down = await ask('/sheet');
  expect(decodeURIComponent(down.headers.get('content-disposition') ?? '')).toContain('1号培训签到表.xlsx');
  const [sheet] = await readWorkbook(Buffer.from(await down.arrayBuffer()));
  expect(sheet?.data[0]).toEqual(['编号', '姓名', '学校', '第1段签到', '第1段签退', '第2段签到', '第2段签退']);
  expect(sheet?.data.slice(1).map((row) => row.slice(0, 3))).toEqual([
    ['S2-T1', '陈一', '柳河小学'],
    ['S1-T1', '李一', '松山小学'],
  ]);
  const filled = await writeWorkbook(
    [
      {
        name: '签到表',
        columns: (sheet?.data[0] ?? []).map((title) => ({ title: String(title), width: 10 })),
        rows: [
          ['S1-T1', '李一', '', '√', '√', '', ''],
          ['S2-T1', '陈一', '', '请假', '', '', ''],
          ['S9-T9', '某人', '', '√', '', '', ''],
          ['', '没有编号', '', '√', '', '', ''],
          ['S1-T2', '周二', '', '陈老师代签', '', '', '√'],
        ],
      },
    ],
    'Asia/Shanghai',
  );
  const up = await ask('/sheet', {
    method: 'POST',
    body: new Uint8Array(filled),
    headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  });
  expect(await up.json()).toEqual({
    people: 3,
    ticks: 5,
    problems: ['第4行：名册里没有编号S9-T9，没有登记', '第5行：没有编号，没有登记'],
  });
  expect(await ticked(training)).toEqual([
    ['S1-T1', 0, ['in', 'out']],
    ['S2-T1', 0, ['excused']],
    ['S1-T2', 0, ['in']],
    ['S1-T2', 1, ['out']],
  ]);
  const notOne = await ask('/sheet', { method: 'POST', body: 'PK', headers: { 'content-type': 'text/plain' } });
  expect(await notOne.json()).toMatchObject({ problems: ['没有收到表格。请选从这一页下载的签到表（.xlsx）。'] });
});

test('the certificate stands at its link, and the hours go out as a workbook', async () => {
  const { training, ask, url } = await opened(['S1-T1']);
  const [issued] = await models.certificates.issue([
    {
      training: training._id,
      person: personId('S1-T1'),
      name: '李<一>',
      school: 'S1' as never,
      schoolName: '松山小学',
      programme: 'ict',
      title: training.title,
      from: '2026-12-05' as never,
      to: '2026-12-06' as never,
      hours: 8,
      type: '集中培训',
      year: 2026,
      issuedOn: '2026-12-07' as never,
      issuer: '教师进修学校',
      event: 'e',
    },
  ]);
  if (!issued) throw new Error('nothing issued');
  const page = await fetch(`${url}/certificates/${await models.certificates.refOf(issued)}`);
  const html = await page.text();
  expect(html).toContain(
    '松山小学李&lt;一>老师于2026年12月5日至12月6日参加“信息技术与学科整合培训”，按规定完成学习任务，计8学时（集中培训），准予结业。',
  );
  expect(html).toContain('证书编号：2026-0001-001');
  expect((await fetch(`${url}/certificates/2026-0001-001-aaaaaaaa`)).status).toBe(404);
  const [sheet] = await readWorkbook(Buffer.from(await (await ask('/hours')).arrayBuffer()));
  expect(sheet?.data[1]).toEqual([
    1,
    '李<一>',
    'S1-T1',
    '松山小学',
    '信息技术与学科整合培训',
    '信息技术与学科整合培训',
    '集中培训',
    new Date('2026-12-05T00:00:00Z'),
    new Date('2026-12-06T00:00:00Z'),
    8,
    2026,
    '2026-0001-001',
  ]);
  const revoked = { on: day('2026-12-08'), by: personId('J1-C'), reason: '学时登错', event: 'r' };
  await models.certificates.revoke(issued._id, revoked);
  const after = await (await fetch(`${url}/certificates/${await models.certificates.refOf(issued)}`)).text();
  expect(after).toContain('这张证书已作废（2026年12月8日），不再有效');
  expect(after).not.toMatch(/学时登错|核验通过|id="print"/);
  const [without] = await readWorkbook(Buffer.from(await (await ask('/hours')).arrayBuffer()));
  expect(without?.data).toHaveLength(1);
});

test('behind the QR code stands the sentence to send, whoever opens it', async () => {
  const { url } = await opened(['S1-T1']);
  expect(await (await fetch(`${url}/check-in/out/012345`)).text()).toContain('签退 012345');
  expect((await fetch(`${url}/check-in/out/<b>`)).status).toBe(404);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { Platform } from '../../models/ids.js';
import { ownUri } from '../support/own-uri.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';
import { type Gateway, startGateway, TOKEN } from '../support/wechat/gateway.js';
import { startWecomStandIn, type WecomStandIn, wecomMessage } from '../support/wecom/stand-in.js';

/**
 * The real program with WeChat and WeCom side by side, as whoever operates it sees it: what `doctor` and /health/ready
 * say of the login, 暂停 and 恢复, and with WAIT_FOR_ALARM set, the alarm that comes after five minutes.
 */
const robot = { botId: 'bot-1', secret: 'secret-not-to-be-seen' };
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-operator-'));
const connection = mongoose.createConnection();
let gateway: Gateway;
let wecom: WecomStandIn;
let program: Program;
let env: Record<string, string>;

beforeAll(async () => {
  [gateway, wecom] = await Promise.all([startGateway(), startWecomStandIn(robot)]);
  const uri = ownUri();
  await connection.openUri(uri, { autoIndex: false, autoCreate: false });
  for (const { name } of await connection.listCollections()) await connection.collection(name).deleteMany({});
  env = {
    MONGODB_URI: uri,
    WECOM_BOT_ID: robot.botId,
    WECOM_BOT_SECRET: robot.secret,
    WECOM_WS_URL: wecom.url,
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_SERVICE_ENDPOINT: gateway.endpoint,
    WECHATY_PUPPET_SERVICE_TOKEN: TOKEN,
    WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true',
  };
  program = await startProgram({ ...env, BEGIN_AT: '2026-10-29T10:00:00+08:00' });
  const roster = await rosterWorkbook(
    [{ 编码: 'A' }, { 编码: 'J', 学段: '进修学校' }],
    [
      { 编号: 'T1', 学校编码: 'A', 职务: '教师' },
      { 编号: 'C1', 学校编码: 'J', 职务: '协调员' },
    ],
  );
  writeFileSync(join(folder, 'roster.xlsx'), roster);
  const { stderr } = await runCli(['import-roster', join(folder, 'roster.xlsx')], env);
  if (stderr) throw new Error(stderr);
  for (const [platform, account, person] of [
    ['wechat', 'wxid_1', 'T1'],
    ['wecom', 'chen', 'C1'],
  ] as const) {
    const row = { platform: Platform.parse(platform), account, person, boundAt: new Date(0), how: 'demo', history: [] };
    await connection.collection('accounts').insertOne({ _id: `${platform}:${account}` as never, ...row });
  }
  await wecom.connected();
});
afterAll(async () => {
  await program.stop();
  await connection.close();
  await Promise.all([gateway.kill(), wecom.stop()]);
  await removeFolder(folder);
});

async function until(holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await sleep(50))
    if (Date.now() > end) throw new Error('it never came to be');
}
const ready = async () => {
  const answer = await fetch(`${program.url}/health/ready`);
  return { status: answer.status, ...(await answer.json()) };
};
const doctor = async (): Promise<string> => (await runCli(['doctor'], env)).stdout;
const standsAs = (open: boolean) => async () =>
  (await ready()).connections.some(
    (each: { platform: string; open: boolean }) => each.platform === 'wechat' && each.open === open,
  );
/** What the teacher heard in WeChat. */
const heard = (): string[] =>
  gateway
    .puppet()
    .sentList.filter(({ to }) => to === 'wxid_1')
    .map(({ text }) => text);
let count = 0;
const writes = (text: string): void =>
  gateway.puppet().write({ id: `m${(count += 1)}`, from: 'wxid_1', text, at: new Date() });
async function operatorSays(text: string): Promise<string> {
  const before = wecom.told.length;
  wecom.push(wecomMessage({ text }, { from: 'chen' }));
  await until(() => wecom.told.length > before);
  return wecom.told[before]?.text ?? '';
}
const JOURNAL = `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(3)}`;

test('without a login, ready and doctor say so and what to do; with one, that all is well', async () => {
  await until(standsAs(false));
  expect(await ready()).toMatchObject({ status: 503, error: { code: 'not-connected' } });
  await until(async () => (await doctor()).includes('✗ 微信：没有登录\n    → 请到网关那边重新登录'));
  gateway.login();
  await until(standsAs(true));
  expect(await ready()).toMatchObject({ status: 'ok' });
  await until(async () => (await doctor()).includes('✓ 微信：已登录'));
  const [secret] = /secret-not-to-be-seen|insecure_/u.exec(await doctor()) ?? [];
  expect(secret).toBeUndefined();
});

test('暂停 on one platform stops it on the other at once; what is handed in counts, and is answered after 恢复, once', async () => {
  expect(await operatorSays('暂停')).toContain('恢复');
  expect(await ready()).toMatchObject({ status: 'ok', paused: ['wecom', 'wechat'] });
  writes(JOURNAL);
  await until(async () => (await connection.collection('submissions').countDocuments()) === 1);
  // Longer than a person's pace, and than a process takes to see the switch.
  await sleep(6000);
  expect(heard()).toEqual([]);
  expect(await doctor()).toContain('暂停');
  expect(await operatorSays('恢复')).toMatch(/./);
  await until(() => heard().length > 0);
  await sleep(6000);
  expect(heard()).toEqual([expect.stringContaining('已收到教育周记（第9周）')]);
  expect((await ready()).paused).toBeUndefined();
});

const whereWaited = process.env['WAIT_FOR_ALARM'] ? test : test.skip;
const LONG_MS = 600_000;
whereWaited(
  'logged out for five minutes, the operator hears it in WeCom, once, and that it is back',
  hearsOfIt,
  LONG_MS,
);

async function hearsOfIt(): Promise<void> {
  const before = wecom.told.length;
  gateway.logout();
  await until(() => wecom.told.length > before, 400_000);
  expect(wecom.told.at(-1)).toMatchObject({ chatid: 'chen', text: expect.stringContaining('微信从') });
  expect(await doctor()).toContain('✗ 微信：没有登录');
  gateway.login();
  await until(() => wecom.told.length > before + 1, 150_000);
  expect(wecom.told.at(-1)).toMatchObject({ chatid: 'chen', text: expect.stringContaining('微信已经恢复') });
  expect(wecom.told).toHaveLength(before + 2);
}

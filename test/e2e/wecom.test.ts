import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import readWorkbook from 'read-excel-file/node';
import { wecomLimits } from '../../config/limits/wecom.js';
import { ownUri } from '../support/own-uri.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';
import { seal } from '../support/wecom/seal.js';
import { startWecomStandIn, type WecomStandIn, wecomMessage } from '../support/wecom/stand-in.js';

/** The real program on a real database, and WeCom's end of a smart robot's connection. */
const robot = { botId: 'bot-1', secret: 'secret-not-to-be-seen' };
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-wecom-'));
const connection = mongoose.createConnection();
const JOURNAL = `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(3)}`;
let platform: WecomStandIn;
let env: Record<string, string>;
const programs: Program[] = [];
const QUIET_MS = 2 * wecomLimits.sendEveryMsToOne;
const files = createServer((_, res) => res.end(seal(PICTURE, KEY)));

beforeAll(async () => {
  platform = await startWecomStandIn(robot);
  const uri = ownUri();
  await connection.openUri(uri, { autoIndex: false, autoCreate: false });
  for (const { name } of await connection.listCollections()) await connection.collection(name).deleteMany({});
  env = { MONGODB_URI: uri, WECOM_BOT_ID: robot.botId, WECOM_BOT_SECRET: robot.secret, WECOM_WS_URL: platform.url };
  programs.push(await start());
  await platform.connected();
  const file = join(folder, 'roster.xlsx');
  writeFileSync(file, await rosterWorkbook([{ 编码: 'A' }], [{ 编号: 'T1', 学校编码: 'A', 职务: '教师' }]));
  const { stderr } = await runCli(['import-roster', file], env);
  if (stderr) throw new Error(stderr);
});
afterAll(async () => {
  for (const program of programs) await program.stop();
  await connection.close();
  files.close();
  await platform.stop();
  await removeFolder(folder);
});

const start = (time = '10:00') => startProgram({ ...env, BEGIN_AT: `2026-10-29T${time}:00+08:00` });

/** Somebody says something to the robot; answers what it says next. */
const says = (text: string, options: Parameters<typeof wecomMessage>[1] = {}): Promise<string> =>
  sends({ text }, options);

async function sends(what: Parameters<typeof wecomMessage>[0], options: object = {}): Promise<string> {
  await quiet();
  const before = platform.told.length;
  platform.push(wecomMessage(what, { from: 'zhang', ...options }));
  await until(() => platform.told.length > before);
  return platform.told[before]?.text ?? '';
}

/** Whatever was asked last may be answered in two messages, the second as late as the pace of a chat has it. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== platform.told.length; ) {
    before = platform.told.length;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await holds()); waitedMs += 50) {
    if (waitedMs > 60_000) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const ready = async ({ url }: Program) => (await fetch(`${url}/health/ready`)).json();

test('somebody binds with a code, hands in privately, and asks in a group', async () => {
  expect(await says('你好')).toContain('绑定');
  const codes = await runCli(['bind-codes', '--out', join(folder, 'codes.xlsx')], env);
  expect(codes.code).toBe(0);
  const code = await codeOf(join(folder, 'codes.xlsx'));
  expect(await says(`绑定 ${code}`)).toContain('绑定成功：学校A 人T1');
  expect(await says(JOURNAL)).toContain('已收到教育周记');
  expect(await sends({ image: await servePicture(), aeskey: KEY.toString('base64') })).toContain('1张图');
  await until(async () => (await connection.collection('files.files').countDocuments()) === 1);
  expect(await says('@教研助手 我的', { chatid: 'wr1' })).toMatch(/./);
  await until(() => platform.told.some(({ chatid }) => chatid === 'wr1'));
  expect(platform.broken).toEqual([]);
});

test('it says that it is connected; a second program stands by, is ready too, and takes over from one that is killed', async () => {
  const [first] = programs as [Program];
  expect(await ready(first)).toMatchObject({ status: 'ok', connections: [{ platform: 'wecom', open: true }] });
  const second = await start();
  programs.push(second);
  await until(async () => (await ready(second)).connections?.[0]?.standby === true);
  expect(await ready(second)).toMatchObject({ status: 'ok' });
  await first.stop();
  programs.shift();
  await until(async () => (await ready(second)).connections?.[0]?.open === true);
  expect(await says('我的')).toContain('教育周记');
});

test('a question is a card with a button for each answer, and pressing one says it', async () => {
  const heard = platform.told.length;
  expect(await says('我地')).toContain('您是想发这个吗');
  const card = platform.told[heard];
  if (!card) throw new Error('nothing was said');
  expect(Object.keys(card.card?.keys ?? {})).toEqual(['我的']);
  platform.press(card, '我的', 'zhang');
  await until(() => platform.told.length > heard + 1);
  expect(platform.told[heard + 1]).toMatchObject({ chatid: 'zhang', text: expect.stringContaining('教育周记') });
  // Passed on to somebody else, it does nothing for them.
  platform.press(card, '我的', 'li');
  await until(() => platform.told.length > heard + 2);
  expect(platform.told[heard + 2]).toMatchObject({ chatid: 'li', text: expect.stringContaining('绑定') });
});

test('what the robot said before a restart can still be quoted: a number answers that question, not the last words', async () => {
  const question = await says('我地');
  expect(question).toMatch(/1[.．] 我的/u);
  const [before] = programs.splice(0) as [Program];
  await before.stop();
  await platform.connected(false);
  programs.push(await start('10:30'));
  await platform.connected();
  expect(await says('帮助')).toContain('您可以这样发消息');
  expect(await says('1')).not.toContain('教育周记');
  const heard = platform.told.length;
  const quote = { msgtype: 'text', text: { content: question } };
  platform.push({ ...wecomMessage({ text: '1' }, { from: 'zhang' }), quote });
  await until(() => platform.told.length > heard);
  expect(platform.told[heard]?.text).toContain('教育周记');
});

const KEY = randomBytes(32);
const PICTURE = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(500)]);
async function servePicture(): Promise<string> {
  files.listen(0, '127.0.0.1');
  await once(files, 'listening');
  return `http://127.0.0.1:${(files.address() as AddressInfo).port}/picture`;
}

async function codeOf(file: string): Promise<string> {
  const [sheet] = await readWorkbook(file);
  const rows = sheet?.data ?? [];
  const at = rows[0]?.findIndex((cell) => String(cell).includes('绑定码')) ?? -1;
  return String(rows.slice(1).find((row) => row.includes('T1'))?.[at]);
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { connectRunning } from '../../models/embedded/running.js';
import { feishuEvents, push } from '../support/feishu/events.js';
import { type FeishuStandIn, startFeishuStandIn } from '../support/feishu/stand-in.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';

/**
 * The program, or its database, is killed as the kernel kills, at random moments, while journals come in and Friday's
 * reminders go out. KILLS says how often (4 by itself, 20 in CI, 200 by hand: KILLS=200 npm test -- test/e2e/kill).
 */
const KILLS = Number(process.env['KILLS'] ?? 4);
const TEACHERS = 24;
/** These hand in while the program is being killed; the others never do, and hear exactly one reminder. */
const WRITERS = 16;
const JOURNALS_A_KILL = 5;
const FRIDAY = '2026-10-30T15:41:00+08:00';

const APP = { appId: 'cli_0123456789abcdef', appSecret: 'app-secret' };
const KEYS = { encryptKey: 'encrypt-key', verificationToken: 'verification-token' };
const events = feishuEvents({ ...KEYS, appId: APP.appId });
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-kill-'));
let feishu: FeishuStandIn;
let program: Program;
let env: Record<string, string>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  mkdirSync(join(folder, 'data'));
  feishu = await startFeishuStandIn({ ...APP });
  env = {
    DATA_DIR: join(folder, 'data'),
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_ENCRYPT_KEY: KEYS.encryptKey,
    FEISHU_VERIFICATION_TOKEN: KEYS.verificationToken,
    FEISHU_DOMAIN: feishu.domain,
    BEGIN_AT: FRIDAY,
    LOG_LEVEL: 'silent',
  };
  program = await startProgram(env);
  const people = Array.from({ length: TEACHERS }, (_, i) => {
    const 手机号 = `199${String(i).padStart(8, '0')}`;
    feishu.people.set(手机号, `ou_T${i}`);
    return { 编号: `T${i}`, 姓名: `师${i}`, 学校编码: 'A', 职务: '教师', 教学人员: '是', 手机号 };
  });
  const file = join(folder, 'roster.xlsx');
  writeFileSync(file, await rosterWorkbook([{ 编码: 'A' }], people));
  const imported = await runCli(['import-roster', file], env);
  if (imported.code !== 0) throw new Error(imported.stderr);
  // Started anew, it finds the accounts, opens the rolls and begins to remind: the first kill may come in between.
  await program.kill();
  program = await startProgram(env);
}, 120_000);

afterAll(async () => {
  await program?.kill();
  await feishu?.stop();
  await removeFolder(folder);
}, 30_000);

/** Delivers a message as the platform does: again and again, until it has heard 200. */
async function deliver(messageId: string, text: string, from: string): Promise<void> {
  for (;;) {
    const status = await push(`${program.url}/webhooks/feishu`, events.text(text, { from, messageId })).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(100);
  }
}

async function killProgram(): Promise<void> {
  await program.kill();
  program = await startProgram(env);
}

function killEngine(): void {
  const children = execFileSync('pgrep', ['-P', String(program.process.pid), '-f', 'embedded/host'], {
    encoding: 'utf8',
  });
  for (const pid of children.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
}

test(
  `${KILLS} kills lose no acknowledged journal and say nothing twice`,
  async () => {
    const accepted: string[] = [];
    const deliveries: Promise<void>[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      for (let n = 0; n < JOURNALS_A_KILL; n++) {
        const messageId = `om_${kill}_${n}`;
        const writer = (kill * JOURNALS_A_KILL + n) % WRITERS;
        const text = `周记 ${'这周讲分数，学生动手折纸，他们自己发现了规律。'.repeat(3)}${messageId}`;
        accepted.push(messageId);
        deliveries.push(deliver(messageId, text, `ou_T${writer}`));
      }
      await pause(Math.random() * 600);
      if (kill % 2 === 0) await killProgram();
      else killEngine();
    }
    await Promise.all(deliveries);
    await everythingAnswered(accepted);

    const replies = feishu.sent().filter(({ replyTo }) => replyTo !== undefined);
    expect(replies.map(({ replyTo }) => String(replyTo)).toSorted()).toEqual(accepted.toSorted());
    expect(replies.filter(({ text }) => !text.startsWith('已收到教育周记（第9周）'))).toEqual([]);

    const nags = feishu.sent().filter(({ replyTo }) => replyTo === undefined);
    const heard = nags.map(({ receiveId = '' }) => receiveId);
    expect(heard.length).toBe(new Set(heard).size);
    for (let i = WRITERS; i < TEACHERS; i++) expect(heard).toContain(`ou_T${i}`);
    expect(feishu.conflicts()).toEqual([]);

    const stored = await submissions();
    expect(stored.map(({ _id }) => String(_id)).toSorted()).toEqual(
      accepted.map((id) => `feishu:msg:${id}`).toSorted(),
    );
    console.log(
      `${KILLS} kills, ${accepted.length} journals, ${heard.length} reminders, ${feishu.requests('messages')} sends tried`,
    );
  },
  120_000 + KILLS * 15_000,
);

/**
 * Waits for the replies; a row whose worker was killed comes back when its lease ends, after half a minute, and what
 * has piled up behind it is answered chat by chat.
 */
async function everythingAnswered(ids: string[]): Promise<void> {
  for (let waited = 0; waited < 110_000 + KILLS * 2_000; waited += 250) {
    const answered = new Set(feishu.sent().map(({ replyTo }) => replyTo));
    const reminded = new Set(feishu.sent().map(({ receiveId }) => receiveId));
    const silent = Array.from({ length: TEACHERS - WRITERS }, (_, i) => `ou_T${WRITERS + i}`);
    if (ids.every((id) => answered.has(id)) && silent.every((id) => reminded.has(id))) return pause(1_000);
    await pause(250);
  }
}

async function submissions(): Promise<{ _id: unknown }[]> {
  const uri = await connectRunning(join(folder, 'data'));
  if (!uri) throw new Error('the engine does not run');
  const connection = await mongoose.createConnection(uri, { dbName: 'jiaoyan' }).asPromise();
  try {
    return await connection
      .collection('submissions')
      .find({}, { projection: { _id: 1 } })
      .toArray();
  } finally {
    await connection.close();
  }
}

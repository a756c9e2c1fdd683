import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '../support/database.js';
import { type FeishuStandIn, startFeishuStandIn } from '../support/feishu/stand-in.js';
import { ownUri } from '../support/own-uri.js';
import { type Program, runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { removeFolder } from '../support/temporary-folder.js';

/**
 * Three programs on one database, whose machines' clocks are a minute apart, on a Friday afternoon: reminders and the
 * week's digest fall due while one after the other is killed at a random moment. KILLS says how often (2 by itself, 20 in CI;
 * KILLS=50 npm test -- test/e2e/three).
 */
const KILLS = Number(process.env['KILLS'] ?? 2);
const TEACHERS = 40;
const APP = { appId: 'cli_0123456789abcdef', appSecret: 'app-secret' };
/** The digest is due a minute later. */
const FRIDAY = Date.parse('2026-10-30T17:19:30+08:00');
const AHEAD_MS = [-60_000, 0, 60_000];

testDatabase({ others: true });
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-three-'));
let feishu: FeishuStandIn;
let shared: Record<string, string>;
const programs: Program[] = [];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const start = (aheadMs: number): Promise<Program> =>
  startProgram({ ...shared, OWN_AHEAD_MS: String(aheadMs), BEGIN_AT: new Date(FRIDAY + aheadMs).toISOString() });

beforeEach(async () => {
  feishu = await startFeishuStandIn({ ...APP, latencyMs: 150 });
  shared = {
    DATA_DIR: folder,
    MONGODB_URI: ownUri(),
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_ENCRYPT_KEY: 'encrypt-key',
    FEISHU_VERIFICATION_TOKEN: 'verification-token',
    FEISHU_DOMAIN: feishu.domain,
    LOG_LEVEL: 'silent',
  };
  const people = Array.from({ length: TEACHERS }, (_, i) => {
    const 手机号 = `199${String(i).padStart(8, '0')}`;
    feishu.people.set(手机号, `ou_T${i}`);
    const 职务 = i === 0 ? '教科室主任' : '教师';
    return { 编号: `T${i}`, 姓名: `师${i}`, 学校编码: 'A', 职务, 教学人员: '是', 手机号 };
  });
  const file = join(folder, 'roster.xlsx');
  writeFileSync(file, await rosterWorkbook([{ 编码: 'A' }], people));
  // The ledger begins with the first start, on a morning on which nothing is due yet.
  const first = await startProgram({ ...shared, BEGIN_AT: '2026-10-28T08:00:00+08:00' });
  const imported = await runCli(['import-roster', file], shared);
  if (imported.code !== 0) throw new Error(imported.stderr);
  await first.kill();
  programs.push(...(await Promise.all(AHEAD_MS.map(start))));
}, 120_000);

afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()));
  await feishu?.stop();
  await removeFolder(folder);
}, 30_000);

test(
  'three programs with clocks a minute apart, killed in turn: every reminder and digest once',
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(Math.random() * 1500);
      const which = kill % AHEAD_MS.length;
      await programs[which]?.kill();
      programs[which] = await start(AHEAD_MS[which] ?? 0);
    }
    const heard = () => new Set(feishu.sent().map(({ receiveId }) => receiveId));
    const digests = () => feishu.sent().filter(({ text }) => text.includes('小结'));
    // A row whose program was killed comes back when its lease ends, after half a minute.
    for (let i = 0; i < 240 && (heard().size < TEACHERS || digests().length === 0); i++) await pause(250);
    await pause(2_000);

    const nags = feishu.sent().filter((each) => !digests().includes(each));
    expect(nags.map(({ receiveId }) => String(receiveId)).toSorted()).toEqual(
      Array.from({ length: TEACHERS }, (_, i) => `ou_T${i}`).toSorted(),
    );
    expect(digests().map(({ receiveId }) => receiveId)).toEqual(['ou_T0']);
    // Nobody takes up what another has in hand: tried twice is only what the killed had sent off and not noted down.
    // By their machines' clocks, it was 63 of 41.
    expect(feishu.requests('messages')).toBeLessThanOrEqual(TEACHERS + 1 + KILLS * 8);
    console.log(`${KILLS} kills, ${feishu.sent().length} messages, ${feishu.requests('messages')} sends tried`);
  },
  150_000 + KILLS * 30_000,
);

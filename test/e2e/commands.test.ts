import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadDemo } from '../../models/demo/load.js';
import { testDatabase } from '../support/database.js';
import { ownUri } from '../support/own-uri.js';
import { runCli, startProgram } from '../support/program.js';
import { rosterWorkbook } from '../support/roster.js';
import { startGroupRobots } from '../support/wecom-group/stand-in.js';

/** The operator's commands as processes of their own: what they say, where, and with which exit code. */
const { connection } = testDatabase({ others: true });
const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-commands-'));
const file = (name: string): string => join(folder, name);
let env: Record<string, string>;
beforeAll(() => {
  env = { MONGODB_URI: ownUri() };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [['run-job', 'remind', '--bogus'], '没有「--bogus」这个选项。'],
  [['run-job', 'remind', '--at'], '「--at」的值没有写，或不该有值。'],
  [['run-job', 'remind', '--at', '2026-02-30T08:15:00+08:00', '--dry-run'], '--at 要写成日期和时间'],
  [['run-job', 'remind', '--at', '2026-12-11'], '--at 要写成日期和时间'],
  [['run-job', '催交'], '没有叫「催交」的定时任务。'],
  [['export', '周记', '--period', '第9周'], '缺少 --out'],
  [['backup'], '缺少备份目录。'],
  [['doctor', '飞书'], '多出了「飞书」'],
  [['bind-codes', 'S1', '--out', 'codes.xlsx'], '多出了「S1」'],
  [['bind-codes', '--out', 'codes.txt'], '--out 的文件名要以 .xlsx 结尾。'],
  [['export-hours', '2026', '--missing', '信息技术', '--out', 'hours.xlsx'], '多出了「2026」'],
  [['pause', '--platform', '钉钉'], '没有叫「钉钉」的平台'],
  [['accounts'], '缺少人员编号。'],
  [['accounts', 'nobody'], '名册里没有编号为「nobody」的人。'],
  [['bind-group', '县群', '全县'], '没有设置 WECOM_GROUP_WEBHOOKS'],
])('%j is bad usage: code 2, a sentence, and how it is called', async (args, sentence) => {
  const ran = await runCli(args, env);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(sentence);
  expect(ran.stderr).toContain(`用法：npx jiaoyan ${args[0]}`);
  expect(ran.stderr).not.toMatch(/Error|Option|Unknown/u);
});

test.each([
  [['remnid'], '没有叫「remnid」的命令。\n看有哪些：npx jiaoyan --help\n'],
  [['exprot', '周记'], '没有叫「exprot」的命令。是不是 export？\n看有哪些：npx jiaoyan --help\n'],
])('%j is no command: two lines, not all of the help', async (args, stderr) => {
  expect(await runCli(args, env)).toEqual({ code: 2, stdout: '', stderr });
});

test('bind codes: for nobody no file is written; how many is said; a folder that is not there ends no code given before', async () => {
  const nobody = await runCli(['bind-codes', '--out', file('none.xlsx')], env);
  expect(nobody).toMatchObject({ code: 0, stdout: expect.stringContaining('没有要发绑定码的人') });
  writeFileSync(file('roster.xlsx'), await rosterWorkbook([{ 编码: 'S1' }], [{ 编号: 'T1' }, { 编号: 'T2' }]));
  expect(await runCli(['import-roster', file('roster.xlsx')], env)).toMatchObject({ code: 0, stderr: '' });
  const done = await runCli(['bind-codes', '--out', file('codes.xlsx')], env);
  expect(done).toMatchObject({ code: 0, stdout: `2 个人的绑定码已写入 ${file('codes.xlsx')}。\n` });
  const codes = () => connection.collection('bindCodes').find().sort({ _id: 1 }).toArray();
  const given = await codes();
  expect(given).toHaveLength(2);
  const lost = await runCli(['bind-codes', '--out', '/no/such/folder/codes.xlsx'], env);
  expect(lost).toEqual({ code: 2, stdout: '', stderr: '没有 /no/such/folder/codes.xlsx 所在的目录，请检查路径。\n' });
  expect(await codes()).toEqual(given);
});

test('a real roster is not imported into the demo county; a dry run shows what it would do', async () => {
  await loadDemo(connection, new Date());
  writeFileSync(file('real.xlsx'), await rosterWorkbook([{ 编码: 'R1' }], [{ 编号: 'T1', 学校编码: 'R1' }]));
  const schools = () => connection.collection('schools').find().sort({ _id: 1 }).toArray();
  const before = await schools();
  const tried = await runCli(['import-roster', file('real.xlsx'), '--dry-run'], env);
  expect(tried).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^请留意：这个库里是虚构的示范县[^]*新增学校/u),
  });
  const ran = await runCli(['import-roster', file('real.xlsx')], env);
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^没有导入。.*空的 DATA_DIR/u) });
  expect(await schools()).toEqual(before);
});

test('bind-group: doctor asks for it until it is done; an unknown place or group is told, the key never', async () => {
  const robots = await startGroupRobots(['k-not-to-be-seen']);
  const own = { ...env, WECOM_GROUP_WEBHOOKS: `县群=${robots.webhook('k-not-to-be-seen')}` };
  try {
    const before = await runCli(['doctor'], own);
    expect(before.stdout).toContain('群机器人1个');
    expect(before.stdout).toContain('✓ 企业微信群机器人（县群）：连得上，地址没有被拒');
    expect(before.stdout).toContain('→ 运行 npx jiaoyan bind-group 县群 全县');
    const nowhere = await runCli(['bind-group', '县群', '火星'], own);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('火星') });
    const other = await runCli(['bind-group', '一小', '全县'], own);
    expect(other.stderr).toContain('没有叫「一小」的群，有：县群。');
    const done = await runCli(['bind-group', '县群', '全县'], own);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^群「县群」已绑定为「全县」的群/u) });
    const after = await runCli(['doctor'], own);
    expect(after.stdout).not.toContain('bind-group');
    expect(JSON.stringify([before, nowhere, other, done, after])).not.toContain('not-to-be-seen');
    expect(robots.posted).toEqual([]);
  } finally {
    await robots.stop();
  }
});

test('pause and resume: a running program hears of it within a second, and tells it', async () => {
  const program = await startProgram({ ...env, SANDBOX: 'on' });
  const ready = async () => (await fetch(`${program.url}/health/ready`)).json();
  const gauge = async () => /sending_paused\{.*\} \d/u.exec(await (await fetch(`${program.url}/metrics`)).text())?.[0];
  try {
    expect(await ready()).toEqual({ status: 'ok' });
    const stopped = await runCli(['pause'], env);
    expect(stopped).toMatchObject({ code: 0, stdout: expect.stringContaining('已暂停全部发送') });
    const again = await runCli(['pause'], env);
    expect(again.stdout).toMatch(/^全部发送从.*起暂停着/u);
    expect(await ready()).toEqual({ status: 'ok', paused: ['sandbox'] });
    expect(await gauge()).toBe('sending_paused{platform="sandbox"} 1');
    expect(await runCli(['resume'], env)).toMatchObject({ code: 0, stdout: '已恢复全部发送。\n' });
    expect(await runCli(['resume'], env)).toMatchObject({ code: 0, stdout: '没有暂停，各平台都在发。\n' });
    expect(await ready()).toEqual({ status: 'ok' });
  } finally {
    await program.stop();
  }
});

test('serve on a port that is taken ends at once and says so', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const ran = await runCli(['serve'], { ...env, PORT: String(port), LOG_LEVEL: 'warn' });
  await new Promise((resolve) => other.close(resolve));
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^127\.0\.0\.1:\d+ 已经被别的程序占用.*PORT=3001。\n$/u);
}, 30_000);

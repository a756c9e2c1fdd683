/**
 * How long the program takes to start, and how much CPU and memory, with Feishu alone and with WeChat beside it: who has
 * no WeChat must not pay for it. The real program, built, each start a process of its own, on one embedded database; the
 * kinds take turns. No platform is reached: the address of each is one where nothing listens.
 *
 *   npm run build && npm run bench bench/startup.ts -- [--rounds 5]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../models/db.js';
import { silent } from '../models/log.js';
import { freePort, listening } from './support/listening.js';
import { median } from './support/median.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const NOWHERE = '127.0.0.1:9';

const FEISHU = {
  FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718',
  FEISHU_APP_SECRET: 'secret',
  FEISHU_ENCRYPT_KEY: 'key',
  FEISHU_VERIFICATION_TOKEN: 'token',
  FEISHU_DOMAIN: `http://${NOWHERE}`,
};
const WECHAT = {
  WECHATY_PUPPET: 'wechaty-puppet-service',
  WECHATY_PUPPET_SERVICE_ENDPOINT: NOWHERE,
  WECHATY_PUPPET_SERVICE_TOKEN: 'insecure_0b6c1b4e-6f0c-4a1c-9f57-000000000000',
  WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true',
};
const KINDS: Record<string, Record<string, string>> = { 飞书: FEISHU, 飞书和微信: { ...FEISHU, ...WECHAT } };
/** A file that wechaty maps into memory and nothing else here does: whether it is there tells whether wechaty is. */
const OF_WECHATY = /leveldown/u;
/** The gateway is opened after the start: it is settled when it has hardly used the CPU for a while. */
const LOOK_EVERY_MS = 3000;
const IDLE_CPU_MS = 40;
const SETTLES_WITHIN_MS = 90_000;

interface Started {
  ms: number;
  cpuMs: number;
  mb: number;
  wechaty: boolean;
}

/** Of a process, as proc(5) has it. */
function statOf(pid: number): Omit<Started, 'ms'> {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuMs: (Number(stat[11]) + Number(stat[12])) * 10,
    mb: Math.round(Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1024),
    wechaty: OF_WECHATY.test(readFileSync(`/proc/${pid}/maps`, 'utf8')),
  };
}

async function start(kind: Record<string, string>, uri: string): Promise<Started> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    MONGODB_URI: uri,
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const from = performance.now();
  const child = spawn(process.execPath, [cli, 'serve'], {
    env: { ...env, ...kind },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await listening(port, child);
    const ms = Math.round(performance.now() - from);
    return { ms, ...(await settled(child.pid ?? 0, 'WECHATY_PUPPET' in kind)) };
  } finally {
    child.kill('SIGKILL');
  }
}

/** @param loads whether wechaty is still to come: on a busy machine it may be idle before. */
async function settled(pid: number, loads: boolean): Promise<Omit<Started, 'ms'>> {
  let before = statOf(pid);
  for (let waitedMs = 0; waitedMs < SETTLES_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
    const now = statOf(pid);
    if (now.cpuMs - before.cpuMs < IDLE_CPU_MS && (now.wechaty || !loads)) return now;
    before = now;
  }
  return before;
}

const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-startup-'));
const database = await openDatabase({ dataDir, log: silent });
const results = new Map<string, Started[]>(Object.keys(KINDS).map((name) => [name, []]));
// The first start builds the indexes.
await start(FEISHU, database.uri);
for (let round = 0; round < Number(values.rounds); round += 1)
  for (const [name, kind] of Object.entries(KINDS)) results.get(name)?.push(await start(kind, database.uri));
for (const [name, all] of results) {
  const of = (read: (each: Started) => number): number => median(all.map(read));
  const loaded = all.filter(({ wechaty }) => wechaty).length;
  process.stdout.write(
    `${name}：到能答应 ${of(({ ms }) => ms)} 毫秒，稳下来 CPU ${of(({ cpuMs }) => cpuMs)} 毫秒、内存 ${of(({ mb }) => mb)} MB，` +
      `装了 wechaty 的 ${loaded}/${all.length} 次\n`,
  );
}
await database.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(0);

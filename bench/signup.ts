/**
 * A thousand people ask for a hundred places in the same second: the real program, built, with Feishu's signed and
 * encrypted events at its webhook and a stand-in that enforces the platform's rates behind it. How long until each is
 * stored, until all are decided, and until everybody has an answer, which is what the platform's rate allows; how many
 * places were given, and whether each was told what is true.
 *
 *   npm run build && npm run bench bench/signup.ts -- [--people 1000] [--places 100] [--connections 128]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { feishuLimits } from '../config/limits/feishu.js';
import { openDatabase } from '../models/db.js';
import { PersonId } from '../models/ids.js';
import { silent } from '../models/log.js';
import { createTrainings } from '../models/trainings.js';
import { feishuEvents } from '../test/support/feishu/events.js';
import { startFeishuStandIn } from '../test/support/feishu/stand-in.js';
import { freePort, listening } from './support/listening.js';
import { loadOnce, post, quantile } from './support/load.js';
import { seed } from './support/seed.js';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    places: { type: 'string', default: '100' },
    connections: { type: 'string', default: '128' },
  },
});
const [people, places, connections] = [Number(values.people), Number(values.places), Number(values.connections)];
const TEACHERS = 25;
const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'bench' };
const KEYS = { encryptKey: 'bench-key', verificationToken: 'bench-token' };
const ANSWERS_WITHIN_MS = 10 * 60_000;

const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-signup-'));
const database = await openDatabase({ dataDir, log: silent });
const feishu = await startFeishuStandIn({ ...APP, latencyMs: 100 });
const port = await freePort();
const child = spawn(process.execPath, [fileURLToPath(new URL('../dist/cli.js', import.meta.url)), 'serve'], {
  env: {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    MONGODB_URI: database.uri,
    PORT: String(port),
    LOG_LEVEL: 'error',
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_ENCRYPT_KEY: KEYS.encryptKey,
    FEISHU_VERIFICATION_TOKEN: KEYS.verificationToken,
    FEISHU_DOMAIN: feishu.domain,
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
await listening(port, child);

const now = new Date();
const schools = Math.ceil(people / TEACHERS);
await seed(database.connection, schools, TEACHERS, now);
const staff = await database.connection.collection<{ _id: string }>('people').find().limit(people).toArray();
const trainings = createTrainings(database.connection);
const inDays = (days: number): Date => new Date(now.getTime() + days * 24 * 3600_000);
const training = await trainings.draft({
  programme: 'ict',
  title: '信息技术与学科整合培训',
  place: '进修学校报告厅',
  host: PersonId.parse('S00000-0'),
  audience: { exceptStages: [] },
  also: [],
  except: [],
  places,
  approval: false,
  closesAt: inDays(10),
  sessions: [{ from: inDays(20), to: inDays(20.1) }],
  event: 'bench',
});
await trainings.wish(training, { kind: 'publish', event: 'published', now });

const events = feishuEvents({ appId: APP.appId, ...KEYS });
const requests = staff.map(({ _id }) =>
  post('/webhooks/feishu', events.text(`报名 ${training._id}`, { from: `ou_${_id}`, messageId: `om_${_id}` })),
);
const from = performance.now();
const since = (): number => performance.now() - from;
const { refused, latencies } = await loadOnce(port, requests, connections);
const storedMs = since();

let decidedMs = Number.NaN;
const answers = () => new Map(feishu.sent().map((each) => [each.receiveId ?? `ou_${each.replyTo?.slice(3)}`, each]));
while (answers().size < people && since() < ANSWERS_WITHIN_MS) {
  const head = await trainings.headOf(training._id);
  if (Number.isNaN(decidedMs) && head && head.held + head.waits >= people) decidedMs = since();
  await sleep(20);
}
const answeredMs = since();

const told = answers();
const written = await trainings.byNo(training._id);
const isIn = new Map(written?.signUps.map(({ person, state }) => [`ou_${person}`, state === 'in']));
const wrong = staff.filter(({ _id }) => {
  const text = told.get(`ou_${_id}`)?.text ?? '';
  return isIn.get(`ou_${_id}`) ? !text.includes('报上了') : !text.includes('候补');
});
const rate = people / feishuLimits.sendsPerMinute;
const startedAt = Date.now() - since();
const took = Float64Array.from([...told.values()].map(({ at }) => at.getTime() - startedAt)).toSorted();
console.log(`${people}人抢${places}个名额，${connections}条连接，${schools}所学校`);
console.log(
  `收下（落盘后应答）：${storedMs.toFixed(0)} 毫秒收完，p99 ${quantile(latencies, 0.99).toFixed(1)} 毫秒，拒收${refused}`,
);
console.log(`定下谁有名额：${decidedMs.toFixed(0)} 毫秒，占了${written?.held}个，候补${written?.waits}人`);
console.log(
  `都听到答复：${(answeredMs / 1000).toFixed(1)} 秒（平台每分钟 ${feishuLimits.sendsPerMinute} 条，最快 ${(rate * 60).toFixed(1)} 秒），` +
    `一半在 ${(quantile(took, 0.5) / 1000).toFixed(1)} 秒内，p99 ${(quantile(took, 0.99) / 1000).toFixed(1)} 秒`,
);
console.log(`答复${told.size}条，发重的${feishu.sent().length - told.size}条，说得不对的${wrong.length}条`);

child.kill('SIGKILL');
await feishu.stop();
await database.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(0);

/**
 * How long it takes to open a week's rolls and to work out all nags, and how much memory, for a county and for a
 * province; beside it a bare scan-and-insert of as many documents, so that the ratio holds on any machine. For the
 * county also with a term behind it, for what is due is to be paid for, not what was.
 *
 *   npm run bench bench/remind.ts            county (300 schools, 20,100 teachers) and province (10,000 / 1,000,000)
 *   npm run bench bench/remind.ts county     one of them only
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, Schema } from 'mongoose';
import { loadCalendar, loadCatalogue, packagedDir } from '../config/load.js';
import { remind } from '../jobs/remind.js';
import { buildIndexes, openDatabase } from '../models/db.js';
import type { Day } from '../models/ids.js';
import { silent } from '../models/log.js';
import { createModels, type Models } from '../models/models.js';
import { childrenMicros } from './support/children.js';
import { addHistory, handIn, seed } from './support/seed.js';

const MONDAY = new Date('2026-10-26T00:07:00+08:00');
const FRIDAY = new Date('2026-10-30T15:41:00+08:00');
/** Weeks that lie behind the county in the second look. */
const HISTORY_WEEKS = 12;

const SIZES = {
  county: { schools: 300, teachers: 67 },
  province: { schools: 10_000, teachers: 100 },
};

type Size = keyof typeof SIZES;

let peakMb = 0;
const watchMemory = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6)), 50);

/** Memory is the highest resident size of this process during the work, what was there before included. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  peakMb = 0;
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const engineBefore = childrenMicros();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const [own, engine] = [user + system, childrenMicros() - engineBefore].map((micros) => (micros / 1e6).toFixed(1));
  console.log(
    `  ${what}: ${seconds.toFixed(1)} s (CPU: own ${own} s, engine ${engine} s), peak ${Math.round(peakMb)} MB`,
  );
  return { seconds, result };
}

/** The floor: read every owing roll, write one small document for each who owes, with the same batch sizes. */
async function bare(db: Connection, day: Day): Promise<number> {
  let count = 0;
  let batch: object[] = [];
  const target = db.collection('bare');
  for await (const roll of db
    .collection('rolls')
    .find({ nagDays: day, owing: { $gt: 0 } })
    .sort({ school: 1 })) {
    for (const entry of roll['entries']) {
      if (entry.status !== 'owed') continue;
      batch.push({
        _id: `bare:${entry.owner}:${day}`,
        lane: entry.owner,
        seq: ++count,
        state: 'ready',
        dueAt: FRIDAY,
        payload: { roll: roll._id },
      });
    }
    if (batch.length < 2_000) continue;
    await target.insertMany(batch, { ordered: false });
    batch = [];
  }
  if (batch.length > 0) await target.insertMany(batch, { ordered: false });
  return count;
}

async function run(name: Size): Promise<void> {
  const { schools, teachers } = SIZES[name];
  console.log(`\n${name}: ${schools} schools, ${schools * teachers} teachers, 30 % missing`);
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const { connection, stop } = await openDatabase({ dataDir, log: silent });
  try {
    const county = {
      catalogue: loadCatalogue(packagedDir('catalogue')),
      calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai'),
    };
    const models = createModels(connection, county);
    const bareSchema = new Schema({ _id: String }, { strict: false, autoIndex: false, collection: 'bare' });
    connection.model('bare', bareSchema.index({ state: 1, dueAt: 1, seq: 1 }).index({ lane: 1, state: 1, seq: 1 }));
    await timed('made up, and its indexes built', async () => {
      await seed(connection, schools, teachers, MONDAY);
      await buildIndexes(connection);
    });
    await measure(models, connection);
    if (name === 'county') await measureWithHistory(models, connection);
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(models: Models, connection: Connection): Promise<void> {
  const day = models.calendar.dayOf(FRIDAY);
  await timed('open the rolls of a week', () => models.ledger.openRolls(MONDAY));
  await handIn(connection);
  await timed('work out the nags (dry run)', () => remind(models, FRIDAY, { dryRun: true }));
  const swept = await timed('work out and put the nags', () => remind(models, FRIDAY));
  const floor = await timed('bare scan and insert', () => bare(connection, day));
  if (swept.result.sent === 0) throw new Error('nobody was reminded');
  console.log(
    `  ${swept.result.sent} nags (bare: ${floor.result}); sweep / bare = ${(swept.seconds / floor.seconds).toFixed(2)}`,
  );
}

/** The same day once more, with the outbox as it was and a term of rolls and nags behind it. */
async function measureWithHistory(models: Models, connection: Connection): Promise<void> {
  await connection.collection('outbox').deleteMany({});
  const dry = () => remind(models, FRIDAY, { dryRun: true });
  const without = await timed('work out the nags once more', dry);
  await addHistory(connection, HISTORY_WEEKS);
  const within = await timed(`the same with ${HISTORY_WEEKS} weeks of rolls and nags behind it`, dry);
  console.log(`  with history / without = ${(within.seconds / without.seconds).toFixed(2)}`);
}

const wanted = process.argv[2];
for (const name of ['county', 'province'] as const) {
  if (wanted === undefined || wanted === name) await run(name);
}
clearInterval(watchMemory);
process.exit(0);

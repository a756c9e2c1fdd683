/**
 * How long it takes to open a week's rolls and to work out all nags, and how much memory, for a county and for a
 * province; beside it a bare scan-and-insert of as many documents, so that the ratio holds on any machine.
 *
 *   npm run bench bench/remind.ts            county (300 schools, 20,000 teachers) and province (10,000 / 1,000,000)
 *   npm run bench bench/remind.ts county     the county only
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { loadCalendar, loadCatalogue, packagedDir } from '../config/load.js';
import { remind } from '../jobs/remind.js';
import { buildIndexes, openDatabase } from '../models/db.js';
import type { Day } from '../models/ids.js';
import { silent } from '../models/log.js';
import { createModels } from '../models/models.js';
import { rollId } from '../models/roll.js';

const MONDAY = new Date('2026-10-26T00:07:00+08:00');
const FRIDAY = new Date('2026-10-30T15:41:00+08:00');
/** Every tenth of these handed in, so 30 % are missing. */
const HANDED_IN_OF_TEN = 7;
const BATCH = 20_000;

const SIZES = {
  county: { schools: 300, teachers: 67 },
  province: { schools: 10_000, teachers: 100 },
};

interface Figure {
  what: string;
  seconds: number;
}

let peakMb = 0;
const watchMemory = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6)), 50);

async function timed(what: string, figures: Figure[], work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  figures.push({ what, seconds });
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(
    `  ${what}: ${seconds.toFixed(1)} s (own CPU ${((user + system) / 1e6).toFixed(1)} s), peak ${Math.round(peakMb)} MB so far`,
  );
}

async function insert<T extends object>(db: Connection, collection: string, documents: Generator<T>): Promise<void> {
  const target = db.collection(collection);
  let batch: T[] = [];
  for (const document of documents) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    await target.insertMany(batch, { ordered: false });
    batch = [];
  }
  if (batch.length > 0) await target.insertMany(batch, { ordered: false });
}

const codeOf = (i: number): string => `S${String(i).padStart(5, '0')}`;

function* schools(count: number) {
  for (let i = 0; i < count; i++) {
    yield {
      _id: codeOf(i),
      name: `学校${i}`,
      pinyin: codeOf(i),
      stage: '小学',
      cluster: `片区${i % 40}`,
      rural: i % 2 === 0,
    };
  }
}

function* people(schoolCount: number, teachers: number) {
  for (let i = 0; i < schoolCount; i++) {
    for (let t = 0; t < teachers; t++) {
      const posts = t === 0 ? ['principal'] : t === 1 ? ['research-lead'] : [];
      const stint = { school: codeOf(i), teaching: true, from: '2000-01-01' };
      const id = `${codeOf(i)}-${t}`;
      yield {
        _id: id,
        name: `教师${t}`,
        pinyin: id,
        school: codeOf(i),
        teaching: true,
        posts,
        subjects: [],
        stints: [stint],
        leaves: [],
      };
    }
  }
}

function* accounts(schoolCount: number, teachers: number) {
  for (const { _id } of people(schoolCount, teachers)) {
    yield {
      _id: `feishu:ou_${_id}`,
      platform: 'feishu',
      account: `ou_${_id}`,
      person: _id,
      boundAt: MONDAY,
      how: 'mobile',
      history: [],
    };
  }
}

/** What handing in leaves on the rolls: entries done, and the count of those still owing. */
async function handIn(db: Connection): Promise<void> {
  const done = { $lt: [{ $mod: ['$$i', 10] }, HANDED_IN_OF_TEN] };
  const entry = { $arrayElemAt: ['$entries', '$$i'] };
  const handed = { $mergeObjects: [entry, { status: 'handed-in' }] };
  const entries = {
    $map: { input: { $range: [0, { $size: '$entries' }] }, as: 'i', in: { $cond: [done, handed, entry] } },
  };
  const owing = { $size: { $filter: { input: '$entries', cond: { $eq: ['$$this.status', 'owed'] } } } };
  await db.collection('rolls').updateMany({}, [{ $set: { entries } }, { $set: { owing } }]);
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

async function run(name: keyof typeof SIZES): Promise<void> {
  const { schools: schoolCount, teachers } = SIZES[name];
  console.log(`\n${name}: ${schoolCount} schools, ${schoolCount * teachers} teachers, 30 % missing`);
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const { connection, stop } = await openDatabase({ dataDir, log: silent });
  try {
    const catalogue = loadCatalogue(packagedDir('catalogue'));
    const calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');
    const models = createModels(connection, { catalogue, calendar });
    connection.model(
      'bare',
      new (await import('mongoose')).Schema({ _id: String }, { strict: false, autoIndex: false, collection: 'bare' })
        .index({ state: 1, dueAt: 1, seq: 1 })
        .index({ lane: 1, state: 1, seq: 1 }),
    );
    await buildIndexes(connection);
    await insert(connection, 'schools', schools(schoolCount));
    await insert(connection, 'people', people(schoolCount, teachers));
    await insert(connection, 'accounts', accounts(schoolCount, teachers));
    globalThis.gc?.();
    peakMb = 0;
    const figures: Figure[] = [];
    await timed('open the rolls of a week', figures, () => models.ledger.openRolls(MONDAY));
    await handIn(connection);
    let nags = 0;
    await timed('work out the nags (dry run)', figures, async () => {
      nags = (await remind(models, FRIDAY, { dryRun: true })).sent;
    });
    await timed('work out and put the nags', figures, () => remind(models, FRIDAY));
    let scanned = 0;
    await timed('bare scan and insert', figures, async () => {
      scanned = await bare(connection, calendar.dayOf(FRIDAY));
    });
    const second = (what: string): number =>
      figures.find((figure) => figure.what.startsWith(what))?.seconds ?? Number.NaN;
    console.log(
      `  ${nags} nags (bare: ${scanned}); sweep / bare = ${(second('work out and put') / second('bare')).toFixed(2)}; peak ${Math.round(peakMb)} MB`,
    );
    if (!(await models.rolls.get(rollId('journal' as never, '2026-autumn-w09' as never, codeOf(0) as never))))
      throw new Error('no roll was opened');
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const wanted = process.argv[2];
await run('county');
if (wanted !== 'county') await run('province');
clearInterval(watchMemory);
process.exit(0);

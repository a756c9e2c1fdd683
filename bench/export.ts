/**
 * How many rows a second the export of one week's journals writes, and at what peak of memory; beside it a bare write:
 * the same pages and texts read and put into a file, without names, sheets or a zip. Each runs in a process of its own,
 * so that the peak is its own.
 *
 *   npm run bench bench/export.ts            20,000 rows as .xlsx, 200,000 as .csv (that many go there by themselves)
 *   npm run bench bench/export.ts 20000      only these
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';
import { exportBook } from '../commands/export.js';
import { loadCalendar, loadCatalogue, packagedDir } from '../config/load.js';
import { buildIndexes, openDatabase } from '../models/db.js';
import { silent } from '../models/log.js';
import { createModels } from '../models/models.js';

const NOW = new Date('2026-11-24T09:00:00+08:00');
const PERIOD = '2026-autumn-w09';
const TEACHERS = 100;
const BATCH = 5_000;
const LENGTH = 300;
const WORDS = Array.from('这周讲分数学生动手折纸我看到他们自己发现了规律下周再从数轴讲起谁还跟不上要多问几个为什么');

const catalogue = loadCatalogue(packagedDir('catalogue'));
/** Something every teacher hands in every week, as a message. */
const journal = catalogue.duties.find(
  ({ owner, cadence }) => owner.kind === 'teaching-person' && cadence.every === 'teaching-week',
);
if (!journal) throw new Error('the catalogue has no weekly duty of teachers');
const duty = journal.key;
const field = journal.form.fields[0]?.key ?? 'text';

/** A text that is not like its neighbours: nothing for a zip to make light of. */
function textOf(school: number, teacher: number): string {
  let seed = school * TEACHERS + teacher + 1;
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return WORDS[seed % WORDS.length] ?? '';
  };
  return Array.from({ length: LENGTH }, next).join('');
}

const codeOf = (school: number): string => `S${String(school).padStart(5, '0')}`;

function* seed(schools: number): Generator<[collection: string, document: object]> {
  for (let s = 0; s < schools; s++) {
    const school = codeOf(s);
    const cluster = `片区${s % 40}`;
    yield ['schools', { _id: school, name: `学校${s}`, pinyin: school, stage: '小学', cluster, rural: false }];
    const ids = Array.from({ length: TEACHERS }, (_, t) => `${school}-${t}`);
    for (const [t, _id] of ids.entries()) {
      const stints = [{ school, teaching: true, from: '2000-01-01' }];
      const person = {
        _id,
        name: `教师${t}`,
        pinyin: _id,
        school,
        teaching: true,
        posts: [],
        subjects: [],
        leaves: [],
      };
      yield ['people', { ...person, stints }];
      const slot = { duty, period: PERIOD, school, owner: `person:${_id}`, by: _id };
      const state = { state: 'handed-in', late: false, handedInAt: NOW, attachments: [], changes: [], rev: 1 };
      yield ['submissions', { _id: `m-${_id}`, ...slot, ...state, values: { [field]: textOf(s, t) }, updatedAt: NOW }];
    }
    const days = { from: '2026-10-26', to: '2026-11-01', dueDay: '2026-10-30', nagDays: [] };
    const times = { opensAt: NOW, dueAt: NOW, lateAfter: NOW, closesAt: NOW };
    const page = {
      duty,
      period: PERIOD,
      label: '第9周',
      term: '2026-autumn',
      school,
      ...days,
      ...times,
      owing: 0,
      rev: 1,
    };
    const entries = ids.map((id) => ({ owner: `person:${id}`, status: 'handed-in', submission: `m-${id}`, at: NOW }));
    yield ['rolls', { _id: `${duty}|${PERIOD}|${school}`, ...page, entries }];
  }
}

async function insertAll(db: Connection, documents: Iterable<[string, object]>): Promise<void> {
  const waiting = new Map<string, object[]>();
  const flush = async (collection: string): Promise<void> => {
    const batch = waiting.get(collection) ?? [];
    waiting.set(collection, []);
    if (batch.length > 0) await db.collection(collection).insertMany(batch, { ordered: false });
  };
  for (const [collection, document] of documents) {
    const batch = waiting.get(collection) ?? [];
    batch.push(document);
    waiting.set(collection, batch);
    if (batch.length >= BATCH) await flush(collection);
  }
  for (const collection of waiting.keys()) await flush(collection);
}

/** The floor: the pages and then the texts of each batch, as plain lines. */
async function* bareLines(db: Connection): AsyncGenerator<string> {
  for await (const page of db.collection('rolls').find({ duty, period: PERIOD }).sort({ school: 1 })) {
    const ids = page['entries'].map((entry: { submission: string }) => entry.submission);
    const found = await db
      .collection('submissions')
      .find({ _id: { $in: ids } })
      .toArray();
    for (const { owner, handedInAt, values } of found) yield `${owner}\t${handedInAt}\t${values[field]}\n`;
  }
}

interface Outcome {
  seconds: number;
  cpu: number;
  peakMb: number;
}

/** In a process of its own: one way of writing, on the database its parent keeps. */
async function work(how: string, dataDir: string, out: string): Promise<void> {
  const { connection, stop } = await openDatabase({ dataDir, log: silent });
  const calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');
  const models = createModels(connection, { catalogue, calendar });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  if (how === 'bare') await pipeline(bareLines(connection), createWriteStream(out));
  else {
    const given = { args: [duty], options: { period: PERIOD, out } };
    await exportBook(given, models, { say: () => {}, zone: 'Asia/Shanghai', now: NOW });
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startedAt) / 1000;
  const outcome: Outcome = { seconds, cpu: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1000 };
  await stop();
  console.log(JSON.stringify(outcome));
}

function inProcess(how: string, dataDir: string, out: string): Outcome {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), 'work', how, dataDir, out];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${how} failed: ${stderr}`);
  return JSON.parse(stdout) as Outcome;
}

async function compare(rows: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const { connection, stop } = await openDatabase({ dataDir, log: silent });
  try {
    createModels(connection, { catalogue, calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai') });
    await buildIndexes(connection);
    await insertAll(connection, seed(rows / TEACHERS));
    const out = join(dataDir, rows > 100_000 ? 'out.csv' : 'out.xlsx');
    console.log(`\n${rows} rows of ${LENGTH} characters`);
    // Taken in turns, so that what else the machine does falls on both.
    for (let round = 1; round <= 3; round++) {
      const bare = inProcess('bare', dataDir, join(dataDir, 'bare.tsv'));
      const book = inProcess('book', dataDir, out);
      const told = ({ seconds, cpu, peakMb }: Outcome): string =>
        `${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, own CPU ${cpu.toFixed(1)} s, peak ${Math.round(peakMb)} MB`;
      console.log(`  bare:   ${told(bare)}`);
      console.log(`  export: ${told(book)}; ${(statSync(out).size / 1e6).toFixed(1)} MB`);
      console.log(
        `  ratio:  ${(book.seconds / bare.seconds).toFixed(1)} × time, ${(book.peakMb / bare.peakMb).toFixed(1)} × memory`,
      );
    }
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const [first, how = '', dataDir = '', out = ''] = process.argv.slice(2);
if (first === 'work') await work(how, dataDir, out);
else for (const rows of first ? [Number(first)] : [20_000, 200_000]) await compare(rows);

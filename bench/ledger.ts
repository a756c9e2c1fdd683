/**
 * How long a question to the ledger takes when one year lies in the database, and when ten do: 未交 of a school, 我的
 * of a teacher, one duty added up over a county of 300 schools. Both in one run, on one database; the ratio is what counts.
 *
 *   npm run bench bench/ledger.ts small      100 schools, 5,000 teachers, every week of ten years
 *   npm run bench bench/ledger.ts province   10,000 schools, 1,000,000 teachers; of the nine years before, two weeks each
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { loadCalendar, loadCatalogue, packagedDir } from '../config/load.js';
import { collecting } from '../handlers/collecting.js';
import type { Asked, Handler } from '../handlers/handler.js';
import { mine } from '../handlers/mine.js';
import { missing } from '../handlers/missing.js';
import { addDays, mondayOf } from '../models/day.js';
import { buildIndexes, openDatabase } from '../models/db.js';
import { type Day, PersonId, Platform, SchoolCode } from '../models/ids.js';
import { silent } from '../models/log.js';
import { createModels, type Models } from '../models/models.js';
import { rightsOf } from '../models/person.js';
import { tally } from '../models/tally.js';

const NOW = new Date('2026-11-25T10:00:00+08:00');
const TODAY = '2026-11-25' as Day;
const YEARS = 10;
const BATCH = 2_000;
const COUNTY_SCHOOLS = 300;
/** `weeks`: how many pages of each past year; `times`: how often each question is asked. */
const SIZES = {
  small: { schools: 100, teachers: 50, weeks: 40, times: 100 },
  county: { schools: 300, teachers: 67, weeks: 40, times: 100 },
  province: { schools: 10_000, teachers: 100, weeks: 2, times: 100 },
};
type Size = (typeof SIZES)[keyof typeof SIZES];

const catalogue = loadCatalogue(packagedDir('catalogue'));
const weekly = catalogue.duties.find(
  ({ owner, cadence }) => owner.kind === 'teaching-person' && cadence.every === 'teaching-week',
);
const monthly = catalogue.duties.find(({ owner, cadence }) => owner.kind === 'school' && cadence.every === 'month');
if (!weekly || !monthly) throw new Error('the catalogue has no weekly duty of teachers, or no monthly one of schools');
const [journal, report] = [weekly.key, monthly.key];

const codeOf = (school: number): SchoolCode => SchoolCode.parse(`S${String(school).padStart(5, '0')}`);
const idOf = (school: number, teacher: number): PersonId => PersonId.parse(`${codeOf(school)}-${teacher}`);

async function insert(db: Connection, collection: string, documents: Iterable<object>): Promise<number> {
  let batch: object[] = [];
  let count = 0;
  const put = async (): Promise<void> => {
    count += batch.length;
    if (batch.length > 0) await db.collection(collection).insertMany(batch, { ordered: false });
    batch = [];
  };
  for (const document of documents) if (batch.push(document) >= BATCH) await put();
  await put();
  return count;
}

function* schools({ schools: count }: Size) {
  for (let s = 0; s < count; s++) {
    const _id = codeOf(s);
    yield { _id, name: `学校${s}`, pinyin: _id, stage: '小学', cluster: `片区${s % (count / 10)}`, rural: s % 2 === 0 };
  }
}

function* people({ schools: count, teachers }: Size) {
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < teachers; t++) {
      const [school, _id] = [codeOf(s), idOf(s, t)];
      const posts = [['principal'], ['research-lead']][t] ?? [];
      const stints = [{ school, teaching: true, from: '2000-01-01' }];
      yield {
        _id,
        name: `教师${t}`,
        pinyin: _id,
        school,
        teaching: true,
        posts,
        subjects: ['语文'],
        stints,
        leaves: [],
      };
    }
  }
}

/** A week's journals of every school, due on a Friday; every tenth is missing for good. */
function* journals({ schools: count, teachers }: Size, friday: Day) {
  const dueAt = new Date(`${friday}T17:00:00+08:00`);
  const span = { from: addDays(friday, -4), to: addDays(friday, 2), dueDay: friday, dueAt, lateAfter: dueAt };
  const open = {
    opensAt: new Date(dueAt.getTime() - 4 * 86_400_000),
    closesAt: new Date(dueAt.getTime() + 60 * 86_400_000),
  };
  const label = `第${(Number(friday.slice(5, 7)) * 4) % 20}周`;
  for (let s = 0; s < count; s++) {
    const [school, period] = [codeOf(s), `w-${friday}`];
    const entries = Array.from({ length: teachers }, (_, t) => ({
      owner: `person:${idOf(s, t)}`,
      status: t % 10 === 9 ? 'owed' : 'handed-in',
      ...(t % 10 !== 9 && { submission: `${friday}-${s}-${t}`, at: dueAt }),
    }));
    yield {
      ...{ _id: `${journal}|${period}|${school}`, duty: journal, period, label, term: 'past', school },
      ...{ ...span, ...open, nagDays: [friday], entries, owing: Math.floor(teachers / 10), rev: 1 },
    };
  }
}

/** A month's reports, one a school. */
function* reports({ schools: count }: Size, due: Day) {
  const dueAt = new Date(`${due}T17:00:00+08:00`);
  for (let s = 0; s < count; s++) {
    const [school, period] = [codeOf(s), `m-${due}`];
    const instants = { opensAt: new Date(dueAt.getTime() - 14 * 86_400_000), dueAt, lateAfter: dueAt, closesAt: dueAt };
    const entries = [
      { owner: `school:${school}`, status: 'accepted', submission: `${due}-${s}`, at: dueAt, by: idOf(s, 1) },
    ];
    yield {
      ...{
        _id: `${report}|${period}|${school}`,
        duty: report,
        period,
        label: `${Number(due.slice(5, 7))}月`,
        term: 'past',
      },
      ...{
        school,
        from: addDays(due, -40),
        to: addDays(due, -8),
        dueDay: due,
        ...instants,
        nagDays: [due],
        entries,
        owing: 0,
        rev: 1,
      },
    };
  }
}

/** One past year, the latest of its weeks `weeksAgo` weeks before today. */
async function seedYear(db: Connection, size: Size, weeksAgo: number): Promise<number> {
  let count = 0;
  for (let w = 0; w < size.weeks; w++) {
    const friday = addDays(mondayOf(TODAY), 4 - 7 * (weeksAgo + Math.floor((w * 52) / size.weeks)));
    count += await insert(db, 'rolls', journals(size, friday));
    if (w % 4 === 0) count += await insert(db, 'rolls', reports(size, friday));
  }
  return count;
}

interface Figure {
  p50: number;
  p99: number;
}

async function timed(times: number, work: (n: number) => Promise<unknown>): Promise<Figure> {
  for (let n = 0; n < 5; n++) await work(n);
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const startedAt = performance.now();
    await work(n);
    took.push(performance.now() - startedAt);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

async function ask(handler: Handler, school: number, teacher: number, args: string, models: Models): Promise<void> {
  const speaker = await models.people.byId(idOf(school, teacher));
  const own = await models.schools.byCode(codeOf(school));
  if (!speaker || !own) throw new Error('nobody there');
  const chat = { platform: Platform.parse('bench'), id: 'p', kind: 'private' as const };
  const event = { key: 'bench', chat, text: args, attachments: [] };
  const question: Asked = {
    event,
    args,
    now: NOW,
    today: TODAY,
    speaker,
    school: own,
    rights: rightsOf(speaker, catalogue.posts),
  };
  const [say] = await handler(question, models);
  if (!say || say.text.length < 20) throw new Error(`no answer: ${say?.text}`);
}

/** The schools that are asked about, and a county of them. */
const some = (n: number, { schools: count }: Size): number => (n * 7919) % count;
const asked = (size: Size): Set<number> =>
  new Set([
    ...Array.from({ length: size.times }, (_, n) => some(n, size)),
    ...Array.from({ length: Math.min(size.schools, COUNTY_SCHOOLS) }, (_, school) => school),
  ]);

async function measure(size: Size, models: Models): Promise<Record<string, Figure>> {
  const county = await models.schools.byCodes(
    Array.from({ length: Math.min(size.schools, COUNTY_SCHOOLS) }, (_, s) => codeOf(s)),
  );
  const duty = weekly ?? catalogue.duties[0];
  return {
    '未交 of a school': await timed(size.times, (n) => ask(missing, some(n, size), 1, '', models)),
    '未交, one duty and week': await timed(size.times, (n) =>
      ask(missing, some(n, size), 1, `${duty?.word} 第4周`, models),
    ),
    '我的 of a teacher': await timed(size.times, (n) => ask(mine, some(n, size), 5, '', models)),
    [`one duty over ${county.length} schools`]: await timed(Math.ceil(size.times / 5), async () => {
      const found = duty && (await collecting(duty, county, NOW, models))[0];
      if (!found || tally(found.rolls).owed === 0) throw new Error('nothing to add up');
    }),
  };
}

async function run(name: keyof typeof SIZES): Promise<void> {
  const size = SIZES[name];
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const { connection: db, stop } = await openDatabase({ dataDir, log: silent });
  const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0);
  try {
    const models = createModels(db, { catalogue, calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai') });
    await buildIndexes(db);
    console.log(`\n${name}: ${size.schools} schools, ${size.schools * size.teachers} teachers`);
    const startedAt = performance.now();
    await insert(db, 'schools', schools(size));
    await insert(db, 'people', people(size));
    // Nobody owes what was due before the county began; what is open today is opened as every night.
    await models.marks.first('ledger', new Date('2026-11-20T00:00:00+08:00'));
    for (const school of asked(size)) await models.ledger.openSchool(codeOf(school), NOW);
    let pages = await seedYear(db, size, 1);
    console.log(`  one year: ${pages} past pages, after ${seconds(startedAt)} s`);
    const one = await measure(size, models);
    for (let year = 1; year < YEARS; year++) pages += await seedYear(db, size, 1 + 52 * year);
    const { dataSize = 0, storageSize = 0 } = (await db.db?.stats()) ?? {};
    const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);
    console.log(
      `  ten years: ${pages} past pages, ${gb(dataSize)} GB, ${gb(storageSize)} GB on disk, after ${seconds(startedAt)} s`,
    );
    const ten = await measure(size, models);
    console.log(
      '\n  | question | 1 year p50 | p99 | 10 years p50 | p99 | p50 ratio | p99 ratio |\n  |---|---|---|---|---|---|---|',
    );
    for (const [what, a] of Object.entries(one)) {
      const b = ten[what] ?? a;
      const cells = [a.p50, a.p99, b.p50, b.p99].map((ms) => `${ms.toFixed(1)} ms`);
      console.log(`  | ${[what, ...cells, (b.p50 / a.p50).toFixed(2), (b.p99 / a.p99).toFixed(2)].join(' | ')} |`);
    }
  } finally {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const wanted = process.argv[2] ?? 'small';
if (!(wanted in SIZES)) throw new Error(`one of ${Object.keys(SIZES).join(', ')}`);
await run(wanted as keyof typeof SIZES);
process.exit(0);

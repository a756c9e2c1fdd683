/**
 * A school year of a made-up county, lived through with the real program on the embedded database: early birds, late
 * ones, forgetful ones, people on leave, who move, go and come, schools closed by snow. Every message is looked at when
 * it arrives (school day, hour, leave, done, budget, once, whose), every Friday whether somebody was forgotten, and at
 * the end whether the ledger says of every journal how it was.
 *
 *   npm run bench bench/year.ts -- [--schools 300] [--people 20000] [--seed 1] [--from 2025-09-01] [--to 2026-07-31]
 *                                  [--duties all|main]
 *
 * `duties`: all of the plan, or the two of the main job.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalogue, packagedDir } from '../config/load.js';
import { loadCalendar } from '../config/load-calendar.js';
import { buildIndexes, openDatabase } from '../models/db.js';
import { silent } from '../models/log.js';
import { createModels } from '../models/models.js';
import { mainJob } from '../test/support/catalogues.js';
import { liveThrough } from '../test/support/year/live.js';
import { livesOf } from '../test/support/year/lives.js';
import { childrenMicros } from './support/children.js';

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '300' },
    people: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '2025-09-01' },
    to: { type: 'string', default: '2026-07-31' },
    duties: { type: 'string', default: 'all' },
  },
});
const catalogue = values.duties === 'main' ? mainJob() : loadCatalogue(packagedDir('catalogue'));
const lives = livesOf(Number(values.schools), Number(values.people), Number(values.seed));

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}`,
);
console.log(`${lives.schools.length} schools, ${lives.all.length} people, ${catalogue.duties.length} duties`);

let told = 0;
let peakMb = 0;
const watchMemory = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6)), 200);
const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-year-'));
// By this machine's date, all that is kept for some time only would be long over.
const { connection, stop } = await openDatabase({ dataDir, log: silent, expireSeconds: 0 });
const startedAt = performance.now();
const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(0);
try {
  createModels(connection, { catalogue, calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai') });
  await buildIndexes(connection);
  const { figures, faults, wrong, journals } = await liveThrough({
    connection,
    lives,
    catalogue,
    from: values.from,
    to: values.to,
    folder: dataDir,
    onDay: (date, { nags, lines, digests }, known) => {
      if (!date.endsWith('-01')) return;
      console.log(
        `  ${date}: ${seconds()} s, ${nags} reminders, ${lines} lines, ${digests} digests, ${known.length} faults`,
      );
      // Said at the end in full; a run may break off.
      for (const fault of known.slice(told)) console.log(`    ${fault.slice(0, 300)}`);
      told = known.length;
    },
  });
  console.log(figures, { journals });
  const { user, system } = process.cpuUsage();
  const [own, engine] = [(user + system) / 1e6, childrenMicros() / 1e6];
  console.log(
    `${seconds()} s (CPU: own ${own.toFixed(0)} s, engine ${engine.toFixed(0)} s), peak ${Math.round(peakMb)} MB`,
  );
  for (const line of [...faults, ...wrong]) console.log(line);
  console.log(faults.length + wrong.length === 0 ? 'nothing wrong' : 'SOMETHING WRONG');
  process.exitCode = faults.length + wrong.length === 0 ? 0 : 1;
} finally {
  clearInterval(watchMemory);
  await stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIndexes, openDatabase } from '../../models/db.js';
import { silent } from '../../models/log.js';
import { createOutbox } from '../../models/outbox.js';
import { createPace } from '../../models/pace.js';
import { type Report, type SendOff, sendOff } from '../../test/support/feishu/send-off.js';

/**
 * A send-off on a database of its own. Memory is the highest resident size of this process meanwhile: the program,
 * the stand-in and all it was sent.
 */
export async function benchSendOff(
  options: Omit<SendOff, 'uri' | 'dbName'>,
): Promise<{ report: Report; peakMb: number }> {
  const load = loadavg().map((each) => each.toFixed(1));
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${load.join(' ')}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-bench-'));
  const dbName = `bench_${process.pid}`;
  const database = await openDatabase({ dataDir, log: silent, dbName });
  createOutbox(database.connection);
  createPace(database.connection);
  await buildIndexes(database.connection);
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6)), 50);
  try {
    return { report: await sendOff({ ...options, uri: database.uri, dbName }), peakMb };
  } finally {
    clearInterval(watch);
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export function printSendOff({ traffic, faults, ...report }: Report, peakMb: number): void {
  const { put, arrived, twice, disordered, conflicts, unsent } = report;
  console.log(`put ${put}, arrived ${arrived}, twice ${twice}, out of order ${disordered}, unsent ${unsent}`);
  console.log(`same key with other words ${conflicts}, tokens asked for ${report.tokens}`);
  if (Object.keys(faults).length > 0) console.log('faults', faults);
  const { calls, tooMany, tooManyToOne, whileHeld, heldMs } = traffic;
  console.log(
    `calls ${calls} in ${report.seconds.toFixed(1)} s, of which ${(heldMs / 1000).toFixed(1)} s told to wait`,
  );
  console.log(
    `refused: by the app's rate ${tooMany}, by one receiver's ${tooManyToOne}, while told to wait ${whileHeld}`,
  );
  console.log(`share of the allowed rate: ${(report.share * 100).toFixed(1)} %; peak ${Math.round(peakMb)} MB`);
}

/**
 * The engine's own process: opens the folder, serves it on a Unix socket, closes it on SIGTERM or when standard input
 * ends, that is when the process that started it is gone, however it went. A process of its own, because the engine
 * aborts on a full disk and may not take the program with it.
 */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type OpenEngine, openEngine } from './engine.js';
import { expireDocuments } from './expire.js';
import type { HostReport } from './host-report.js';
import { listen } from './listener.js';
import { UnsupportedHere } from './native-path.js';

/** Closing took 70 to 140 ms with 30 slow queries under way; this is for a disk that hangs. */
const CLOSE_WITHIN_MS = 15_000;

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string', default: '' },
    data: { type: 'string', default: '' },
    socket: { type: 'string', default: '' },
    'expire-seconds': { type: 'string', default: '60' },
    'cache-mb': { type: 'string', default: '1024' },
  },
});

function report(what: HostReport): void {
  try {
    writeSync(1, `${JSON.stringify(what)}\n`);
  } catch {
    // The parent is gone; standard input ends as well, and with it this process.
  }
}

function failed(error: unknown): HostReport {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnsupportedHere) return { event: 'failed', reason: 'unsupported', message };
  return { event: 'failed', reason: /DBPathInUse/.test(message) ? 'in-use' : 'other', message };
}

let stopping = false;
let closeAll = async (): Promise<void> => {};

async function stop(why: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
  await closeAll();
  report({ event: 'closed', why });
  process.exit(0);
}

function stopOn(why: string): void {
  stop(why).catch((error: unknown) => {
    report({ event: 'trouble', message: `close: ${String(error)}` });
    process.exit(1);
  });
}

function expireEvery(seconds: number, engine: OpenEngine): void {
  if (seconds <= 0) return;
  const next = (): void => {
    setTimeout(() => {
      expireDocuments(engine, new Date(), () => stopping)
        .catch((error: unknown) => report({ event: 'trouble', message: `expire: ${String(error)}` }))
        .finally(next);
    }, seconds * 1000).unref();
  };
  next();
}

process.on('SIGTERM', () => stopOn('SIGTERM'));
// Ctrl-C reaches the whole group of processes; the parent decides when its database ends.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.stdin
  .on('end', () => stopOn('the parent is gone'))
  .on('error', () => stopOn('the parent is gone'))
  .resume();

const startedAt = performance.now();
try {
  const engine = await openEngine({ dir: options.dir, dataDir: options.data, cacheMb: Number(options['cache-mb']) });
  const server = await listen(engine, options.socket);
  closeAll = async () => {
    // The socket goes first: whoever opens the folder next makes one at the same path.
    server.close();
    await engine.close();
  };
  expireEvery(Number(options['expire-seconds']), engine);
  report({ event: 'ready', pid: process.pid, openMs: Math.round(performance.now() - startedAt) });
} catch (error) {
  report(failed(error));
  process.exit(1);
}

import { accessSync, constants, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { type BackOff, createBackOff } from './back-off.js';
import { lowSpace } from './free-space.js';
import { UnsupportedHere, whyUnsupported } from './native-path.js';
import { type ServeOptions, type Serving, serve } from './serving.js';
import { socketPath, socketUri } from './socket-path.js';

const LOOK_AT_DISK_MS = 60_000;

export interface SupervisorOptions {
  dataDir: string;
  log: Log;
  /** False only for data that is thrown away: a killed engine then loses its last moments. */
  journal?: boolean;
  /** How often TTL indexes are looked after; 0: never. */
  expireSeconds?: number;
}

export interface SupervisedEngine {
  uri: string;
  /** Process id of the engine while it is ours; undefined while it restarts, or another process keeps it. */
  pid(): number | undefined;
  /** Closes the engine, if it is ours. */
  stop(): Promise<void>;
}

/**
 * Keeps an engine serving the data folder, always on the same socket, so that clients only have to try again. Where
 * another process already keeps one, that is used; when it goes, this process takes over. Rejects when the engine
 * cannot be opened in the beginning; from then on it never gives up.
 */
export async function superviseEngine({
  dataDir,
  log,
  journal,
  ...rest
}: SupervisorOptions): Promise<SupervisedEngine> {
  const why = whyUnsupported();
  if (why) throw new UnsupportedHere(why);
  makeWritable(dataDir);
  warnOfSpace(dataDir, log);

  const stopping = new AbortController();
  const socket = socketPath(dataDir);
  const options: ServeOptions = { ...rest, dataDir, log, socket, signal: stopping.signal };
  let serving: Serving | undefined = await serve(options);
  log.info({ engine: serving.kind, enginePid: serving.pid }, '内置数据库已就绪');

  const kept = keep(options, serving, (now) => {
    serving = now;
  });
  const disk = setInterval(() => warnOfSpace(dataDir, log), LOOK_AT_DISK_MS).unref();
  return {
    uri: socketUri(socket, journal),
    pid: () => serving?.pid,
    async stop() {
      clearInterval(disk);
      stopping.abort();
      await serving?.end();
      await kept;
    },
  };
}

function makeWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`数据目录 ${dataDir} 不能写入；请检查目录权限，或用 DATA_DIR 指定另一个目录`, { cause: error });
  }
}

function warnOfSpace(dataDir: string, log: Log): void {
  const low = lowSpace(dataDir);
  if (low) log.error({}, low);
}

/** Until it is told to stop: waits for the engine's end and brings up the next. Never rejects. */
async function keep(options: ServeOptions, first: Serving, tell: (now?: Serving) => void): Promise<void> {
  const { dataDir, log, signal } = options;
  const backOff = createBackOff();
  let serving = first;
  for (;;) {
    const from = performance.now();
    const how = await serving.ended;
    tell();
    if (signal.aborted) return;

    log.warn({ engine: serving.kind, how }, lowSpace(dataDir) ?? '内置数据库停了，正在重新启动');
    const next = await bringUp(options, backOff, performance.now() - from);
    if (!next) return;
    log.info({ engine: next.kind, enginePid: next.pid }, '内置数据库恢复服务');
    serving = next;
    tell(next);
  }
}

/** Undefined when told to stop meanwhile. */
async function bringUp(options: ServeOptions, backOff: BackOff, livedMs: number): Promise<Serving | undefined> {
  const { log, signal } = options;
  for (let waitMs = backOff.next(livedMs); !signal.aborted; waitMs = backOff.next(0)) {
    try {
      await sleep(waitMs, undefined, { signal });
      const next = await serve(options);
      if (!signal.aborted) return next;
      await next.end();
    } catch (error) {
      if (!signal.aborted) log.error({ error: String(error) }, '内置数据库没有启动成功，稍后再试');
    }
  }
  return undefined;
}

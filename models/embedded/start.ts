import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HostReport } from './host-report.js';

export interface HostOptions {
  /** The program's data folder; the engine's files are under `db` in it. */
  dataDir: string;
  socket: string;
  /** How often TTL indexes are looked after; 0: never. */
  expireSeconds?: number;
  /** Ends the process, also while it is opening. */
  signal?: AbortSignal;
  /** Hears what the host says and what goes to its standard error. */
  hear?: (report: HostReport | { event: 'stderr'; message: string }) => void;
}

export interface Host {
  pid: number;
  openMs: number;
  /** Resolves when the process has ended, whatever the reason. */
  ended: Promise<string>;
  /** Closes the engine and waits for the process to end. */
  stop: () => Promise<void>;
}

/** The engine did not open. `in-use`: another process has the folder; it may be about to leave it. */
export class HostFailed extends Error {
  override name = 'HostFailed';
  readonly reason: 'in-use' | 'unsupported' | 'other';

  constructor(reason: HostFailed['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A little more than the host gives itself for closing. */
const KILL_AFTER_MS = 20_000;

/**
 * Starts the engine's process and waits until it serves. There is no time limit: after a crash in the middle of heavy
 * writing, reopening took 55 s. Rejects with `HostFailed`.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const child = spawn(process.execPath, [...runner(), ...hostArguments(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: hostEnvironment(process.env),
  });
  // Writing to a process that is gone is no problem of ours: its end is heard below.
  child.stdin.on('error', () => {});
  const ended = endOf(child);
  const stop = (): Promise<void> => terminate(child, ended);
  stopOnAbort(options.signal, stop, ended);
  hearErrors(child.stderr, options);
  const { pid, openMs } = await firstReport(child.stdout, ended, options);
  return { pid, openMs, ended, stop };
}

/** The signal outlives many hosts; each takes its listener along when it ends. */
function stopOnAbort(signal: AbortSignal | undefined, stop: () => Promise<void>, ended: Promise<string>): void {
  const onAbort = (): void => void stop();
  signal?.addEventListener('abort', onAbort, { once: true });
  void ended.then(() => signal?.removeEventListener('abort', onAbort));
}

/** `.ts` while developing and testing, through tsx; `.js` in a build. tsx is resolved here, so any folder will do. */
function runner(): string[] {
  const extension = extname(fileURLToPath(import.meta.url));
  const host = fileURLToPath(new URL(`./host${extension}`, import.meta.url));
  if (extension === '.js') return [host];
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(tsx).href, host];
}

function hostArguments({ dataDir, socket, expireSeconds = 60 }: HostOptions): string[] {
  return ['--dir', join(dataDir, 'db'), '--data', dataDir, '--socket', socket, '--expire-seconds', `${expireSeconds}`];
}

const PASSED_ON = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/**
 * No secrets: the engine has no use for them. Two allocation arenas halve its resident size (measured 518 → 386 MB). One
 * thread hands commands on and their answers back: several wake each other, for a tenth of the processor's time.
 */
function hostEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { MALLOC_ARENA_MAX: '2', TOKIO_WORKER_THREADS: '1', ...Object.fromEntries(passed) };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

function hearErrors(stderr: Readable, { hear }: HostOptions): void {
  createInterface({ input: stderr }).on('line', (line) => hear?.({ event: 'stderr', message: line.slice(0, 1000) }));
}

async function firstReport(
  stdout: Readable,
  ended: Promise<string>,
  { hear }: HostOptions,
): Promise<Extract<HostReport, { event: 'ready' }>> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdout });
    lines.on('line', (line) => {
      const report = readReport(line);
      if (!report) return;
      hear?.(report);
      if (report.event === 'ready') resolve(report);
      if (report.event === 'failed') reject(new HostFailed(report.reason, report.message));
    });
    // Both: the last line may still be on its way through the pipe when the process has ended.
    const drained = new Promise((resolve) => stdout.once('close', resolve));
    Promise.all([ended, drained])
      .then(([how]) => reject(new HostFailed('other', `the engine ended before it was ready (${how})`)))
      .catch(reject);
  });
}

/** Lines that are no report come from libraries; nothing hangs on them. */
function readReport(line: string): HostReport | undefined {
  try {
    return HostReport.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function terminate(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

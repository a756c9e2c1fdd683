import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { lowSpace } from './free-space.js';
import { reach } from './running.js';
import { HostFailed, type HostOptions, startHost } from './start.js';

/** A folder may still be held by an engine whose parent was just killed: it closes within about a second. */
const IN_USE_PATIENCE_MS = 15_000;
const IN_USE_RETRY_MS = 300;
const PROGRESS_MS = 10_000;

/** An engine behind the socket: one of ours, or one another process keeps. */
export interface Serving {
  kind: 'own' | 'other';
  pid: number | undefined;
  /** Resolves with the reason when it serves no more. */
  ended: Promise<string>;
  /** Closes the engine if it is ours, else only lets go of it. */
  end(): Promise<void>;
}

export interface ServeOptions extends HostOptions {
  log: Log;
  signal: AbortSignal;
}

/**
 * Finds the engine that serves the folder, or starts one. Rejects with a sentence for the operator when the folder
 * cannot be opened, or is held by a process that does not serve it.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const patientUntil = performance.now() + IN_USE_PATIENCE_MS;
  for (;;) {
    const other = await reach(options.socket);
    if (other) return servedByOther(other, options.signal);
    try {
      return await servedByOwn(options);
    } catch (error) {
      const isInUse = error instanceof HostFailed && error.reason === 'in-use';
      if (!isInUse || performance.now() > patientUntil) throw explained(error, options.dataDir);
    }
    await sleep(IN_USE_RETRY_MS, undefined, { signal: options.signal });
  }
}

/** The open connection carries nothing; its end tells that the other's engine is gone. */
function servedByOther(socket: Socket, signal: AbortSignal): Serving {
  const letGo = (): void => void socket.destroy();
  signal.addEventListener('abort', letGo, { once: true });
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => {
      signal.removeEventListener('abort', letGo);
      resolve('the engine of another process ended');
    });
    socket.resume();
  });
  return {
    kind: 'other',
    pid: undefined,
    ended,
    async end() {
      letGo();
    },
  };
}

async function servedByOwn(options: ServeOptions): Promise<Serving> {
  const from = performance.now();
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - from) / 1000);
    options.log.info({ seconds }, '内置数据库正在打开；上次若没有正常关闭，要先恢复数据，可能需要一两分钟');
  }, PROGRESS_MS);
  try {
    const { pid, ended, stop } = await startHost({ ...options, hear: (report) => hear(report, options.log) });
    return { kind: 'own', pid, ended, end: stop };
  } finally {
    clearInterval(progress);
  }
}

function hear(report: { event: string; message?: string }, log: Log): void {
  if (report.event === 'trouble' || report.event === 'stderr')
    log.warn({ from: report.event, said: report.message }, '内置数据库报告了一个问题');
}

function explained(error: unknown, dataDir: string): Error {
  if (!(error instanceof HostFailed)) return error instanceof Error ? error : new Error(String(error));
  return new Error(sentence(error, dataDir), { cause: error });
}

function sentence(error: HostFailed, dataDir: string): string {
  if (error.reason === 'unsupported') return error.message;
  if (error.reason === 'in-use')
    return `数据目录 ${dataDir} 正被另一个进程占用，而它没有应答；请先停掉那个进程，或等它恢复完数据后再试`;
  return lowSpace(dataDir) ?? `内置数据库打不开数据目录 ${dataDir}：${error.message}`;
}

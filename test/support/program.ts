import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { sources } from './sources.js';

const START_WITHIN_MS = 60_000;

/** Where `scripts/test.mjs` has put it. */
function compiled(file: string): string {
  const dir = process.env['COMPILED'];
  if (!dir) throw new Error('COMPILED is not set: the tests are run by npm test');
  return join(dir, file);
}

/** What a test's program sees of this machine's environment: nothing that would configure it. */
const BARE = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/tmp', NODE_OPTIONS: '' };

export interface Program {
  url: string;
  process: ChildProcess;
  /** Puts its clock forward, living through what lies between. */
  travelTo(at: string): Promise<void>;
  /** Kills it as the kernel would. */
  kill(): Promise<void>;
  /** Stops it as an operator would. */
  stop(): Promise<void>;
}

/** Starts the real program in a child process. Resolves when it listens. */
export async function startProgram(env: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, [compiled('test/e2e/program.js')], {
    cwd: sources,
    env: { ...BARE, LOG_LEVEL: 'error', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { url } = await answer<{ url: string }>(child, START_WITHIN_MS);
  return {
    url,
    process: child,
    travelTo: async (at) => {
      const done = answer<{ error?: string }>(child, 120_000);
      child.send({ to: at });
      const { error } = await done;
      if (error) throw new Error(error);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function answer<T>(child: ChildProcess, withinMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the program did not answer in time')), withinMs);
    const gone = (code: number | null): void => {
      clearTimeout(late);
      reject(new Error(`the program ended with ${code}`));
    };
    child.once('exit', gone);
    child.once('message', (message) => {
      clearTimeout(late);
      child.off('exit', gone);
      resolve(message as T);
    });
  });
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs an operator's command as a process of its own. */
export function runCli(args: string[], env: Record<string, string>): Promise<Ran> {
  const child = spawn(process.execPath, [compiled('cli.js'), ...args], {
    cwd: sources,
    env: { ...BARE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

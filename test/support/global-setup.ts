import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { socketPath, socketUri } from '../../models/embedded/socket-path.js';
import { type Host, startHost } from '../../models/embedded/start.js';
import { writeCatalogues } from './catalogues.js';
import { mainJobFolder } from './main-job.js';

export interface TestEngine {
  host: Host;
  dataDir: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['bots', 'handlers', 'models', 'jobs', 'config', 'commands', 'web'];
const PROGRAM = ['*.ts', ...FOLDERS.map((folder) => `${folder}/**/*.ts`), 'web/**/*.tsx', 'test/e2e/program.ts'];

declare global {
  var testEngine: TestEngine | undefined;
}

/** Undone by `global-teardown.ts`, in the same process. */
export default async function setUp(): Promise<void> {
  // Side by side: the engine opens in a process of its own, and so does esbuild.
  const opening = Promise.all([openEngine(), compileProgram()]);
  process.env['MAIN_JOB_FOLDER'] = mainJobFolder();
  writeCatalogues();
  await opening;
}

/**
 * The program as it stands now, translated once for every process a test starts (see `program.ts`), but for what
 * browsers load.
 */
async function compileProgram(): Promise<void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Under the root, where packages and the packaged catalogue are found; apart from other runs.
  const dir = mkdtempSync(join(root, 'dist', 'test-'));
  process.env['COMPILED_PROGRAM'] = dir;
  await build({
    absWorkingDir: root,
    entryPoints: PROGRAM,
    outdir: dir,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
  });
}

/**
 * One embedded engine for the whole run; every worker has a database of its own in it (see `database.ts`). With
 * MONGODB_URI_TEST set, that server is used instead.
 */
async function openEngine(): Promise<void> {
  if (process.env['MONGODB_URI_TEST']) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'jiaoyan-test-'));
  try {
    await startEngine(dataDir);
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function startEngine(dataDir: string): Promise<void> {
  const socket = socketPath(dataDir);
  globalThis.testEngine = { host: await startHost({ dataDir, socket, expireSeconds: 0 }), dataDir };
  // Thrown away afterwards, so nothing waits for the journal.
  process.env['MONGODB_URI_TEST'] = socketUri(socket, false);
}

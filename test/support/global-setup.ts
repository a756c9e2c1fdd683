import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketPath, socketUri } from '../../models/embedded/socket-path.js';
import { type Host, startHost } from '../../models/embedded/start.js';
import { writeCatalogues } from './catalogues.js';
import { mainJobFolder } from './main-job.js';

export interface TestEngine {
  host: Host;
  dataDir: string;
}

declare global {
  var testEngine: TestEngine | undefined;
}

/** Undone by `global-teardown.ts`, in the same process. */
export default async function setUp(): Promise<void> {
  // Side by side: the engine opens in a process of its own.
  const opening = openEngine();
  process.env['MAIN_JOB_FOLDER'] = mainJobFolder();
  writeCatalogues();
  await opening;
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

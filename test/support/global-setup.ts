import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { require as load } from 'tsx/cjs/api';
import type { Host } from '../../models/embedded/start.js';

export interface TestEngine {
  host: Host;
  dataDir: string;
}

declare global {
  var testEngine: TestEngine | undefined;
}

/**
 * One embedded engine for the whole run; every worker has a database of its own in it (see `database.ts`). With
 * MONGODB_URI_TEST set, that server is used instead.
 */
export default async function setUp(): Promise<void> {
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
  // Jest maps `.js` to `.ts` for tests, but not for this file; tsx does it for what is loaded through it.
  const { startHost }: typeof import('../../models/embedded/start.js') = load(
    '../../models/embedded/start.ts',
    import.meta.url,
  );
  const { socketPath, socketUri }: typeof import('../../models/embedded/socket-path.js') = load(
    '../../models/embedded/socket-path.ts',
    import.meta.url,
  );
  const socket = socketPath(dataDir);
  globalThis.testEngine = { host: await startHost({ dataDir, socket, expireSeconds: 0 }), dataDir };
  // Thrown away afterwards, so nothing waits for the journal.
  process.env['MONGODB_URI_TEST'] = socketUri(socket, false);
}

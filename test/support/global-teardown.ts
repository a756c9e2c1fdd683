import { rmSync } from 'node:fs';
import type { TestEngine } from './global-setup.js';

/** Jest runs this in the process that ran the set-up. */
export default async function tearDown(): Promise<void> {
  const folder = process.env['MAIN_JOB_FOLDER'];
  if (folder) rmSync(folder, { recursive: true, force: true });
  const engine: TestEngine | undefined = globalThis.testEngine;
  if (!engine) return;
  const { host, dataDir } = engine;
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

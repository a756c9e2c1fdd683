import { rmSync } from 'node:fs';
import type { TestEngine } from './global-setup.js';

/** Jest runs this in the process that ran the set-up. */
export default async function tearDown(): Promise<void> {
  for (const name of ['COMPILED_PROGRAM', 'MAIN_JOB_FOLDER']) {
    const folder = process.env[name];
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
  const engine: TestEngine | undefined = globalThis.testEngine;
  if (!engine) return;
  const { host, dataDir } = engine;
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

import { rmSync } from 'node:fs';
import type { TestEngine } from './global-setup.js';

/** Jest runs this in the process that ran the set-up. */
export default async function tearDown(): Promise<void> {
  const engine: TestEngine | undefined = globalThis.testEngine;
  if (!engine) return;
  const { host, dataDir } = engine;
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

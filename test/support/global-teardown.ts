import { rmSync } from 'node:fs';
import type { TestEngine } from './global-setup.js';

/** Jest runs this in the process that ran the set-up. */
export default async function tearDown(): Promise<void> {
  const compiled = process.env['COMPILED_PROGRAM'];
  if (compiled) rmSync(compiled, { recursive: true, force: true });
  const engine: TestEngine | undefined = globalThis.testEngine;
  if (!engine) return;
  const { host, dataDir } = engine;
  await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Gives empty folders (0700) to the tests of one file; they are gone after the last. */
export function temporaryFolders(): () => string {
  const made: string[] = [];

  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-'));
    made.push(folder);
    return folder;
  };
}

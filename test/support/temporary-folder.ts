import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll } from '@jest/globals';

/**
 * Removes a folder with all that is in it. A program killed a moment ago leaves an engine that notices only then, and
 * may write one more file into a folder just emptied: so it is tried again for two seconds.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let left = 20; ; left--) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await setTimeout(100);
    }
  }
}

/** Gives empty folders (0700) to the tests of one file; they are gone after the last. */
export function temporaryFolders(): () => string {
  const made: string[] = [];

  afterAll(async () => {
    for (const folder of made) await removeFolder(folder);
  });

  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'jiaoyan-'));
    made.push(folder);
    return folder;
  };
}

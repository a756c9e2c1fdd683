import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from '@jest/globals';
import { ConfigError } from '../../config/load.js';

const COUNTY = fileURLToPath(new URL('../fixtures/county/', import.meta.url));

/** A copy of the second county's catalogue or calendar in a folder of its own, to be spoilt. */
export interface Folder {
  dir: string;
  /** Replaces a whole file. */
  write(name: string, text: string | Uint8Array): void;
  /** Replaces a piece of a file, which must be there. */
  change(name: string, piece: string, by: string): void;
  remove(name: string): void;
  /** What loading complains about, one problem each, with the folder's own path left out. */
  problems(load: (dir: string) => unknown): string[];
}

const made: string[] = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

export function copyOf(part: 'catalogue' | 'calendar'): Folder {
  const dir = mkdtempSync(join(tmpdir(), 'county-'));
  made.push(dir);
  cpSync(join(COUNTY, part), dir, { recursive: true });
  const write = (name: string, text: string | Uint8Array) => writeFileSync(join(dir, name), text);
  return {
    dir,
    write,
    change(name, piece, by) {
      const text = readFileSync(join(dir, name), 'utf8');
      if (!text.includes(piece)) throw new Error(`${name} does not say ${piece}`);
      write(name, text.replace(piece, by));
    },
    remove: (name) => rmSync(join(dir, name)),
    problems: (load) =>
      problemsOf(() => load(dir)).map((problem) => problem.replaceAll(`${dir}/`, '').replaceAll(dir, '')),
  };
}

export function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

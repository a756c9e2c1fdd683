import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ConfigError, loadCatalogue } from '../../config/load.js';
import { sources } from '../support/sources.js';

const COUNTY = join(sources, 'test/fixtures/county');

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

/** A table of spoilt catalogues: what was done to a good one, and every problem it is told for. */
export function brokenCatalogue(cases: [string, (folder: Folder) => void, string[]][]): void {
  describe('a broken catalogue: every problem with file, place, entry, field and mend', () => {
    test.each(cases)('%s', (_, spoil, expected) => {
      const folder = copyOf('catalogue');
      spoil(folder);
      expect(folder.problems((dir) => loadCatalogue(dir))).toEqual(expected);
    });
  });
}

/** The same for one duty more, in a chapter of its own: what it says besides what every duty does. */
export function brokenDuty(cases: [string, string, string[]][]): void {
  describe('a duty that contradicts itself or names what is not there', () => {
    test.each(cases)('%s', (_, text, expected) => {
      const folder = copyOf('catalogue');
      folder.write('more.yaml', chapterWith(text));
      expect(
        folder.problems((dir) => loadCatalogue(dir)).map((problem) => problem.replace(/^more.yaml:\d+:\d+ /, '')),
      ).toEqual(expected);
    });
  });
}

const USUAL: Record<string, string> = {
  key: 'extra',
  row: 'Z9',
  name: '样例任务',
  word: '样例',
  clause: '第九条',
  owner: '{ kind: teaching-person }',
  cadence: '{ every: term }',
  form: '{ style: template, fields: [{ key: text, label: 内容, type: text }] }',
  reminders: 'gentle',
};

/** A chapter with one duty: the usual fields, but for those the text has of its own, each begun on a line. */
function chapterWith(text: string): string {
  const own = text.split(/\n\s*(?=[a-z][A-Za-z]*: )/).map((field) => field.replaceAll(/\s*\n\s*/g, ' '));
  const usual = Object.entries(USUAL).filter(([key]) => !own.some((line) => line.startsWith(`${key}:`)));
  const lines = [...usual.map(([key, value]) => `${key}: ${value}`), ...own];
  return `duties:\n  - ${lines.join('\n    ')}\n`;
}

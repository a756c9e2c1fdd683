import { chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { NotPrivate } from '../../../models/embedded/private-folder.js';
import { socketPath, socketUri } from '../../../models/embedded/socket-path.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();

/** A data folder too deep for a socket, and the folder made for its socket elsewhere. */
function deepFolder(): { dataDir: string; path: string; there: string } {
  const dataDir = join(folder(), 'd'.repeat(60), 'e'.repeat(60));
  mkdirSync(dataDir, { recursive: true });
  const path = socketPath(dataDir);
  made.push(dirname(path));
  return { dataDir, path, there: dirname(path) };
}

let made: string[] = [];
afterEach(() => {
  for (const there of made) rmSync(there, { recursive: true, force: true });
  made = [];
});

test('the socket is in the data folder, in a folder only its owner can enter', () => {
  const dataDir = folder();
  expect(socketPath(dataDir)).toBe(join(dataDir, 'run', 'm.sock'));
  expect(lstatSync(join(dataDir, 'run')).mode & 0o777).toBe(0o700);
});

test('a data folder too deep for a socket gets a private one elsewhere, always the same', () => {
  const { dataDir, path, there } = deepFolder();
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(107);
  expect(lstatSync(there).mode & 0o777).toBe(0o700);
  expect(socketPath(`${dataDir}/../${'e'.repeat(60)}`)).toBe(path);
  expect(deepFolder().path).not.toBe(path);
});

test('a folder that others can enter is not used', () => {
  const { dataDir, there } = deepFolder();
  chmodSync(there, 0o755);
  expect(() => socketPath(dataDir)).toThrow(NotPrivate);
});

test('neither is a link to a folder somebody else chose', () => {
  const { dataDir, there } = deepFolder();
  rmSync(there, { recursive: true });
  symlinkSync(folder(), there);
  expect(() => socketPath(dataDir)).toThrow(NotPrivate);
});

test('writes go through the journal unless the data are thrown away', () => {
  expect(socketUri('/a/m.sock')).toBe('mongodb://%2Fa%2Fm.sock/?directConnection=true&journal=true');
  expect(socketUri('/a/m.sock', false)).toBe('mongodb://%2Fa%2Fm.sock/?directConnection=true');
});

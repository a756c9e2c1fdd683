import { chmodSync, mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  cacheRoots,
  glibcMinor,
  nativePath,
  UnsupportedHere,
  whyUnsupported,
} from '../../../models/embedded/native-path.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
const minor = glibcMinor() ?? 0;
/** Newer systems load the package as it is, and no copy is ever made. */
const whereCopied = minor >= 36 && minor < 38 ? describe : describe.skip;

test.each([
  ['win32', 'x64'],
  ['darwin', 'x64'],
  ['linux', 'ia32'],
] as const)('there is no build for %s %s', (platform, arch) => {
  expect(whyUnsupported(platform, arch)).toContain(`${platform} ${arch}`);
});

test('the sentence for the operator names the way out', () => {
  expect(new UnsupportedHere('系统的 C 库不是 glibc').message).toMatch(
    /系统的 C 库不是 glibc.*MONGODB_URI=mongodb:\/\//,
  );
});

test('the cache of the user comes first, the data folder is for users without a home', () => {
  expect(cacheRoots('/data', { XDG_CACHE_HOME: '/cache' })).toEqual([
    '/cache/jiaoyan-embedded-mongodb',
    '/data/native',
  ]);
});

whereCopied('the relaxed copy', () => {
  test('the copy is made once', () => {
    const root = folder();
    const path = nativePath([root]) ?? '';
    const { mtimeMs } = statSync(path);
    expect(nativePath([root])).toBe(path);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(root)).toHaveLength(1);
  });

  test('a copy cut short is made anew', () => {
    const root = folder();
    const path = nativePath([root]) ?? '';
    const { size } = statSync(path);
    truncateSync(path, 0);
    expect(nativePath([root])).toBe(path);
    expect(statSync(path).size).toBe(size);
    expect(readdirSync(root)).toHaveLength(1);
  });

  test('a cache that others can write is passed over', () => {
    const open = join(folder(), 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    const own = folder();
    expect(dirname(dirname(nativePath([open, own]) ?? ''))).toBe(own);
  });
});

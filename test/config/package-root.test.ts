import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packagedDir, packageRoot } from '../../config/package-root.js';

test('the packaged folders are found beside package.json', () => {
  expect(existsSync(join(packagedDir('catalogue'), 'posts.yaml'))).toBe(true);
  expect(existsSync(join(packagedDir('calendar'), 'terms.yaml'))).toBe(true);
});

test('from the sources and from the build alike', () => {
  const root = packageRoot(packagedDir('catalogue'));
  expect(packageRoot(join(root, 'config'))).toBe(root);
  expect(packageRoot(join(root, 'dist', 'config'))).toBe(root);
});

test('where there is no package there is an error, not an endless climb', () => {
  expect(() => packageRoot('/')).toThrow('no package.json above');
});

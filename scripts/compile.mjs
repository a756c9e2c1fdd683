import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundle } from './build-web.mjs';

const FOLDERS = ['bots', 'handlers', 'models', 'jobs', 'config', 'commands', 'web', 'test'];

/**
 * Translates the program and its tests as they stand now, for one run of the tests: workers, engines and every process a
 * test starts load what is translated, and none translates for itself.
 *
 * @returns {Promise<string>} a new folder, laid out as the sources are; whoever asked for it removes it.
 */
export async function compileTests(root) {
  await mkdir(join(root, 'dist'), { recursive: true });
  // Under the root, where packages and the packaged catalogue are found; apart from other runs.
  const dir = await mkdtemp(join(root, 'dist', 'test-'));
  await Promise.all([translate(root, dir), writeAssets(join(dir, 'web', 'assets')), writeGlobals(dir)]);
  return dir;
}

const translate = (root, dir) =>
  build({
    absWorkingDir: root,
    entryPoints: ['*.ts', 'web/**/*.tsx', ...FOLDERS.map((folder) => `${folder}/**/*.ts`)],
    outdir: dir,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
  });

async function writeAssets(folder) {
  await mkdir(folder, { recursive: true });
  for (const [name, contents] of await bundle()) await writeFile(join(folder, name), contents);
}

/** jest knows what `@jest/globals` is only in files it has loaded itself; these are loaded by Node. */
async function writeGlobals(dir) {
  const folder = join(dir, 'node_modules', '@jest', 'globals');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', exports: './index.js' }));
  await writeFile(join(folder, 'index.js'), "export * from '../../../test/support/jest/globals.js';\n");
}

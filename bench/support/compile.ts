import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = `${root}node_modules/.cache/bench/`;

/**
 * Translates the program as a build does, for what is measured is to run as in production: tsx names every function
 * at run time, which costs a request more than its signature does. Answers the path of a file's translation.
 */
export async function compile(): Promise<(file: string) => string> {
  const folders = ['bots', 'config', 'models', 'bench/support'];
  await build({
    entryPoints: folders.map((folder) => `${root}${folder}/**/*.ts`),
    outdir: out,
    outbase: root,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
  });
  await mkdir(out, { recursive: true });
  await writeFile(`${out}package.json`, '{"type":"module"}');
  return (file) => out + file.replace(/\.ts$/, '.js');
}

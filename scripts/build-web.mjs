import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const OUT = 'dist/web/assets';

/**
 * Bundles what browsers load, in memory.
 *
 * @returns {Promise<Map<string, Uint8Array>>} file name → bytes
 */
export async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: {
      sandbox: 'web/sandbox/island/main.tsx',
      'sandbox-style': 'web/sandbox/sandbox.css',
      'forms-style': 'web/forms/forms.css',
      'forms-upload': 'web/forms/island/main.ts',
      'roll-call': 'web/trainings/island/roll-call.tsx',
      'check-in-screen': 'web/trainings/island/check-in-screen.tsx',
      'training-buttons': 'web/trainings/island/buttons.ts',
      'trainings-style': 'web/trainings/trainings.css',
      'sandbox-icon': 'web/sandbox/icon.svg',
    },
    outdir: OUT,
    bundle: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    minify: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/u, ''), contents]));
}

async function writeBundle() {
  const files = await bundle();
  await mkdir(new URL(`${OUT}/`, root), { recursive: true });
  for (const [name, contents] of files) {
    await writeFile(new URL(`${OUT}/${name}`, root), contents);
    console.log(`${OUT}/${name}  ${(contents.length / 1024).toFixed(1)} kB`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeBundle();

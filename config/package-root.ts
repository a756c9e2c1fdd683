import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with this program's package.json, whether it runs from the sources or from `dist/`. */
export function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
  return packageRoot(parent);
}

/** The catalogue or calendar that comes with the program, used where the operator names no folder of their own. */
export const packagedDir = (name: 'catalogue' | 'calendar'): string =>
  join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'config', name);

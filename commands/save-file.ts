import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Given, mustHave, UsageProblem } from './command.js';

/** Where to write, and as what: the ending says it. */
export interface OutFile {
  path: string;
  ending: string;
}

/** The file of `--out`, which must end in one of these. */
export function outFile(given: Given, example: string, endings: readonly string[]): OutFile {
  const path = mustHave(given, 'out', example);
  const ending = extname(path).toLowerCase();
  if (!endings.includes(ending)) throw new UsageProblem(`--out 的文件名要以 ${endings.join(' 或 ')} 结尾。`);
  return { path, ending };
}

/**
 * Fails as `saveFile` would where the file cannot be written, and leaves everything as it is. For what must not be done
 * for a file that does not come to be.
 */
export async function tryPlace(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageProblem(`${path} 是一个目录，请写文件名。`);
  const part = partOf(path);
  await (await open(part, 'w', 0o600)).close();
  await rm(part, { force: true });
}

/**
 * Writes a file that only its user can read. It is there when it is whole, and not before: what fails halfway leaves
 * the file that was there.
 */
export async function saveFile(path: string, bytes: Readable): Promise<void> {
  const part = partOf(path);
  try {
    await pipeline(bytes, createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

const partOf = (path: string): string => `${path}.part`;

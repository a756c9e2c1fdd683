import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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
 * Writes a file that only its user can read. It is there when it is whole, and not before: what fails halfway leaves
 * the file that was there.
 */
export async function saveFile(path: string, bytes: Readable): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(bytes, createWriteStream(part, { mode: 0o600 }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (codeOf(error) === 'ENOENT') throw new UsageProblem(`写不了 ${path}：没有这个目录。`);
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

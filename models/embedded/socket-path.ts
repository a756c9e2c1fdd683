import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { privateFolder } from './private-folder.js';

/** Bytes of `sun_path` without its final zero. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/**
 * Where the engine of a data folder listens: in the folder itself, or, where that path is too long for a socket, in a
 * private folder among the temporary files, named after the data folder. Makes the folder. Throws `NotPrivate`.
 */
export function socketPath(dataDir: string): string {
  const own = join(resolve(dataDir), 'run');
  if (fits(join(own, 'm.sock'))) return join(privateFolder(own), 'm.sock');
  return join(privateFolder(join(tmpdir(), `jiaoyan-${nameOf(dataDir)}`)), 'm.sock');
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES;
}

/** The same for every way of writing one folder. */
function nameOf(dataDir: string): string {
  return createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 24);
}

/** What a client connects with. `journal` makes every acknowledged write outlive a killed engine. */
export function socketUri(path: string, journal = true): string {
  return `mongodb://${encodeURIComponent(path)}/?directConnection=true${journal ? '&journal=true' : ''}`;
}

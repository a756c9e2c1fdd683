import { statfsSync } from 'node:fs';

/** Below this the engine is in danger: it aborts on a full disk, and building an index needs 500 MB. */
const LOW_SPACE_BYTES = 1_000_000_000;

/** Bytes an ordinary user can still write on the disk that holds the folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A sentence for the operator when space is running out, undefined while there is enough. */
export function lowSpace(folder: string, free = freeBytes(folder)): string | undefined {
  if (free >= LOW_SPACE_BYTES) return undefined;
  const megabytes = Math.floor(free / 1_000_000);
  return `数据目录所在的磁盘只剩 ${megabytes} MB。数据库至少需要 1 GB 余量，写满时会停止运行；请清理磁盘，已保存的数据不会丢`;
}

import { lstatSync, mkdirSync } from 'node:fs';

/** Somebody else could read or replace what we keep there. */
export class NotPrivate extends Error {
  override name = 'NotPrivate';
}

/**
 * Makes the folder (0700) where it is missing and returns its path. Throws `NotPrivate` where it belongs to somebody
 * else, is open to others, or is a link: in a shared place like /tmp any user may have put it there first.
 */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new NotPrivate(`${path} 不是目录；请把它移走`);
  if (found.uid !== process.getuid?.())
    throw new NotPrivate(`${path} 属于另一个用户；请用那个用户来运行，或换一个目录`);
  if ((found.mode & 0o077) !== 0)
    throw new NotPrivate(`${path} 对其他用户开放；请改为只有自己可以进入：chmod 700 ${path}`);
  return path;
}

import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fonts lie on Debian and its kin, in this order. */
const FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.fonts'),
  join(homedir(), '.local/share/fonts'),
];

/** What resvg reads; woff draws nothing, without an error. */
const READ = /\.(?:ttf|ttc|otf)$/i;

/** Names of files with Chinese in them, the smaller ones first. Others are tried as well, after these. */
const LIKELY = [
  /wqy-microhei/i,
  /wqy/i,
  /cjk.*regular|sourcehan.*regular|notosanssc.*regular/i,
  /cjk|sourcehan|notos\w*sc/i,
  /droid.*fallback|uming|ukai|simhei|simsun|msyh|fang/i,
];

/** So many that are not called as if they had any Chinese are tried, each a few milliseconds. */
const MOST_UNLIKELY = 40;

/** The files that may hold a Chinese font, the likeliest first. */
export function fontFiles(folders: readonly string[] = FOLDERS): string[] {
  const all = folders.flatMap(filesIn).filter((file) => READ.test(file));
  const rankOf = (file: string): number => {
    const rank = LIKELY.findIndex((name) => name.test(file));
    return rank < 0 ? LIKELY.length : rank;
  };
  const likely = all.filter((file) => rankOf(file) < LIKELY.length).toSorted((a, b) => rankOf(a) - rankOf(b));
  return [...likely, ...all.filter((file) => rankOf(file) === LIKELY.length).slice(0, MOST_UNLIKELY)];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted();
  } catch {
    return [];
  }
}

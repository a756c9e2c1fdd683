// `npm test`: installs what is missing, then runs the tests (`jest.config.js`). Arguments go to jest: npm test -- test/models
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

ensureInstalled();
// Not before: it needs what is installed.
const { compileTests } = await import('./compile.mjs');
const compiled = await compileTests(root);
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
// Ctrl-C reaches jest as well, which ends by itself; then there is something to remove.
process.on('SIGINT', () => {});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--no-warnings', jest, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, COMPILED: compiled } },
);
rmSync(compiled, { recursive: true, force: true });
process.exit(status ?? 1);

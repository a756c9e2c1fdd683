import asyncHooks from 'node:async_hooks';
import { createRequire, findSourceMap } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sources } from '../sources.js';

type RunFile = (
  globalConfig: unknown,
  config: unknown,
  environment: unknown,
  loader: Loader,
  file: string,
  send: unknown,
) => Promise<unknown>;

/** What circus asks jest's module loader for. */
interface Loader {
  getSourceMaps(): Map<string, string>;
  requireInternalModule(path: string): unknown;
  setGlobalsForRuntime(globals: Record<string, object>): void;
  unstable_shouldLoadAsEsm(path: string): boolean;
  unstable_importModule(path: string): Promise<unknown>;
}

const require = createRequire(import.meta.url);
const { default: runWithCircus } = require('jest-circus/runner') as { default: RunFile };

// A worker at its end has said everything; to take itself apart takes it longer than the half second jest waits for it.
if (process.send) {
  process.once('beforeExit', () => process.once('exit', () => process.kill(process.pid, 'SIGKILL')));
}

/**
 * Runs a test file by jest-circus, but lets Node load its translation (`scripts/compile.mjs`): the program, its libraries
 * and `test/support` are loaded once a worker. Jest would link and run all of them anew for each file, which takes longer
 * than the tests of most files. So a module may keep nothing that another file's tests would notice.
 */
const runFile: RunFile = async (globalConfig, config, environment, jestLoader, file, send) => {
  const { use } = await import('./globals.js');
  Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
  Object.assign(jestLoader.getSourceMaps(), { get: sourceMapOf });
  const loader: Omit<Loader, 'getSourceMaps'> = {
    requireInternalModule: loadAnew,
    setGlobalsForRuntime: use,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(compiled(relative(sources, path))).href),
  };
  return runWithCircus(globalConfig, config, environment, Object.assign(jestLoader, loader), file, send);
};

/** Where the translation of a source file is, told by its path from the root. */
const compiled = (file: string): string => join(process.env['COMPILED'] ?? '', file.replace(/\.tsx?$/, '.js'));

/**
 * Circus keeps what a file declares, so each file has its own. It would also know of tests that run at the same time whose
 * error it was; here none do, and a store for it in every promise, one for each file there has been, takes most of the time.
 */
function loadAnew(path: string): unknown {
  Reflect.deleteProperty(require.cache, path);
  const { AsyncLocalStorage } = asyncHooks;
  try {
    Object.assign(asyncHooks, { AsyncLocalStorage: OneAfterTheOther });
    return require(path);
  } finally {
    Object.assign(asyncHooks, { AsyncLocalStorage });
  }
}

class OneAfterTheOther {
  private current: unknown;

  getStore(): unknown {
    return this.current;
  }

  async run(now: unknown, work: () => Promise<unknown>): Promise<unknown> {
    const before = this.current;
    this.current = now;
    try {
      return await work();
    } finally {
      this.current = before;
    }
  }
}

const sourceMaps = new Map<string, string | undefined>();

/** Where jest reads how the lines of a module are to be told: of what Node has loaded, Node knows. */
function sourceMapOf(module: string): string | undefined {
  if (!sourceMaps.has(module)) {
    const map = findSourceMap(module)?.payload;
    sourceMaps.set(module, map && `data:application/json,${encodeURIComponent(JSON.stringify(map))}`);
  }
  return sourceMaps.get(module);
}

export default runFile;

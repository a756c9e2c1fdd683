import { setImmediate as turn } from 'node:timers/promises';

/** What a batch may wait for company: about as long as a write takes, and nothing to whoever waits. */
const LINGER_MS = 4;
/** The share it waits for, of the calls that were written last or came meanwhile: the others come during its write. */
const COMPANY = 3 / 4;

interface Call<T, R> {
  items: T[];
  resolve(results: R[]): void;
  reject(error: unknown): void;
}

/**
 * Lets calls that arrive while a write is under way share the next one: under load a hundred single inserts become
 * a few batches, each journalled once. A batch costs the engine as much as twenty items in it, or more, so one that
 * would go out without most of the calls there were waits a moment for them; where calls come one by one, none waits.
 *
 * @param write stores the items and answers one result an item, in order. When it throws, every call in that batch
 *   fails with the same error.
 * @param most items a batch.
 * @param lingerMs the longest a batch waits for company.
 */
export function groupCommit<T, R>(
  write: (items: T[]) => Promise<R[]>,
  most = 1000,
  lingerMs = LINGER_MS,
): (items: T[]) => Promise<R[]> {
  let waiting: Call<T, R>[] = [];
  let writing = false;
  let wanted = 1;
  let enough: (() => void) | undefined;

  const takeBatch = (): Call<T, R>[] => {
    let size = 0;
    const fits = waiting.findIndex((call, i) => {
      size += call.items.length;
      return i > 0 && size > most;
    });
    const batch = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = fits === -1 ? [] : waiting.slice(fits);
    return batch;
  };

  /** Resolves when as many calls wait as are wanted, with all that came in with the last of them, or the time is over. */
  const gather = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lingerMs);
      enough = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    await turn();
  };

  const drain = async (): Promise<void> => {
    writing = true;
    do {
      if (waiting.length < wanted) await gather();
      const batch = takeBatch();
      const full = waiting.length > 0;
      try {
        const results = await write(batch.flatMap((call) => call.items));
        let at = 0;
        for (const call of batch) call.resolve(results.slice(at, (at += call.items.length)));
      } catch (error) {
        for (const call of batch) call.reject(error);
      }
      // What found no room has waited long enough.
      wanted = full ? 1 : Math.ceil((batch.length + waiting.length) * COMPANY);
    } while (waiting.length > 0);
    writing = false;
  };

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!writing) void drain();
      else if (waiting.length >= wanted) enough?.();
    });
}

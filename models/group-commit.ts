import { setImmediate as turn } from 'node:timers/promises';

/** What a batch may wait for company, in milliseconds: less than the write it saves, and nothing to whoever waits. */
const LINGER_MS = 2;

interface Call<T, R> {
  items: T[];
  resolve(results: R[]): void;
  reject(error: unknown): void;
}

/**
 * Lets calls that arrive while a write is under way share the next one: under load a hundred single inserts become
 * a few batches, each journalled once. A batch costs as much as a dozen items in it (bench/webhook.ts), so one that
 * would go out with less than half of the last one's calls waits a moment for more; where calls come one by one,
 * none waits.
 *
 * @param write stores the items and answers one result an item, in order. When it throws, every call in that batch
 *   fails with the same error.
 * @param most items a batch.
 */
export function groupCommit<T, R>(write: (items: T[]) => Promise<R[]>, most = 1000): (items: T[]) => Promise<R[]> {
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
      const timer = setTimeout(resolve, LINGER_MS);
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
      wanted = Math.ceil(batch.length / 2);
      try {
        const results = await write(batch.flatMap((call) => call.items));
        let at = 0;
        for (const call of batch) call.resolve(results.slice(at, (at += call.items.length)));
      } catch (error) {
        for (const call of batch) call.reject(error);
      }
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

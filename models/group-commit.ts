/**
 * Lets calls that arrive while a write is under way share the next one: under load a hundred single inserts become
 * a few batches, each journalled once, and nobody waits for a timer when there is no load.
 *
 * @param write stores the items and answers one result an item, in order. When it throws, every call in that batch
 *   fails with the same error.
 * @param most items a batch.
 */
export function groupCommit<T, R>(write: (items: T[]) => Promise<R[]>, most = 1000): (items: T[]) => Promise<R[]> {
  interface Call {
    items: T[];
    resolve(results: R[]): void;
    reject(error: unknown): void;
  }
  let waiting: Call[] = [];
  let writing = false;

  const takeBatch = (): Call[] => {
    let size = 0;
    const fits = waiting.findIndex((call, i) => {
      size += call.items.length;
      return i > 0 && size > most;
    });
    const batch = fits === -1 ? waiting : waiting.slice(0, fits);
    waiting = fits === -1 ? [] : waiting.slice(fits);
    return batch;
  };

  const drain = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const results = await write(batch.flatMap((call) => call.items));
        let at = 0;
        for (const call of batch) call.resolve(results.slice(at, (at += call.items.length)));
      } catch (error) {
        for (const call of batch) call.reject(error);
      }
    }
    writing = false;
  };

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!writing) void drain();
    });
}

interface Batch<K, R> {
  keys: Set<K>;
  found: Promise<R[]>;
}

/**
 * Lets reads that are asked for in one turn of the event loop share a query: messages composed side by side, pages
 * worked out side by side, ask for the same people and schools. Nothing is kept: a query begins after every read that
 * shares it was asked for, so none is answered with what was there before. What is found is shared too: nobody may
 * change it.
 *
 * @param read answers what is known of these keys, in whatever order it has; each key stands there once.
 * @param keyOf which key something found belongs to.
 * @returns a read of some keys, in the order of `read`; unknown keys are left out. When `read` throws, so does every
 *   read that shares it.
 */
export function readTogether<K, R>(
  read: (keys: K[]) => Promise<R[]>,
  keyOf: (found: R) => K,
): (keys: readonly K[]) => Promise<R[]> {
  let gathering: Batch<K, R> | undefined;

  const gather = (): Batch<K, R> => {
    const keys = new Set<K>();
    const found = new Promise<R[]>((resolve, reject) => {
      setImmediate(() => {
        gathering = undefined;
        read([...keys]).then(resolve, reject);
      });
    });
    return { keys, found };
  };

  return async (keys) => {
    if (keys.length === 0) return [];
    const batch = (gathering ??= gather());
    for (const key of keys) batch.keys.add(key);
    const found = await batch.found;
    const wanted = new Set(keys);
    return wanted.size === batch.keys.size ? found : found.filter((each) => wanted.has(keyOf(each)));
  };
}

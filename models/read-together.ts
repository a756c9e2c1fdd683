interface Batch<Q, R> {
  all: Q[];
  found: Promise<R[]>;
}

/**
 * Lets questions that are asked in one turn of the event loop share a query: messages composed side by side, pages
 * worked out side by side, ask for the same people and schools. Nothing is kept: a query begins after every question
 * that shares it was asked, so none is answered with what was there before. What is found is shared too: nobody may
 * change it.
 *
 * @param read answers what any of these questions asks for, in whatever order it has, and perhaps more.
 * @param isFor whether something found is an answer to one of several questions; of one alone all is.
 * @returns asks one question; the answers are in the order of `read`. When `read` throws, so does every question that
 *   shares it.
 */
export function askTogether<Q, R>(
  read: (all: Q[]) => Promise<R[]>,
  isFor: (found: R, asked: Q) => boolean,
): (asked: Q) => Promise<R[]> {
  let gathering: Batch<Q, R> | undefined;

  const gather = (): Batch<Q, R> => {
    const all: Q[] = [];
    const found = new Promise<R[]>((resolve, reject) => {
      setImmediate(() => {
        gathering = undefined;
        read(all).then(resolve, reject);
      });
    });
    return { all, found };
  };

  return async (asked) => {
    const batch = (gathering ??= gather());
    batch.all.push(asked);
    const found = await batch.found;
    return batch.all.length === 1 ? found : found.filter((each) => isFor(each, asked));
  };
}

/**
 * The same for what has a key.
 *
 * @param read answers what is known of these keys; each key stands there once.
 * @param keyOf which key something found belongs to.
 * @returns a read of some keys, in the order of `read`; unknown keys are left out.
 */
export function readTogether<K, R>(
  read: (keys: K[]) => Promise<R[]>,
  keyOf: (found: R) => K,
): (keys: readonly K[]) => Promise<R[]> {
  const ask = askTogether<ReadonlySet<K>, R>(
    (all) => read([...new Set(all.flatMap((keys) => [...keys]))]),
    (found, keys) => keys.has(keyOf(found)),
  );
  return async (keys) => (keys.length === 0 ? [] : ask(new Set(keys)));
}

/**
 * Lets whoever asks for the same piece of work in one turn of the event loop share it. It begins after the last of them
 * has asked; when it throws, so does every one of theirs.
 */
export function workTogether<K, R>(work: (key: K) => Promise<R>): (key: K) => Promise<R> {
  const asked = new Map<K, Promise<R>>();
  return (key) => {
    const shared =
      asked.get(key) ??
      new Promise<R>((resolve, reject) => {
        setImmediate(() => {
          asked.delete(key);
          work(key).then(resolve, reject);
        });
      });
    asked.set(key, shared);
    return shared;
  };
}

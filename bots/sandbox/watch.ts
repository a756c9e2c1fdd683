/**
 * Tells listeners that there is something new to read. Woken at once by what this process writes; what other
 * processes on the same database wrote is found by asking for the newest number, every `pollMs`, while anybody listens.
 */
export function createWatch(newest: () => Promise<number>, pollMs: number) {
  const listeners = new Set<() => void>();
  let seen = -1;
  let timer: NodeJS.Timeout | undefined;

  const tellAll = (): void => {
    for (const listener of listeners) listener();
  };

  const poll = async (): Promise<void> => {
    // A database that is away for a moment is not news: the next round finds what was written meanwhile.
    const seq = await newest().catch(() => seen);
    if (seq !== seen) tellAll();
    seen = seq;
  };

  const add = (listener: () => void): (() => void) => {
    listeners.add(listener);
    timer ??= setInterval(() => void poll(), pollMs).unref();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
      seen = -1;
    };
  };

  return { add, wake: tellAll };
}

/** A process that lived this long had started well: the next restart comes at once again. */
const LIVED_WELL_MS = 60_000;
const LONGEST_MS = 30_000;

/** How long to wait before the next try: 0.1 s, then twice as long after every quick end, up to half a minute. */
export interface BackOff {
  next(livedMs: number): number;
}

export function createBackOff(): BackOff {
  let tries = 0;
  return {
    next(livedMs) {
      if (livedMs >= LIVED_WELL_MS) tries = 0;
      const wait = Math.min(100 * 2 ** tries, LONGEST_MS);
      tries += 1;
      return wait;
    },
  };
}

import type { Sealed } from './wire.js';

/**
 * Where the bytes of what hangs on messages are. An address is good for five minutes (document/path/101463) and comes
 * once, so it is kept in memory only, of the newest so many.
 */
export function createThings(most: number) {
  const all = new Map<string, Sealed>();
  return {
    keep(ref: string, where: Sealed): void {
      all.delete(ref);
      all.set(ref, where);
      const [oldest] = all.keys();
      if (all.size > most && oldest !== undefined) all.delete(oldest);
    },
    of: (ref: string): Sealed | undefined => all.get(ref),
  };
}

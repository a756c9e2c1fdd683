import type { Turn } from '../../bots/bot.js';

/** The turn of the only process there is. */
export const ALWAYS: Turn = { hold: async () => true, release: async () => {}, forMs: 30_000 };

/** Turns of several processes at one thing, as leases in a database would give them; `forMs` is short. */
export function turns(forMs = 60): () => Turn {
  let holder: symbol | undefined;
  let until = 0;
  return () => {
    const me = Symbol('process');
    return {
      forMs,
      hold: async () => {
        if (holder !== me && holder !== undefined && performance.now() < until) return false;
        [holder, until] = [me, performance.now() + forMs];
        return true;
      },
      release: async () => {
        if (holder === me) holder = undefined;
      },
    };
  };
}

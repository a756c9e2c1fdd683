import type { FaultPlan } from './faults.js';

/** One call in twenty goes wrong, in one of these ways. */
export const FIVE_PERCENT: FaultPlan = {
  seed: 1,
  share: 0.05,
  of: [
    { kind: 'page', status: 502 },
    { kind: 'code', code: 2200 },
    { kind: 'cut-before' },
    { kind: 'cut-after' },
    { kind: 'hang' },
    { kind: 'hang-after' },
    { kind: 'message-limit' },
    { kind: 'rate-limit', resetSeconds: 1 },
    { kind: 'code', code: 99991663, status: 400 },
  ],
};

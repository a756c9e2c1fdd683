import { isLate } from './late.js';
import { COUNTED_OUT, type Roll, type Status } from './roll.js';

/** The numbers of a roll. `owed` is the denominator: everybody on the roll but those counted out. */
export interface Tally {
  owed: number;
  handedIn: number;
  late: number;
  missing: number;
  returned: number;
  claimed: number;
  leave: number;
  exempt: number;
  absent: number;
  inCluster: number;
}

const NOTHING: Tally = {
  owed: 0,
  handedIn: 0,
  late: 0,
  missing: 0,
  returned: 0,
  claimed: 0,
  leave: 0,
  exempt: 0,
  absent: 0,
  inCluster: 0,
};

/** Where an entry is counted, besides the denominator and, for what came late, `late`. */
const COLUMN: Record<Status, keyof Tally> = {
  owed: 'missing',
  draft: 'missing',
  returned: 'returned',
  claimed: 'claimed',
  'handed-in': 'handedIn',
  late: 'handedIn',
  accepted: 'handedIn',
  leave: 'leave',
  exempt: 'exempt',
  absent: 'absent',
  'in-cluster': 'inCluster',
};

/** Adds up rolls, e.g. of one school or of the whole county. `handedIn` counts the late ones too. */
export function tally(rolls: Pick<Roll, 'entries'>[]): Tally {
  const sum = { ...NOTHING };
  for (const entry of rolls.flatMap((roll) => roll.entries)) {
    sum[COLUMN[entry.status]] += 1;
    if (isLate(entry)) sum.late += 1;
    if (!COUNTED_OUT.includes(entry.status)) sum.owed += 1;
  }
  return sum;
}

/** The sum of two. */
export function addTallies(a: Tally, b: Tally): Tally {
  const sum = { ...a };
  for (const name of Object.keys(NOTHING) as (keyof Tally)[]) sum[name] += b[name];
  return sum;
}

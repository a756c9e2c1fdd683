import { isLate } from './late.js';
import type { RollEntry } from './roll.js';

/** An entry with how much of how much is in, where more than one is owed. */
export type CountedEntry = RollEntry & { have?: number; need?: number };

/**
 * The numbers of some entries, so that each can be checked against the others:
 * `listed` = `absent` + `leave` + `exempt` + `inCluster` + `owed`, and
 * `owed` = `handedIn` + `claimed` + `returned` + `missing` + `pending`.
 */
export interface Counts {
  /** Everybody on the pages, counted out or not. */
  listed: number;
  /** 未满任职期 · 请假 · 免交 · 由片区承担: not in the denominator. */
  absent: number;
  leave: number;
  exempt: number;
  inCluster: number;
  /** The denominator of every rate. */
  owed: number;
  handedIn: number;
  /** Of those handed in: after the due time (补交), and accepted (通过); some are both. */
  late: number;
  accepted: number;
  /** 待认定: there, but it counts only once somebody has certified it. */
  claimed: number;
  /** Sent back, so owed again; not missing (BR9). */
  returned: number;
  missing: number;
  /** Not handed in, and the time for it is not over yet. */
  pending: number;
  /** 份数: one for most, more where more than one is owed; `in` never goes beyond what is owed. */
  needItems: number;
  inItems: number;
  /** What was handed in of duties that nobody owes. */
  records: number;
}

export const NOTHING: Counts = {
  listed: 0,
  absent: 0,
  leave: 0,
  exempt: 0,
  inCluster: 0,
  owed: 0,
  handedIn: 0,
  late: 0,
  accepted: 0,
  claimed: 0,
  returned: 0,
  missing: 0,
  pending: 0,
  needItems: 0,
  inItems: 0,
  records: 0,
};

const NAMES = Object.keys(NOTHING) as (keyof Counts)[];

/** Where each status is counted, besides `listed`. */
const COUNTED: Record<string, (keyof Counts)[]> = {
  absent: ['absent'],
  leave: ['leave'],
  exempt: ['exempt'],
  'in-cluster': ['inCluster'],
  'handed-in': ['owed', 'handedIn'],
  late: ['owed', 'handedIn'],
  accepted: ['owed', 'handedIn', 'accepted'],
  claimed: ['owed', 'claimed'],
  returned: ['owed', 'returned'],
};

/** Adds an entry. `over`: whether the time to hand in is over, so that who has not is missing. */
export function addEntry(sum: Counts, entry: CountedEntry, over: boolean): void {
  const { status, have, need = 1 }: { status: string; have?: number; need?: number } = entry;
  const counted = COUNTED[status] ?? ['owed', over ? 'missing' : 'pending'];
  sum.listed += 1;
  for (const name of counted) sum[name] += 1;
  if (isLate(entry)) sum.late += 1;
  if (!counted.includes('owed')) return;
  sum.needItems += need;
  sum.inItems += Math.min(need, have ?? (counted.includes('handedIn') ? need : 0));
}

/** Adds other numbers. */
export function addCounts(sum: Counts, more: Counts): void {
  for (const name of NAMES) sum[name] += more[name];
}

/** The sum of numbers; the parts stay as they are. */
export function sumOf(all: Iterable<Counts>): Counts {
  const sum = { ...NOTHING };
  for (const each of all) addCounts(sum, each);
  return sum;
}

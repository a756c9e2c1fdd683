import type { Calendar } from './calendar.js';
import type { Quota } from './duty.js';
import { groupBy } from './group-by.js';
import type { DutyKey } from './ids.js';
import type { Occasion } from './occasion.js';
import { type OwnerKey, personIn } from './owner.js';
import { OWING, type Roll, type RollEntry, type Status } from './roll.js';
import type { Review, Submission, SubmissionState } from './submission.js';

/** Why somebody on a page does not owe. */
export type Excuse = 'leave' | 'exempt' | 'absent' | 'in-cluster';

/** Somebody on a page: how many they owe, and why none, if none. */
export interface Owing {
  owner: OwnerKey;
  need: number;
  excuse?: Excuse;
}

/** Which duty's page it is, and what counts there. */
export interface Counting {
  duty: DutyKey;
  quota: Pick<Quota, 'certified'>;
}

const STANDING: Record<SubmissionState, number> = {
  withdrawn: 0,
  draft: 1,
  returned: 2,
  'handed-in': 3,
  declined: 3,
  accepted: 4,
};

/**
 * How an owner stands, from what the ledger knows. What was handed in decides, even of somebody who was excused;
 * the best of several submissions counts, and of equally good ones the first.
 */
export function entryOf({ owner, need, excuse }: Owing, submissions: Submission[], counting: Counting): RollEntry {
  const best = submissions
    .filter(({ state }) => state !== 'withdrawn')
    .toSorted((a, b) => STANDING[b.state] - STANDING[a.state] || firstAt(a) - firstAt(b) || (a._id < b._id ? -1 : 1));
  const counted = distinct(
    best.filter(({ state }) => COUNTS.includes(state) && (!counting.quota.certified || state === 'accepted')),
    owner,
    counting.duty,
  );
  const have = counted.length;
  const many = need > 1 && { have, need };
  const status =
    have >= need
      ? enough(counted.slice(0, need))
      : notYet(best, counting.quota.certified ? need - have : Number.POSITIVE_INFINITY);
  if (excuse && (OWING.includes(status) || best.length === 0)) return { owner, status: excuse };
  const decides = have >= need ? counted[0] : (best.find(({ state }) => STATE_OF[status] === state) ?? best[0]);
  if (!decides) return { owner, status, ...many };
  return {
    owner,
    status,
    ...many,
    ...(status === 'accepted' && counted.slice(0, need).some(({ late }) => late) && { late: true as const }),
    ...(status === 'returned' && decides.returnDue && { due: decides.returnDue }),
    submission: decides._id,
    ...(decides.handedInAt && { at: decides.handedInAt }),
    ...(owner !== `person:${decides.by}` && { by: decides.by }),
  };
}

/** How somebody stands who owes that so many occasions are held: those due within the page's days, and not cancelled. */
export function openingsEntry(
  { owner, need, excuse }: Owing,
  all: readonly Pick<Occasion, 'state' | 'dueDay' | 'changes'>[],
  { from, to }: Pick<Roll, 'from' | 'to'>,
): RollEntry {
  if (excuse) return { owner, status: excuse };
  const held = all.filter(({ state, dueDay }) => state !== 'cancelled' && from <= dueDay && dueDay <= to);
  const many = need > 1 && { have: held.length, need };
  if (held.length < need) return { owner, status: 'owed', ...many };
  const at = held[need - 1]?.changes[0]?.at;
  return { owner, status: 'handed-in', ...many, ...(at && { at }) };
}

/** How a reviewer stands: as many works as an answer to fell due in the page's days; one given after its day is late. */
export function reviewerEntry(owner: OwnerKey, need: number, reviews: Review[], calendar: Calendar): RollEntry {
  const own = reviews.filter(({ reviewer }) => reviewer === personIn(owner));
  const given = own.filter(({ answeredAt }) => answeredAt !== undefined);
  const many = need > 1 && { have: given.length, need };
  if (given.length < need) return { owner, status: 'owed', ...many };
  const late = given.some(({ answeredAt, due = '' }) => answeredAt && calendar.dayOf(answeredAt) > due);
  const [last] = given.toSorted((a, b) => (b.answeredAt?.getTime() ?? 0) - (a.answeredAt?.getTime() ?? 0));
  return { owner, status: late ? 'late' : 'handed-in', ...many, ...(last?.answeredAt && { at: last.answeredAt }) };
}

const COUNTS: readonly SubmissionState[] = ['handed-in', 'declined', 'accepted'];
const STATE_OF: Partial<Record<Status, SubmissionState>> = {
  returned: 'returned',
  draft: 'draft',
  claimed: 'handed-in',
};

const firstAt = (submission: Submission): number => (submission.handedInAt ?? submission.updatedAt).getTime();

/** Those that count: of several that are alike where the duty says so, the best. */
function distinct(best: Submission[], owner: OwnerKey, duty: DutyKey): Submission[] {
  const marked = best.map((submission) => {
    const here = submission.counts.find((count) => count.owner === owner && count.duty === duty);
    return { mark: here?.distinct ?? submission._id, submission };
  });
  return [...groupBy(marked, ({ mark }) => mark).values()].flatMap(([first]) => (first ? [first.submission] : []));
}

/** As many as are owed: accepted when all are, late when one came late. */
function enough(counted: Submission[]): Status {
  if (counted.every(({ state }) => state === 'accepted')) return 'accepted';
  return counted.some(({ late }) => late) ? 'late' : 'handed-in';
}

/** Too few: those that wait for somebody's answer may be the `left` ones; else what came back, then what was begun. */
function notYet(best: Submission[], left: number): Status {
  const states = best.map(({ state }) => state);
  const waiting = states.filter((state) => state === 'handed-in').length;
  if (waiting >= left) return 'claimed';
  if (states.includes('returned')) return 'returned';
  return states.includes('draft') ? 'draft' : 'owed';
}

import { mondayOf } from '../models/day.js';
import type { Day } from '../models/ids.js';
import type { PlannedLine } from '../models/line-plan.js';
import type { Models } from '../models/models.js';
import { type PlannedBatch, planNags } from '../models/nag-plan.js';
import type { PlannedNag } from '../models/nag-verdict.js';
import { againKey, type Dispatch, groupLineKey, nagKey } from '../models/outbox.js';
import type { Wait } from '../models/wait.js';

/** What a run did, or would do. Counts only; the list is in `onBatch`. */
export interface RemindResult {
  sent: number;
  lines: number;
  /** Who hears another day what the budget had no room for. */
  waiting: number;
  held: Record<string, number>;
}

export interface RemindOptions {
  /** Work out, say, and put nothing. */
  dryRun?: boolean;
  /** The nags are decided as of this run's time when they are sent, not by the clock. */
  asOf?: boolean;
  /** Each goes out at its own time within the minutes the budget gives; otherwise all as soon as they can. */
  spread?: boolean;
  onBatch?(batch: PlannedBatch): void;
}

/**
 * Puts today's reminders into the outbox: one a person, one a group. It may run at any minute, twice, or in two
 * processes at once: the keys name person and day, so nobody hears twice.
 */
export async function remind(models: Models, now: Date, options: RemindOptions = {}): Promise<RemindResult> {
  const result: RemindResult = { sent: 0, lines: 0, waiting: 0, held: {} };
  const day = models.calendar.dayOf(now);
  const timed = { day, ...(options.asOf && { asOf: now }) };
  for await (const batch of planNags(models, now)) {
    options.onBatch?.(batch);
    for (const { verdict } of batch.nags) {
      if (verdict !== 'send') result.held[verdict] = (result.held[verdict] ?? 0) + 1;
    }
    const waits = batch.nags.flatMap((nag) => waitOf(nag, day, now));
    result.waiting += waits.length;
    if (!options.dryRun) await Promise.all([models.waits.put(waits), models.heard.raise(batch.raised, day)]);
    const later = ({ goesAt }: { goesAt: Date }) =>
      options.spread ? { afterMs: Math.max(0, goesAt.getTime() - now.getTime()) } : {};
    const nags = batch.nags.filter(isToSend).map((nag) => ({ ...nagOf(nag, timed), ...later(nag) }));
    const lines = batch.lines.filter(isToSend).map((line) => ({ ...lineOf(line, timed), ...later(line) }));
    const put = options.dryRun ? [] : await models.outbox.enqueue([...nags, ...lines], now);
    const fresh = (from: number, to: number): number =>
      options.dryRun ? to - from : put.slice(from, to).filter((outcome) => outcome === 'accepted').length;
    result.sent += fresh(0, nags.length);
    result.lines += fresh(nags.length, nags.length + lines.length);
  }
  return result;
}

const isToSend = ({ verdict }: PlannedNag | PlannedLine): boolean => verdict === 'send';

/** A key a person, day and first page: who is heard of from two ends of the county may have two. */
const waitOf = ({ person, at, waits }: PlannedNag, day: Day, now: Date): Wait[] =>
  waits
    ? [
        {
          _id: `${person._id}|${day}|${waits.items[0]?.roll}`,
          ...{ person: person._id, day: waits.until, at, items: waits.items, dueAts: waits.dueAts, putAt: now },
        },
      ]
    : [];

type Timed = Pick<Extract<Dispatch, { kind: 'nag' }>, 'day' | 'asOf'>;

const nagOf = ({ person, items, again }: PlannedNag, timed: Timed) => ({
  key: (again ? againKey : nagKey)(person._id, timed.day),
  dispatch: { kind: 'nag' as const, ...timed, person: person._id, week: mondayOf(timed.day), items },
});

const lineOf = ({ chat, items }: PlannedLine, timed: Timed) => ({
  key: groupLineKey(chat, timed.day),
  dispatch: { kind: 'group-line' as const, ...timed, chat, items },
});

import type { mongo } from 'mongoose';
import type { Row } from './queue.js';
import { updateEach } from './update-each.js';

/** The rows as the driver sees them; payloads are typed again where they leave `queue.ts`. */
export type Rows = mongo.Collection<Row<unknown>>;

export const MAX_TIME_MS = 10_000;

/** A row while whoever claimed it still has it. */
export const held = ({ _id, fence }: Row<unknown>) => ({ _id, fence, state: 'ready' as const });

/**
 * The first unfinished row of each lane, and until when any row of the lane is leased or waits: a row put by a
 * machine whose clock is behind may stand before one that is being worked.
 */
export async function heads(rows: Rows, lanes: string[]): Promise<{ row: Row<unknown>; busyUntil: Date }[]> {
  return rows
    .aggregate<{ row: Row<unknown>; busyUntil: Date }>(
      [
        { $match: { lane: { $in: lanes }, state: 'ready' } },
        { $sort: { lane: 1, seq: 1 } },
        { $group: { _id: '$lane', row: { $first: '$$ROOT' }, busyUntil: { $max: '$dueAt' } } },
        { $sort: { 'row.seq': 1 } },
      ],
      // One more than there can be: a batch that is filled leaves its cursor open, to be asked for the nothing that is left.
      { maxTimeMS: MAX_TIME_MS, batchSize: lanes.length + 1 },
    )
    .toArray();
}

/** Takes those rows nobody took since they were read. */
export async function lease(rows: Rows, free: Row<unknown>[], now: Date, leaseMs: number): Promise<Row<unknown>[]> {
  const leased = free.map((row) => ({
    row,
    set: { dueAt: new Date(now.getTime() + leaseMs), firstTriedAt: row.firstTriedAt ?? now },
  }));
  const changes = leased.map(({ row, set }) => ({ filter: held(row), set, inc: { fence: 1, tries: 1 } }));
  const taken = await updateEach(rows, changes, MAX_TIME_MS);
  return leased
    .filter(({ row }) => taken.has(row._id))
    .map(({ row, set }) => ({ ...row, ...set, fence: row.fence + 1, tries: row.tries + 1 }));
}

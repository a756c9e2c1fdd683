import type { Clock } from '../models/clock.js';
import { isOutage } from '../models/db.js';
import type { InboundEvent } from '../models/event.js';
import { errorName, type Log } from '../models/log.js';
import type { Models } from '../models/models.js';
import { OUTAGE, type Row } from '../models/queue.js';
import { AFTER_OUTAGE_MS } from './retry.js';

export interface Drain {
  models: Models;
  /** What is done with an event; given by app.ts, for jobs know no handlers. */
  run(event: InboundEvent, models: Models, now: Date): Promise<void>;
  /** Tells the sender that it could not be done, when it is given up. */
  apologise(event: InboundEvent, models: Models, now: Date): Promise<void>;
  clock: Clock;
  machine: Clock;
  log: Log;
  ended?(outcome: string): void;
}

/** Chats worked at once. */
const AT_ONCE = 16;

/** Waits before an event that failed is tried again, in milliseconds; then it is given up. */
const RETRY_MS = [500, 2_000, 10_000, 30_000, 60_000];

/** Works what came in, in the order of each chat; answers how many events. */
export async function drainInbox(drain: Drain): Promise<number> {
  const rows = await drain.models.inbox.claim(AT_ONCE, drain.machine.now());
  await Promise.all(rows.map((row) => workOne(row, drain)));
  return rows.length;
}

async function workOne(row: Row<InboundEvent>, drain: Drain): Promise<void> {
  const { models, clock, machine, log, ended } = drain;
  try {
    await drain.run(row.payload, models, clock.now());
    await models.inbox.settle(row, 'done', machine.now());
    ended?.('done');
  } catch (error) {
    log.error(
      { key: row._id, kind: row.payload.kind, tries: row.tries, error: errorName(error) },
      'an event could not be worked',
    );
    await tryLater(row, isOutage(error), drain).catch(() =>
      log.warn({ key: row._id }, 'event waits for its lease to end'),
    );
  }
}

async function tryLater(row: Row<InboundEvent>, outage: boolean, drain: Drain): Promise<void> {
  const { models, clock, machine, ended } = drain;
  if (outage) return models.inbox.retry(row, new Date(machine.now().getTime() + AFTER_OUTAGE_MS), OUTAGE);
  const waitMs = RETRY_MS[row.failures ?? 0];
  if (waitMs !== undefined) return models.inbox.retry(row, new Date(machine.now().getTime() + waitMs), 'error');
  await drain.apologise(row.payload, models, clock.now());
  await models.inbox.bury(row, 'given-up', machine.now());
  ended?.('given-up');
}

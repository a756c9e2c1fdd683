import type { SendResult } from '../bots/bot.js';
import type { Clock } from '../models/clock.js';
import type { Platform } from '../models/ids.js';
import type { Log } from '../models/log.js';
import type { Address } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type Dispatch, sentAs } from '../models/outbox.js';
import { OUTAGE, type Row } from '../models/queue.js';
import { AFTER_OUTAGE_MS, retryInMs } from './retry.js';
import type { Turns } from './turns.js';

/** What a row of the outbox is brought to its end with. */
export interface Ending {
  models: Models;
  /** The county's time. */
  clock: Clock;
  /** The machine's time: leases and retries go by it. */
  machine: Clock;
  log: Log;
  /** Counts how sends end, for /metrics. */
  ended?(outcome: string): void;
  /** In place of the ladder. */
  retryInMs?(failures: number): number | undefined;
}

type WithTurns = Ending & { turns: Turns };

/** What becomes of a row after a platform has answered. */
export async function conclude(
  row: Row<Dispatch>,
  address: Address,
  result: SendResult,
  ending: WithTurns,
): Promise<void> {
  const { models, clock } = ending;
  const { platform } = address;
  if (result.kind === 'sent') {
    const { messageId } = result;
    return settle(row, 'sent', ending, messageId === undefined ? undefined : sentAs(platform, messageId));
  }
  if (result.kind === 'refused') {
    // Whoever took the bot out may not have been heard: no line goes there any more.
    const isOut = result.outOfChat && 'chat' in address && address.chat.kind === 'group';
    if (isOut) await models.groups.end(address.chat, clock.now());
    // A post that was taken away, or is too old to be changed, is nobody's trouble.
    if (address.to === 'post') return settle(row, `dropped:${result.reason}`, ending);
    return refuse(row, result.reason, ending);
  }
  await later(row, platform, result, ending);
}

/** The platform says when, and whether to everybody. */
export async function later(
  row: Row<Dispatch>,
  platform: Platform,
  { reason, afterMs, everybody, untried }: Extract<SendResult, { kind: 'later' }>,
  ending: WithTurns,
): Promise<void> {
  const { turns, machine } = ending;
  if (untried) return putBack(row, afterMs ?? AFTER_OUTAGE_MS, ending);
  if (everybody && afterMs) await turns.hold(platform, new Date(machine.now().getTime() + afterMs));
  await again(row, reason, afterMs, ending);
}

/** Nothing of the row has left this program: it counts for nothing, and any process may take it. `needs`: what it lacks. */
export const putBack = (
  row: Row<Dispatch>,
  afterMs: number,
  { models, machine }: Ending,
  needs?: string,
): Promise<void> => models.outbox.release(row, new Date(machine.now().getTime() + afterMs), needs);

/** It will never arrive: `doctor` shows it. */
export async function refuse(row: Row<Dispatch>, reason: string, ending: Ending): Promise<void> {
  ending.log.warn({ key: row._id, kind: row.payload.kind, reason }, 'the platform refused a message');
  await bury(row, `refused:${reason}`, ending);
}

/** It failed: once more after a while, or given up. `afterMs`: not before, where the platform says so. */
export async function again(
  row: Row<Dispatch>,
  reason: string,
  afterMs: number | undefined,
  ending: Ending,
): Promise<void> {
  const ladder = ending.retryInMs ?? retryInMs;
  const waitMs = reason === OUTAGE ? AFTER_OUTAGE_MS : ladder((row.failures ?? 0) + 1);
  if (waitMs === undefined) return bury(row, `given-up:${reason}`, ending);
  ending.log.info(
    { key: row._id, kind: row.payload.kind, tries: row.tries, reason },
    'a message waits for its next try',
  );
  const at = new Date(ending.machine.now().getTime() + Math.max(waitMs, afterMs ?? 0));
  await ending.models.outbox.retry(row, at, reason);
}

/** It is done with, in a word. `called`: what the platform calls it. */
export async function settle(
  row: Row<Dispatch>,
  outcome: string,
  { models, machine, ended }: Ending,
  called?: string,
): Promise<void> {
  await models.outbox.settle(row, outcome, machine.now(), called);
  ended?.(outcome);
}

async function bury(row: Row<Dispatch>, outcome: string, { models, machine, ended }: Ending): Promise<void> {
  await models.outbox.bury(row, outcome, machine.now());
  ended?.(outcome);
}

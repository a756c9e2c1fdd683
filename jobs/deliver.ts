import type { Bot, SendResult } from '../bots/bot.js';
import type { Clock } from '../models/clock.js';
import { isOutage } from '../models/db.js';
import type { Chat } from '../models/event.js';
import type { Log } from '../models/log.js';
import type { Address } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type Dispatch, sentAs } from '../models/outbox.js';
import { OUTAGE, type Row } from '../models/queue.js';
import { type Composed, compose } from './compose.js';

export interface Delivery {
  models: Models;
  bots: ReadonlyMap<string, Bot>;
  /** The county's time: what still holds is decided by it. */
  clock: Clock;
  /** The machine's time: leases and retries go by it. */
  machine: Clock;
  log: Log;
  /** Counts how sends end, for /metrics. */
  ended?(outcome: string): void;
}

/** Lanes worked at once: enough to hide a platform's 200 ms, few enough for a small database. */
const AT_ONCE = 16;

/**
 * Waits before the next try, in milliseconds, by how often it has failed; undefined: give up. Together about 40
 * minutes, inside the hour in which Feishu takes a key sent twice for one message.
 */
export const retryInMs = (failures: number): number | undefined =>
  [1_000, 5_000, 20_000, 60_000, 180_000, 300_000, 600_000, 900_000][failures - 1];

/** A database that was away is asked again soon, however often it was away: what waits is not at fault. */
export const AFTER_OUTAGE_MS = 1_000;

/** Sends what is due, in the order of each lane; answers how many rows it worked. */
export async function deliver(delivery: Delivery): Promise<number> {
  const rows = await delivery.models.outbox.claim(AT_ONCE, delivery.machine.now());
  await Promise.all(rows.map((row) => deliverOne(row, delivery)));
  return rows.length;
}

async function deliverOne(row: Row<Dispatch>, delivery: Delivery): Promise<void> {
  const { models, clock, log } = delivery;
  try {
    if (row.payload.kind === 'members' && !(await askMembers(row, row.payload.chat, delivery))) return;
    const composed = await compose(row.payload, models, new Set(delivery.bots.keys()), clock.now());
    if (composed.kind === 'drop') {
      await settle(row, `dropped:${composed.why}`, delivery);
      return;
    }
    await conclude(row, composed.address, await send(row, composed, delivery), delivery);
  } catch (error) {
    log.error({ key: row._id, kind: row.payload.kind, tries: row.tries, error: nameOf(error) }, 'delivery failed');
    await again(row, isOutage(error) ? OUTAGE : 'error', undefined, delivery).catch(() =>
      log.warn({ key: row._id }, 'row waits for its lease to end'),
    );
  }
}

/** Asks a platform who is in a group, and keeps it; false while it is to be asked again later. */
async function askMembers(row: Row<Dispatch>, chat: Chat, delivery: Delivery): Promise<boolean> {
  const { models, bots, clock } = delivery;
  const told = await bots.get(chat.platform)?.members?.(chat.id);
  if (told?.kind === 'later') {
    await again(row, told.reason, told.afterMs, delivery);
    return false;
  }
  if (told?.kind === 'members') await models.groups.keepMembers(chat, told.accounts, clock.now());
  if (told?.kind === 'refused' && told.outOfChat) await models.groups.end(chat, clock.now());
  return true;
}

async function send(
  row: Row<Dispatch>,
  { address, content }: Extract<Composed, { kind: 'message' }>,
  delivery: Delivery,
): Promise<SendResult> {
  const bot = delivery.bots.get(address.platform);
  if (!bot) return { kind: 'refused', reason: 'platform-off' };
  if (bot.remembersKeysMs !== undefined && isForgotten(row, bot.remembersKeysMs, delivery))
    return { kind: 'refused', reason: 'uncertain' };
  await waitForTurn(bot, address, delivery);
  return bot.send({ key: row._id, address, content });
}

/** A key the platform has forgotten would make a retry a second message: better a message uncertain than twice. */
function isForgotten({ firstTriedAt, tries }: Row<Dispatch>, remembersMs: number, { machine }: Delivery): boolean {
  return tries > 1 && firstTriedAt !== undefined && machine.now().getTime() - firstTriedAt.getTime() > remembersMs;
}

async function waitForTurn({ pace, platform }: Bot, address: Address, { models, machine }: Delivery): Promise<void> {
  if (!pace) return;
  const target = 'account' in address ? address.account : address.chat.id;
  const now = machine.now();
  const turns = await Promise.all([
    models.pace.reserve(platform, pace.everyMs, now),
    models.pace.reserve(`${platform}:${target}`, pace.everyMsPerChat, now),
  ]);
  const waitMs = Math.max(...turns.map((turn) => turn.getTime())) - machine.now().getTime();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

async function conclude(row: Row<Dispatch>, address: Address, result: SendResult, delivery: Delivery): Promise<void> {
  if (result.kind === 'sent') {
    const { messageId } = result;
    return settle(row, 'sent', delivery, messageId === undefined ? undefined : sentAs(address.platform, messageId));
  }
  if (result.kind === 'later') return again(row, result.reason, result.afterMs, delivery);
  delivery.log.warn({ key: row._id, kind: row.payload.kind, reason: result.reason }, 'the platform refused a message');
  // Whoever took the bot out may not have been heard: no line goes there any more.
  if (result.outOfChat && 'chat' in address && address.chat.kind === 'group') {
    await delivery.models.groups.end(address.chat, delivery.clock.now());
  }
  await bury(row, `refused:${result.reason}`, delivery);
}

async function again(
  row: Row<Dispatch>,
  reason: string,
  afterMs: number | undefined,
  delivery: Delivery,
): Promise<void> {
  const waitMs = reason === OUTAGE ? AFTER_OUTAGE_MS : retryInMs((row.failures ?? 0) + 1);
  if (waitMs === undefined) return bury(row, `given-up:${reason}`, delivery);
  delivery.log.info(
    { key: row._id, kind: row.payload.kind, tries: row.tries, reason },
    'a message waits for its next try',
  );
  const at = new Date(delivery.machine.now().getTime() + Math.max(waitMs, afterMs ?? 0));
  await delivery.models.outbox.retry(row, at, reason);
}

async function settle(
  row: Row<Dispatch>,
  outcome: string,
  { models, machine, ended }: Delivery,
  called?: string,
): Promise<void> {
  await models.outbox.settle(row, outcome, machine.now(), called);
  ended?.(outcome);
}

async function bury(row: Row<Dispatch>, outcome: string, { models, machine, ended }: Delivery): Promise<void> {
  await models.outbox.bury(row, outcome, machine.now());
  ended?.(outcome);
}

/** What an error is called; its message may hold what somebody wrote. */
export const nameOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? `:${String(error.code)}` : ''}` : typeof error;

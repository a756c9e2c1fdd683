import { isDeepStrictEqual } from 'node:util';
import type { Bot } from '../bots/bot.js';
import { isOutage } from '../models/db.js';
import type { Chat } from '../models/event.js';
import { errorName } from '../models/log.js';
import { type Dispatch, ITS_TIME, isUnasked, SEND_WITHIN_MS, SWITCH_LANES } from '../models/outbox.js';
import { OUTAGE, type Row } from '../models/queue.js';
import { type Composed, compose } from './compose.js';
import { again, conclude, type Ending, later, putBack, refuse, settle } from './ending.js';
import { AFTER_OUTAGE_MS } from './retry.js';
import { sendableOf } from './sendable.js';
import { standingBy } from './standing-by.js';
import { createTurns, type Turns } from './turns.js';

export interface Delivery extends Ending {
  bots: ReadonlyMap<string, Bot>;
}

/**
 * Rows in hand at once. What a platform allows is 16 a second and a call takes 200 ms, so four are enough; but of the
 * calls that hang each keeps its place for 10 s, and the others are to go on.
 */
const IN_HAND = 64;
/** Rows of them that wait to be sent, where a platform has a pace: a second's worth. More would be others' to send. */
const IN_LINE = 16;
/**
 * How old may be what a message was decided on, when it goes out; the look itself (some queries, one after the other)
 * comes on top. It is made when the row is claimed, and once more where the turn took longer.
 */
const LOOK_HOLDS_MS = 1_000;

/** How soon a row for a platform that is paused is looked at again. Where all are, none is taken up. */
const PAUSED_LOOK_MS = 30_000;
/** Who has answered a question so lately is answering the next. */
const ANSWERING_MS = 5 * 60_000;
/** How soon what waits for that, or for the hours of a school day, is looked at again. */
const WAITING_LOOK_MS = 5 * 60_000;

export interface Deliverer {
  /** Takes in hand what is due, as far as there is room, and waits for none of it; answers how many rows. */
  work(): Promise<number>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
}

/**
 * Sends what is due, in the order of each lane. A row that hangs keeps its lane waiting and nobody else.
 *
 * @param roomier told whenever a row leaves the line or is done with: there may be room for another.
 */
export function createDeliverer(delivery: Delivery, roomier: () => void = () => {}): Deliverer {
  const turns = createTurns(delivery);
  const inHand = new Set<Promise<void>>();
  const inLine = new Set<string>();
  const mostInLine = [...delivery.bots.values()].some(({ pace }) => pace) ? IN_LINE : IN_HAND;

  const takeInHand = (row: Row<Dispatch>): void => {
    inLine.add(row._id);
    const leavesLine = (): void => {
      if (inLine.delete(row._id)) roomier();
    };
    const ended = deliverOne(row, { ...delivery, turns, leavesLine }).finally(() => {
      inHand.delete(ended);
      inLine.delete(row._id);
      roomier();
    });
    inHand.add(ended);
  };

  return {
    async work() {
      const room = Math.min(IN_HAND - inHand.size, mostInLine - inLine.size);
      // Not one by one: a look at the database is worth several rows.
      if (room < IN_LINE / 2) return 0;
      const lanesBegin = (await isSilent(delivery)) ? SWITCH_LANES : '';
      const without = standingBy(delivery.bots);
      const rows = await delivery.models.outbox.claim(room, delivery.machine.now(), { lanesBegin, without });
      for (const row of rows) takeInHand(row);
      return rows.length;
    },
    async idle() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}

/** Whether an operator has stopped every platform there is. */
const isSilent = async ({ models, bots }: Delivery): Promise<boolean> =>
  bots.size > 0 && (await models.pauses.among(bots.keys())).length === bots.size;

/** Sends a handful of what is due, to its end; answers how many rows it worked. */
export async function deliver(delivery: Delivery): Promise<number> {
  const deliverer = createDeliverer(delivery);
  const worked = await deliverer.work();
  await deliverer.idle();
  return worked;
}

type ToSay = Extract<Composed, { kind: 'message' }>;

interface Delivering extends Delivery {
  turns: Turns;
  /** The row is on its way to the platform. */
  leavesLine(): void;
}

async function deliverOne(row: Row<Dispatch>, delivery: Delivering): Promise<void> {
  const { log } = delivery;
  let left = false;
  const leavesLine = (): void => {
    left = true;
    delivery.leavesLine();
  };
  try {
    if (row.payload.kind === 'members' && !(await askMembers(row, row.payload.chat, delivery))) return;
    const looked = await look(row, delivery);
    await (looked.kind === 'message' ? send(row, looked, { ...delivery, leavesLine }) : leave(row, looked, delivery));
  } catch (error) {
    log.error({ key: row._id, kind: row.payload.kind, tries: row.tries, error: errorName(error) }, 'delivery failed');
    const back =
      isOutage(error) && !left
        ? putBack(row, AFTER_OUTAGE_MS, delivery)
        : again(row, isOutage(error) ? OUTAGE : 'error', undefined, delivery);
    await back.catch(() => log.warn({ key: row._id }, 'row waits for its lease to end'));
  }
}

/** What the row has become by now. */
async function look(row: Row<Dispatch>, delivery: Delivery): Promise<Composed> {
  const { models, bots, clock } = delivery;
  return (await isAnswering(row, delivery)) ? { kind: 'wait' } : compose(row.payload, models, bots, clock.now());
}

const leave = (row: Row<Dispatch>, looked: Exclude<Composed, ToSay>, delivery: Delivery): Promise<void> =>
  looked.kind === 'wait'
    ? putBack(row, WAITING_LOOK_MS, delivery, ITS_TIME)
    : settle(row, `dropped:${looked.why}`, delivery);

/** Whether a reminder would come between somebody and the question they are about to answer. */
async function isAnswering({ payload }: Row<Dispatch>, { models, clock }: Delivery): Promise<boolean> {
  if (payload.kind !== 'nag' && payload.kind !== 'collection-ask') return false;
  return models.dialogues.isBusy(payload.person, new Date(clock.now().getTime() - ANSWERING_MS));
}

/** Asks a platform who is in a group, and keeps it; false while it is to be asked again later. */
async function askMembers(row: Row<Dispatch>, chat: Chat, delivery: Delivering): Promise<boolean> {
  const { models, bots, clock } = delivery;
  const told = await bots.get(chat.platform)?.members?.(chat.id);
  if (told?.kind === 'later') {
    await later(row, chat.platform, told, delivery);
    return false;
  }
  if (told?.kind === 'members') await models.groups.keepMembers(chat, told.accounts, clock.now());
  if (told?.kind === 'refused' && told.outOfChat) await models.groups.end(chat, clock.now());
  return true;
}

async function send(row: Row<Dispatch>, composed: ToSay, delivery: Delivering): Promise<void> {
  const { models, machine, turns, leavesLine } = delivery;
  const { address } = composed;
  const lookedAt = machine.now();
  const bot = delivery.bots.get(address.platform);
  if (!bot) return refuse(row, 'platform-off', delivery);
  if (bot.standsBy?.()) return models.outbox.release(row, lookedAt, bot.platform);
  if (bot.remembersKeysMs !== undefined && isForgotten(row, bot.remembersKeysMs, delivery))
    return refuse(row, 'uncertain', delivery);
  if (isStale(row, bot, delivery)) return settle(row, 'dropped:stale', delivery);
  const mayGo = async (): Promise<boolean> =>
    isOfSwitch(row) || (await models.pauses.among([address.platform])).length === 0;
  if (!(await mayGo())) return putBack(row, PAUSED_LOOK_MS, delivery);
  // Who gets no turn in time to be sent before the lease ends leaves the row to be taken up when there is one.
  const notBefore = await turns.take(bot, address, new Date(row.dueAt.getTime() - SEND_WITHIN_MS));
  if (notBefore) return models.outbox.release(row, notBefore);
  // Stopped while it waited for its turn.
  if (!(await mayGo())) return putBack(row, PAUSED_LOOK_MS, delivery);
  const looked = +machine.now() - +lookedAt > LOOK_HOLDS_MS ? await look(row, delivery) : composed;
  if (looked.kind !== 'message') return leave(row, looked, delivery);
  // The turn was for another platform or chat.
  if (!isDeepStrictEqual(looked.address, address)) return putBack(row, 0, delivery);
  const { content, about } = looked;
  const sendable = await sendableOf(content, row.failures ?? 0, models.outgoingFiles);
  leavesLine();
  const result = await bot.send({ key: row._id, address, content: sendable }, mayGo);
  if (result.kind === 'sent' && about && row.payload.kind === 'nag')
    await models.heard.note(row.payload.person, row.payload.day, about, delivery.clock.now());
  await conclude(row, address, result, delivery);
}

const isOfSwitch = ({ payload }: Row<Dispatch>): boolean => payload.kind === 'message' && payload.ofSwitch === true;

/**
 * A key the platform has forgotten would make a retry a second message: better a message uncertain than twice. Where it
 * knows no keys (0), its bot says `later` only of what did not arrive; then a claim that nobody put back is what is open.
 */
function isForgotten(row: Row<Dispatch>, remembersMs: number, { machine }: Delivery): boolean {
  const { firstTriedAt, tries, failures = 0 } = row;
  if (remembersMs === 0) return tries - failures > 1;
  return tries > 1 && firstTriedAt !== undefined && machine.now().getTime() - firstTriedAt.getTime() > remembersMs;
}

/** Kept back for so long that nobody waits for it any more; what has waited for a school day is meant to be old. */
const isStale = ({ putAt, payload }: Row<Dispatch>, { staleAfterMs }: Bot, { clock }: Delivery): boolean =>
  !isUnasked(payload) && staleAfterMs !== undefined && clock.now().getTime() - putAt.getTime() > staleAfterMs;

import type { Bot, FetchResult } from '../bots/bot.js';
import { fileLimits } from '../config/limits/files.js';
import { answering, called } from '../config/texts/collection.js';
import * as texts from '../config/texts/file.js';
import { materialsOf, word as materialsWord } from '../config/texts/training-material.js';
import type { Clock } from '../models/clock.js';
import { answerIn } from '../models/collection.js';
import { isOutage } from '../models/db.js';
import type { Fetch, Unkept } from '../models/fetch.js';
import { isTaken, takeIn } from '../models/incoming-file.js';
import { errorName, type Log } from '../models/log.js';
import { materialIn } from '../models/material.js';
import type { Models } from '../models/models.js';
import { OUTAGE, type Row } from '../models/queue.js';
import { AFTER_OUTAGE_MS, retryInMs } from './retry.js';
import { standingBy } from './standing-by.js';

export interface Fetching {
  models: Models;
  bots: ReadonlyMap<string, Bot>;
  /** The county's time: what is told to people stands under it. */
  clock: Clock;
  /** The machine's time: leases and retries go by it. */
  machine: Clock;
  log: Log;
  limits?: { mostBytes: number; withinMs: number };
  /** Counts how fetches end, for /metrics. */
  ended?(outcome: string): void;
}

type Ending = { kind: 'kept' } | Extract<FetchResult, { kind: 'later' }> | { kind: 'not-kept'; why: Unkept };

/** Fetches what hangs on records from the platforms; answers how many rows it worked. */
export async function fetchFiles(fetching: Fetching): Promise<number> {
  const { models, bots, machine } = fetching;
  const rows = await models.fetches.claim(fileLimits.atOnce, machine.now(), { without: standingBy(bots) });
  await Promise.all(rows.map((row) => fetchOne(row, fetching)));
  return rows.length;
}

async function fetchOne(row: Row<Fetch>, fetching: Fetching): Promise<void> {
  const { models, machine, log, ended } = fetching;
  try {
    const ending = await bring(row, fetching);
    if (ending.kind === 'later' && ending.untried && isFresh(row, fetching.clock))
      return await putBack(row, ending, fetching);
    if (ending.kind === 'later') return await again(row, ending.reason, ending.afterMs, fetching);
    if (ending.kind === 'not-kept') return await giveUp(row, ending.why, fetching);
    await models.fetches.settle(row, ending.kind, machine.now());
    ended?.(ending.kind);
  } catch (error) {
    const reason = errorName(error);
    log.warn({ key: row._id, tries: row.tries, error: reason }, 'a file could not be fetched');
    await again(row, isOutage(error) ? OUTAGE : 'broken', undefined, fetching).catch(() =>
      log.warn({ key: row._id }, 'file waits for its lease to end'),
    );
  }
}

async function bring(row: Row<Fetch>, { models, bots, machine, limits = fileLimits }: Fetching): Promise<Ending> {
  const { record, attachment } = row.payload;
  const { kind, ref, name, from } = attachment;
  if (await models.files.has({ record, ref })) return { kind: 'kept' };
  if (!isTaken(name, fileLimits)) return { kind: 'not-kept', why: 'wrong-type' };
  const bot = bots.get(from.platform);
  if (!bot?.fetchFile) return { kind: 'not-kept', why: 'unreachable' };

  const { mostBytes } = limits;
  const result = await bot.fetchFile(attachment, from.messageId, {
    mostBytes,
    signal: AbortSignal.timeout(limits.withinMs),
  });
  if (result.kind === 'later') return result;
  if (result.kind === 'refused') return { kind: 'not-kept', why: result.reason };
  const incoming = { record, ref, kind, name: texts.fileName(attachment), at: machine.now(), attempt: row.fence };
  const taken = await takeIn(models.files, incoming, result.bytes, limits);
  return taken.kind === 'kept' ? { kind: 'kept' } : taken;
}

/** So long a platform may be away before its sender is asked to send a file again. */
const AWAY_MOST_MS = 24 * 3600_000;
const AWAY_LOOK_MS = 15_000;

const isFresh = ({ putAt }: Row<Fetch>, clock: Clock): boolean =>
  clock.now().getTime() - putAt.getTime() < AWAY_MOST_MS;

/** Whoever is connected fetches it; here nothing was tried, and nothing is counted. */
function putBack(
  row: Row<Fetch>,
  { afterMs = AWAY_LOOK_MS }: { afterMs?: number },
  { models, bots, machine }: Fetching,
): Promise<void> {
  const { platform } = row.payload.attachment.from;
  if (bots.get(platform)?.standsBy?.()) return models.fetches.release(row, machine.now(), platform);
  return models.fetches.release(row, new Date(machine.now().getTime() + afterMs));
}

async function again(row: Row<Fetch>, reason: string, afterMs: number | undefined, fetching: Fetching): Promise<void> {
  const { models, machine, log } = fetching;
  const waitMs = reason === OUTAGE ? AFTER_OUTAGE_MS : retryInMs((row.failures ?? 0) + 1);
  if (waitMs === undefined) return giveUp(row, 'unreachable', fetching);
  log.info({ key: row._id, tries: row.tries, reason }, 'a file waits for its next try');
  await models.fetches.retry(row, new Date(machine.now().getTime() + Math.max(waitMs, afterMs ?? 0)), reason);
}

/** Whoever sent it is told, before the row ends: told again after a crash, it is the same message. */
async function giveUp(row: Row<Fetch>, why: Unkept, fetching: Fetching): Promise<void> {
  const { models, clock, machine, log, ended, limits = fileLimits } = fetching;
  const { record, person, attachment } = row.payload;
  // A material is handed out without what did not arrive.
  const material = materialIn(record);
  if (material !== undefined) await models.materials.without(material, attachment.ref);
  const { what, word } = await purposeOf(record, models);
  const text = texts.notKept(what, texts.fileName(attachment), why, { mostBytes: limits.mostBytes, word });
  const dispatch = { kind: 'private', person, content: { kind: 'text', text } } as const;
  await models.outbox.enqueue([{ key: row._id, dispatch }], clock.now());
  log.warn({ key: row._id, kind: attachment.kind, why }, 'a file was not kept');
  await models.fetches.settle(row, models.fetches.notKept(why), machine.now());
  ended?.('not-kept');
}

/** What a file was sent for, as people call it, and the word under which it is sent again. */
async function purposeOf(record: string, models: Models): Promise<{ what: string; word?: string }> {
  const id = materialIn(record);
  if (id !== undefined) {
    const no = (await models.materials.byId(id))?.training;
    const training = no === undefined ? undefined : await models.trainings.headOf(no);
    return training ? { what: materialsOf(training), word: materialsWord(training) } : { what: texts.somewhere };
  }
  const answer = answerIn(record);
  const collection = answer && (await models.collections.byNo(answer.of));
  if (collection) return { what: called(collection), word: answering(collection) };
  const found = await models.submissions.get(record);
  return { what: models.catalogue.duties.find(({ key }) => key === found?.duty)?.name ?? texts.somewhere };
}

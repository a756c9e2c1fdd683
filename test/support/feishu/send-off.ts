import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { createFeishu } from '../../../bots/feishu/index.js';
import { FEISHU } from '../../../bots/feishu/parse.js';
import { type FeishuLimits, feishuLimits } from '../../../config/limits/feishu.js';
import { loadCalendar, packagedDir } from '../../../config/load.js';
import { createDeliverer } from '../../../jobs/deliver.js';
import { retryInMs } from '../../../jobs/retry.js';
import { startWorker } from '../../../jobs/worker.js';
import { systemClock } from '../../../models/clock.js';
import { silent } from '../../../models/log.js';
import type { Address } from '../../../models/message.js';
import { createModels, type Models } from '../../../models/models.js';
import type { Dispatch } from '../../../models/outbox.js';
import { mainJob } from '../catalogues.js';
import { feishuConfig, secrets } from './bot.js';
import type { FaultPlan } from './faults.js';
import type { Sent } from './messages.js';
import type { Traffic } from './rates.js';
import { type FeishuStandIn, startFeishuStandIn } from './stand-in.js';

/** A mass of messages, put at once and sent by several instances of the program that share nothing but the database. */
export interface SendOff {
  uri: string;
  dbName: string;
  /** To each of so many persons, and into each of so many groups. */
  persons: { count: number; each: number };
  groups: { count: number; each: number };
  instances: number;
  /** How many times faster than real everything goes: limits, answers, time-outs, retries. */
  speed: number;
  /** How long the platform takes for an answer, in real milliseconds. */
  latencyMs: number;
  plan?: FaultPlan;
}

export interface Report {
  put: number;
  /** Messages that arrived; of them more than once, and after one that was put later. */
  arrived: number;
  twice: number;
  disordered: number;
  /** The same key with other words. */
  conflicts: number;
  /** Rows given up, or not sent at the end. */
  unsent: number;
  faults: Record<string, number>;
  traffic: Traffic;
  /**
   * Calls made of those allowed, without the time the app was told to wait, from the first until no message is left
   * that was never tried: afterwards there is nothing to send but what failed, when its time has come.
   */
  share: number;
  tokens: number;
  seconds: number;
}

/** What the program keeps to, when time goes faster. Whole milliseconds, for the database knows no others. */
const hastened = (speed: number): FeishuLimits => {
  const faster = (ms: number) => Math.ceil(ms / speed);
  return {
    ...feishuLimits,
    sendEveryMs: faster(feishuLimits.sendEveryMs),
    sendCatchUpMs: faster(feishuLimits.sendCatchUpMs),
    sendEveryMsToOne: faster(feishuLimits.sendEveryMsToOne),
    callTimeoutMs: faster(feishuLimits.callTimeoutMs),
    throttledMs: faster(feishuLimits.throttledMs),
  };
};

export async function sendOff(options: SendOff): Promise<Report> {
  const { speed, plan } = options;
  const rates = { speed };
  const latencyMs = options.latencyMs / speed;
  const platform = await startFeishuStandIn({ ...secrets, rates, latencyMs, ...(plan && { plan }) });
  const startedAt = performance.now();
  const programs = [];
  for (let i = 0; i < options.instances; i++) programs.push(await startInstance(platform, options));
  try {
    const [first] = programs;
    if (!first) throw new Error('no instance');
    const put = messages(options);
    for (let i = 0; i < put.length; i += 1000)
      await first.models.outbox.enqueue(put.slice(i, i + 1000), systemClock.now());
    const untried = { state: 'ready', tries: 0 };
    while ((await first.models.outbox.count(untried)) > 0) await sleep(50);
    const busy = platform.traffic();
    while ((await first.models.outbox.counts()).ready > 0) await sleep(50);
    const sent = await first.models.outbox.count({ outcome: 'sent' });
    const seconds = (performance.now() - startedAt) / 1000;
    return { put: put.length, unsent: put.length - sent, seconds, ...reportOf(platform), share: shareOf(busy, speed) };
  } finally {
    await Promise.all(programs.map(({ stop }) => stop()));
    await platform.stop();
  }
}

async function startInstance(platform: FeishuStandIn, { uri, dbName, speed }: SendOff) {
  const connection = mongoose.createConnection(uri, { dbName, autoIndex: false, autoCreate: false, maxPoolSize: 20 });
  await connection.asPromise();
  const models: Models = createModels(connection, {
    catalogue: mainJob(),
    calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai'),
  });
  const bot = await createFeishu(feishuConfig(platform.domain), { log: silent, limits: hastened(speed) });
  const delivery = { models, bots: new Map([[FEISHU, bot]]), clock: systemClock, machine: systemClock, log: silent };
  const ladder = (failures: number): number | undefined => {
    const ms = retryInMs(failures);
    return ms === undefined ? undefined : ms / speed;
  };
  const deliverer = createDeliverer({ ...delivery, retryInMs: ladder }, () => worker.nudge());
  const worker = startWorker('deliver', () => deliverer.work(), 500 / speed, silent);
  const stop = async (): Promise<void> => {
    await worker.stop();
    await deliverer.idle();
    await connection.close();
  };
  return { models, stop };
}

/** Round after round, one to each: so that those into one group are far apart as they are put, and close as they wait. */
function messages({ persons, groups }: SendOff): { key: string; dispatch: Dispatch }[] {
  const all: { key: string; dispatch: Dispatch }[] = [];
  const put = (address: Address, to: string, n: number): void => {
    const content = { kind: 'text' as const, text: `${to}#${n}` };
    all.push({ key: `mass:${to}:${n}`, dispatch: { kind: 'message', address, content } });
  };
  for (let n = 0; n < Math.max(persons.each, groups.each); n++) {
    for (let i = 0; i < persons.count && n < persons.each; i++)
      put({ to: 'account', platform: FEISHU, account: `ou_p${i}` }, `ou_p${i}`, n);
    for (let i = 0; i < groups.count && n < groups.each; i++)
      put({ to: 'chat', platform: FEISHU, chat: { platform: FEISHU, id: `oc_g${i}`, kind: 'group' } }, `oc_g${i}`, n);
  }
  return all;
}

const shareOf = ({ calls, firstMs, lastMs, heldMs }: Traffic, speed: number): number =>
  calls / (((lastMs - firstMs - heldMs) * speed * feishuLimits.sendsPerMinute) / 60_000);

function reportOf(platform: FeishuStandIn): Omit<Report, 'put' | 'unsent' | 'seconds' | 'share'> {
  const sent = platform.sent();
  const distinct = new Set(sent.map(({ text }) => text));
  return {
    arrived: distinct.size,
    twice: sent.length - distinct.size,
    disordered: disordered(sent),
    conflicts: platform.conflicts().length,
    faults: platform.faults(),
    traffic: platform.traffic(),
    tokens: platform.requests('token'),
  };
}

function disordered(sent: Sent[]): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const { text, receiveId = '' } of sent) {
    const n = Number(text.split('#')[1]);
    if (n !== (last.get(receiveId) ?? -1) + 1) count += 1;
    last.set(receiveId, n);
  }
  return count;
}

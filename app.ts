import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { Bot } from './bots/bot.js';
import type { Env } from './config/env.js';
import * as helpTexts from './config/texts/help.js';
import { openBots, openCounty } from './county.js';
import { mountWebhook, platformConnections, startAlarms } from './deliveries.js';
import { startFiles } from './files.js';
import { startForms } from './forms.js';
import { run, toFiller } from './handlers/run.js';
import { createDeliverer, deliver } from './jobs/deliver.js';
import { drainInbox } from './jobs/drain-inbox.js';
import { fetchFiles } from './jobs/fetch-files.js';
import { startPosts } from './jobs/posts.js';
import { type Schedule, startSchedule } from './jobs/schedule.js';
import { type Passed, travel } from './jobs/travel.js';
import { startWorker, type Worker } from './jobs/worker.js';
import { type Clock, MovableClock } from './models/clock.js';
import { buildIndexes, type Database } from './models/db.js';
import { loadDemo } from './models/demo/load.js';
import type { InboundEvent } from './models/event.js';
import { errorName, type Log } from './models/log.js';
import type { Models } from './models/models.js';
import { type Dispatch, ITS_TIME } from './models/outbox.js';
import { startSandbox } from './sandbox.js';
import { startTrainings } from './trainings.js';
import { healthRoutes, READY_WITHIN_MS } from './web/health.js';
import { closeServer, listen } from './web/listen.js';
import { createMetrics, type Metrics, metricsRoute } from './web/metrics.js';

export interface AppOptions {
  /** The county's time; the sandbox puts it forward. */
  clock: Clock;
  log: Log;
  /** This machine's own clock. */
  own?: Clock;
}

export interface App {
  /** Where it listens, e.g. http://127.0.0.1:3000 */
  url: string;
  models: Models;
  /** Puts a movable clock forward, living through what the schedule would have done on the way. */
  travelTo(at: Date): Promise<Passed[]>;
  /** Finishes what is in flight, then stops. */
  stop(): Promise<void>;
}

/** What the parts of a running program share. */
export interface Running {
  env: Env;
  database: Database;
  models: Models;
  bots: ReadonlyMap<string, Bot>;
  schedule: Schedule;
  clock: Clock;
  log: Log;
  stopping: AbortSignal;
  /** Stores an event and has it worked. */
  accept(events: InboundEvent[], now: Date): Promise<void>;
  /** Works the inbox and the outbox until both are empty, but for what waits for its time. */
  settle(): Promise<void>;
}

/** How long a clock that is put forward waits for what is still under way, in milliseconds. */
const SETTLE_WITHIN_MS = 10_000;

/** How often the workers look for rows that other processes put, in milliseconds. */
const LOOK_EVERY_MS = 500;

/** How often the shared clock is set by the database: a machine's own goes wrong by seconds a day, or all at once. */
const SET_CLOCK_EVERY_MS = 60_000;
/** A school closed in a chat is known to the other processes after this long. */
const FOLLOW_EVERY_MS = 30_000;

/** Starts the whole program. Rejects with a sentence for the operator when it cannot. */
export async function startApp(env: Env, { clock, log, own }: AppOptions): Promise<App> {
  const { database, models, machine } = await openCounty(env, log, own);
  const stopping = new AbortController();
  const working: { stop(): Promise<void> }[] = [];
  try {
    const bots = await openBots(env, { database, models }, log);
    const koa = quietKoa(log);
    const queues = async () => [
      { queue: 'inbox', ...(await models.inbox.counts()) },
      { queue: 'outbox', ...(await models.outbox.counts()) },
      { queue: 'fetches', ...(await models.fetches.counts()) },
    ];
    const paused = () => models.pauses.among(bots.keys());
    const metrics = createMetrics(queues, () => connections.states(), { platforms: () => bots.keys(), paused });
    const { settle, ...workers } = startWorkers({ models, bots, clock, machine, log, metrics });
    const { drainer, deliverer, fetcher, poster } = workers;
    const clockSetter = startWorker('set-clock', () => machine.set().then(() => 0), SET_CLOCK_EVERY_MS, log);
    const follower = startWorker(
      'follow-calendar',
      () => models.localDays.follow().then(() => 0),
      FOLLOW_EVERY_MS,
      log,
    );
    working.push(...Object.values(workers), clockSetter, follower);
    const accept = async (events: InboundEvent[], now: Date): Promise<void> => {
      await models.inbox.accept(events, now);
      drainer.nudge();
    };
    const connections = platformConnections(bots.values(), { accept, log, machine, leases: models.leases }, metrics);
    const alarms = startAlarms(connections, models, log);
    working.push(connections, alarms);
    const afterJob = () => deliverer.nudge();
    const schedule = startSchedule({ models, bots, clock, zone: env.timeZone, log, afterJob });
    working.push(schedule);
    const parts = { env, database, models, bots, schedule, clock, log };
    const running: Running = { ...parts, stopping: stopping.signal, accept, settle };

    koa.use(healthRoutes({ ready: () => isReady(database), connections: () => connections.states(), paused }));
    koa.use(metricsRoute(metrics));
    for (const bot of bots.values()) mountWebhook(koa, bot, running, metrics);
    for (const pages of [startForms, startFiles, startTrainings]) koa.use(pages(running));
    if (env.sandbox) koa.use(rootTo('/sandbox'));
    if (env.sandbox) koa.use(await startSandbox(running, (bot) => bots.set(bot.platform, bot)));
    // After every part has named its collections.
    await buildIndexes(database.connection);
    if (env.demo && (await loadDemo(database.connection, clock.now()))) log.info({}, 'demo county loaded');

    connections.open();
    const server = await listen(koa, env);
    const caughtUp = catchUp(running);
    const url = `http://${env.host}:${(server.address() as AddressInfo).port}`;
    const stop = async (): Promise<void> => {
      stopping.abort();
      await connections.stop();
      await schedule.stop();
      await caughtUp;
      await closeServer(server);
      await drainer.stop();
      await fetcher.stop();
      await poster.stop();
      await deliverer.stop();
      await clockSetter.stop();
      await follower.stop();
      await alarms.stop();
      await database.stop();
    };
    const travelTo = (at: Date): Promise<Passed[]> => {
      if (!(clock instanceof MovableClock)) throw new Error('this clock is the real one');
      return travel({ clock, schedule, settle }, at);
    };
    return { url, models, travelTo, stop };
  } catch (error) {
    stopping.abort();
    // Left at work they would keep a process alive that has nothing to serve.
    await Promise.all(working.map((part) => part.stop()));
    await database.stop();
    throw error;
  }
}

function startWorkers({
  models,
  bots,
  clock,
  machine,
  log,
  metrics,
}: Pick<Running, 'models' | 'clock' | 'log'> & { bots: Map<string, Bot>; machine: Clock; metrics: Metrics }) {
  const delivery = {
    models,
    bots,
    clock,
    machine,
    log,
    // Outcomes carry a detail after the colon; a label has few values.
    ended: (outcome: string) => metrics.messages.inc({ outcome: outcome.split(':')[0] ?? '' }),
  };
  const drain = {
    models,
    clock,
    machine,
    log,
    run: async (event: InboundEvent, all: Models, now: Date) => {
      await run(event, all, now);
      deliverer.nudge();
      fetcher.nudge();
    },
    apologise,
    ended: (outcome: string) => metrics.events.inc({ outcome }),
  };
  const fetching = {
    models,
    bots,
    clock,
    machine,
    log,
    ended: (outcome: string) => metrics.files.inc({ outcome }),
  };
  const outgoing = createDeliverer(delivery, () => deliverer.nudge());
  const worker = startWorker('deliver', () => outgoing.work(), LOOK_EVERY_MS, log);
  const deliverer: Worker = { ...worker, stop: () => worker.stop().then(() => outgoing.idle()) };
  const drainer: Worker = startWorker('drain-inbox', () => drainInbox(drain), LOOK_EVERY_MS, log);
  const fetcher: Worker = startWorker('fetch-files', () => fetchFiles(fetching), LOOK_EVERY_MS, log);
  const poster = startPosts(delivery, () => deliverer.nudge());
  const settle = async (): Promise<void> => {
    const until = performance.now() + SETTLE_WITHIN_MS;
    // The county's clock was put forward: what waits for an hour of it may go.
    await models.outbox.wake(ITS_TIME, machine.now());
    do {
      while ((await drainInbox(drain)) + (await fetchFiles(fetching)) + (await deliver(delivery)) > 0);
      // What is left is in the hands of the workers, or waits for its next try: that may take its time.
      const [inbox, outbox] = await Promise.all([models.inbox.counts(), models.outbox.underWay(ITS_TIME)]);
      const [paused] = await models.pauses.among(bots.keys());
      if (inbox.ready + (paused ? 0 : outbox) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    } while (performance.now() < until);
  };
  return { drainer, deliverer, fetcher, poster, settle };
}

/** Tells the sender of an event that was given up that it was kept, and that somebody will see to it. */
async function apologise(event: InboundEvent, models: Models, now: Date): Promise<void> {
  const dispatch = apologyFor(event);
  if (dispatch) await models.outbox.enqueue([{ key: `sorry:${event.key}`, dispatch }], now);
}

function apologyFor(event: InboundEvent): Dispatch | undefined {
  const content = { kind: 'text', text: helpTexts.troubled } as const;
  if (event.kind === 'form' || event.kind === 'press') return toFiller(event, content);
  if (event.kind === 'menu') {
    return {
      kind: 'message',
      address: { to: 'account', platform: event.chat.platform, account: event.account },
      content,
    };
  }
  if (event.kind !== 'message' || !event.addressed) return undefined;
  const { chat, messageId } = event;
  const address = { to: 'message', platform: chat.platform, chat, messageId } as const;
  return { kind: 'message', address, content };
}

/** How it is told that a client has left, by when it did: HPE_… within what it sent. */
const LEFT = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']);

/** Errors are JSON and tell nothing of the inside; clients that leave are no errors. */
function quietKoa(log: Log): Koa {
  const koa = new Koa();
  koa.on('error', (error: Error & { code?: string }) => {
    if (LEFT.has(error.code ?? '')) return;
    log.warn({ error: error.name, reason: error.code }, 'request failed');
  });
  koa.use(async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && !ctx.body) answerError(ctx, 404, 'not-found', '没有这个地址。');
    } catch (error) {
      koa.emit('error', error, ctx);
      answerError(ctx, 500, 'internal', '服务器出了点问题，请稍后再试。');
    }
  });
  return koa;
}

function answerError(ctx: Koa.Context, status: number, code: string, message: string): void {
  ctx.status = status;
  ctx.body = { error: { code, message } };
}

/** The address that is printed without a path leads somewhere, too. */
const rootTo =
  (path: string): Koa.Middleware =>
  async (ctx, next) => {
    if (ctx.path === '/') ctx.redirect(path);
    else await next();
  };

async function isReady(database: Database): Promise<boolean> {
  const late = new Promise<number>((resolve) => setTimeout(resolve, READY_WITHIN_MS, READY_WITHIN_MS).unref());
  const tookMs = await Promise.race([database.ping(), late]).catch(() => READY_WITHIN_MS);
  return tookMs < READY_WITHIN_MS;
}

/**
 * What fell due while the program was down: rolls first, for the others read them. Each job fails by itself: what is
 * not said now would wait for the next day's first tick. Never rejects.
 */
async function catchUp({ schedule, clock, log, stopping }: Running): Promise<void> {
  for (const job of ['open-rolls', 'match-accounts', 'digest', 'remind'] as const) {
    if (stopping.aborted) return;
    await schedule.run(job, clock.now()).catch((error: unknown) => {
      log.error({ job, error: errorName(error) }, 'catching up failed');
    });
  }
}

import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Bot, Connection, Turn } from './bots/bot.js';
import { connectionEdge } from './bots/connection.js';
import { webhook } from './bots/webhook.js';
import { alarm } from './jobs/alarm.js';
import { startWorker, type Worker } from './jobs/worker.js';
import { type Clock, systemClock } from './models/clock.js';
import type { InboundEvent } from './models/event.js';
import type { Leases } from './models/lease.js';
import type { Log } from './models/log.js';
import type { Models } from './models/models.js';
import type { ConnectionState } from './web/health.js';
import type { Metrics } from './web/metrics.js';

/** What both ways of the platforms' events lead to. */
interface Inbox {
  accept(events: InboundEvent[], now: Date): Promise<void>;
  log: Log;
}

/** `POST /webhooks/<platform>`, where the platform sends its events to one. */
export function mountWebhook(koa: Koa, bot: Bot, { accept, log }: Inbox, metrics: Metrics): void {
  if (!bot.receive) return;
  const { platform } = bot;
  const { webhooks, webhookSeconds } = metrics;
  const edge = webhook({
    path: `/webhooks/${platform}`,
    receive: (request) => bot.receive?.(request) ?? { kind: 'refused', status: 400, code: 'no-webhook' },
    accept,
    // Signatures are fresh by the world's clock, whatever the county's.
    clock: systemClock,
    log,
    metrics: { answered: (status, code) => webhooks.inc({ platform, status: String(status), code: code ?? 'ok' }) },
  });
  koa.use(async (ctx, next) => {
    const end = ctx.path === `/webhooks/${platform}` ? webhookSeconds.startTimer({ platform }) : undefined;
    await edge(ctx, next);
    end?.();
  });
}

export interface Connections {
  open(): void;
  states(): ConnectionState[];
  stop(): Promise<void>;
}

/** As long as a process that died keeps another from connecting, in milliseconds. */
const TURN_MS = 30_000;

/** The connections over which platforms send their events in place of webhooks. */
export function platformConnections(
  bots: Iterable<Bot>,
  { accept, log, machine, leases }: Inbox & { machine: Clock; leases: Leases },
  metrics: Metrics,
): Connections {
  const holder = randomUUID();
  const turnOf = (platform: string): Turn => ({
    hold: () => leases.hold(`connection:${platform}`, holder, machine.now(), TURN_MS),
    release: () => leases.release(`connection:${platform}`, holder),
    forMs: TURN_MS,
  });
  const opened: { platform: string; connection: Connection }[] = [];
  return {
    open() {
      for (const { platform, connect } of bots) {
        if (!connect) continue;
        const answered = (status: number, code = 'ok') =>
          metrics.connectionDeliveries.inc({ platform, status: String(status), code });
        const turn = turnOf(platform);
        const edge = connectionEdge({ platform, accept, clock: systemClock, turn, log, metrics: { answered } });
        opened.push({ platform, connection: connect(edge) });
      }
    },
    states: () => opened.map(({ platform, connection }) => ({ platform, ...connection.state() })),
    async stop() {
      await Promise.all(opened.map(({ connection }) => connection.stop()));
    },
  };
}

/** How often it is looked whether a platform has been away for long. */
const ALARM_LOOK_MS = 30_000;

/** Has the operators told, over another platform, of one that cannot be reached. */
export const startAlarms = (connections: Connections, models: Models, log: Log): Worker =>
  startWorker('alarm', () => alarm(connections.states(), models, systemClock.now()).then(() => 0), ALARM_LOOK_MS, log);

import type { Middleware } from 'koa';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ConnectionState } from './health.js';

/** What /metrics tells: counts and times, no names. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds; the platforms give a webhook 3 s. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

export interface QueueNumbers {
  queue: string;
  ready: number;
  dead: number;
}

/** The platforms that are on, and those of them on which an operator has stopped all sending. */
export interface Sending {
  platforms(): Iterable<string>;
  paused(): Promise<string[]>;
}

export function createMetrics(
  queues: () => Promise<QueueNumbers[]>,
  connections: () => ConnectionState[],
  { platforms, paused }: Sending,
) {
  const registry = new Registry();
  const registers = [registry];
  const webhooks = new Counter({
    name: 'jiaoyan_webhook_deliveries_total',
    help: 'Webhook deliveries by answer',
    labelNames: ['platform', 'status', 'code'],
    registers,
  });
  const webhookSeconds = new Histogram({
    name: 'jiaoyan_webhook_seconds',
    help: 'Time to the acknowledgement of a webhook delivery',
    labelNames: ['platform'],
    buckets: BUCKETS,
    registers,
  });
  const connectionDeliveries = new Counter({
    name: 'jiaoyan_connection_deliveries_total',
    help: 'Deliveries over a connection to a platform by answer',
    labelNames: ['platform', 'status', 'code'],
    registers,
  });
  const open = new Gauge({
    name: 'jiaoyan_connection_open',
    help: 'Whether the connection to a platform stands',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const { platform, open } of connections()) this.set({ platform }, open ? 1 : 0);
    },
  });
  void open;
  const pauses = new Gauge({
    name: 'jiaoyan_sending_paused',
    help: 'Whether an operator has stopped all sending on the platform',
    labelNames: ['platform'],
    registers,
    async collect() {
      const stopped = await paused();
      for (const platform of platforms()) this.set({ platform }, stopped.includes(platform) ? 1 : 0);
    },
  });
  void pauses;
  const events = new Counter({
    name: 'jiaoyan_events_total',
    help: 'Inbound events by how their handling ended',
    labelNames: ['outcome'],
    registers,
  });
  const messages = new Counter({
    name: 'jiaoyan_messages_total',
    help: 'Outgoing messages by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const files = new Counter({
    name: 'jiaoyan_files_total',
    help: 'Files fetched from platforms by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const depth = new Gauge({
    name: 'jiaoyan_queue_rows',
    help: 'Rows waiting or given up',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      for (const { queue, ready, dead } of await queues()) {
        this.set({ queue, state: 'ready' }, ready);
        this.set({ queue, state: 'dead' }, dead);
      }
    },
  });
  void depth;
  return { registry, webhooks, webhookSeconds, connectionDeliveries, events, messages, files };
}

/** GET /metrics, in the Prometheus text format. */
export const metricsRoute = ({ registry }: Metrics): Middleware => {
  return async (ctx, next) => {
    if (ctx.path !== '/metrics') {
      await next();
      return;
    }
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  };
};

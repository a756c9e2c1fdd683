import type { Middleware } from 'koa';

/** A connection over which a platform sends its events. */
export interface ConnectionState {
  platform: string;
  open: boolean;
  /** Since when it is open, or is not. */
  since: Date;
  /** Another process has the one there may be. */
  standby?: true;
}

/**
 * `live`: the process answers. `ready`: it can take events, that is, the database takes writes in time, and every
 * connection to a platform stands, here or where only one may be, elsewhere.
 */
export interface Health {
  ready(): Promise<boolean>;
  connections(): ConnectionState[];
  /** Platforms on which an operator has stopped all sending: told, and no fault. */
  paused(): Promise<string[]>;
}

/** How long the database may take before the program calls itself not ready. */
export const READY_WITHIN_MS = 2_000;

/** GET /health/live and /health/ready, for load balancers and supervisors. */
export const healthRoutes = ({ ready, connections, paused }: Health): Middleware => {
  return async (ctx, next) => {
    if (ctx.path === '/health/live') {
      ctx.body = { status: 'ok' };
      return;
    }
    if (ctx.path !== '/health/ready') {
      await next();
      return;
    }
    const problem = (await ready()) ? undefined : NOT_READY;
    const states = connections();
    const lost = states.every(({ open, standby }) => open || standby) ? undefined : NOT_CONNECTED;
    const error = problem ?? lost;
    const stopped = problem ? [] : await paused().catch(() => []);
    ctx.status = error ? 503 : 200;
    ctx.body = {
      ...(error ? { error } : { status: 'ok' }),
      ...(states.length > 0 && { connections: states }),
      ...(stopped.length > 0 && { paused: stopped }),
    };
  };
};

const NOT_READY = { code: 'not-ready', message: '数据库暂时连不上，正在重连。' };
const NOT_CONNECTED = { code: 'not-connected', message: '与平台的长连接没有连上，正在重连。' };

import type { Middleware } from 'koa';

/** `live`: the process answers. `ready`: it can take events, that is, the database takes writes in time. */
export interface Health {
  ready(): Promise<boolean>;
}

/** How long the database may take before the program calls itself not ready. */
export const READY_WITHIN_MS = 2_000;

/** GET /health/live and /health/ready, for load balancers and supervisors. */
export const healthRoutes = ({ ready }: Health): Middleware => {
  return async (ctx, next) => {
    if (ctx.path === '/health/live') {
      ctx.body = { status: 'ok' };
      return;
    }
    if (ctx.path !== '/health/ready') {
      await next();
      return;
    }
    const isReady = await ready();
    ctx.status = isReady ? 200 : 503;
    ctx.body = isReady ? { status: 'ok' } : { error: { code: 'not-ready', message: '数据库暂时连不上，正在重连。' } };
  };
};

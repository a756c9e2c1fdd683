import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { securityHeaders } from '../security.js';
import { createApi } from './api.js';
import type { SandboxDeps } from './deps.js';
import { ownPagesOnly, thisMachineOnly } from './guard.js';
import { page } from './page.js';
import { Refusal, refusalsAsJson } from './refusal.js';

/** Everything under `/sandbox`. Mount it (`app.use`) only where the sandbox is on. */
export function sandboxRoutes(deps: SandboxDeps): Middleware {
  const api = createApi(deps);
  const router = new Router({ prefix: '/sandbox' });
  router.use(securityHeaders, notKept, refusalsAsJson(deps.log), thisMachineOnly(deps.forced), ownPagesOnly);
  router.get('/', servePage);
  router.get('/assets/:name', (ctx) => serveAsset(ctx, deps, ctx.params['name'] ?? ''));
  router.get('/api/state', api.state);
  router.get('/api/ledger', api.ledger);
  router.get('/api/messages', api.messages);
  router.post('/api/messages', api.say);
  router.get('/api/files/:id', (ctx) => api.file(ctx, ctx.params['id'] ?? ''));
  router.post('/api/presses', api.press);
  router.post('/api/clock', api.move);
  router.get('/api/events', api.events);
  router.all('/*rest', nowhere);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router itself adds what its type asks of the context
  return router.routes() as Middleware;
}

/** Answers are about one person at one moment. */
const notKept: Middleware = (ctx, next) => {
  ctx.set('cache-control', 'no-store');
  return next();
};

const servePage = (ctx: Context): void => {
  ctx.set('cache-control', 'no-cache');
  ctx.type = 'html';
  ctx.body = page();
};

async function serveAsset(ctx: Context, { assets }: SandboxDeps, name: string): Promise<void> {
  const asset = await assets.get(name);
  if (!asset) throw new Refusal(404, 'not-found', '没有这个文件');
  // Kept by the browser, but asked about every time: names carry no version.
  ctx.set({ 'cache-control': 'no-cache', etag: asset.etag });
  ctx.type = asset.type;
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = asset.body;
}

const nowhere = (): never => {
  throw new Refusal(404, 'not-found', '没有这个地址');
};

import { createHash, randomUUID } from 'node:crypto';
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { page as texts } from '../../config/texts/form.js';
import { securityHeaders } from '../security.js';
import { formBody } from './body.js';
import type { FormDeps } from './deps.js';
import { formHtml, noticeHtml } from './page.js';

/** No scripts at all, styles and pictures of our own, and forms that come back here. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages to fill in a form, each under a link that says whose it is. */
export function formRoutes(deps: FormDeps): Middleware {
  const router = new Router({ prefix: '/forms' });
  router.use(securityHeaders, strict);
  router.get('/assets/:name', (ctx) => serveAsset(ctx, deps, ctx.params['name'] ?? ''));
  router.get('/:token', (ctx) => show(ctx, deps, ctx.params['token'] ?? ''));
  router.post('/:token', (ctx) => take(ctx, deps, ctx.params['token'] ?? ''));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router itself adds what its type asks of the context
  return router.routes() as Middleware;
}

/** A page is about one person at one moment, and nothing to be found by a search. */
const strict: Middleware = (ctx, next) => {
  ctx.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  return next();
};

/** Under this key what was sent from a page is known. */
const SENT = /^form:[\w-]{43}$/;

async function show(ctx: Context, deps: FormDeps, token: string): Promise<void> {
  const { sent } = ctx.query;
  const page = await deps.page(token, typeof sent === 'string' && SENT.test(sent) ? sent : undefined);
  if (!page) return notice(ctx, 404, texts.gone);
  ctx.type = 'html';
  ctx.body = formHtml(page, randomUUID());
}

/** Takes in what was filled in, then sends the browser to the page that shows what became of it: reloading sends nothing twice. */
async function take(ctx: Context, deps: FormDeps, token: string): Promise<void> {
  if (!isOwnPage(ctx, deps.publicUrl)) return notice(ctx, 403, texts.foreign);
  if (!(await deps.page(token))) return notice(ctx, 404, texts.gone);
  const body = await formBody(ctx);
  if (body.kind === 'too-long') return notice(ctx, 413, texts.tooLong);
  if (body.kind === 'unreadable') return notice(ctx, 400, texts.unreadable);
  // The same page sent twice is sent once; changed, or shown anew, it is another.
  const key = `form:${createHash('sha256').update(`${token}\n${body.raw}`, 'utf8').digest('base64url')}`;
  try {
    if (!(await deps.take(token, key, body.values))) return notice(ctx, 404, texts.gone);
  } catch (error) {
    deps.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a form could not be taken in');
    return notice(ctx, 503, texts.busy);
  }
  ctx.status = 303;
  ctx.set('location', `/forms/${token}?sent=${encodeURIComponent(key)}`);
}

/** Browsers say from which site a form comes; what does not say so, or says another, is refused. */
function isOwnPage(ctx: Context, publicUrl: string | undefined): boolean {
  const site = ctx.get('sec-fetch-site');
  if (site !== '' && site !== 'same-origin') return false;
  const host = hostOf(ctx.get('origin'));
  return host !== undefined && (host === ctx.host || host === hostOf(publicUrl ?? ''));
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

function notice(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = noticeHtml('教研助手', text);
}

async function serveAsset(ctx: Context, { assets }: FormDeps, name: string): Promise<void> {
  const asset = await assets.get(name);
  if (!asset) return;
  ctx.set({ 'cache-control': 'no-cache', etag: asset.etag });
  ctx.type = asset.type;
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = asset.body;
}

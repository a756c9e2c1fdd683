import { randomUUID } from 'node:crypto';
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { page as texts } from '../../config/texts/form.js';
import { errorName } from '../../models/log.js';
import { serveAsset } from '../assets.js';
import { isOwnPage } from '../own-page.js';
import { securityHeaders } from '../security.js';
import { type Body, formBody, keyOf, type Unread } from './body.js';
import type { FormDeps } from './deps.js';
import { formHtml, noticeHtml, takesFiles } from './page.js';

/** No scripts at all, styles and pictures of our own, and forms that come back here. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** Where files are sent, a script of our own shows those that were chosen, and how far they have come. */
const WITH_FILES = POLICY.replace("img-src 'self'", "img-src 'self' blob:; script-src 'self'; connect-src 'self'");

/** Pages to fill in a form, each under a link that says whose it is. */
export function formRoutes(deps: FormDeps): Middleware {
  const router = new Router({ prefix: '/forms' });
  router.use(securityHeaders, strict);
  router.get('/assets/:name', (ctx) => serveAsset(ctx, deps.assets, ctx.params['name'] ?? ''));
  router.get('/:token', (ctx) => show(ctx, deps, ctx.params['token'] ?? ''));
  const inHand: InHand = new Map();
  router.post('/:token', (ctx) => take(ctx, deps, ctx.params['token'] ?? '', inHand));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router itself adds what its type asks of the context
  return router.routes() as Middleware;
}

/** A page is about one person at one moment, and nothing to be found by a search. */
const strict: Middleware = (ctx, next) => {
  ctx.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  return next();
};

/** Under this key what was sent from a page is known. */
const SENT = /^form:[\w-]{22}:[\w-]{43}$/;

async function show(ctx: Context, deps: FormDeps, token: string): Promise<void> {
  const { sent } = ctx.query;
  const page = await deps.page(token, typeof sent === 'string' && SENT.test(sent) ? sent : undefined);
  if (!page) return notice(ctx, 404, texts.gone);
  if (takesFiles(page)) ctx.set('content-security-policy', WITH_FILES);
  ctx.type = 'html';
  ctx.body = formHtml(page, randomUUID());
}

/** How many sendings are under way, by link. */
type InHand = Map<string, number>;

/** Takes in what was filled in, then sends the browser to the page that shows what became of it: reloading sends nothing twice. */
async function take(ctx: Context, deps: FormDeps, token: string, inHand: InHand): Promise<void> {
  if (!isOwnPage(ctx, deps.publicUrl)) return notice(ctx, 403, texts.foreign);
  if (!(await deps.page(token))) return notice(ctx, 404, texts.gone);
  try {
    const body = await bodyOf(ctx, deps, token, inHand);
    if (body.kind === 'busy') return notice(ctx, 503, texts.busy);
    if (body.kind === 'too-long') return notice(ctx, 413, texts.tooLong);
    if (body.kind === 'unreadable') return notice(ctx, 400, texts.unreadable);
    const at = keyOf(token, body);
    if (!(await deps.take(token, at, body))) return notice(ctx, 404, texts.gone);
    // Nobody is likely to read it; what was typed is kept, and the form goes on from there.
    if (body.files?.unfinished) return notice(ctx, 408, texts.unfinished);
    ctx.status = 303;
    ctx.set('location', `/forms/${token}?sent=${encodeURIComponent(at.key)}`);
  } catch (error) {
    deps.log.error({ error: errorName(error) }, 'a form could not be taken in');
    return notice(ctx, 503, texts.busy);
  }
}

/** Sendings with files may take minutes: of a link, and of all, so many at once, so that nobody holds up the rest. */
async function bodyOf(
  ctx: Context,
  { keep, uploads }: FormDeps,
  token: string,
  inHand: InHand,
): Promise<Body | Unread | { kind: 'busy' }> {
  const taking = { keep: keep(token), limits: uploads };
  if (!ctx.is('multipart/form-data')) return formBody(ctx, taking);
  const own = inHand.get(token) ?? 0;
  const all = [...inHand.values()].reduce((sum, each) => sum + each, 0);
  if (all >= uploads.atOnce || own >= uploads.atOncePerLink) return { kind: 'busy' };
  inHand.set(token, own + 1);
  try {
    return await formBody(ctx, taking);
  } finally {
    const left = (inHand.get(token) ?? 1) - 1;
    if (left > 0) inHand.set(token, left);
    else inHand.delete(token);
  }
}

function notice(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  // What was not read to its end is not waited for.
  if (!ctx.req.complete) ctx.set('connection', 'close');
  ctx.type = 'html';
  ctx.body = noticeHtml('教研助手', text);
}

import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { page as texts } from '../../config/texts/check-in-page.js';
import { certificate as certificateTexts } from '../../config/texts/hours.js';
import { serveAsset } from '../assets.js';
import { isOwnPage } from '../own-page.js';
import { securityHeaders } from '../security.js';
import type { HostedTraining, TrainingDeps } from './deps.js';
import { Marks } from './marks.js';
import { certificateHtml, codeHtml, noticeHtml, rollCallHtml, screenHtml } from './page.js';
import { qrSvg } from './qr.js';

/** Scripts and styles of our own, and nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MOST_MARKS_BYTES = 2 * 1024 * 1024;
const MOST_SHEET_BYTES = 5 * 1024 * 1024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Seven days, as the link itself. */
const COOKIE_MS = 7 * 24 * 3600_000;

const Wanted = z.object({
  session: z.coerce.number().int().min(0).max(50).optional(),
  half: z.enum(['in', 'out']).optional(),
});
const Code = z.object({ half: z.enum(['in', 'out']), code: z.string().regex(/^\d{6}$/) });

/** The pages with which a training is held, the one behind the QR code, and certificates. */
export function trainingRoutes(deps: TrainingDeps): Middleware {
  const router = new Router();
  router.use(['/trainings', '/check-in', '/certificates'], securityHeaders, strict);
  router.get('/trainings/assets/:name', (ctx) => serveAsset(ctx, deps.assets, ctx.params['name'] ?? ''));
  router.get('/trainings/open/:token', (ctx) => open(ctx, deps, ctx.params['token'] ?? ''));
  router.get('/trainings/:no', (ctx) => hosting(ctx, deps, () => html(ctx, rollCallHtml(noOf(ctx)))));
  router.get('/trainings/:no/screen', (ctx) => hosting(ctx, deps, () => html(ctx, screenHtml(noOf(ctx)))));
  router.get('/trainings/:no/code', (ctx) => hosting(ctx, deps, (training) => code(ctx, training)));
  router.get('/trainings/:no/people', (ctx) => hosting(ctx, deps, async (each) => json(ctx, await each.rollCall())));
  router.get('/trainings/:no/roster', (ctx) => hosting(ctx, deps, (training) => find(ctx, training)));
  router.post('/trainings/:no/marks', (ctx) => hosting(ctx, deps, (training) => marks(ctx, training)));
  router.get('/trainings/:no/sheet', (ctx) => hosting(ctx, deps, async (each) => workbook(ctx, await each.sheet())));
  router.post('/trainings/:no/sheet', (ctx) => hosting(ctx, deps, (training) => sheet(ctx, training)));
  router.get('/trainings/:no/hours', (ctx) => hosting(ctx, deps, async (each) => workbook(ctx, await each.hours())));
  router.get('/check-in/:half/:code', (ctx) => {
    const said = Code.safeParse(ctx.params);
    return said.success ? html(ctx, codeHtml(said.data)) : notice(ctx, 404, texts.gone);
  });
  router.get('/certificates/:ref', (ctx) => certificate(ctx, deps, ctx.params['ref'] ?? ''));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router itself adds what its type asks of the context
  return router.routes() as Middleware;
}

const strict: Middleware = (ctx, next) => {
  ctx.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  return next();
};

const noOf = (ctx: Context): number => Number(ctx.params['no']);
const cookieOf = (no: number): string => `training-${no}`;

/**
 * The link goes into a cookie, and out of the address: what stands before a whole room on the screen is worth nothing
 * to who copies it.
 */
async function open(ctx: Context, deps: TrainingDeps, token: string): Promise<void> {
  const found = await deps.hosted(token);
  if (!found) return notice(ctx, 404, texts.gone);
  const secure = deps.publicUrl?.startsWith('https://') ? '; Secure' : '';
  ctx.set(
    'set-cookie',
    `${cookieOf(found.no)}=${token}; Path=/trainings/${found.no}; Max-Age=${COOKIE_MS / 1000}; HttpOnly; SameSite=Lax${secure}`,
  );
  ctx.status = 303;
  ctx.set('location', `/trainings/${found.no}`);
}

/** Answers only whoever opened the link of this very training, and takes only what comes from its own pages. */
async function hosting(
  ctx: Context,
  deps: TrainingDeps,
  work: (training: HostedTraining) => void | Promise<void>,
): Promise<void> {
  const no = noOf(ctx);
  const found = await deps.hosted(ctx.cookies.get(cookieOf(no)) ?? '');
  if (found?.no !== no) return notice(ctx, 404, texts.gone);
  if (ctx.method === 'POST' && !isOwnPage(ctx, deps.publicUrl)) return notice(ctx, 403, texts.foreign);
  await work(found.training);
}

async function code(ctx: Context, training: HostedTraining): Promise<void> {
  const wanted = Wanted.safeParse(ctx.query);
  if (!wanted.success) return notice(ctx, 400, texts.unreadable);
  const { session, half } = wanted.data;
  const { says, ...shown } = await training.screen({
    ...(session !== undefined && { session }),
    ...(half !== undefined && { half }),
  });
  json(ctx, { ...shown, qr: qrSvg(says) });
}

async function find(ctx: Context, training: HostedTraining): Promise<void> {
  const { q } = ctx.query;
  json(ctx, typeof q === 'string' && q.trim() !== '' ? await training.find(q.slice(0, 40)) : []);
}

async function marks(ctx: Context, training: HostedTraining): Promise<void> {
  const raw = await getRawBody(ctx.req, { limit: MOST_MARKS_BYTES, encoding: 'utf8' }).catch(() => undefined);
  const read = Marks.safeParse(raw === undefined ? undefined : parseJson(raw));
  if (!read.success) return notice(ctx, 400, texts.unreadable);
  await training.tick(read.data);
  json(ctx, await training.rollCall());
}

async function sheet(ctx: Context, training: HostedTraining): Promise<void> {
  const bytes = ctx.is(XLSX)
    ? await getRawBody(ctx.req, { limit: MOST_SHEET_BYTES }).catch(() => undefined)
    : undefined;
  json(ctx, bytes ? await training.read(bytes) : { people: 0, ticks: 0, problems: [texts.notWorkbook] });
}

async function certificate(ctx: Context, deps: TrainingDeps, ref: string): Promise<void> {
  const found = await deps.certificate(ref);
  if (!found) return notice(ctx, 404, certificateTexts.gone);
  const address = found.address ?? `${ctx.origin}/certificates/${ref}`;
  html(ctx, certificateHtml(found, qrSvg(address)));
}

function workbook(ctx: Context, { name, bytes }: { name: string; bytes: Buffer }): void {
  ctx.attachment(name);
  ctx.type = XLSX;
  ctx.body = bytes;
}

function html(ctx: Context, body: string): void {
  ctx.type = 'html';
  ctx.body = body;
}

function json(ctx: Context, body: unknown): void {
  ctx.type = 'json';
  ctx.body = JSON.stringify(body);
}

function notice(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  html(ctx, noticeHtml(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

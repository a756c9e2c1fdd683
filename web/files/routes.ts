import { Readable } from 'node:stream';
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { linkGone } from '../../config/texts/file.js';
import type { KeptFile } from '../../models/file.js';
import type { Log } from '../../models/log.js';
import { noticeHtml } from '../forms/page.js';
import { securityHeaders } from '../security.js';

/** All the files' addresses need of the program. */
export interface FileDeps {
  /** The file at a link; undefined for a link that is not good, is over, or is for somebody who may not any more. */
  open(token: string): Promise<{ file: KeptFile; bytes: AsyncIterable<Uint8Array> } | undefined>;
  log: Log;
}

/** Whatever a file holds, it runs nothing, loads nothing and is shown in no other page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Files to be read, each under a link that says by whom. */
export function fileRoutes({ open, log }: FileDeps): Middleware {
  const router = new Router({ prefix: '/files' });
  router.get('/:token', securityHeaders, async (ctx) => {
    ctx.set({
      'content-security-policy': POLICY,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    const found = await open(ctx.params['token'] ?? '');
    if (!found) return gone(ctx);
    const { file, bytes } = found;
    log.info({ record: file.record, kind: file.kind, bytes: file.bytes }, 'a file is read');
    describe(ctx, file);
    const body = Readable.from(bytes);
    // HEAD asks for no bytes; a stream nobody reads would stay open.
    if (ctx.method === 'HEAD') body.destroy();
    else ctx.body = body;
    ctx.length = file.bytes;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router itself adds what its type asks of the context
  return router.routes() as Middleware;
}

/** Plain pictures are shown; everything else is a file to be saved, whatever it says it is. */
function describe(ctx: Context, { picture, name }: KeptFile): void {
  ctx.status = 200;
  if (!picture) ctx.attachment(name);
  else ctx.set('content-disposition', 'inline');
  ctx.type = picture ?? 'application/octet-stream';
}

function gone(ctx: Context): void {
  ctx.status = 404;
  ctx.set('content-security-policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
  ctx.type = 'html';
  ctx.body = noticeHtml('教研助手', linkGone);
}

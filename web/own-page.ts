import type { Context } from 'koa';

/** Browsers say from which site something comes; what does not say so, or says another, is refused. */
export function isOwnPage(ctx: Context, publicUrl: string | undefined): boolean {
  const site = ctx.get('sec-fetch-site');
  if (site !== '' && site !== 'same-origin') return false;
  const host = hostOf(ctx.get('origin'));
  return host !== undefined && (host === ctx.host || host === hostOf(publicUrl ?? ''));
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

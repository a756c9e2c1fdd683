import type { Middleware } from 'koa';
import { Refusal } from './refusal.js';

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/iu;
const LOOPBACK_ADDRESS = /^(::ffff:)?127\.|^::1$/u;

/**
 * In the sandbox anybody is whom they like, so it answers this machine only, unless forced. The address alone would
 * not do: a foreign page can have its own host name lead here (DNS rebinding), and the name alone can be made up by
 * a neighbour in the network.
 */
export const thisMachineOnly =
  (forced: boolean): Middleware =>
  (ctx, next) => {
    if (forced || (LOOPBACK_NAME.test(ctx.hostname) && LOOPBACK_ADDRESS.test(ctx.req.socket.remoteAddress ?? ''))) {
      return next();
    }
    throw new Refusal(
      403,
      'not-this-machine',
      '沙盒里谁都可以扮演任何人，所以只在本机开放：请用 http://localhost 打开。确实要让别的电脑访问，请由运维人员设置 SANDBOX=force。',
    );
  };

/** What changes something must come from a page of this server: pages of other sites are refused. */
export const ownPagesOnly: Middleware = (ctx, next) => {
  if (ctx.method !== 'POST') return next();
  const origin = ctx.get('origin');
  const foreign = origin !== '' && hostOf(origin) !== ctx.host;
  if (foreign || ctx.get('sec-fetch-site') === 'cross-site') {
    throw new Refusal(403, 'foreign-origin', '这个请求来自别的网站，没有执行');
  }
  // A form of another site cannot send this type without being asked first.
  if (!ctx.is('application/json')) throw new Refusal(415, 'not-json', '请用 JSON 提交');
  return next();
};

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

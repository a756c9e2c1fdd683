import type { Middleware } from 'koa';
import { z } from 'zod';
import type { Log } from '../../models/log.js';

/** A request that is not answered, with a sentence for whoever made it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers refusals, and whatever else goes wrong, as `{error: {code, message}}`; nothing internal leaks. */
export const refusalsAsJson =
  (log: Log): Middleware =>
  async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const { status, code, message } = asRefusal(error, log);
      ctx.status = status;
      ctx.body = { error: { code, message } };
    }
  };

function asRefusal(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof z.ZodError) return new Refusal(400, 'bad-request', '请求的内容不对，请刷新页面再试');
  log.error({ err: error }, 'sandbox request failed');
  return new Refusal(500, 'internal', '出了点问题，请稍后再试');
}

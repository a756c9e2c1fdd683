import type { Context } from 'koa';
import getRawBody from 'raw-body';
import type { z } from 'zod';
import { Refusal } from './refusal.js';
import { MOST_FILE_BYTES } from './wire.js';

/** A message of 20,000 characters, every one of them four bytes, twice escaped; with it a file in Base64. */
const MOST_BYTES = 256 * 1024 + Math.ceil(MOST_FILE_BYTES / 3) * 4;

/** The JSON body of a request, checked; refuses what is too long, no JSON, or not what was asked for. */
export async function bodyOf<T>(ctx: Context, schema: z.ZodType<T>): Promise<T> {
  const raw = await getRawBody(ctx.req, { limit: MOST_BYTES, encoding: 'utf8' }).catch(() => {
    throw new Refusal(413, 'too-long', '内容太长，没有收下');
  });
  return schema.parse(parsed(raw));
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw new Refusal(400, 'bad-request', '请求的内容不对，请刷新页面再试');
  }
}

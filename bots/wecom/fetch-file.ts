import { createDecipheriv } from 'node:crypto';
import { errorName } from '../../models/log.js';
import type { FetchLimits, FetchResult } from '../bot.js';
import type { Sealed } from './wire.js';

/** Blocks are filled up to this many bytes (document/path/101463, 多媒体资源解密), not to the cipher's own sixteen. */
const PADDED_TO = 32;
const KEY_BYTES = 32;

/** Begins to fetch what hangs on a message: AES-256-CBC under a key of its own, whose first half is the vector. */
export async function fetchFile({ url, aeskey }: Sealed, { mostBytes, signal }: FetchLimits): Promise<FetchResult> {
  const key = Buffer.from(aeskey, 'base64');
  if (key.length !== KEY_BYTES) return { kind: 'refused', reason: 'unreachable' };
  try {
    const response = await fetch(url, { redirect: 'error', signal });
    if (response.status >= 500) return { kind: 'later', reason: `http-${response.status}` };
    if (response.status !== 200 || !response.body) return { kind: 'refused', reason: 'unreachable' };
    const length = Number(response.headers.get('content-length') ?? 0);
    if (length > mostBytes + PADDED_TO) return { kind: 'refused', reason: 'too-large' };
    return { kind: 'open', bytes: opened(response.body, key) };
  } catch (error) {
    return { kind: 'later', reason: errorName(error) };
  }
}

/** The bytes in the clear. What is held back until the end may be padding. */
async function* opened(sealed: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Uint8Array> {
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  let held = Buffer.alloc(0);
  for await (const piece of sealed) {
    held = Buffer.concat([held, decipher.update(piece)]);
    if (held.length <= PADDED_TO) continue;
    yield held.subarray(0, -PADDED_TO);
    held = Buffer.from(held.subarray(-PADDED_TO));
  }
  yield withoutPadding(Buffer.concat([held, decipher.final()]));
}

function withoutPadding(end: Buffer): Buffer {
  const padding = end.at(-1) ?? 0;
  const whole = padding >= 1 && padding <= Math.min(PADDED_TO, end.length);
  if (!whole || end.subarray(-padding).some((byte) => byte !== padding)) throw new Error('a file sealed otherwise');
  return end.subarray(0, -padding);
}

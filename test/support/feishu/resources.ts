import type { ServerResponse } from 'node:http';
import { type Answer, refused } from './answer.js';

interface Resource {
  type: 'image' | 'file';
  bytes: Buffer;
  /** It hangs on a message passed on together with others, or on a card. */
  forwarded?: boolean;
}

/** How bytes are handed out: whole; without saying how many; cut in the middle; begun and never ended. */
export type Manner = 'whole' | 'unmeasured' | 'cut' | 'stalled';

const MOST_BYTES = 100 * 1024 * 1024;

/** What hangs on messages: handed out to who names the message and the right type, and to nobody else. */
export class Resources {
  readonly #kept = new Map<string, Resource>();
  readonly #manners: Manner[] = [];

  hang(messageId: string, key: string, resource: Resource): void {
    this.#kept.set(`${messageId} ${key}`, resource);
  }

  /** The next answers come so; then they come whole again. */
  next(...manners: Manner[]): void {
    this.#manners.push(...manners);
  }

  manner(): Manner {
    return this.#manners.shift() ?? 'whole';
  }

  /** Codes besides 234043 are not told by the document: these stand for a refusal of the platform's. */
  get(messageId: string, key: string, params: URLSearchParams): Answer {
    const found = this.#kept.get(`${messageId} ${key}`);
    const type = params.get('type');
    if ([...params.keys()].join() !== 'type' || (type !== 'image' && type !== 'file'))
      return refused(234001, 'Invalid request param.');
    if (!found || found.type !== type) return refused(234003, 'File not in msg.');
    if (found.forwarded) return refused(234043, 'Unsupported message type.');
    if (found.bytes.length > MOST_BYTES) return refused(234037, 'Downloaded file size exceeds limit.');
    return { status: 200, body: { code: 0, msg: '', data: found.bytes } };
  }
}

export function sayResource(res: ServerResponse, bytes: Uint8Array, manner: Manner): void {
  res.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="file"',
    ...(manner !== 'unmeasured' && { 'content-length': bytes.length }),
  });
  if (manner === 'whole' || manner === 'unmeasured') return void res.end(bytes);
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (manner === 'cut') res.destroy();
  });
}

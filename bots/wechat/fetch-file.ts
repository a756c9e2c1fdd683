import { addAbortSignal } from 'node:stream';
import { errorName } from '../../models/log.js';
import type { FetchLimits, FetchResult } from '../bot.js';
import { isNotThere } from './errors.js';
import type { GatewayFile, Session } from './session.js';

/**
 * Begins to fetch what hangs on a message. A gateway may hand out nothing at first (0 bytes) and the file later, so that
 * is tried again; an address it names is asked for over TLS only, for anything else may lie inside this network.
 */
export async function fetchFile(
  messageId: string,
  { mostBytes, signal }: FetchLimits,
  session: Pick<Session, 'file'> | undefined,
): Promise<FetchResult> {
  if (!session) return { kind: 'later', reason: 'no-login', untried: true };
  try {
    const file = await session.file(messageId);
    if ((file.size ?? 0) > mostBytes) return { kind: 'refused', reason: 'too-large' };
    const source = await open(file, signal);
    if (!source) return { kind: 'refused', reason: 'unreachable' };
    const pieces = source[Symbol.asyncIterator]();
    const first = await pieces.next();
    if (first.done) return { kind: 'later', reason: 'empty' };
    return { kind: 'open', bytes: from(first.value, pieces) };
  } catch (error) {
    if (isNotThere(error)) return { kind: 'refused', reason: 'unreachable' };
    return { kind: 'later', reason: errorName(error) };
  }
}

async function open(
  { address, bytes }: GatewayFile,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  if (address === undefined) return addAbortSignal(signal, await bytes());
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') return undefined;
  const response = await fetch(address, { redirect: 'error', signal });
  if (response.status >= 500) throw new Error(`http-${response.status}`);
  return response.status === 200 && response.body ? response.body : undefined;
}

async function* from(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

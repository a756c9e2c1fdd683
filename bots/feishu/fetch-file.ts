import type { Attachment } from '../../models/event.js';
import type { FetchLimits, FetchResult } from '../bot.js';
import type { FeishuClient } from './client.js';
import { FeishuUnreachable, isForwarded, outcomeOf, type Waits } from './errors.js';
import { reasonOf } from './http.js';

/** Begins to fetch what hangs on a message, where its size, as far as the platform tells it, is not too much. */
export async function fetchFile(
  { attachment: { kind, ref }, messageId }: { attachment: Attachment; messageId: string },
  { mostBytes, signal }: FetchLimits,
  client: Pick<FeishuClient, 'openResource'>,
  waits: Waits,
): Promise<FetchResult> {
  try {
    const type = kind === 'image' ? 'image' : 'file';
    const { headers, body } = await client.openResource({ messageId, key: ref, type }, signal);
    if (Number(headers.get('content-length') ?? 0) > mostBytes) {
      await body?.cancel();
      return { kind: 'refused', reason: 'too-large' };
    }
    return { kind: 'open', bytes: bytesOf(body) };
  } catch (error) {
    if (isForwarded(error)) return { kind: 'refused', reason: 'forwarded' };
    const outcome = outcomeOf(error, waits);
    return outcome.kind === 'later' ? outcome : { kind: 'refused', reason: 'unreachable' };
  }
}

async function* bytesOf(body: Response['body']): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body ?? []) yield piece;
  } catch (error) {
    throw new FeishuUnreachable(reasonOf(error));
  }
}

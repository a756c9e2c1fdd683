import type { WSClient } from '@wecom/aibot-node-sdk';
import type { WecomLimits } from '../../config/limits/wecom.js';
import type { FileContent } from '../../models/message.js';
import { Answered } from './wire.js';

/** How an upload ended: what the platform calls it for three days; `refused`: it takes
 * none like this. */
export type Uploaded = { kind: 'uploaded'; mediaId: string } | { kind: 'failed' } | { kind: 'refused'; reason: string };

/**
 * Gives the platform a picture or file over the robot's connection (document/path/101463, 上传临时素材). Nobody sees it
 * before it is sent, so what failed can be given again. Never throws.
 */
export async function upload(
  client: Pick<WSClient, 'uploadMedia'>,
  { kind, file: { name, bytes } }: FileContent,
  { pictureBytes, fileBytes, fileLeastBytes, uploadTimeoutMs }: WecomLimits,
): Promise<Uploaded> {
  const most = kind === 'picture' ? pictureBytes : fileBytes;
  if (bytes.length < fileLeastBytes || bytes.length > most) return { kind: 'refused', reason: 'size' };
  const type = kind === 'picture' ? 'image' : 'file';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Uploaded>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'failed' }), uploadTimeoutMs);
  });
  const ended = client.uploadMedia(Buffer.from(bytes), { type, filename: name }).then(
    ({ media_id }): Uploaded => ({ kind: 'uploaded', mediaId: media_id }),
    (error: unknown): Uploaded => {
      const answer = Answered.safeParse(error).data;
      return answer ? { kind: 'refused', reason: `wecom-${answer.errcode}` } : { kind: 'failed' };
    },
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

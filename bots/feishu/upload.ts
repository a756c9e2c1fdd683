import { z } from 'zod';
import { FeishuUnreachable } from './errors.js';
import { answerIn, type HttpLimits, reasonOf, waitOf } from './http.js';

/** Something to be sent, before the platform has it. */
export interface Upload {
  kind: 'picture' | 'file';
  name: string;
  bytes: Uint8Array;
}

const ImageAnswer = z.object({ data: z.object({ image_key: z.string().min(1) }) });
const FileAnswer = z.object({ data: z.object({ file_key: z.string().min(1) }) });

/** Kinds of files the platform shows by itself; anything else is `stream` (reference/im-v1/file/create). */
const FILE_TYPES: Record<string, string> = {
  pdf: 'pdf',
  doc: 'doc',
  docx: 'doc',
  xls: 'xls',
  xlsx: 'xls',
  ppt: 'ppt',
  pptx: 'ppt',
};

interface Surroundings {
  domain: string;
  token: string;
  limits: HttpLimits;
}

/**
 * Gives the platform a picture (reference/im-v1/image/create) or a file (reference/im-v1/file/create), beside the SDK,
 * whose way would send them as JSON; answers the key a message names it by. Nobody sees it before it is sent, so it
 * may be given twice.
 *
 * @throws FeishuRefused, FeishuUnreachable
 */
export async function upload(what: Upload, { domain, token, limits }: Surroundings): Promise<string> {
  const isPicture = what.kind === 'picture';
  const url = `${domain.replace(/\/+$/, '')}/open-apis/im/v1/${isPicture ? 'images' : 'files'}`;
  const unreachable = (error: unknown): never => {
    throw new FeishuUnreachable(reasonOf(error));
  };
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: formOf(what),
    // A redirect would carry the token to wherever it points.
    redirect: 'error',
    signal: AbortSignal.timeout(limits.callTimeoutMs),
  }).catch(unreachable);
  const text = await response.text().catch(unreachable);
  const waitMs = waitOf(response.headers, limits.waitMaxMs);
  const json = answerIn({ status: response.status, text, waitMs });
  const key = isPicture
    ? ImageAnswer.safeParse(json).data?.data.image_key
    : FileAnswer.safeParse(json).data?.data.file_key;
  if (key === undefined) throw new FeishuUnreachable('strange-answer');
  return key;
}

function formOf({ kind, name, bytes }: Upload): FormData {
  const form = new FormData();
  // A copy in memory of its own: a Blob takes no view of memory that may be shared.
  const blob = new Blob([new Uint8Array(bytes)]);
  if (kind === 'picture') {
    form.set('image_type', 'message');
    form.set('image', blob, name);
    return form;
  }
  form.set('file_type', FILE_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'stream');
  form.set('file_name', name);
  form.set('file', blob, name);
  return form;
}

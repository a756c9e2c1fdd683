import { z } from 'zod';

/** The answer to every call of the webhook: document/path/91770. */
export const Answer = z.object({ errcode: z.number() });

/** The answer to an upload: document/path/91770, 文件上传接口. */
export const Uploaded = Answer.extend({ media_id: z.string().min(1) });

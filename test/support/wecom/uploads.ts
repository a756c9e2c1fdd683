import { createHash } from 'node:crypto';
import { z } from 'zod';

const headers = z.object({ req_id: z.string() });
const upload_id = z.string();
/** The three steps of an upload, as the official SDK speaks them: 上传临时素材. */
export const Upload = z.discriminatedUnion('cmd', [
  z.strictObject({
    cmd: z.literal('aibot_upload_media_init'),
    headers,
    body: z.strictObject({
      type: z.enum(['image', 'file']),
      filename: z.string().min(1),
      total_size: z.number().int().min(6),
      total_chunks: z.number().int().min(1).max(100),
      md5: z.string(),
    }),
  }),
  z.strictObject({
    cmd: z.literal('aibot_upload_media_chunk'),
    headers,
    body: z.strictObject({ upload_id, chunk_index: z.number().int().nonnegative(), base64_data: z.base64() }),
  }),
  z.strictObject({ cmd: z.literal('aibot_upload_media_finish'), headers, body: z.strictObject({ upload_id }) }),
]);
export type Upload = z.infer<typeof Upload>;

interface Uploading {
  type: 'image' | 'file';
  total_size: number;
  total_chunks: number;
  md5: string;
  chunks: Map<number, Buffer>;
}

const MOST_CHUNK_BYTES = 512 * 1024;

/** What was uploaded over a robot's connection; `take` answers the body of the answer, or an error code. */
export function createUploads() {
  const all = new Map<string, Uploading>();
  const done = new Map<string, { type: 'image' | 'file'; bytes: Buffer }>();
  return {
    take({ cmd, body }: Upload): object | number {
      if (cmd === 'aibot_upload_media_init') {
        const upload_id = `up-${all.size + 1}`;
        all.set(upload_id, { ...body, chunks: new Map() });
        return { upload_id };
      }
      const upload = all.get(body.upload_id);
      if (!upload) return 40_035;
      if (cmd === 'aibot_upload_media_chunk') {
        const bytes = Buffer.from(body.base64_data, 'base64');
        if (bytes.length > MOST_CHUNK_BYTES) return 40_035;
        upload.chunks.set(body.chunk_index, bytes);
        return {};
      }
      const chunks = [...upload.chunks].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes);
      const bytes = Buffer.concat(chunks);
      const isWhole = chunks.length === upload.total_chunks && bytes.length === upload.total_size;
      if (!isWhole || createHash('md5').update(bytes).digest('hex') !== upload.md5) return 40_035;
      const media_id = `media-${done.size + 1}`;
      done.set(media_id, { type: upload.type, bytes });
      return { type: upload.type, media_id, created_at: 1_380_000_000 };
    },
    /** The bytes of what a message names, where it names it as what it is. */
    fileOf(
      body: { msgtype: 'image'; image: { media_id: string } } | { msgtype: 'file'; file: { media_id: string } },
    ): Buffer | undefined {
      const found = done.get('image' in body ? body.image.media_id : body.file.media_id);
      return found?.type === body.msgtype ? found.bytes : undefined;
    },
  };
}

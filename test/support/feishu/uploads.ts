import { z } from 'zod';
import { type Answer, refused } from './answer.js';

export interface Uploaded {
  kind: 'picture' | 'file';
  name: string;
  bytes: Buffer;
}

const MOST_BYTES = { picture: 10 * 1024 * 1024, file: 30 * 1024 * 1024 };
const FILE_TYPES = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'];
const PICTURES = ['ffd8ff', '89504e47', '47494638', '424d'];

const blob = z.instanceof(File);
const Picture = z.strictObject({ image_type: z.literal('message'), image: blob });
const Other = z.strictObject({ file_type: z.enum(FILE_TYPES), file_name: z.string().min(1), file: blob });

/** What was uploaded: reference/im-v1/image/create and …/file/create, as strict as the pages. */
export class Uploads {
  /** The code every upload is refused with. */
  refuses: number | undefined;
  readonly #kept = new Map<string, Uploaded>();

  of(key: string): Uploaded | undefined {
    return this.#kept.get(key);
  }

  async put(kind: Uploaded['kind'], raw: Buffer, contentType: string): Promise<Answer> {
    if (this.refuses !== undefined) return refused(this.refuses, 'refused by the stand-in');
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } })
      .formData()
      .catch(() => undefined);
    const fields = (kind === 'picture' ? Picture : Other).safeParse(form && Object.fromEntries(form));
    if (!fields.success) return refused(234001, 'Invalid request param.');
    const file = 'image' in fields.data ? fields.data.image : fields.data.file;
    const bytes = Buffer.from(await file.arrayBuffer());
    if (bytes.length === 0) return refused(234010, "File's size can't be 0.");
    if (bytes.length > MOST_BYTES[kind]) return refused(234006, 'The file size exceed the max value.');
    if (kind === 'picture' && !PICTURES.some((head) => bytes.toString('hex', 0, 8).startsWith(head)))
      return refused(234011, "Can't regonnize the image format.");
    const key = `${kind === 'picture' ? 'img' : 'file'}_v3_${this.#kept.size + 1}`;
    this.#kept.set(key, { kind, name: 'file_name' in fields.data ? fields.data.file_name : file.name, bytes });
    const data = kind === 'picture' ? { image_key: key } : { file_key: key };
    return { status: 200, body: { code: 0, msg: 'success', data } };
  }
}

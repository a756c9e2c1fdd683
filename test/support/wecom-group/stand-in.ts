import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

const Posted = z.object({
  msgtype: z.string(),
  text: z.object({ content: z.string().min(1) }).optional(),
  markdown: z.object({ content: z.string().min(1) }).optional(),
  image: z.strictObject({ base64: z.base64(), md5: z.string() }).optional(),
  file: z.strictObject({ media_id: z.string() }).optional(),
});
type Posted = z.infer<typeof Posted>;

export interface GroupRobotsStandIn {
  /** The address of a robot's webhook, as its group's settings show it. */
  webhook(key: string): string;
  /** What reached groups, in order. */
  posted: { key: string; msgtype: string; text: string; bytes?: Buffer }[];
  /** The next call is answered with this error; or has its effect, and the answer is lost. */
  next(how: number | 'no-answer' | 'html'): void;
  /** Takes no pictures and files, until it does. */
  refuseFiles(is: boolean): void;
  /** Its robot was taken out of the group. */
  takeOut(key: string): void;
  port: number;
  stop(): Promise<void>;
}

/**
 * The end of WeCom's group robots, at the level of HTTP: document/path/91770. More than 20 messages a minute and robot
 * are refused; texts of more than 2048 bytes, markdown of more than 4096, pictures of more than 2 MB, too.
 */
export async function startGroupRobots(keys: string[], port = 0): Promise<GroupRobotsStandIn> {
  const known = new Set(keys);
  const posted: GroupRobotsStandIn['posted'] = [];
  const times = new Map<string, number[]>();
  let takesFiles = true;
  const media = new Map<string, Buffer>();
  let next: Parameters<GroupRobotsStandIn['next']>[0] | undefined;

  const codeOf = (key: string, body: unknown): number => {
    if (!known.has(key)) return 93000;
    const message = Posted.safeParse(body).data;
    if (!message || !['text', 'markdown', 'image', 'file'].includes(message.msgtype)) return 40008;
    if ((message.image || message.file) && !takesFiles) return 40009;
    const read = message.image || message.file ? bytesIn(message, media) : textIn(message);
    if (typeof read === 'number') return read;
    const recent = (times.get(key) ?? []).filter((at) => at > performance.now() - 60_000);
    if (recent.length >= 20) return 45009;
    times.set(key, [...recent, performance.now()]);
    posted.push({ key, msgtype: message.msgtype, ...read });
    return 0;
  };

  async function upload(req: IncomingMessage, res: ServerResponse, asked: URLSearchParams): Promise<void> {
    const headers = { 'content-type': req.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(await buffer(req)), { headers }).formData().catch(() => undefined);
    const file = form?.get('media');
    const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : undefined;
    const isOurs = asked.get('type') === 'file' && known.has(asked.get('key') ?? '');
    const errcode = !isOurs ? 93000 : !bytes ? 41005 : bytes.length <= 5 ? 40006 : 0;
    if (errcode !== 0 || !bytes) return void res.end(JSON.stringify({ errcode, errmsg: 'refused' }));
    const media_id = `media-${media.size + 1}`;
    media.set(media_id, bytes);
    res.end(JSON.stringify({ errcode: 0, errmsg: 'ok', type: 'file', media_id, created_at: '1380000000' }));
  }

  const server = createServer((req, res) => {
    void (async () => {
      const url = new URL(req.url ?? '', 'http://stand-in');
      if (url.pathname === '/cgi-bin/webhook/upload_media') return upload(req, res, url.searchParams);
      const body = JSON.parse((await buffer(req)).toString());
      const how = next;
      // A look at the key is no message.
      if (Posted.safeParse(body).data?.msgtype !== 'none') next = undefined;
      if (typeof how === 'number') return void res.end(JSON.stringify({ errcode: how, errmsg: 'as told' }));
      const isSend = req.method === 'POST' && url.pathname === '/cgi-bin/webhook/send';
      const errcode = isSend ? codeOf(url.searchParams.get('key') ?? '', body) : 40001;
      if (how === 'no-answer') return void req.socket.destroy();
      if (how === 'html') return void res.writeHead(502).end('<html>Bad Gateway</html>');
      res.end(JSON.stringify({ errcode, errmsg: errcode === 0 ? 'ok' : 'refused' }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const at = (server.address() as AddressInfo).port;
  return {
    webhook: (key) => `http://127.0.0.1:${at}/cgi-bin/webhook/send?key=${key}`,
    posted,
    next: (how) => void (next = how),
    refuseFiles: (is) => void (takesFiles = !is),
    takeOut: (key) => void known.delete(key),
    port: at,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function textIn({ msgtype, text, markdown }: Posted): { text: string } | number {
  const content = text?.content ?? markdown?.content;
  if (content === undefined) return 44004;
  return Buffer.byteLength(content) > (msgtype === 'text' ? 2048 : 4096) ? 40058 : { text: content };
}

const PICTURES = /^(?:ffd8ff|89504e47)/u;

function bytesIn({ image, file }: Posted, media: Map<string, Buffer>): { text: string; bytes: Buffer } | number {
  const bytes = image ? Buffer.from(image.base64, 'base64') : media.get(file?.media_id ?? '');
  if (!bytes) return 40007;
  if (!image) return { text: '', bytes };
  if (bytes.length > 2 * 1024 * 1024) return 40009;
  if (createHash('md5').update(bytes).digest('hex') !== image.md5) return 301019;
  return PICTURES.test(bytes.toString('hex', 0, 4)) ? { text: '', bytes } : 301017;
}

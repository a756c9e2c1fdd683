import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Posted = z.object({
  msgtype: z.string(),
  text: z.object({ content: z.string().min(1) }).optional(),
  markdown: z.object({ content: z.string().min(1) }).optional(),
});

export interface GroupRobotsStandIn {
  /** The address of a robot's webhook, as its group's settings show it. */
  webhook(key: string): string;
  /** What reached groups, in order. */
  posted: { key: string; msgtype: string; text: string }[];
  /** The next call is answered with this error; or has its effect, and the answer is lost. */
  next(how: number | 'no-answer' | 'html'): void;
  /** Its robot was taken out of the group. */
  takeOut(key: string): void;
  port: number;
  stop(): Promise<void>;
}

/**
 * The end of WeCom's group robots, at the level of HTTP: document/path/91770. More than 20 messages a minute and robot
 * are refused; texts of more than 2048 bytes, markdown of more than 4096, too.
 */
export async function startGroupRobots(keys: string[], port = 0): Promise<GroupRobotsStandIn> {
  const known = new Set(keys);
  const posted: GroupRobotsStandIn['posted'] = [];
  const times = new Map<string, number[]>();
  let next: Parameters<GroupRobotsStandIn['next']>[0] | undefined;

  const codeOf = (key: string, body: unknown): number => {
    if (!known.has(key)) return 93000;
    const message = Posted.safeParse(body).data;
    if (!message || !['text', 'markdown'].includes(message.msgtype)) return 40008;
    const text = message.text?.content ?? message.markdown?.content;
    if (text === undefined) return 44004;
    if (Buffer.byteLength(text) > (message.msgtype === 'text' ? 2048 : 4096)) return 40058;
    const recent = (times.get(key) ?? []).filter((at) => at > performance.now() - 60_000);
    if (recent.length >= 20) return 45009;
    times.set(key, [...recent, performance.now()]);
    posted.push({ key, msgtype: message.msgtype, text });
    return 0;
  };

  const server = createServer((req, res) => {
    void (async () => {
      const url = new URL(req.url ?? '', 'http://stand-in');
      const body = await bodyOf(req);
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
    takeOut: (key) => void known.delete(key),
    port: at,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk as Uint8Array));
  return JSON.parse(Buffer.concat(chunks).toString());
}

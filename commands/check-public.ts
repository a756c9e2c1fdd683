import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Finding } from '../bots/bot.js';
import { fileLimits } from '../config/limits/files.js';

const WITHIN_MS = 5_000;
/** Pages of every kind, under links that are good for nobody. */
const PAGES = ['/forms/x', '/files/x', '/trainings/open/x', '/check-in/x/x', '/certificates/x'];
const MEND =
  '程序没在运行就先启动；在运行，请检查 PUBLIC_URL 和反向代理：/forms/、/files/、/trainings/、/check-in/ 和 /certificates/ 都要转到程序。';

/**
 * Whether people's browsers find the pages and the files under the public address, and may send files there. Asked
 * under links that are good for nobody, which this program answers in a way of its own.
 */
export async function checkPublic(publicUrl: string | undefined): Promise<Finding[]> {
  if (publicUrl === undefined) return [];
  const base = publicUrl.replace(/\/+$/, '');
  const what = `网页：${base}`;
  for (const path of PAGES) {
    const problem = await problemAt(`${base}${path}`);
    const [, room = ''] = path.split('/');
    if (problem !== undefined) return [{ ok: false, what: `${what}/${room}/ ${problem}`, mend: MEND }];
  }
  const most = fileLimits.uploads.mostBytesTogether;
  if ((await statusOfSending(`${base}/forms/x`, most)) !== 413) return [{ ok: true, what: `${what} 打得开` }];
  const mend = `请让反向代理的 /forms/ 收得下 ${most / 1024 / 1024} MB（nginx 的 client_max_body_size）。`;
  return [{ ok: false, what: `${what} 打得开，但代理不让上传大的文件`, mend }];
}

async function problemAt(url: string): Promise<string | undefined> {
  try {
    const { status, headers } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    const isOurs = status === 404 && headers.get('x-robots-tag') === 'noindex';
    return isOurs ? undefined : `回答的不是本程序（${status}）`;
  } catch (error) {
    return `打不开（${reasonOf(error)}）`;
  }
}

/** What `fetch` fails for is behind its error; a wait that is over has only a name. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? name ?? 'unknown';
}

/** What is said to so many bytes before any of them is sent; undefined where nothing is said until they come. */
const statusOfSending = (url: string, bytes: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': bytes };
    const asking = request(url, { method: 'POST', headers, timeout: WITHIN_MS });
    const end = (status?: number): void => {
      resolve(status);
      asking.destroy();
    };
    asking.on('response', ({ statusCode }) => end(statusCode));
    asking.on('timeout', () => end()).on('error', () => end());
    asking.flushHeaders();
  });

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { checkPublic } from '../../commands/check-public.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { startFormPages } from '../support/form-harness.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

test('this program itself, with or without a slash behind its address; without one there is nothing to look at', async () => {
  const pages = await startFormPages(county);
  try {
    expect(await checkPublic(`${pages.url}/`)).toEqual([{ ok: true, what: `网页：${pages.url} 打得开` }]);
  } finally {
    await pages.stop();
  }
  expect(await checkPublic(undefined)).toEqual([]);
});

test('nobody there, somebody else there, and a proxy that takes no files', async () => {
  const gone = await serving(() => {});
  const [server] = servers.splice(0);
  server?.close();
  expect(await checkPublic(gone)).toMatchObject([
    {
      ok: false,
      what: `网页：${gone}/forms/ 打不开（ECONNREFUSED）`,
      mend: expect.stringContaining('/certificates/'),
    },
  ]);
  const other = await serving((_request, response) => response.writeHead(200).end('welcome'));
  expect(await checkPublic(other)).toMatchObject([
    { ok: false, what: `网页：${other}/forms/ 回答的不是本程序（200）` },
  ]);
  const old = await serving(({ url }, response) => {
    const isKnown = /^\/(?:forms|files)\//.test(url ?? '');
    response.writeHead(404, isKnown ? { 'x-robots-tag': 'noindex' } : {}).end();
  });
  expect(await checkPublic(old)).toMatchObject([
    { ok: false, what: `网页：${old}/trainings/ 回答的不是本程序（404）` },
  ]);
  const narrow = await serving(({ method }, response) =>
    response.writeHead(method === 'POST' ? 413 : 404, { 'x-robots-tag': 'noindex' }).end(),
  );
  expect(await checkPublic(narrow)).toMatchObject([
    { ok: false, what: `网页：${narrow} 打得开，但代理不让上传大的文件`, mend: expect.stringContaining('100 MB') },
  ]);
});

import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { fetchFile } from '../../../bots/wecom/fetch-file.js';
import { createThings } from '../../../bots/wecom/things.js';
import { seal } from '../../support/wecom/seal.js';

const key = Buffer.alloc(32, 7);
const aeskey = key.toString('base64');
const sealed = (bytes: Buffer): Buffer => seal(bytes, key);

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file?sign=x`;
}
const bounds = (mostBytes = 1_000_000) => ({ mostBytes, signal: AbortSignal.timeout(5000) });
async function read(url: string, mostBytes?: number, as = aeskey): Promise<Buffer | string> {
  const result = await fetchFile({ url, aeskey: as }, bounds(mostBytes));
  if (result.kind !== 'open') return result.reason;
  const pieces: Uint8Array[] = [];
  for await (const piece of result.bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

test.each([1, 15, 31, 32, 33, 64, 100_000])('%d bytes come as they were, in whatever pieces', async (size) => {
  const bytes = randomBytes(size);
  const url = await serve((_, res) => {
    const whole = sealed(bytes);
    res.write(whole.subarray(0, 7));
    setTimeout(() => res.end(whole.subarray(7)), 5);
  });
  expect(await read(url)).toEqual(bytes);
});

test('under another key, or cut off, it is no file', async () => {
  const whole = await serve((_, res) => res.end(sealed(Buffer.from('教案'))));
  const another = Buffer.alloc(32, 8).toString('base64');
  await expect(read(whole, undefined, another)).rejects.toThrow('a file sealed otherwise');
  expect(await read(whole, undefined, 'short')).toBe('unreachable');
  const cut = await serve((_, res) => {
    res.writeHead(200, { 'content-length': '64' });
    res.write(sealed(Buffer.from('教案')), () => res.destroy());
  });
  await expect(read(cut)).rejects.toThrow(/terminated|aborted/);
});

test('too large is told before anything is read; over, it is told as that; trouble is for later', async () => {
  const large = await serve((_, res) => res.end(sealed(randomBytes(2000))));
  expect(await read(large, 1000)).toBe('too-large');
  const over = await serve((_, res) => res.writeHead(403).end());
  expect(await read(over)).toBe('unreachable');
  const trouble = await serve((_, res) => res.writeHead(502).end());
  expect(await fetchFile({ url: trouble, aeskey }, bounds())).toEqual({ kind: 'later', reason: 'http-502' });
  expect(await fetchFile({ url: 'http://127.0.0.1:1/', aeskey }, bounds())).toMatchObject({ kind: 'later' });
});

test('a redirect is not followed', async () => {
  const url = await serve((_, res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  expect(await fetchFile({ url, aeskey }, bounds())).toMatchObject({ kind: 'later' });
});

test('addresses are kept of the newest', () => {
  const things = createThings(2);
  const where = (n: number) => ({ url: `https://x.example/${n}`, aeskey });
  for (const n of [1, 2, 3]) things.keep(`m${n}:0`, where(n));
  expect([1, 2, 3].map((n) => things.of(`m${n}:0`))).toEqual([undefined, where(2), where(3)]);
});

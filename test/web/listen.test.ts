import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import Koa from 'koa';
import { closeServer, listen } from '../../web/listen.js';

const HERE = '127.0.0.1';

test('a port that is taken is told with what to do', async () => {
  const server = await listen(new Koa(), { host: HERE, port: 0 });
  const { port } = server.address() as AddressInfo;
  await expect(listen(new Koa(), { host: HERE, port })).rejects.toThrow(`${HERE}:${port} 已经被别的程序占用`);
  await closeServer(server);
});

// 192.0.2.0/24 is for documents: no machine has it.
test.each(['192.0.2.1', 'no-such-host.invalid'])('an address of some other machine is told: %s', async (host) => {
  await expect(listen(new Koa(), { host, port: 0 })).rejects.toThrow(`HOST 写的是 ${host}，不是这台机器的地址`);
});

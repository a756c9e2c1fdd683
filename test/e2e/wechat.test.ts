import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { ownUri } from '../support/own-uri.js';
import { type Program, startProgram } from '../support/program.js';
import { type Gateway, startGateway, TOKEN } from '../support/wechat/gateway.js';

/** Two real programs on one database and one token of a real puppet service: a second client would silence the first. */
const connection = mongoose.createConnection();
const programs: Program[] = [];
let gateway: Gateway;
let env: Record<string, string>;

beforeAll(async () => {
  gateway = await startGateway();
  const uri = ownUri();
  await connection.openUri(uri, { autoIndex: false, autoCreate: false });
  for (const { name } of await connection.listCollections()) await connection.collection(name).deleteMany({});
  env = {
    MONGODB_URI: uri,
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_SERVICE_ENDPOINT: gateway.endpoint,
    WECHATY_PUPPET_SERVICE_TOKEN: TOKEN,
    WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true',
  };
});
afterAll(async () => {
  for (const program of programs) await program.kill();
  await connection.close();
  await gateway.kill();
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await holds()); waitedMs += 50) {
    if (waitedMs > 90_000) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
/** Undefined too where a kept connection was closed just as it was to be used: it is asked again. */
async function stands({ url }: Program) {
  const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
  return (await answer?.json())?.connections?.[0];
}
const told = (to: string): number => gateway.puppet().sentList.filter((each) => each.to === to).length;
/** Somebody nobody knows writes: they are told how to bind, once. */
async function writes(from: string): Promise<void> {
  gateway.puppet().write({ id: `m-${from}`, from, text: '你好', at: new Date() });
  await until(() => told(from) > 0);
}

test('one of two programs has the token, the other takes over when it is killed, and everybody is answered once', async () => {
  const first = await startProgram(env);
  programs.push(first);
  await until(async () => (await stands(first)) !== undefined);
  gateway.login();
  await until(async () => (await stands(first))?.open === true);
  await writes('wxid_1');

  const second = await startProgram(env);
  programs.push(second);
  await until(async () => (await stands(second))?.standby === true);
  await writes('wxid_2');
  expect(await stands(first)).toMatchObject({ open: true });

  await first.kill();
  programs.shift();
  await until(async () => (await stands(second))?.open === true);
  await writes('wxid_3');
  // What the gateway tells again is known to the second program, too.
  gateway.puppet().write({ id: 'm-wxid_1', from: 'wxid_1', text: '你好', at: new Date() });
  await writes('wxid_4');
  expect(['wxid_1', 'wxid_2', 'wxid_3', 'wxid_4'].map(told)).toEqual([1, 1, 1, 1]);
});

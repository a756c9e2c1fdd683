import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UniformResourceNameRegistry } from 'file-box';
import { log } from 'wechaty-puppet';
import { PuppetServer } from 'wechaty-puppet-service';
import { ScriptedPuppet } from './puppet.js';

export const BOT = 'wxid_bot';
export const TOKEN = `insecure_${randomUUID()}`;

export interface Gateway {
  endpoint: string;
  /** The WeChat behind it; a fresh one after `restart`. */
  puppet(): ScriptedPuppet;
  login(): void;
  logout(): void;
  /** Gone, as when its process is killed; its port refuses. */
  kill(): Promise<void>;
  /** There again on the same port, logged in. */
  restart(): Promise<void>;
}

log.level('silent');

/** The folder for files on their way is one a process, unless told: whoever stops takes away what another one writes. */
class ServerApart extends PuppetServer {
  override async start(): Promise<void> {
    this.urnRegistry = new UniformResourceNameRegistry({ storeDir: join(tmpdir(), `jiaoyan-files-${randomUUID()}`) });
    this.urnRegistry.init();
    await super.start();
  }
}

/** A real gRPC puppet service on this machine, as a vendor runs one. */
export async function startGateway(): Promise<Gateway> {
  const endpoint = `127.0.0.1:${await freePort()}`;
  let puppet = new ScriptedPuppet();
  let server = await serve(endpoint, puppet);
  const isUp = { value: true };
  let wanted = false;
  const login = () => {
    wanted = true;
    if (!puppet.isLoggedIn) puppet.login(BOT);
  };
  // A session that ends takes the gateway's login with it; a real gateway logs in again by itself.
  setInterval(() => {
    if (wanted && puppet.state.active() === true && !puppet.isLoggedIn) puppet.login(BOT);
  }, 50).unref();
  return {
    endpoint,
    puppet: () => puppet,
    login,
    logout() {
      wanted = false;
      void puppet.logout();
    },
    async kill() {
      wanted = false;
      if (!isUp.value) return;
      isUp.value = false;
      (server as unknown as { grpcServer?: { forceShutdown(): void } }).grpcServer?.forceShutdown();
      await server.stop().catch(() => {});
    },
    async restart() {
      puppet = new ScriptedPuppet();
      server = await serve(endpoint, puppet);
      isUp.value = true;
      await puppet.start();
      login();
    },
  };
}

async function serve(endpoint: string, puppet: ScriptedPuppet): Promise<PuppetServer> {
  const server = new ServerApart({ endpoint, puppet, token: TOKEN, tls: { disable: true } });
  await server.start();
  return server;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

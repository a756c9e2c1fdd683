import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createGate } from './gate.js';
import { type RoundTrips, serveConnection } from './wire.js';

/**
 * The engine runs 8 commands at a time and the rest in the order they came. Clients get 7 of the places, so that the
 * host's own commands never stand behind their slow ones.
 */
const CLIENT_PLACES = 7;

export interface Listener {
  /** Takes the socket away and drops every connection. */
  close(): void;
}

/** Serves on a Unix socket only the own user can reach; the engine knows no passwords. */
export async function listen(engine: RoundTrips, path: string): Promise<Listener> {
  const open = new Set<Socket>();
  const gate = createGate(CLIENT_PLACES);
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serveConnection(engine, socket, gate);
  });

  // Left behind by a process that was killed: the lock on the folder says nobody else serves it.
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);

  return {
    close() {
      server.close();
      for (const socket of open) socket.destroy();
      rmSync(path, { force: true });
    },
  };
}

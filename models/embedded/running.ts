import { existsSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { socketPath, socketUri } from './socket-path.js';

/** URI of the engine that serves this data folder already, in whatever process; undefined where none does. */
export async function connectRunning(dataDir: string): Promise<string | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const path = socketPath(dataDir);
  const socket = await reach(path);
  socket?.destroy();
  return socket && socketUri(path);
}

/**
 * An open connection to the engine behind the socket, undefined where nobody listens. The host listens only after it
 * has opened the folder, and stops before it closes it.
 */
export async function reach(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

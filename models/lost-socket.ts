import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * A command the driver writes after the server has hung up, and before Node has said so, waits for `drain` for ever:
 * `writeCommand` of mongodb 7.8 and 7.9 listens for an error, and a socket that merely closes has none
 * (lib/cmap/connection.js, lib/utils.js `once`). One such command in the inbox's group commit stopped a whole program
 * after its database was killed. Woken by a `drain` when the socket has closed, the driver looks and finds that the
 * connection is gone; the command fails as an outage, as it should. Sockets under TLS are not announced by Node.
 */
export function wakeWritersOfLostSockets(): void {
  subscribe('net.client.socket', onSocket);
}

function onSocket(message: unknown): void {
  const { socket } = message as { socket: Socket };
  socket.once('close', () => void socket.emit('drain'));
}

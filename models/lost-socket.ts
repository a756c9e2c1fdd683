import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * A command the driver writes after the server has hung up, and before Node has said so, waits for `drain` for ever:
 * `writeCommand` of mongodb 7.8 and 7.9 listens for an error, and a socket that merely closes has none
 * (lib/cmap/connection.js, lib/utils.js `once`). One such command in the inbox's group commit stopped a whole program
 * after its database was killed. Woken by a `drain` when the socket has closed, the driver looks and finds that the
 * connection is gone; the command fails as an outage, as it should. Sockets under TLS are not announced by Node.
 *
 * Once for all connections of the process, and only while there is one: Node keeps who listens for good, so each test
 * file of a process added a listener to every socket after it. Answers what ends it for a connection.
 */
export function wakeWritersOfLostSockets(): () => void {
  watching += 1;
  if (watching === 1) subscribe(CHANNEL, onSocket);
  let over = false;
  return () => {
    if (over) return;
    over = true;
    watching -= 1;
    if (watching === 0) unsubscribe(CHANNEL, onSocket);
  };
}

const CHANNEL = 'net.client.socket';
let watching = 0;

function onSocket(message: unknown): void {
  const { socket } = message as { socket: Socket };
  socket.once('close', () => void socket.emit('drain'));
}

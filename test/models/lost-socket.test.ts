import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isOutage, openDatabase } from '../../models/db.js';
import { silent } from '../../models/log.js';
import { temporaryFolders } from '../support/temporary-folder.js';

const folder = temporaryFolders();
const sockets: Socket[] = [];
const keep = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);

beforeEach(() => subscribe('net.client.socket', keep));
afterEach(() => {
  unsubscribe('net.client.socket', keep);
  sockets.length = 0;
});

const TIMES = 2;

test('a command written to a socket that is lost, and has not said so yet, fails at once', async () => {
  const database = await openDatabase({ uri: process.env['MONGODB_URI_TEST'] ?? '', dataDir: folder(), log: silent });
  try {
    for (let i = 0; i < TIMES; i++) {
      await database.ping();
      for (const socket of sockets) socket.destroy();
      const lost = await database.ping().catch((error: unknown) => error);
      expect([lost, isOutage(lost)]).toEqual([expect.any(Error), true]);
    }
  } finally {
    await database.stop();
  }
});

test('sockets are watched while a database is open, by one listener however many are', async () => {
  unsubscribe('net.client.socket', keep);
  const uri = process.env['MONGODB_URI_TEST'] ?? '';
  const open = () => openDatabase({ uri, dataDir: folder(), log: silent });
  const [one, two] = [await open(), await open()];
  await one.stop();
  expect(channel('net.client.socket').hasSubscribers).toBe(true);
  await two.stop();
  expect(channel('net.client.socket').hasSubscribers).toBe(false);
});

import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import mongoose from 'mongoose';
import { createCutter, type Reply, requestFrame } from '../../../models/embedded/frames.js';
import { type Listener, listen } from '../../../models/embedded/listener.js';
import { REFUSED_COMMANDS } from '../../../models/embedded/wire.js';
import { testDatabase } from '../../support/database.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const { BSON } = mongoose.mongo;
const folder = temporaryFolders();

function frameOf(id: number, command: object): Buffer {
  return requestFrame(id, BSON.serialize(command));
}

/** What the engine would answer, with the request's id in it. */
function echo(frame: Buffer): Reply {
  const requestId = frame.readInt32LE(4);
  return { requestId, moreToCome: false, legacy: false, response: Buffer.from(BSON.serialize({ ok: 1, requestId })) };
}

describe('one connection', () => {
  let listener: Listener | undefined;
  let client: Socket | undefined;

  afterEach(() => {
    client?.destroy();
    listener?.close();
  });

  async function connected(roundTrip: (frame: Buffer) => Promise<Reply>): Promise<Socket> {
    const path = join(folder(), 'm.sock');
    listener = await listen({ roundTrip }, path);
    client = createConnection(path);
    await once(client, 'connect');
    return client;
  }

  async function answers(socket: Socket, count: number): Promise<Record<string, unknown>[]> {
    const cut = createCutter();
    const found: Buffer[] = [];
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      found.push(...cut(chunk));
      if (found.length >= count) break;
    }
    return found.map((frame) => BSON.deserialize(frame.subarray(21)));
  }

  test('answers come in the order of the questions, however long each takes', async () => {
    const socket = await connected(async (frame) => {
      await sleep(Math.random() * 5);
      return echo(frame);
    });
    const ids = Array.from({ length: 200 }, (_, i) => i + 1);
    socket.write(Buffer.concat(ids.map((id) => frameOf(id, { ping: 1 }))));
    expect((await answers(socket, 200)).map(({ requestId }) => requestId)).toEqual(ids);
  });

  test('commands that would end the engine never reach it', async () => {
    const reached: Buffer[] = [];
    const socket = await connected(async (frame) => {
      reached.push(frame);
      return echo(frame);
    });
    const commands = [...REFUSED_COMMANDS];
    socket.write(Buffer.concat(commands.map((name, i) => frameOf(i, { [name]: 1, $db: 'admin' }))));
    const refusals = await answers(socket, commands.length);
    expect(refusals.map(({ code }) => code)).toEqual(commands.map(() => 59));
    expect(reached).toEqual([]);
  });

  test('what is not the protocol ends the connection, not the server', async () => {
    const socket = await connected(async (frame) => echo(frame));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  test('an engine that fails on a message ends that connection', async () => {
    const socket = await connected(async () => {
      throw new Error('closed');
    });
    socket.write(frameOf(1, { ping: 1 }));
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});

/** The socket of the run's own engine; a real server given for the tests has other manners, and is left alone. */
const enginePath = decodeURIComponent(
  /^mongodb:\/\/(%2F[^/]+)\//.exec(process.env['MONGODB_URI_TEST'] ?? '')?.[1] ?? '',
);
const withEngine = enginePath ? describe : describe.skip;

withEngine('the real engine', () => {
  const { connection } = testDatabase();

  test('outlives the commands that would kill it', async () => {
    for (const name of REFUSED_COMMANDS)
      await expect(connection.db?.command({ [name]: 1 })).rejects.toMatchObject({ code: 59 });
    expect(await connection.db?.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  test('outlives broken messages', async () => {
    const document = fc.oneof(fc.uint8Array({ maxLength: 120 }), fc.constant(BSON.serialize({ find: 'x', $db: 't' })));
    const change = fc.record({ at: fc.integer({ min: 12, max: 60 }), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(document, change, async (bytes, { at, byte }) => {
        const frame = requestFrame(1, bytes);
        if (at < frame.length) frame[at] = byte;
        await sendAndLeave(frame);
        expect(await connection.db?.command({ ping: 1 })).toMatchObject({ ok: 1 });
      }),
      { numRuns: 150 },
    );
  });

  async function sendAndLeave(frame: Buffer): Promise<void> {
    const socket = createConnection(enginePath);
    socket.on('error', () => {});
    socket.end(frame);
    await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.destroy();
  }
});

import type { Socket } from 'node:net';
import mongoose from 'mongoose';
import { answerTo, commandName, createCutter, type Reply, replyHead, requestFrame } from './frames.js';
import type { Gate } from './gate.js';

const { BSON } = mongoose.mongo;

/** The engine as the wire sees it: one message in, one reply out. Any number may be under way. */
export interface RoundTrips {
  roundTrip(frame: Buffer): Promise<Reply>;
}

/**
 * These end the engine's process (SIGSEGV in 9.0.0-alpha0): it has no session cache. A driver that has read the
 * engine's hello does not send them; a shell or an older tool might.
 */
export const REFUSED_COMMANDS: ReadonlySet<string> = new Set([
  'startSession',
  'endSessions',
  'refreshSessions',
  'killSessions',
  'killAllSessions',
  'killAllSessionsByPattern',
]);

/** A client that sends more than this without waiting for answers is read no further until they are given. */
const MAX_WAITING_FRAMES = 64;

/** Serves one connection: its frames one after another, as a server does. Ends with the connection; never throws. */
export function serveConnection(engine: RoundTrips, socket: Socket, gate: Gate): void {
  const cut = createCutter();
  const waiting: Buffer[] = [];
  let busy = false;
  let answered = 0;

  const drain = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let frame = waiting.shift(); frame && !socket.destroyed; frame = waiting.shift()) {
      const reply = await answer(engine, socket, gate, frame);
      if (reply && !reply.moreToCome) await send(socket, replyHead(reply, ++answered), reply.response);
      if (waiting.length < MAX_WAITING_FRAMES) socket.resume();
    }
    busy = false;
  };

  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      waiting.push(...cut(chunk));
    } catch {
      socket.destroy();
      return;
    }
    if (waiting.length >= MAX_WAITING_FRAMES) socket.pause();
    drain().catch(() => socket.destroy());
  });
}

/** Undefined where the client left while its command stood in line: it need not run any more. */
async function answer(engine: RoundTrips, socket: Socket, gate: Gate, frame: Buffer): Promise<Reply | undefined> {
  const name = commandName(frame);
  if (REFUSED_COMMANDS.has(name)) return answerTo(frame, refusal(name));
  return gate.pass(async () => (socket.destroyed ? undefined : engine.roundTrip(frame)));
}

function refusal(name: string): Uint8Array {
  return BSON.serialize({ ok: 0, errmsg: `no such command: '${name}'`, code: 59, codeName: 'CommandNotFound' });
}

/** Resolves when the socket takes more, or is gone. */
async function send(socket: Socket, head: Buffer, body: Buffer): Promise<void> {
  if (socket.destroyed) return;
  socket.cork();
  socket.write(head);
  const goesOn = socket.write(body);
  socket.uncork();
  if (goesOn || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}

/** Runs a command of the host's own, past the gate. The reply is unchecked: read it through a schema. */
export async function runCommand(engine: RoundTrips, database: string, command: object): Promise<unknown> {
  const reply = await engine.roundTrip(requestFrame(1, BSON.serialize({ ...command, $db: database })));
  return BSON.deserialize(reply.response);
}

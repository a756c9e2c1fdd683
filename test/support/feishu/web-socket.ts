import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The server's end of a WebSocket (RFC 6455), as much of it as messages in one piece need. */
export interface ServerSocket {
  send(bytes: Buffer): void;
  /** Says goodbye, as a server that is restarted does. */
  close(): void;
  /** Breaks the connection without a word. */
  cut(): void;
}

export interface Hearing {
  message(bytes: Buffer): void;
  /** It is over, by whoever's doing. `said`: the client said goodbye. */
  closed(said: boolean): void;
  /** The client broke the protocol, in a sentence. */
  broke(rule: string): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const [CONTINUED, TEXT, BINARY, CLOSE, PING, PONG] = [0x0, 0x1, 0x2, 0x8, 0x9, 0xa];

/** Answers an upgrade, and from then on hears what the client says. `kind`: of the messages, both ways. */
export function acceptWebSocket(
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  hearing: Hearing,
  kind: 'binary' | 'text' = 'binary',
): ServerSocket {
  const message = kind === 'text' ? TEXT : BINARY;
  const key = createHash('sha1').update(`${req.headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  let waiting = head;
  let said = false;
  const hear = ({ opcode, payload }: Heard): void => {
    if (opcode === message) hearing.message(payload);
    else if (opcode === PING) socket.write(framed(PONG, payload));
    else if (opcode === CLOSE) {
      said = true;
      socket.end(framed(CLOSE, payload));
    } else if (opcode !== PONG) hearing.broke(`a message of kind ${opcode}`);
  };
  const drain = (bytes: Buffer): void => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let heard = firstOf(waiting); heard; heard = firstOf(waiting)) {
      waiting = waiting.subarray(heard.length);
      if (!heard.masked) hearing.broke('a client masks what it sends');
      if (!heard.final || heard.opcode === CONTINUED) hearing.broke('messages come in one piece');
      hear(heard);
    }
  };
  socket.on('data', drain);
  // Sockets of a server stay half open by themselves.
  socket.on('end', () => socket.end());
  socket.on('error', () => socket.destroy());
  socket.once('close', () => hearing.closed(said));
  drain(Buffer.alloc(0));
  return {
    send: (bytes) => void (socket.writable && socket.write(framed(message, bytes))),
    close: () => void (socket.writable && socket.write(framed(CLOSE, Buffer.from([0x03, 0xe9])))),
    cut: () => void socket.destroy(),
  };
}

interface Heard {
  final: boolean;
  masked: boolean;
  opcode: number;
  payload: Buffer;
  /** Of the whole, with its head. */
  length: number;
}

/** The first frame, once all of it is there. */
function firstOf(bytes: Buffer): Heard | undefined {
  if (bytes.length < 2) return undefined;
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  const short = second % 128;
  const more = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = second >= 128;
  const head = 2 + more + (masked ? 4 : 0);
  if (bytes.length < head) return undefined;
  const size = more === 2 ? bytes.readUInt16BE(2) : more === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < head + size) return undefined;
  const payload = Buffer.from(bytes.subarray(head, head + size));
  const mask = bytes.subarray(head - 4, head);
  if (masked) for (let i = 0; i < size; i++) payload.writeUInt8(payload.readUInt8(i) ^ mask.readUInt8(i % 4), i);
  return { final: first >= 128, masked, opcode: first % 16, payload, length: head + size };
}

function framed(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head.writeUInt8(0x80 + opcode, 0);
  head.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/**
 * Frames of MongoDB's wire protocol: a header of four little-endian integers (length, request id, response to, opcode)
 * and a body. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
const HEADER_BYTES = 16;
/** MongoDB's limit of one message, with room for the command around the documents. */
export const MAX_FRAME_BYTES = 48 * 1024 * 1024 + 16 * 1024;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/** What came in is not the wire protocol; the connection cannot be read on. */
export class BrokenFrame extends Error {
  override name = 'BrokenFrame';
}

/** Cuts a stream of chunks into frames. Each is copied once, however many chunks it came in. */
export function createCutter(): (chunk: Buffer) => Buffer[] {
  let parts: Buffer[] = [];
  let have = 0;
  let length = 0;

  const take = (): Buffer | undefined => {
    if (length === 0 && have >= HEADER_BYTES) length = frameLength(parts);
    if (length === 0 || have < length) return undefined;
    const all = joined(parts);
    const frame = all.subarray(0, length);
    parts = have > length ? [all.subarray(length)] : [];
    have -= length;
    length = 0;
    return frame;
  };

  return (chunk) => {
    parts.push(chunk);
    have += chunk.length;
    const frames: Buffer[] = [];
    for (let frame = take(); frame; frame = take()) frames.push(frame);
    return frames;
  };
}

function joined(parts: Buffer[]): Buffer {
  const [first] = parts;
  return parts.length === 1 && first ? first : Buffer.concat(parts);
}

function frameLength(parts: Buffer[]): number {
  const [first] = parts;
  const start = first && first.length >= 4 ? first : Buffer.concat(parts);
  const length = start.readInt32LE(0);
  if (length < HEADER_BYTES || length > MAX_FRAME_BYTES) throw new BrokenFrame(`message of ${length} bytes`);
  return length;
}

/** Name of the command in a frame; empty where it cannot be read, and then the engine says what is wrong with it. */
export function commandName(frame: Buffer): string {
  const at = commandDocument(frame);
  // A document starts with its length (4 bytes) and the first element's type (1); the element's name follows.
  const from = at + 5;
  const to = at < 0 || from >= frame.length ? -1 : frame.indexOf(0, from);
  return to < 0 ? '' : frame.toString('latin1', from, to);
}

/** Where the command's document starts, -1 where there is none. */
function commandDocument(frame: Buffer): number {
  if (frame.length < HEADER_BYTES + 5) return -1;
  const opcode = frame.readInt32LE(12);
  if (opcode === OP_MSG) return bodySection(frame);
  if (opcode !== OP_QUERY) return -1;
  // Flags, the collection's name, how many to skip and to return.
  const name = frame.indexOf(0, HEADER_BYTES + 4);
  return name < 0 ? -1 : name + 9;
}

/** OP_MSG holds sections: kind 1, a list of documents with its length, may stand before kind 0, the command. */
function bodySection(frame: Buffer): number {
  let at = HEADER_BYTES + 4;
  while (frame[at] === 1) {
    if (at + 5 > frame.length) return -1;
    const size = frame.readInt32LE(at + 1);
    if (size < 4) return -1;
    at += 1 + size;
  }
  return frame[at] === 0 ? at + 1 : -1;
}

/** What the engine answers a frame with: the document, and how to frame it. */
export interface Reply {
  requestId: number;
  /** The sender wants no answer. */
  moreToCome: boolean;
  /** The request was an OP_QUERY, so the answer is an OP_REPLY. */
  legacy: boolean;
  response: Buffer;
}

export function requestFrame(id: number, document: Uint8Array): Buffer {
  const head = messageHead(document.length, id, 0);
  return Buffer.concat([head, document]);
}

/** What stands before the document of an answer. */
export function replyHead(reply: Reply, id: number): Buffer {
  if (!reply.legacy) return messageHead(reply.response.length, id, reply.requestId);
  // Flags 4, cursor id 8, starting from 4, and the number of documents: 1.
  const head = Buffer.alloc(HEADER_BYTES + 20);
  writeHeader(head, head.length + reply.response.length, id, reply.requestId, OP_REPLY);
  head.writeInt32LE(1, 32);
  return head;
}

/** Flags (4 bytes, none set) and the kind of the one section (0) follow the header. */
function messageHead(documentBytes: number, id: number, responseTo: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES + 5);
  writeHeader(head, head.length + documentBytes, id, responseTo, OP_MSG);
  return head;
}

function writeHeader(head: Buffer, length: number, id: number, responseTo: number, opcode: number): void {
  head.writeInt32LE(length, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opcode, 12);
}

/** The answer to a command that is not let through to the engine. */
export function answerTo(frame: Buffer, document: Uint8Array): Reply {
  return {
    requestId: frame.readInt32LE(4),
    moreToCome: false,
    legacy: frame.readInt32LE(12) === OP_QUERY,
    response: Buffer.from(document),
  };
}

import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import mongoose from 'mongoose';
import {
  answerTo,
  BrokenFrame,
  commandName,
  createCutter,
  MAX_FRAME_BYTES,
  replyHead,
  requestFrame,
} from '../../../models/embedded/frames.js';

const { BSON } = mongoose.mongo;

function message(command: object): Buffer {
  return requestFrame(7, BSON.serialize(command));
}

/** OP_QUERY, with which old drivers and every first hello come. */
function query(command: object): Buffer {
  const head = Buffer.alloc(20);
  const name = Buffer.from('admin.$cmd\0');
  const body = Buffer.concat([head, name, Buffer.alloc(8), BSON.serialize(command)]);
  body.writeInt32LE(body.length, 0);
  body.writeInt32LE(9, 4);
  body.writeInt32LE(2004, 12);
  return body;
}

test('frames come out whole and in order, however the stream is chopped', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1 });
  fc.assert(
    fc.property(bodies, cuts, (documents, sizes) => {
      const frames = documents.map((document, i) => requestFrame(i, document));
      const cut = createCutter();
      const out = chopped(Buffer.concat(frames), sizes).flatMap((chunk) => cut(chunk));
      expect(out.map((frame) => frame.toString('hex'))).toEqual(frames.map((frame) => frame.toString('hex')));
    }),
  );
});

function chopped(stream: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < stream.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test.each([0, 15, -1, MAX_FRAME_BYTES + 1, 2 ** 31 - 1])('a frame that says it has %i bytes is broken', (length) => {
  const head = Buffer.alloc(16);
  head.writeInt32LE(length, 0);
  expect(() => createCutter()(head)).toThrow(BrokenFrame);
});

test('the command is read from both kinds of message, also behind a list of documents', () => {
  expect(commandName(message({ startSession: 1, $db: 'admin' }))).toBe('startSession');
  expect(commandName(query({ isMaster: 1 }))).toBe('isMaster');

  const list = Buffer.from('\x01\x0e\0\0\0documents\0', 'latin1');
  const command = message({ endSessions: 1 });
  const both = Buffer.concat([command.subarray(0, 20), list, command.subarray(20)]);
  both.writeInt32LE(14, 21);
  expect(commandName(both)).toBe('endSessions');
});

test('whatever stands in a frame, looking for its command neither throws nor hangs', () => {
  const opcode = fc.constantFrom(2013, 2004, 2012, 0);
  fc.assert(
    fc.property(opcode, fc.uint8Array({ maxLength: 200 }), (code, bytes) => {
      const frame = requestFrame(1, bytes);
      frame.writeInt32LE(code, 12);
      expect(typeof commandName(frame)).toBe('string');
    }),
    { numRuns: 2000 },
  );
  expect(commandName(Buffer.alloc(0))).toBe('');
});

test('an answer is framed the way its request came', () => {
  const document = BSON.serialize({ ok: 0 });
  const modern = answerTo(message({ ping: 1 }), document);
  expect(modern).toMatchObject({ requestId: 7, legacy: false });
  const head = replyHead(modern, 3);
  expect([head.length, head.readInt32LE(0), head.readInt32LE(8), head.readInt32LE(12)]).toEqual([
    21,
    21 + document.length,
    7,
    2013,
  ]);

  const legacy = answerTo(query({ isMaster: 1 }), document);
  expect(legacy).toMatchObject({ requestId: 9, legacy: true });
  const oldHead = replyHead(legacy, 3);
  expect([oldHead.length, oldHead.readInt32LE(0), oldHead.readInt32LE(12), oldHead.readInt32LE(32)]).toEqual([
    36,
    36 + document.length,
    1,
    1,
  ]);
});

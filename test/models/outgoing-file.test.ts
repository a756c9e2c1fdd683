import { expect, test } from '@jest/globals';
import { createOutgoingFiles, MOST_OUTGOING_BYTES } from '../../models/outgoing-file.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const files = createOutgoingFiles(connection);
const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');

test('what is to be sent is kept once, however many it goes to, and read back', async () => {
  const first = await files.keep('周报.png', PICTURE);
  const second = await files.keep('小结.png', PICTURE);
  expect(second).toEqual({ ref: first.ref, name: '小结.png' });
  expect(Buffer.from((await files.bytesOf(first.ref)) ?? [])).toEqual(PICTURE);
  expect(await connection.collection('outgoingFiles').countDocuments()).toBe(1);
});

test('what is not kept any more is nothing; what no platform would take is not kept', async () => {
  expect(await files.bytesOf('unknown')).toBeUndefined();
  await expect(files.keep('空.png', Buffer.alloc(0))).rejects.toThrow(RangeError);
  await expect(files.keep('大.png', Buffer.alloc(MOST_OUTGOING_BYTES + 1))).rejects.toThrow(RangeError);
});

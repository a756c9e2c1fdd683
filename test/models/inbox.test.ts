import { expect, test } from '@jest/globals';
import type { InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import { createInbox } from '../../models/inbox.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const inbox = createInbox(connection);
const platform = Platform.parse('testing');

const said = (key: string): InboundEvent => ({
  kind: 'message',
  key,
  chat: { platform, id: 'p-1', kind: 'private' },
  account: '1',
  messageId: key,
  text: '我的',
  addressed: true,
  attachments: [],
  sentAt: new Date(),
});

test('what is put while the county clock is a week ahead is due at once by the machine clock', async () => {
  const ahead = new Date(Date.now() + 7 * 24 * 3600 * 1000);
  await inbox.accept([said('a')], ahead);
  const [row] = await inbox.claim(10, new Date());
  expect(row?._id).toBe('a');
});

test('the same event twice, in one call or in two, is one row', async () => {
  const now = new Date();
  expect(await inbox.accept([said('a'), said('a')], now)).toEqual(['accepted', 'duplicate']);
  expect(await inbox.accept([said('a'), said('b')], now)).toEqual(['duplicate', 'accepted']);
  expect((await inbox.counts()).ready).toBe(2);
});

test('one chat is worked in order: the second waits until the first is done', async () => {
  const now = new Date();
  await inbox.accept([said('a'), said('b')], now);
  const [first, ...others] = await inbox.claim(10, now);
  expect([first?._id, others]).toEqual(['a', []]);
  expect(await inbox.claim(10, now)).toEqual([]);
  if (first) await inbox.settle(first, 'done', now);
  expect((await inbox.claim(10, now)).map(({ _id }) => _id)).toEqual(['b']);
});

test('a lease that ran out gives the row to another, and the first can no longer settle it', async () => {
  const now = new Date();
  await inbox.accept([said('a')], now);
  const [mine] = await inbox.claim(1, now);
  const later = new Date(now.getTime() + 31_000);
  const [theirs] = await inbox.claim(1, later);
  if (!mine || !theirs) throw new Error('nothing was claimed');
  expect(await inbox.settle(mine, 'done', later)).toBe(false);
  expect(await inbox.settle(theirs, 'done', later)).toBe(true);
});

import { expect, test } from '@jest/globals';
import type { Received } from '../../bots/bot.js';
import { type ConnectionOptions, connectionEdge } from '../../bots/connection.js';
import type { InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import { recordingLog } from '../support/recording-log.js';
import { ALWAYS } from '../support/turn.js';

const now = new Date('2026-03-10T06:30:00Z');
const event: InboundEvent = {
  kind: 'joined',
  key: 'fake:1',
  chat: { platform: Platform.parse('fake'), id: 'c1', kind: 'group' },
  account: 'a1',
  sentAt: now,
};
const message: Received = { kind: 'events', events: [event] };

function edgeOn(accept: ConnectionOptions['accept'], acknowledgeWithinMs = 1000) {
  const answered: [number, string | undefined][] = [];
  const log = recordingLog();
  const metrics = { answered: (status: number, code?: string) => answered.push([status, code]) };
  const edge = connectionEdge({
    platform: 'fake',
    accept,
    clock: { now: () => now },
    turn: ALWAYS,
    log,
    acknowledgeWithinMs,
    metrics,
  });
  return { edge, answered, log };
}

test('events are acknowledged once they are stored', async () => {
  const stored: [InboundEvent[], Date][] = [];
  const { edge, answered } = edgeOn(async (events, at) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    stored.push([events, at]);
  });
  expect(await edge.take(message, now)).toBeUndefined();
  expect(stored).toEqual([[[event], now]]);
  expect(answered).toEqual([[200, undefined]]);
});

test('nothing to store is acknowledged at once, and an answer is passed on', async () => {
  const { edge, answered } = edgeOn(async () => {
    throw new Error('nothing is stored here');
  });
  expect(await edge.take({ kind: 'events', events: [] }, now)).toBeUndefined();
  expect(await edge.take({ kind: 'answer', body: { toast: 'a' } }, now)).toEqual({ toast: 'a' });
  expect(answered).toEqual([
    [200, undefined],
    [200, undefined],
  ]);
});

test('who waits for an answer is told whether it is stored: such a delivery comes once', async () => {
  const press: Received = {
    kind: 'events',
    events: [event],
    reply: { stored: { toast: 'a' }, unstored: { toast: 'b' } },
  };
  expect(await edgeOn(async () => {}).edge.take(press, now)).toEqual({ toast: 'a' });
  const lost = edgeOn(async () => {
    throw new Error('away');
  });
  expect(await lost.edge.take(press, now)).toEqual({ toast: 'b' });
  expect(lost.answered).toEqual([[503, 'not-stored']]);
  expect(await edgeOn(() => new Promise(() => {}), 30).edge.take(press, now)).toEqual({ toast: 'b' });
});

test('what cannot be stored has to come again; the log says why in a word', async () => {
  const { edge, answered, log } = edgeOn(async () => {
    throw new TypeError('周记 in the document');
  });
  await expect(edge.take(message, now)).rejects.toThrow('not-stored');
  expect(answered).toEqual([[503, 'not-stored']]);
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', fields: { platform: 'fake', events: ['fake:1'], reason: 'TypeError' } }),
  );
  expect(JSON.stringify(log.lines)).not.toContain('周记');
});

test('a database that takes too long is not waited for: the platform hears in time that it has to come again', async () => {
  const { edge, answered } = edgeOn(() => new Promise(() => {}), 30);
  await expect(edge.take(message, now)).rejects.toThrow('too-slow');
  expect(answered).toEqual([[503, 'too-slow']]);
});

test('what was refused has to come again, as it has at a webhook', async () => {
  const { edge, answered } = edgeOn(async () => {});
  await expect(edge.take({ kind: 'refused', status: 401, code: 'wrong-app' }, now)).rejects.toThrow('wrong-app');
  expect(answered).toEqual([[401, 'wrong-app']]);
});

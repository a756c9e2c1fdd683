import { beforeEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { type Drain, drainInbox } from '../../jobs/drain-inbox.js';
import type { InboundEvent } from '../../models/event.js';
import { TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { recordingLog } from '../support/recording-log.js';

const { mongo } = mongoose;
const { connection } = testDatabase();
const county = testCounty(connection);
const { inbox } = county.models;
const NOON = new Date('2026-10-28T12:00:00+08:00');

let machineMs = 0;
let log = recordingLog();
let worked: string[] = [];
let sorry: string[] = [];
let ended: string[] = [];
beforeEach(() => {
  machineMs = Date.now();
  log = recordingLog();
  [worked, sorry, ended] = [[], [], []];
});

const said = (key: string, chat = 'p-1'): InboundEvent => ({
  kind: 'message',
  key,
  chat: { platform: TESTING, id: chat, kind: 'private' },
  account: '1',
  messageId: key,
  text: '周记 今天下雪了',
  addressed: true,
  attachments: [],
  sentAt: NOON,
});
const accept = (...events: InboundEvent[]) => inbox.accept(events, new Date(machineMs));
const drain = (over: Partial<Drain> = {}): Drain => ({
  models: county.models,
  run: async ({ key }) => void worked.push(key),
  apologise: async ({ key }) => void sorry.push(key),
  clock: { now: () => NOON },
  machine: { now: () => new Date(machineMs) },
  log,
  ended: (outcome) => ended.push(outcome),
  ...over,
});
const failing = (...bad: string[]) =>
  drain({
    run: async ({ key }) => {
      worked.push(key);
      if (bad.includes(key)) throw new RangeError(`周记 ${key}`);
    },
  });
const states = async () => (await inbox.find({})).map(({ _id, state, outcome }) => [_id, state, outcome]);

test('each chat in its order, chats beside each other, by the county’s time', async () => {
  await accept(said('a1'), said('b1', 'p-2'), said('a2'), said('a3'));
  const times: Date[] = [];
  const run = drain({
    run: async ({ key }, _models, now) => {
      worked.push(key);
      times.push(now);
    },
  });
  expect([await drainInbox(run), await drainInbox(run), await drainInbox(run), await drainInbox(run)]).toEqual([
    2, 1, 1, 0,
  ]);
  expect(worked.filter((key) => key.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(new Set(times)).toEqual(new Set([NOON]));
  expect(ended).toEqual(['done', 'done', 'done', 'done']);
});

test('three drainers at once work every event once', async () => {
  await accept(...Array.from({ length: 30 }, (_, i) => said(`e${i}`, `p-${i % 7}`)));
  const work = async () => {
    while ((await inbox.counts()).ready > 0) await drainInbox(drain());
  };
  await Promise.all([work(), work(), work()]);
  expect(worked).toHaveLength(30);
  expect(new Set(worked).size).toBe(30);
});

describe('an event that cannot be worked', () => {
  test('is tried again after longer and longer, its chat waits, others do not, and no text is logged', async () => {
    await accept(said('a1'), said('a2'), said('b1', 'p-2'));
    await drainInbox(failing('a1'));
    expect(worked.toSorted()).toEqual(['a1', 'b1']);
    for (const waitMs of [500, 2_000, 10_000, 30_000, 60_000]) {
      machineMs += waitMs - 1;
      expect(await drainInbox(failing('a1'))).toBe(0);
      machineMs += 1;
      expect(await drainInbox(failing('a1'))).toBe(1);
    }
    expect(await states()).toEqual([
      ['a1', 'dead', 'given-up'],
      ['a2', 'ready', undefined],
      ['b1', 'done', 'done'],
    ]);
    expect(worked.filter((key) => key === 'a1')).toHaveLength(6);
    expect(sorry).toEqual(['a1']);
    expect(ended).toEqual(['done', 'given-up']);
    expect(JSON.stringify(log.lines)).not.toContain('周记');
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { key: 'a1', tries: 1, error: 'RangeError' } });
    await drainInbox(drain());
    expect(worked.at(-1)).toBe('a2');
  });

  test('that works the second time is done, and nobody is told sorry', async () => {
    await accept(said('a1'));
    await drainInbox(failing('a1'));
    machineMs += 500;
    await drainInbox(drain());
    expect([await states(), sorry]).toEqual([[['a1', 'done', 'done']], []]);
  });

  test('while the database is away waits for its lease to end', async () => {
    await accept(said('a1'));
    const away = drain({
      models: { ...county.models, inbox: { ...inbox, retry: () => Promise.reject(new Error('not connected')) } },
      run: () => Promise.reject(new Error('not connected')),
    });
    expect(await drainInbox(away)).toBe(1);
    expect(await drainInbox(drain())).toBe(0);
    machineMs += 30_000;
    expect(await drainInbox(drain())).toBe(1);
    expect(worked).toEqual(['a1']);
  });

  test('because the database is away, or its worker was killed, is never given up for that', async () => {
    await accept(said('a1'));
    const outage = drain({ run: () => Promise.reject(new mongo.MongoNetworkError('connection closed')) });
    for (let time = 0; time < 10; time++) {
      expect(await drainInbox(outage)).toBe(1);
      machineMs += 1_000;
      await inbox.claim(1, new Date(machineMs));
      machineMs += 30_000;
    }
    expect([await states(), sorry]).toEqual([[['a1', 'ready', 'outage']], []]);
    // Its first own failure is its first.
    await drainInbox(failing('a1'));
    machineMs += 500;
    await drainInbox(drain());
    expect(await states()).toEqual([['a1', 'done', 'done']]);
  });

  test('is not buried before its sender was told sorry', async () => {
    await accept(said('a1'));
    for (const waitMs of [500, 2_000, 10_000, 30_000, 60_000]) {
      await drainInbox(failing('a1'));
      machineMs += waitMs;
    }
    const speechless = { ...failing('a1'), apologise: () => Promise.reject(new Error('not connected')) };
    await drainInbox(speechless);
    expect(await states()).toEqual([['a1', 'ready', 'error']]);
    machineMs += 30_000;
    await drainInbox(failing('a1'));
    expect([await states(), sorry]).toEqual([[['a1', 'dead', 'given-up']], ['a1']]);
  });
});

test('a worker that was slower than its lease does not end what another has', async () => {
  await accept(said('a1'));
  await drainInbox(
    drain({
      run: async () => {
        machineMs += 30_000;
        await inbox.claim(1, new Date(machineMs));
      },
    }),
  );
  expect((await states()).map(([, state]) => state)).toEqual(['ready']);
});

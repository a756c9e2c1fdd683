import { expect, test } from '@jest/globals';
import type { Bot } from '../../bots/bot.js';
import { createTurns } from '../../jobs/turns.js';
import { systemClock } from '../../models/clock.js';
import type { Platform } from '../../models/ids.js';
import { createPace } from '../../models/pace.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const pace = createPace(connection);

const PLATFORM = 'feishu' as Platform;
const EVERY_MS = 100;
const bot = { platform: PLATFORM, pace: { everyMs: EVERY_MS, everyMsPerChat: 1 } } as Bot;
const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

test('told to wait once more until the same instant, a process keeps the turns it has afterwards', async () => {
  const turns = createTurns({ models: { pace }, machine: systemClock });
  const now = systemClock.now();
  const until = after(now, 1000);
  await turns.hold(PLATFORM, until);

  const takes = ['ou_1', 'ou_2', 'ou_3', 'ou_4'].map((account) =>
    turns.take(bot, { to: 'account', platform: PLATFORM, account }, after(now, 60_000)),
  );
  await takes[0];
  // What was under way when the first answer came is told the same.
  await turns.hold(PLATFORM, until);
  expect(await Promise.all(takes)).toEqual([undefined, undefined, undefined, undefined]);

  const { at } = await pace.reserve(PLATFORM, bot.pace ?? { everyMs: 0 }, now);
  // Given up and taken anew, the four would have used eight; a busy machine is late by less than one.
  expect(at.getTime()).toBeGreaterThanOrEqual(after(until, 4 * EVERY_MS).getTime());
  expect(at.getTime()).toBeLessThan(after(until, 6 * EVERY_MS).getTime());
});

test('told to wait longer, it gives up the turns it has before', async () => {
  const turns = createTurns({ models: { pace }, machine: systemClock });
  const now = systemClock.now();
  // Far enough apart that a busy machine has not used them up by then.
  const slow = { ...bot, pace: { everyMs: 400, everyMsPerChat: 1 } };
  const takes = ['ou_5', 'ou_6', 'ou_7', 'ou_8'].map((account) =>
    turns.take(slow, { to: 'account', platform: PLATFORM, account }, after(now, 60_000)),
  );
  // Whichever is first: each asks for its own chat before it stands in line.
  await Promise.race(takes);
  const until = after(systemClock.now(), 900);
  await turns.hold(PLATFORM, until);
  await Promise.all(takes);
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(until.getTime());
});

import { expect, test } from '@jest/globals';
import { SharedClock } from '../../models/clock.js';

const T = Date.parse('2026-10-30T15:40:00+08:00');

/** A machine whose clock stands where it is put, and a database that is right and answers after a while. */
function aside({ aheadMs, answersInMs }: { aheadMs: number; answersInMs: number }) {
  const state = { right: T };
  const machine = { now: () => new Date(state.right + aheadMs) };
  const theirs = async (): Promise<Date> => {
    state.right += answersInMs / 2;
    const now = new Date(state.right);
    state.right += answersInMs / 2;
    return now;
  };
  return { state, machine, theirs };
}

test.each([60_000, -60_000, 0])('a machine %d ms ahead has the time of the database', async (aheadMs) => {
  const { state, machine, theirs } = aside({ aheadMs, answersInMs: 80 });
  const clock = new SharedClock(machine, theirs);
  expect(clock.now()).toEqual(machine.now());
  await clock.set();
  expect(clock.now()).toEqual(new Date(state.right));
  state.right += 3_600_000;
  expect(clock.now()).toEqual(new Date(state.right));
});

test('the first answer is believed however long it took, a later one only if it is prompt', async () => {
  const { state, machine, theirs } = aside({ aheadMs: 60_000, answersInMs: 3_000 });
  let isRight = true;
  const clock = new SharedClock(machine, async () =>
    isRight ? theirs() : new Date((await theirs()).getTime() + 9_000),
  );
  await clock.set();
  expect(clock.now()).toEqual(new Date(state.right));
  isRight = false;
  await clock.set();
  expect(clock.now()).toEqual(new Date(state.right));
});

test('while the database is away the clock runs on as it was set', async () => {
  const { state, machine, theirs } = aside({ aheadMs: 60_000, answersInMs: 10 });
  let away = false;
  const clock = new SharedClock(machine, () => (away ? Promise.reject(new Error('away')) : theirs()));
  await clock.set();
  away = true;
  await expect(clock.set()).rejects.toThrow('away');
  expect(clock.now()).toEqual(new Date(state.right));
});

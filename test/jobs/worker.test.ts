import { afterEach, expect, test } from '@jest/globals';
import { startWorker, type Worker } from '../../jobs/worker.js';
import { silent } from '../../models/log.js';
import { recordingLog } from '../support/recording-log.js';

const LONG_MS = 60_000;
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
const start = (work: () => Promise<number>, idleMs: number, log = silent): Worker => {
  const worker = startWorker('test', work, idleMs, log);
  workers.push(worker);
  return worker;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('works while there is work, then sleeps', async () => {
  let left = 5;
  let looks = 0;
  start(async () => (looks++, left > 0 ? left-- : 0), LONG_MS);
  await pause(50);
  expect([left, looks]).toEqual([0, 6]);
});

test('looks again when it has slept', async () => {
  let looks = 0;
  start(async () => (looks++, 0), 10);
  await pause(200);
  expect(looks).toBeGreaterThan(3);
});

test('a nudge wakes it; one that comes while it works is not lost', async () => {
  let looks = 0;
  const gates: (() => void)[] = [];
  const worker = start(() => (looks++, new Promise((resolve) => gates.push(() => resolve(0)))), LONG_MS);
  worker.nudge();
  worker.nudge();
  gates[0]?.();
  await pause(20);
  expect(looks).toBe(2);
  gates[1]?.();
  await pause(20);
  expect(looks).toBe(2);
  worker.nudge();
  await pause(20);
  expect(looks).toBe(3);
  gates[2]?.();
});

test('rests after a failure instead of running hot, says so without the words, and goes on', async () => {
  const log = recordingLog();
  let looks = 0;
  const worker = start(() => (looks++ === 0 ? Promise.reject(new Error('周记')) : Promise.resolve(0)), 1, log);
  await pause(50);
  expect(looks).toBe(1);
  expect(log.lines).toEqual([
    { level: 'warn', fields: { worker: 'test', error: 'Error' }, message: 'worker rests after a failure' },
  ]);
  worker.nudge();
  await pause(50);
  expect(looks).toBeGreaterThan(1);
});

test('stops when what is in flight is done, and not before', async () => {
  let finish: () => void = () => {};
  let looks = 0;
  const worker = start(() => (looks++, new Promise((resolve) => (finish = () => resolve(1)))), LONG_MS);
  await pause(5);
  let stopped = false;
  const stopping = worker.stop().then(() => (stopped = true));
  await pause(20);
  expect(stopped).toBe(false);
  finish();
  await stopping;
  expect(looks).toBe(1);
});

test('asleep it stops at once', async () => {
  const worker = start(async () => 0, LONG_MS);
  await pause(10);
  const before = performance.now();
  await worker.stop();
  expect(performance.now() - before).toBeLessThan(1_000);
});

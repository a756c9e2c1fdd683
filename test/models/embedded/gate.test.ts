import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createGate } from '../../../models/embedded/gate.js';

test('no more run at once than there are places, and nobody overtakes', async () => {
  const gate = createGate(3);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const work = (i: number) => async (): Promise<void> => {
    started.push(i);
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, (_, i) => gate.pass(work(i))));
  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('work that fails gives its place back', async () => {
  const gate = createGate(1);
  const failing = gate.pass(async () => {
    throw new Error('no');
  });
  const next = gate.pass(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});

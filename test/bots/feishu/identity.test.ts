import { expect, test } from '@jest/globals';
import { createIdentity } from '../../../bots/feishu/identity.js';
import { silent } from '../../../models/log.js';
import { recordingLog } from '../../support/recording-log.js';

test('it asks until it knows, and then no more', async () => {
  let asked = 0;
  const identity = createIdentity(
    () => (++asked === 1 ? Promise.reject(new Error('down')) : Promise.resolve('ou_bot')),
    0,
    silent,
  );
  await identity.learn();
  expect(identity.openId()).toBeUndefined();
  await Promise.all([identity.learn(), identity.learn()]);
  expect(identity.openId()).toBe('ou_bot');
  await identity.learn();
  expect(asked).toBe(2);
});

test('a flood of messages does not become a flood of questions; a failure is logged, not thrown', async () => {
  let asked = 0;
  const log = recordingLog();
  const ask = () => {
    asked += 1;
    return Promise.reject(new Error('down'));
  };
  const identity = createIdentity(ask, 60_000, log);
  for (let i = 0; i < 100; i++) await identity.learn();
  expect(asked).toBe(1);
  expect(log.lines.map((line) => line.level)).toEqual(['warn']);
});

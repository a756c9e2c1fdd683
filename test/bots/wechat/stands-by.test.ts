import { expect, test } from '@jest/globals';
import type { ConnectionEdge } from '../../../bots/bot.js';
import { systemClock } from '../../../models/clock.js';
import { turns } from '../../support/turn.js';
import { until, wechatBot } from '../../support/wechat/bot.js';
import { startGateway } from '../../support/wechat/gateway.js';

test('of two processes one has the token and the other stands by, until the first stops', async () => {
  const gateway = await startGateway();
  const turnOf = turns();
  const edge = (): ConnectionEdge => ({ clock: systemClock, turn: turnOf(), take: async () => undefined });
  const [first, second] = [wechatBot(gateway), wechatBot(gateway)];
  const connected = first.connect(edge());
  await until(() => first.login() === 'logged-out');
  const waiting = second.connect(edge());
  await until(() => waiting.state().standby === true);
  expect([first.standsBy?.(), second.standsBy?.()]).toEqual([false, true]);

  await connected.stop();
  await until(() => second.login() === 'logged-out');
  expect(second.standsBy?.()).toBe(false);
  await waiting.stop();
  await gateway.kill();
});

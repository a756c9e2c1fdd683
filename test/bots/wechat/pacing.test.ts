import { expect, test } from '@jest/globals';
import { chanceOf, waitBefore } from '../../../bots/wechat/pacing.js';
import { WECHAT } from '../../../bots/wechat/parse.js';
import { createSender, type Handed } from '../../../bots/wechat/sender.js';
import { wechatLimits } from '../../../config/limits/wechat.js';
import { saidInMemory } from '../../support/said.js';

/** A clock that is put forward by whatever a send is told to wait. */
function trial({ privatePush = true } = {}) {
  let now = Date.parse('2026-11-26T02:00:00Z');
  const clock = { now: () => new Date(now) };
  const sent: { at: number; to: string }[] = [];
  const rows = new Map<string, { state: 'handing' | 'sent'; at: Date; chat: string }>();
  const handed: Handed = {
    begin: async (key, chat, at) => {
      const known = rows.get(key);
      if (!known) rows.set(key, { state: 'handing', at, chat });
      return known?.state ?? 'new';
    },
    sent: async (key) => void Object.assign(rows.get(key) ?? {}, { state: 'sent' }),
    undo: async (key) => void rows.delete(key),
    since: async (from, most) => [...rows.values()].filter(({ at }) => at > from).slice(-most),
  };
  const spoke = new Map<string, Date>();
  const send = createSender({
    session: () => ({ names: async () => [], say: async (to: string) => void sent.push({ at: now, to }) }) as never,
    writerOf: () => undefined,
    said: saidInMemory(),
    spokeAt: (account) => spoke.get(account),
    handed,
    decency: { isQuiet: () => false, privatePush },
    limits: wechatLimits,
    clock,
  });
  const say = (key: string, room: string) =>
    send({
      key,
      address: { to: 'chat', platform: WECHAT, chat: { platform: WECHAT, id: room, kind: 'group' } },
      content: { kind: 'text', text: key },
    });
  const nag = (account: string) =>
    send({
      key: `n-${now}`,
      address: { to: 'account', platform: WECHAT, account },
      content: { kind: 'text', text: '请交' },
    });
  return { say, nag, sent, spoke, clock, pass: (ms: number) => void (now += ms) };
}

test('six hundred messages of a day keep every gap and every cap, and none is lost', async () => {
  const { say, sent, pass } = trial();
  for (let i = 0; i < 600; i += 1) {
    for (;;) {
      const result = await say(`k${i}`, `room-${i % 7}`);
      if (result.kind === 'sent') break;
      expect(result).toMatchObject({ kind: 'later', untried: true, reason: 'pace' });
      pass(result.kind === 'later' ? (result.afterMs ?? 0) : 0);
    }
  }
  expect(sent).toHaveLength(600);
  const within = (ms: number) =>
    Math.max(...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + ms).length));
  expect(within(60_000)).toBeLessThanOrEqual(wechatLimits.sendsPerMinute);
  expect(within(24 * 3600_000)).toBeLessThanOrEqual(wechatLimits.sendsPerDay);
  const gaps = sent.slice(1).map(({ at }, i) => at - (sent[i]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(wechatLimits.roomGapLeastMs);
  expect(new Set(gaps).size).toBeGreaterThan(300);
});

test('in the same room the gap is shorter, and between its least and its most', () => {
  const now = new Date();
  const before = { last: { at: now, chat: 'a' }, minute: [now], day: [now] };
  expect(waitBefore(before, 'a', now, 0, wechatLimits)).toBe(wechatLimits.gapLeastMs);
  expect(waitBefore(before, 'a', now, 1, wechatLimits)).toBe(wechatLimits.gapMostMs);
  expect(waitBefore(before, 'b', now, 0, wechatLimits)).toBe(wechatLimits.roomGapLeastMs);
  expect(waitBefore({ minute: [], day: [] }, 'a', now, 1, wechatLimits)).toBe(0);
});

test('chance is the same for a key, and spread over keys', () => {
  expect(chanceOf('k1')).toBe(chanceOf('k1'));
  const all = Array.from({ length: 1000 }, (_, i) => chanceOf(`nag:${i}`));
  expect(Math.min(...all)).toBeLessThan(0.05);
  expect(Math.max(...all)).toBeGreaterThan(0.95);
  expect(Math.max(...all)).toBeLessThan(1);
});

test('who has not just spoken is told nothing privately, unless the operator allows it', async () => {
  const shy = trial({ privatePush: false });
  expect(await shy.nag('wxid_1')).toMatchObject({ kind: 'later', untried: true, reason: 'waits-for-them' });
  shy.spoke.set('wxid_1', shy.clock.now());
  expect(await shy.nag('wxid_1')).toMatchObject({ kind: 'sent' });
  shy.pass(wechatLimits.afterTheySpokeMs + 1);
  expect(await shy.nag('wxid_1')).toMatchObject({ reason: 'waits-for-them' });
  expect(await trial().nag('wxid_1')).toMatchObject({ kind: 'sent' });
});

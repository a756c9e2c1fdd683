import { expect, test } from '@jest/globals';
import { FeishuRefused, FeishuUnreachable, isGone, isStaleToken, outcomeOf } from '../../../bots/feishu/errors.js';

const waits = { throttledMs: 1000, misconfiguredMs: 600_000 };
const refused = (code: number, status = 400, waitMs?: number) =>
  new FeishuRefused({ code, status, said: 'said', waitMs });

test.each([
  [99991400, 429, 7000, { kind: 'later', reason: 'feishu-99991400', afterMs: 7000, everybody: true }],
  [99991400, 400, undefined, { kind: 'later', reason: 'feishu-99991400', afterMs: 1000, everybody: true }],
  [123, 429, undefined, { kind: 'later', reason: 'feishu-123', afterMs: 1000, everybody: true }],
  [230020, 400, undefined, { kind: 'later', reason: 'feishu-230020', afterMs: 1000 }],
  [230049, 200, undefined, { kind: 'later', reason: 'feishu-230049', afterMs: 1000 }],
  [99991663, 400, undefined, { kind: 'later', reason: 'feishu-99991663' }],
  [2200, 200, undefined, { kind: 'later', reason: 'feishu-2200' }],
  [10014, 400, undefined, { kind: 'later', reason: 'feishu-10014', afterMs: 600_000 }],
  [230006, 400, undefined, { kind: 'later', reason: 'feishu-230006', afterMs: 600_000 }],
  [230027, 400, undefined, { kind: 'later', reason: 'feishu-230027', afterMs: 600_000 }],
  [99991672, 400, undefined, { kind: 'later', reason: 'feishu-99991672', afterMs: 600_000 }],
])('code %d on status %d is for later', (code, status, waitMs, result) => {
  expect(outcomeOf(refused(code, status, waitMs), waits)).toEqual(result);
});

test.each([230002, 232009, 232011])('code %d: the bot is not in that chat', (code) => {
  expect(outcomeOf(refused(code), waits)).toMatchObject({ kind: 'refused', outOfChat: true });
});

test.each([230001, 230013, 230018, 230022, 230025, 230028, 230029, 230034, 230035, 230038, 230053])(
  'code %d is a refusal with a name',
  (code) => {
    const result = outcomeOf(refused(code), waits);
    expect(result).toEqual({ kind: 'refused', reason: expect.stringMatching(new RegExp(`^feishu-${code} [a-z-]+$`)) });
  },
);

test('a code nobody knows is a refusal, also on status 200', () => {
  expect(outcomeOf(refused(987654, 200), waits)).toEqual({ kind: 'refused', reason: 'feishu-987654' });
});

test('no answer is for later', () => {
  expect(outcomeOf(new FeishuUnreachable('timeout'), waits)).toEqual({ kind: 'later', reason: 'timeout' });
  expect(outcomeOf(new FeishuUnreachable('http-503', 5000), waits)).toEqual({
    kind: 'later',
    reason: 'http-503',
    afterMs: 5000,
  });
});

test('a defect of ours is not taken for the network', () => {
  expect(() => outcomeOf(new TypeError('x is not a function'), waits)).toThrow(TypeError);
});

test('stale tokens and vanished messages are told apart', () => {
  expect([99991661, 99991663, 99991664, 99991668, 230002].map((code) => isStaleToken(refused(code)))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect([230011, 231003, 230002].map((code) => isGone(refused(code)))).toEqual([true, true, false]);
});

test('what may be printed of an error holds no sentence of the platform', () => {
  expect(refused(230028).message).not.toContain('said');
});

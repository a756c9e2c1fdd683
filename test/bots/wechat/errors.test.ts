import { expect, test } from '@jest/globals';
import { TooLate } from '../../../bots/wechat/deadline.js';
import { isNotThere, outcomeOf, UNCERTAIN } from '../../../bots/wechat/errors.js';
import { wechatLimits } from '../../../config/limits/wechat.js';

/** As grpc-js throws it: what it is called tells nothing, its code does. */
const failed = (code: number, details = 'words of the other end') =>
  Object.assign(new Error(`${code} SOMETHING: ${details}`), { code, details });
const outcome = (error: unknown) => outcomeOf(error, wechatLimits);
const AWAY = { kind: 'later', reason: 'gateway-away', afterMs: wechatLimits.offlineLookMs, untried: true };

test.each([
  ['no gateway', failed(14, 'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1')],
  ['a name nobody knows', failed(14, 'Name resolution failed for target dns:gateway.example')],
  ['a token it does not know', failed(16)],
])('%s: nothing has left, it waits', (_, error) => {
  expect(outcome(error)).toEqual(AWAY);
});

test.each([
  ['no answer in time', new TooLate('send took longer than 10 ms')],
  ['a deadline of the gateway’s', failed(4)],
  ['a connection that broke on the way', failed(14, 'Connection dropped')],
  ['cancelled', failed(1)],
  ['aborted', failed(10)],
  ['a stream that broke', failed(13, 'Received RST_STREAM with code 2')],
])('%s: it may have arrived, and is not said again', (_, error) => {
  expect(outcome(error)).toBe(UNCERTAIN);
});

test.each([
  ['what its WeChat answered', failed(2, 'not a friend'), 'gateway-2'],
  ['words that sound like a lost connection', failed(2, 'UNAVAILABLE: the friend blocked you'), 'gateway-2'],
  ['what it cannot do', failed(12), 'gateway-12'],
  ['an error of a puppet in this process', new Error('not a friend'), 'gateway-refused'],
])('%s: refused', (_, error, reason) => {
  expect(outcome(error)).toEqual({ kind: 'refused', reason });
});

test('no such room: refused, and its binding ends', () => {
  expect(outcome(failed(5))).toEqual({ kind: 'refused', reason: 'gateway-5', outOfChat: true });
});

test('too much for the gateway: a try that counts, later', () => {
  expect(outcome(failed(8))).toEqual({ kind: 'later', reason: 'gateway-busy', afterMs: wechatLimits.gatewayBusyMs });
});

test('only what is not there is not asked for again', () => {
  expect([failed(5), failed(2), new Error('gone')].map(isNotThere)).toEqual([true, false, false]);
});

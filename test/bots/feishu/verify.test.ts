import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { WebhookRequest } from '../../../bots/bot.js';
import { createLock, decrypt, open, sameSecret } from '../../../bots/feishu/verify.js';
import { seal, sign } from '../../support/feishu/events.js';

const lock = createLock('test key', { freshnessMs: 300_000, handshakeMaxBytes: 4096 });
const now = new Date(1773124200_000);

/**
 * Worked out with openssl and sha256sum, not with this program:
 * `printf '{"challenge":…}' | openssl enc -aes-256-cbc -K $(printf 'test key' | sha256sum) -iv 0001…0f | base64`,
 * `printf '%s' 1773124200 f3a9 'test key' "$body" | sha256sum`.
 */
const vector = {
  hello: '{"encrypt":"P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="}',
  helloSignature: '6987e957e767c995cb34554f3eed77ee7da4a0a6314a9bdb90fc29724726271a',
  challenge:
    '{"encrypt":"AAECAwQFBgcICQoLDA0ODw9mLTIAZS9jAmGTQ1wAhHpnBHVL2wRjH9rPunQdQC1vLjsckayA10kZ8cPwtb62F8rC7JprUPR/4S2aZihfR+p8npX7UzWPithZmfKIPZgE"}',
  challengePlain: { challenge: 'ajls384kdjx98XX', token: 'xxxxxx', type: 'url_verification' },
};

const request = (body: string | Buffer, headers: WebhookRequest['headers'] = {}): WebhookRequest => ({
  headers,
  body: Buffer.from(body),
  now,
});

const stamp = (timestamp: string, nonce: string, signature: string) => ({
  'x-lark-request-timestamp': timestamp,
  'x-lark-request-nonce': nonce,
  'x-lark-signature': signature,
});

const plain = { schema: '2.0', some: '事件' };
const good = (at = now, nonce?: string) =>
  sign(seal(JSON.stringify(plain), lock.encryptKey), lock.encryptKey, at, nonce);

test("the vendor's example of the cipher", () => {
  expect(decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', lock.cipherKey)?.toString()).toBe('hello world');
});

test('a signature worked out by hand is taken: the refusal is about the plaintext, which is not JSON', () => {
  const wrong = vector.helloSignature.replace(/^6/, '7');
  const right = request(vector.hello, stamp('1773124200', 'f3a9', vector.helloSignature));
  expect(open(right, lock)).toEqual({ kind: 'refused', status: 400, code: 'bad-body' });
  expect(open(request(vector.hello, stamp('1773124200', 'f3a9', wrong)), lock)).toMatchObject({
    code: 'bad-signature',
  });
});

test('a handshake sealed by hand is opened without a signature, and says so', () => {
  expect(open(request(vector.challenge), lock)).toEqual({ kind: 'opened', signed: false, json: vector.challengePlain });
});

test('a signed delivery is opened, and an uppercase signature is the same bytes', () => {
  const { headers, body } = good();
  expect(open({ headers, body, now }, lock)).toEqual({ kind: 'opened', signed: true, json: plain });
  const loud = { ...headers, 'x-lark-signature': headers['x-lark-signature']?.toUpperCase() };
  expect(open({ headers: loud, body, now }, lock)).toMatchObject({ kind: 'opened' });
});

test('the bytes are what is signed, not the JSON they mean', () => {
  const { headers, body } = good();
  const spaced = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
  expect(open({ headers, body: spaced, now }, lock)).toMatchObject({ status: 401, code: 'bad-signature' });
});

describe('freshness', () => {
  const at = (ms: number) => open({ ...good(new Date(now.getTime() + ms)), now }, lock);

  test.each([0, -300_000, 300_000])('%d ms from now is good', (ms) => {
    expect(at(ms)).toMatchObject({ kind: 'opened' });
  });

  test.each([-301_000, 301_000, -86_400_000, 86_400_000])('%d ms from now is stale', (ms) => {
    expect(at(ms)).toEqual({ kind: 'refused', status: 401, code: 'stale' });
  });

  test.each([
    '177312420',
    '17731242000',
    '1773124200 ',
    ' 1773124200',
    '1773124200\n',
    '１７７３１２４２００',
    '+177312420',
    '1773124.20',
    '',
  ])('a timestamp written %j is refused although it is signed so', (timestamp) => {
    const body = seal('{}', lock.encryptKey);
    const digest = sign(body, lock.encryptKey, now, '');
    const moved = sign(body, lock.encryptKey, now);
    for (const { headers } of [digest, moved]) {
      const stamped = { ...headers, 'x-lark-request-timestamp': timestamp };
      expect(open({ headers: stamped, body, now }, lock)).toMatchObject({ kind: 'refused', status: 401 });
    }
  });
});

test('digits cannot be moved between timestamp and nonce, though the joined text stays the same', () => {
  const { headers, body } = good(now, '42abc');
  const signature = headers['x-lark-signature'] ?? '';
  const moved: [string, string][] = [
    ['177312420', '042abc'],
    ['17731242004', '2abc'],
    ['177312420042', 'abc'],
    ['', '177312420042abc'],
  ];
  expect(open({ headers: stamp('1773124200', '42abc', signature), body, now }, lock)).toMatchObject({ kind: 'opened' });
  for (const [timestamp, nonce] of moved) {
    expect(open({ headers: stamp(timestamp, nonce, signature), body, now }, lock)).toMatchObject({
      code: 'bad-timestamp',
    });
  }
});

test('any one of the three headers left out, or given twice, is refused', () => {
  const { headers, body } = good();
  for (const name of Object.keys(headers).filter((name) => name.startsWith('x-lark'))) {
    const { [name]: value, ...rest } = headers;
    expect(open({ headers: rest, body, now }, lock)).toMatchObject({ status: 401, code: 'incomplete-signature' });
    const twice = { ...headers, [name]: [value ?? '', value ?? ''] };
    expect(open({ headers: twice, body, now }, lock)).toMatchObject({ status: 401, code: 'incomplete-signature' });
  }
});

test('without any signature, everything that is not a small sealed JSON gets one and the same answer', () => {
  const same = { kind: 'refused', status: 401, code: 'unsigned' };
  const other = seal('{}', 'another key');
  const large = seal(JSON.stringify({ padding: 'x'.repeat(5000) }), lock.encryptKey);
  for (const body of [
    '',
    'null',
    '{}',
    '{"encrypt":""}',
    '{"encrypt":7}',
    '{"encrypt":"AAAA"}',
    vector.hello,
    other,
    large,
  ]) {
    expect(open(request(body), lock)).toEqual(same);
  }
});

test('a signed body that is not sealed JSON is refused, never thrown', () => {
  const bodies = ['', 'null', '[]', '{"encrypt":null}', vector.hello, '{"encrypt":"' + 'A'.repeat(64) + '"}'];
  const notUtf8 = seal(Buffer.from([0x7b, 0xff, 0x7d]), lock.encryptKey);
  for (const body of [...bodies.map((text) => Buffer.from(text)), notUtf8]) {
    const { headers } = sign(body, lock.encryptKey, now);
    expect(open({ headers, body, now }, lock)).toEqual({ kind: 'refused', status: 400, code: 'bad-body' });
  }
});

test('one changed byte anywhere in a signed delivery is refused', () => {
  const { headers, body } = good();
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(at) ^ change, at);
      expect(open({ headers, body: changed, now }, lock)).toMatchObject({ code: 'bad-signature' });
    }),
  );
});

test('secrets of any length are compared without throwing', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  for (const wrong of ['', 'ab', 'abcd', 'abd', 'ABC']) expect(sameSecret(wrong, 'abc')).toBe(false);
});

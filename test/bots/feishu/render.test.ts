import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { FEISHU } from '../../../bots/feishu/parse.js';
import { defuse, render } from '../../../bots/feishu/render.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import type { Address, Outgoing } from '../../../models/message.js';

const chat = { platform: FEISHU, id: 'oc_1', kind: 'group' } as const;
const outgoing = (address: Address, text = '已收到', key = 'feishu:msg:om_1:0'): Outgoing => ({
  key,
  address,
  content: { kind: 'text', text },
});
const toPerson: Address = { to: 'account', platform: FEISHU, account: 'ou_1' };

const Body = z.object({ content: z.string(), uuid: z.string(), msg_type: z.literal('text') });
const bodyOf = (text: string, key?: string) => Body.parse(render(outgoing(toPerson, text, key), feishuLimits).body);
const textOf = (text: string): string => z.object({ text: z.string() }).parse(JSON.parse(bodyOf(text).content)).text;

test('each address is the call the vendor documents for it', () => {
  expect(render(outgoing(toPerson), feishuLimits)).toMatchObject({
    method: 'POST',
    path: '/open-apis/im/v1/messages',
    params: { receive_id_type: 'open_id' },
    body: { receive_id: 'ou_1', msg_type: 'text', content: '{"text":"已收到"}' },
  });
  expect(render(outgoing({ to: 'chat', platform: FEISHU, chat }), feishuLimits)).toMatchObject({
    params: { receive_id_type: 'chat_id' },
    body: { receive_id: 'oc_1' },
  });
  const reply = render(outgoing({ to: 'message', platform: FEISHU, chat, messageId: 'om_/../x' }), feishuLimits);
  expect(reply.path).toBe('/open-apis/im/v1/messages/om_%2F..%2Fx/reply');
  expect(reply.params).toBeUndefined();
  expect(reply.body).not.toHaveProperty('receive_id');
});

test('the uuid follows the key, for keys of any length, and only the key', () => {
  const uuids = ['a', 'b', 'x'.repeat(500), `${'x'.repeat(500)}y`].map((key) => bodyOf('好', key).uuid);
  expect(new Set(uuids).size).toBe(4);
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{50}$/);
  expect(bodyOf('别的话', 'a').uuid).toBe(uuids[0]);
});

test.each(['<at user_id="all"></at>', '<AT user_id="all">', '< at user_id="all">', '</at>', "<\tat user_id='all'>"])(
  'what people wrote mentions nobody: %s',
  (text) => {
    expect(textOf(`周记 ${text}`)).not.toMatch(/<\s*\/?\s*at/i);
    expect(defuse(text).length).toBe(text.length);
  },
);

test('other words keep their signs', () => {
  for (const text of ['a < b', '<b>粗</b>', '<attention>', '3<at5', '《课标》']) expect(defuse(text)).toBe(text);
});

test('a text that is too long is cut where it fits, with a word about it', () => {
  for (const text of ['长'.repeat(200_000), '\n"'.repeat(100_000), '😀'.repeat(60_000)]) {
    const { body } = render(outgoing(toPerson, text), feishuLimits);
    const bytes = Buffer.byteLength(JSON.stringify(body));
    expect(bytes).toBeLessThanOrEqual(feishuLimits.textBodyBytes);
    expect(bytes).toBeGreaterThan(feishuLimits.textBodyBytes - 32);
    const kept = textOf(text);
    expect(kept).toMatch(/内容太长，后面的没有发出）$/);
    expect(Buffer.from(kept, 'utf8').toString('utf8')).toBe(kept);
  }
});

test('any text within the limit arrives as it is, apart from mentions', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(textOf(text)).toBe(defuse(text))));
});

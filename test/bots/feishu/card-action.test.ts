import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InboundEvent } from '../../../models/event.js';
import { type FeishuOnStandIn, feishuOnStandIn } from '../../support/feishu/bot.js';
import { type Delivery, goTimeOf, seal, sign } from '../../support/feishu/events.js';

const now = new Date('2026-10-28T02:00:00Z');
let trial: FeishuOnStandIn;
beforeAll(async () => {
  trial = await feishuOnStandIn();
});
afterAll(() => trial.platform.stop());

const receive = ({ headers, body }: Delivery, at = now) => trial.bot.receive({ headers, body, now: at });
const action = (form_value?: object, value: unknown = { form: 'ref' }) => ({
  tag: 'button',
  name: 'submit',
  value,
  ...(form_value && { form_value }),
});
const pressed = (what: object, how: object = {}) =>
  receive(trial.events.cardAction(what, { by: 'ou_1', messageId: 'om_1', eventId: 'e1', at: now, ...how }));
const valuesOf = (form_value: object) => {
  const received = pressed(action(form_value));
  const [event] = received.kind === 'events' ? received.events : [];
  return event?.kind === 'form' ? InboundEvent.parse(event) && event.values : received;
};

test('a submitted form is an event by the account that pressed, and has its answers ready', () => {
  expect(pressed(action({ topic: '折纸' }))).toEqual({
    kind: 'events',
    events: [
      {
        kind: 'form',
        key: 'feishu:card:e1',
        chat: { platform: 'feishu', id: 'oc_private_ou_1', kind: 'private' },
        by: { account: 'ou_1', messageId: 'om_1', ref: 'ref' },
        values: { topic: '折纸' },
        sentAt: now,
      },
    ],
    reply: {
      stored: { toast: { type: 'info', content: '收到，正在登记' } },
      unstored: { toast: { type: 'error', content: '暂时没有存上，请稍后再点一次；填的内容还在' } },
    },
  });
});

test('any other button of ours is a press, with what was filled in beside it and toasts of its own', () => {
  expect(pressed(action({ until: '2026-11-03 +0800' }, { press: 'ref' }))).toEqual({
    kind: 'events',
    events: [
      {
        kind: 'press',
        key: 'feishu:card:e1',
        chat: { platform: 'feishu', id: 'oc_private_ou_1', kind: 'private' },
        by: { account: 'ou_1', messageId: 'om_1', ref: 'ref' },
        values: { until: '2026-11-03' },
        sentAt: now,
      },
    ],
    reply: {
      stored: { toast: { type: 'info', content: '收到，请稍等' } },
      unstored: { toast: { type: 'error', content: '暂时没有收下，请稍后再点一次' } },
    },
  });
});

test('values come as the vendor’s page has them, and leave as forms take them', () => {
  expect(
    valuesOf({
      text: 'a\r\nb',
      one: '县级',
      several: ['德育', '美育'],
      day: '2026-10-28 +0800',
      west: '2026-10-28 -0430',
      ticked: true,
      unticked: false,
      count: 3,
      none: null,
      odd: { a: 1 },
    }),
  ).toEqual({
    text: 'a\nb',
    one: '县级',
    several: ['德育', '美育'],
    day: '2026-10-28',
    west: '2026-10-28',
    ticked: '是',
    unticked: '',
    count: '3',
  });
});

test('what stands in no form is empty, not an error', () => {
  expect(pressed(action())).toMatchObject({ events: [{ values: {} }] });
});

test('names no field can have are dropped', () => {
  const odd = JSON.parse('{"__proto__":"x","$where":"1","a.b":"2","UPPER":"3","ok":"4"}') as object;
  expect(valuesOf(odd)).toEqual({ ok: '4' });
});

describe('what is not of ours, or too much', () => {
  test.each<[string, object, object]>([
    ['a button without our reference', action({}, { other: 'x' }), { kind: 'events', events: [] }],
    ['a button with a text for a value', action({}, 'text'), { kind: 'events', events: [] }],
    ['a reference that is no text', action({}, { form: 1 }), { kind: 'refused', status: 400 }],
    ['a press whose reference is no text', action({}, { press: 1 }), { kind: 'refused', status: 400 }],
    ['a reference longer than any', action({}, { form: 'x'.repeat(1001) }), { kind: 'refused', status: 400 }],
    ['a text longer than any', action({ a: 'x'.repeat(40_001) }), { kind: 'refused', status: 400 }],
    ['choices that are no texts', action({ a: [1, {}] }), { kind: 'refused', status: 400 }],
    [
      'more fields than any form',
      action(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, 'x']))),
      { kind: 'refused', status: 400 },
    ],
  ])('%s', (_what, what, result) => {
    expect(pressed(what)).toMatchObject(result);
  });

  test('an action without who and where', () => {
    const header = { event_type: 'card.action.trigger', event_id: 'e', token: 'verification-token' };
    const plain = {
      schema: '2.0',
      header: { ...header, app_id: 'cli_a1b2c3d4e5f60718', create_time: '1' },
      event: { action: action() },
    };
    expect(receive(trial.events.deliver(plain, now))).toMatchObject({ kind: 'refused', status: 400 });
  });
});

describe('the timestamp as Go prints it', () => {
  test('is taken as it stands', () => {
    expect(pressed(action(), { goTime: true })).toMatchObject({ kind: 'events', events: [{ key: 'feishu:card:e1' }] });
  });

  test('is as strict about time', () => {
    const old = trial.events.cardAction(action(), { by: 'ou_1', messageId: 'om_1', at: now, goTime: true });
    for (const minutes of [-6, 6])
      expect(receive(old, new Date(now.getTime() + minutes * 60_000))).toMatchObject({
        kind: 'refused',
        code: 'stale',
      });
  });

  test('cannot be moved into the nonce, or made of anything else', () => {
    const key = 'encrypt-key-not-to-be-seen';
    const body = seal('{}', key);
    const good = sign(body, key, now, 'nonce', goTimeOf(now));
    const time = good.headers['x-lark-request-timestamp'] ?? '';
    const moved = {
      ...good.headers,
      'x-lark-request-timestamp': time.slice(0, 19),
      'x-lark-request-nonce': `${time.slice(19)}nonce`,
    };
    expect(receive({ body, headers: moved })).toMatchObject({ kind: 'refused', code: 'bad-timestamp' });
    expect(receive(sign(body, key, now, 'nonce', `${goTimeOf(now)}\n`))).toMatchObject({ code: 'bad-timestamp' });
  });
});

test('a press is not believed unsigned', () => {
  const { body } = trial.events.cardAction(action(), { by: 'ou_1', messageId: 'om_1', at: now });
  expect(receive({ body, headers: {} })).toMatchObject({ kind: 'refused', status: 401, code: 'unsigned' });
});

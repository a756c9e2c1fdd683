import { describe, expect, test } from '@jest/globals';
import { type Reading, read, readFrame, type WebhookReader } from '../../../bots/feishu/parse.js';
import { InboundEvent } from '../../../models/event.js';
import { fixture, fixtures } from '../../support/feishu/fixtures.js';

const reader: WebhookReader = {
  appId: fixtures.appId,
  verificationToken: fixtures.verificationToken,
  ownOpenId: fixtures.botOpenId,
  tooOldMs: 86_400_000,
  now: fixtures.now,
};

const eventOf = (name: string, changes: Partial<WebhookReader> = {}): InboundEvent => {
  const reading = read(fixture(name), { ...reader, ...changes });
  if (reading.kind !== 'event') throw new Error(`${name} was read as ${JSON.stringify(reading)}`);
  return InboundEvent.parse(reading.event);
};

/** A fixture with one part changed, by its path. */
const changed = (name: string, path: string[], value: unknown): unknown => {
  const copy: unknown = structuredClone(fixture(name));
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy);
  Reflect.set(Object(parent), last, value);
  return copy;
};

const readChanged = (name: string, path: string[], value: unknown): Reading => read(changed(name, path, value), reader);

describe('messages', () => {
  test('a private text', () => {
    expect(eventOf('message-text-private')).toEqual({
      kind: 'message',
      key: 'feishu:msg:om_5ce6d572455d361153b7cb51da130001',
      chat: { platform: 'feishu', id: 'oc_84983ff6516d731e5b5f68d4ea2e1da5', kind: 'private' },
      account: fixtures.author,
      messageId: 'om_5ce6d572455d361153b7cb51da130001',
      text: '周记 今天听了王老师的公开课，学生讨论很充分。',
      addressed: true,
      attachments: [],
      sentAt: new Date(1773124199345),
    });
  });

  test('a group text to the bot: its own mention goes, the others become names', () => {
    expect(eventOf('message-text-group')).toMatchObject({
      chat: { id: 'oc_5ce6d572455d361153b7xx51da133945', kind: 'group' },
      text: '周记 和@李芳 一起磨课，@赵一鸣 也来了。',
      addressed: true,
    });
  });

  test('everybody is not the bot', () => {
    expect(eventOf('message-text-everybody')).toMatchObject({ text: '@所有人 明天交周记', addressed: false });
  });

  test('a group message to others is heard but not addressed', () => {
    expect(eventOf('message-text-group', { ownOpenId: 'ou_another_bot' })).toMatchObject({
      text: '@教研小助手 周记 和@李芳 一起磨课，@赵一鸣 也来了。',
      addressed: false,
    });
  });

  test('while the bot does not know itself, group messages with mentions are put off and all others are read', () => {
    const unknown = { ...reader, ownOpenId: undefined };
    expect(read(fixture('message-text-group'), unknown)).toEqual({ kind: 'refused', status: 503, code: 'not-ready' });
    expect(read(fixture('message-text-private'), unknown)).toMatchObject({ kind: 'event' });
    expect(eventOf('message-text-everybody', unknown)).toMatchObject({ addressed: false });
  });

  test('a post: title and lines, pictures and films beside them', () => {
    expect(eventOf('message-post')).toMatchObject({
      text: '磨课记录\n 第一遍：\n导入偏长，参考 这节课（https://example.org/lesson）\n\n@李芳 请看\n\n板书：三部分',
      addressed: true,
      attachments: [
        { kind: 'image', ref: 'img_7ea74629-9191-4176-998c-2e603c9c5e8g' },
        { kind: 'video', ref: 'file_v2_0dcdd7d9-fib0-4432-a519-41d25aca542j' },
      ],
    });
  });

  test('a post under its language is the same post', () => {
    const wrapped = JSON.stringify({ zh_cn: { title: '一', content: [[{ tag: 'text', text: '二' }]] } });
    const reading = readChanged('message-post', ['event', 'message', 'content'], wrapped);
    expect(reading).toMatchObject({ event: { text: '一\n二' } });
  });

  test('what a piece of a post leaves empty takes no word from the others', () => {
    const pieces = [
      { tag: 'text', text: '二', href: null },
      { tag: 'a', href: 'https://a.cn/1', text: 'https://a.cn/1' },
      { tag: 'emotion', text: null },
    ];
    const content = JSON.stringify({ title: null, content: [pieces] });
    const reading = readChanged('message-post', ['event', 'message', 'content'], content);
    expect(reading).toMatchObject({ event: { text: '二https://a.cn/1' } });
  });

  test.each([
    ['message-image', [{ kind: 'image', ref: 'img_v2_b9c1d4f0-2b1a-4d4e-9c31-1c1f5a0c9b5g' }]],
    ['message-file', [{ kind: 'file', ref: 'file_75235e0c-4f92-430a-a99b-8446610223cg', name: '三月研究课教案.docx' }]],
    ['message-audio', [{ kind: 'audio', ref: 'file_75235e0c-4f92-430a-a99b-8446610223cg' }]],
    ['message-media', [{ kind: 'video', ref: 'file_75235e0c-4f92-430a-a99b-8446610223cg', name: '公开课片段.mp4' }]],
    ['message-sticker', []],
    ['message-card', []],
  ])('%s has no text', (name, attachments) => {
    expect(eventOf(name)).toMatchObject({ kind: 'message', text: '', attachments });
  });

  test.each(['not json', 'null', '[]', '"text"', '{"text":5}', '{}'])(
    'content %j is a message without words',
    (content) => {
      const reading = readChanged('message-text-private', ['event', 'message', 'content'], content);
      expect(reading).toMatchObject({ kind: 'event', event: { text: '', attachments: [] } });
    },
  );

  test('more than fifty pictures are fifty', () => {
    const content = JSON.stringify({
      content: [Array.from({ length: 60 }, (_, i) => ({ tag: 'img', image_key: `img_${i}` }))],
    });
    const reading = readChanged('message-post', ['event', 'message', 'content'], content);
    if (reading.kind !== 'event' || reading.event.kind !== 'message') throw new Error('not a message');
    expect(InboundEvent.parse(reading.event)).toEqual(reading.event);
    expect(reading.event.attachments).toHaveLength(50);
  });
});

describe('what is nothing', () => {
  test('written by an app, or by the bot itself', () => {
    const app = readChanged('message-text-private', ['event', 'sender', 'sender_type'], 'app');
    const own = readChanged('message-text-private', ['event', 'sender', 'sender_id', 'open_id'], fixtures.botOpenId);
    for (const reading of [app, own]) expect(reading).toMatchObject({ kind: 'nothing', why: 'not-a-person' });
  });

  test('older than a day; younger is an event', () => {
    const at = (hours: number) => String(fixtures.now.getTime() - hours * 3_600_000);
    const path = ['event', 'message', 'create_time'];
    expect(readChanged('message-text-private', path, at(25))).toMatchObject({ kind: 'nothing', why: 'too-old' });
    expect(readChanged('message-text-private', path, at(8))).toMatchObject({ kind: 'event' });
  });

  test.each(['message-read', 'p2p-chat-create'])('%s is a kind nobody reads', (name) => {
    expect(read(fixture(name), reader)).toMatchObject({ kind: 'nothing', why: 'unknown-event' });
  });

  test.each(['valueOf', 'constructor', '__proto__'])(
    'what every object knows, %s, is no kind of event, nor of message',
    (name) => {
      const event = readChanged('message-text-private', ['header', 'event_type'], name);
      expect(event).toMatchObject({ kind: 'nothing', why: 'unknown-event' });
      const message = readChanged('message-text-private', ['event', 'message', 'message_type'], name);
      expect(message).toMatchObject({ kind: 'event', event: { text: '', unreadable: 'other' } });
    },
  );
});

test('the bot was taken into a group', () => {
  expect(eventOf('bot-added')).toEqual({
    kind: 'joined',
    key: 'feishu:ev:5e3702a84e847582be8db7fb73283c03',
    chat: { platform: 'feishu', id: 'oc_6ce6d572455d361153b7xx51da133945', kind: 'group' },
    account: fixtures.author,
    sentAt: new Date(1773124200000),
  });
});

test('the handshake, with the right token only', () => {
  expect(read(fixture('url-verification'), reader)).toEqual({ kind: 'challenge', challenge: 'ajls384kdjx98XX' });
  expect(readChanged('url-verification', ['token'], 'guess')).toMatchObject({ kind: 'refused', status: 401 });
});

describe('refused', () => {
  test.each([
    ['message-text-private', ['header', 'token'], 'guess', 'wrong-token'],
    ['message-text-private', ['header', 'token'], '', 'wrong-token'],
    ['message-text-private', ['header', 'app_id'], 'cli_other', 'wrong-app'],
    ['message-read', ['header', 'token'], 'guess', 'wrong-token'],
    ['p2p-chat-create', ['token'], 'guess', 'wrong-token'],
  ])('%s with %j = %j', (name, path, value, code) => {
    expect(readChanged(name, path, value)).toEqual({ kind: 'refused', status: 401, code });
  });

  test('another tenant, when the county names its own', () => {
    const own = { ...reader, tenantKey: fixtures.tenantKey };
    expect(read(fixture('message-text-private'), own)).toMatchObject({ kind: 'event' });
    expect(read(changed('message-text-private', ['header', 'tenant_key'], 'other'), own)).toMatchObject({
      code: 'wrong-tenant',
    });
  });

  test.each([
    [['event'], null],
    [['event', 'message'], 'text'],
    [['event', 'message', 'message_id'], ''],
    [['event', 'message', 'message_id'], 'x'.repeat(500)],
    [['event', 'message', 'create_time'], 'yesterday'],
    [['event', 'message', 'content'], { text: 'object' }],
    [['event', 'sender', 'sender_id'], null],
    [['header'], []],
    [['schema'], '3.0'],
  ])('a message whose %j is %j', (path, value) => {
    expect(readChanged('message-text-private', path, value)).toMatchObject({ kind: 'refused', status: 400 });
  });

  test.each([null, undefined, 7, 'text', [], {}, { schema: '2.0' }, { type: 'event_callback' }])('%j', (json) => {
    expect(read(json, reader)).toMatchObject({ kind: 'refused' });
  });
});

describe('over the long connection', () => {
  const { verificationToken: _, ...trusting } = reader;

  test.each(['message-text-private', 'message-text-group', 'message-post', 'bot-added', 'message-read'])(
    '%s is read as it is at a webhook, with an empty token or none',
    (name) => {
      const asPosted = read(fixture(name), reader);
      expect(readFrame(changed(name, ['header', 'token'], ''), trusting)).toEqual(asPosted);
      expect(readFrame(changed(name, ['header', 'token'], undefined), trusting)).toEqual(asPosted);
      // The same with a webhook is a forgery.
      expect(readChanged(name, ['header', 'token'], '')).toMatchObject({ kind: 'refused', status: 401 });
    },
  );

  test('what is meant for another app, or comes from another tenant, is refused', () => {
    const elsewhere = changed('message-text-private', ['header', 'app_id'], 'cli_other');
    expect(readFrame(elsewhere, trusting)).toEqual({ kind: 'refused', status: 401, code: 'wrong-app' });
    expect(readFrame(fixture('message-text-private'), { ...trusting, tenantKey: 'other' })).toEqual({
      kind: 'refused',
      status: 401,
      code: 'wrong-tenant',
    });
  });

  test('an event of schema 1.0 is nothing; there is no handshake; what is no event is refused', () => {
    expect(readFrame({ type: 'event_callback', event: {} }, trusting)).toMatchObject({ kind: 'nothing' });
    const bad = { kind: 'refused', status: 400, code: 'bad-event' };
    for (const other of [fixture('url-verification'), null, 'text', [], {}])
      expect(readFrame(other, trusting)).toEqual(bad);
  });
});

describe('messages taken back', () => {
  test('by their author: under a key that follows from the message', () => {
    expect(eventOf('message-recalled')).toEqual({
      kind: 'recalled',
      key: `recalled:${eventOf('message-text-private').key}`,
      chat: { ...eventOf('message-text-private').chat },
      of: 'feishu:msg:om_5ce6d572455d361153b7cb51da130001',
      by: 'author',
      sentAt: new Date(1773124200000),
    });
  });

  test.each(['group_owner', 'group_manager', 'enterprise_manager', 'something_new', undefined])('by %s', (type) => {
    const reading = readChanged('message-recalled', ['event', 'recall_type'], type);
    const key = 'feishu:ev:5e3702a84e847582be8db7fb73283c06';
    expect(reading).toMatchObject({ event: { kind: 'recalled', by: 'another', key } });
  });
});

test.each([
  ['bot-removed', 'removed'],
  ['chat-disbanded', 'disbanded'],
])('%s: the bot is in a group no more', (name, why) => {
  const chat = { platform: 'feishu', id: 'oc_6ce6d572455d361153b7xx51da133945', kind: 'group' };
  const key = expect.stringMatching(/^feishu:ev:/);
  expect(eventOf(name)).toEqual({ kind: 'left', key, chat, why, sentAt: new Date(1773124200000) });
});

test('an entry of the menu is its word, by the account that chose it; a day later it is none', () => {
  const account = 'ou_84aad35d084aa403a838cf73ee18467';
  expect(eventOf('bot-menu')).toEqual({
    kind: 'menu',
    key: 'feishu:ev:5e3702a84e847582be8db7fb73283c07',
    chat: { platform: 'feishu', id: account, kind: 'private' },
    account,
    word: '我的',
    sentAt: new Date(1773124200000),
  });
  const late = { ...reader, now: new Date(fixtures.now.getTime() + 2 * reader.tooOldMs) };
  expect(read(fixture('bot-menu'), late)).toMatchObject({ kind: 'nothing', why: 'too-old' });
});

test.each(['message-recalled', 'bot-removed', 'chat-disbanded', 'bot-menu'])(
  '%s without its parts is refused',
  (name) => {
    expect(readChanged(name, ['event'], {})).toEqual({ kind: 'refused', status: 400, code: 'bad-event' });
  },
);

test('an answer names the message it answers', () => {
  const reading = readChanged('message-text-private', ['event', 'message', 'parent_id'], 'om_parent');
  expect(reading).toMatchObject({ event: { replyTo: 'om_parent' } });
});

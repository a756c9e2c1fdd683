import { describe, expect, test } from '@jest/globals';
import { read, WECOM } from '../../../bots/wecom/parse.js';
import { InboundEvent } from '../../../models/event.js';
import { wecomMessage } from '../../support/wecom/stand-in.js';

const now = new Date('2026-11-26T08:00:00Z');
const DAY_MS = 24 * 60 * 60_000;
const kept = new Map<string, unknown>();
const keep = (ref: string, where: unknown): void => void kept.set(ref, where);
const reader = { botId: 'bot-1', tooOldMs: DAY_MS, now, keep };
type Options = NonNullable<Parameters<typeof wecomMessage>[1]>;

function eventOf(what: Parameters<typeof wecomMessage>[0], options: Options = {}): InboundEvent {
  const received = read(wecomMessage(what, { at: now.getTime(), msgid: 'm1', ...options }), reader);
  if (received.kind !== 'events' || !received.events[0]) throw new Error('nothing was read');
  return InboundEvent.parse(received.events[0]);
}

test('said in private: the chat is the account, and all of it is meant for the robot', () => {
  expect(eventOf({ text: '周记 今天' }, { from: 'zhang' })).toEqual({
    kind: 'message',
    key: 'wecom:msg:m1',
    chat: { platform: WECOM, id: 'zhang', kind: 'private' },
    account: 'zhang',
    messageId: 'm1',
    text: '周记 今天',
    addressed: true,
    attachments: [],
    sentAt: now,
  });
});

describe('said in a group', () => {
  const inGroup = (text: string) => eventOf({ text }, { chatid: 'wr1' });
  test('it is the group’s, and the robot’s name in front is not part of it', () => {
    expect(inGroup('@教研助手 周记 今天')).toMatchObject({ chat: { id: 'wr1', kind: 'group' }, text: '周记 今天' });
  });
  test.each([
    ['@教研助手', ''],
    ['@教研助手 @张三 代交', '@张三 代交'],
    ['周记 @张三 也在', '周记 @张三 也在'],
  ])('%j is read as %j', (said, text) => {
    expect(inGroup(said)).toMatchObject({ text });
  });
});

test('what is said aloud comes as words; a picture under a handle, its address and key kept aside; both together as both', () => {
  expect(eventOf({ voice: '我的' })).toMatchObject({ text: '我的', attachments: [] });
  const attachments = [{ kind: 'image', ref: 'm1:0' }];
  expect(eventOf({ image: 'https://x.example/1' })).toMatchObject({ text: '', attachments });
  expect(kept.get('m1:0')).toEqual({ url: 'https://x.example/1', aeskey: 'a2V5' });
  const mixed = [
    { msgtype: 'text', text: { content: '周记 折纸' } },
    { msgtype: 'image', image: { url: 'https://x.example/2', aeskey: 'a2V5' } },
    { msgtype: 'new' },
    { msgtype: 'text', text: { content: '照片一张' } },
  ];
  expect(eventOf({ mixed })).toMatchObject({ text: '周记 折纸\n照片一张', attachments });
  expect(kept.get('m1:0')).toEqual({ url: 'https://x.example/2', aeskey: 'a2V5' });
});

test('a kind nobody knows says nothing, and neither does a picture without an address', () => {
  expect(eventOf({ msgtype: 'sticker' })).toMatchObject({ text: '', attachments: [] });
  expect(eventOf({ image: 'file:///etc/passwd' })).toMatchObject({ text: '', attachments: [] });
});

test('what is older than a day is set aside', () => {
  const at = now.getTime() - DAY_MS - 1000;
  expect(read(wecomMessage({ text: '周记' }, { at }), reader)).toEqual({ kind: 'events', events: [] });
});

test.each([
  ['nothing', undefined],
  ['no message id', { ...wecomMessage({ text: 'x' }), msgid: '' }],
  ['nobody', { ...wecomMessage({ text: 'x' }), from: {} }],
  ['a group without an id', { ...wecomMessage({ text: 'x' }), chattype: 'group' }],
])('%s is refused', (_, body) => {
  expect(read(body, reader)).toMatchObject({ kind: 'refused', status: 400 });
});

import { expect, test } from '@jest/globals';
import { readMentions } from '../../../bots/wechat/mentions.js';
import { readJoin, readMessage } from '../../../bots/wechat/parse.js';
import { partsOf } from '../../../bots/wechat/render.js';

const now = new Date('2026-11-26T02:00:00Z');
const self = { id: 'wxid_bot', names: ['小研', '教研助手'] };
const reader = { self, tooOldMs: 24 * 3600_000, now };
const message = (more: object) =>
  readMessage(
    { id: 'm1', type: 7, talkerId: 'wxid_1', text: '周记', listenerId: 'wxid_bot', timestamp: now.getTime(), ...more },
    'm1',
    reader,
  );
const eventOf = (more: object) => {
  const received = message(more);
  return received.kind === 'events' ? received.events[0] : received;
};
const inRoom = { listenerId: '', roomId: '1@chatroom' };

test.each([
  ['@教研助手\u2005周记', [], true, '周记'],
  ['@小研 周记', [], true, '周记'],
  ['看 @教研助手', [], true, '看'],
  ['周记', ['wxid_bot'], true, '周记'],
  ['@所有人 今天开会', ['wxid_1', 'wxid_bot'], false, '@所有人 今天开会'],
  ['@教研助手2号 周记', [], false, '@教研助手2号 周记'],
  ['mail bob@小研 now', [], false, 'mail bob@小研 now'],
  ['周记', [], false, '周记'],
])('mention: %j with ids %j', (text, ids, bot, rest) => {
  expect(readMentions(text, ids, self)).toEqual({ bot, text: rest });
});

test('a private message, with seconds for a time, and a clock that is ahead', () => {
  expect(eventOf({ timestamp: now.getTime() / 1000 + 90 })).toMatchObject({
    key: 'wechat:wxid_bot:m1',
    chat: { id: 'wxid_1', kind: 'private' },
    addressed: true,
    sentAt: now,
  });
});

test('a quoted reply is what stands below the dashes', () => {
  const text = '「张三：请交周记」\n- - - - - - - - - - - - - - -\n@小研\u2005已交';
  expect(eventOf({ ...inRoom, text })).toMatchObject({ text: '已交', addressed: true, chat: { kind: 'group' } });
});

test('a file and a picture are attachments, never a mention', () => {
  expect(eventOf({ ...inRoom, type: 1, text: '@小研', filename: '计划.docx' })).toMatchObject({
    addressed: false,
    text: '',
    attachments: [{ kind: 'file', ref: 'm1', name: '计划.docx' }],
  });
});

test.each([
  ['its own', { talkerId: 'wxid_bot' }],
  ['a recall', { type: 13 }],
  ['a red envelope', { type: 12 }],
  ['older than a day', { timestamp: now.getTime() - 25 * 3600_000 }],
])('%s is nothing', (_, more) => {
  expect(message(more)).toEqual({ kind: 'events', events: [] });
});

test.each([
  ['another message than was asked for', { id: 'm2' }, 'wrong-message'],
  ['for another account', { listenerId: 'wxid_other' }, 'wrong-account'],
  ['unreadable', { timestamp: 'yesterday' }, 'bad-message'],
])('%s is refused', (_, more, code) => {
  expect(message(more)).toMatchObject({ kind: 'refused', code });
});

test('only the bot’s own coming is a joining', () => {
  const joined = (ids: string[]) =>
    readJoin({ roomId: '1@chatroom', inviteeIdList: ids, inviterId: 'wxid_1', timestamp: 1_790_000_000 }, reader);
  expect(joined(['wxid_bot'])).toMatchObject({ events: [{ kind: 'joined', chat: { id: '1@chatroom' } }] });
  expect(joined(['wxid_2'])).toEqual({ kind: 'events', events: [] });
});

test('a long text is cut at the ends of lines and sentences, and nothing of it is lost', () => {
  const text = Array.from({ length: 60 }, (_, i) => `第${i + 1}句话说完了。`).join('');
  const parts = partsOf(text, 100);
  expect(parts.join('')).toBe(text);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(100);
    expect(part.endsWith('。')).toBe(true);
  }
  expect(partsOf('啊'.repeat(250), 100).map((part) => part.length)).toEqual([100, 100, 50]);
  expect(partsOf('短', 100)).toEqual(['短']);
});

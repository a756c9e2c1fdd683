import { expect, test } from '@jest/globals';
import { readMentions } from '../../../bots/wechat/mentions.js';
import { readJoin, readLeave, readMessage } from '../../../bots/wechat/parse.js';
import { partsOf } from '../../../bots/wechat/render.js';

const now = new Date('2026-11-26T02:00:00Z');
const self = { id: 'wxid_bot', names: ['小研', '教研助手'] };
const reader = {
  self,
  tooOldMs: 24 * 3600_000,
  now,
  writerOf: (id: string) => (id === 'm-of-2' ? 'wxid_2' : undefined),
  saidWith: async (chat: string, words: string) => (words.startsWith('请交周记') ? `sent-in-${chat}` : undefined),
};
const message = (more: object) =>
  readMessage(
    { id: 'm1', type: 7, talkerId: 'wxid_1', text: '周记', listenerId: 'wxid_bot', timestamp: now.getTime(), ...more },
    'm1',
    reader,
  );
const eventOf = async (more: object) => {
  const received = await message(more);
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

test('a private message, with seconds for a time, and a clock that is ahead', async () => {
  expect(await eventOf({ timestamp: now.getTime() / 1000 + 90 })).toMatchObject({
    key: 'wechat:wxid_bot:m1',
    chat: { id: 'wxid_1', kind: 'private' },
    addressed: true,
    sentAt: now,
  });
});

test('a quoted reply is what stands below the dashes', async () => {
  const text = '「张三：请交周记」\n- - - - - - - - - - - - - - -\n@小研\u2005已交';
  expect(await eventOf({ ...inRoom, text })).toMatchObject({ text: '已交', addressed: true, chat: { kind: 'group' } });
});

test('one that quotes the bot answers what it said, and is meant for it without a mention', async () => {
  const quote = (by: string, words = '请交周记（第9周）') =>
    `「${by}：${words}」\n- - - - - - - - - - - - - - -\n今天听了一节课`;
  expect(await eventOf({ ...inRoom, text: quote('小研') })).toMatchObject({
    text: '今天听了一节课',
    addressed: false,
    replyTo: 'sent-in-1@chatroom',
  });
  expect(await eventOf({ text: quote('教研助手') })).toMatchObject({ addressed: true, replyTo: 'sent-in-wxid_1' });
  expect(await eventOf({ text: quote('教研助手', '别的话') })).not.toHaveProperty('replyTo');
  // To what a colleague said, or among themselves: nothing for the bot, and nothing that is stored.
  expect(await message({ ...inRoom, text: quote('张三') })).toEqual({ kind: 'events', events: [] });
});

test('what people say to each other in a group, and send there, is not even stored', async () => {
  expect(await message({ ...inRoom, text: '今天食堂吃什么' })).toEqual({ kind: 'events', events: [] });
  expect(await message({ ...inRoom, type: 1, text: '@小研', filename: '计划.docx' })).toEqual({
    kind: 'events',
    events: [],
  });
});

test.each([
  ['a file by its name', 1, { kind: 'file', ref: 'm1', name: '计划.docx' }],
  ['a picture, whose name is the gateway’s', 6, { kind: 'image', ref: 'm1' }],
  ['a voice', 2, { kind: 'audio', ref: 'm1' }],
  ['a film', 15, { kind: 'video', ref: 'm1' }],
])('%s is an attachment', async (_, type, attachment) => {
  expect(await eventOf({ type, text: '<xml/>', filename: '计划.docx' })).toMatchObject({
    text: '',
    attachments: [attachment],
  });
});

test.each([
  ['a sticker', 5, 'sticker'],
  ['messages passed on together', 4, 'forward'],
  ['a link or a card', 14, 'card'],
  ['a place', 8, 'other'],
])('%s cannot be read, and its sender is told', async (_, type, unreadable) => {
  expect(await eventOf({ type, text: '<xml/>' })).toMatchObject({ text: '', attachments: [], unreadable });
});

test('a recall takes back what its author wrote; of what somebody else wrote it takes nothing back', async () => {
  const recall = (text: string, more: object = {}) => eventOf({ id: 'm1', type: 13, text, ...more });
  const of = 'wechat:wxid_bot:m-of-1';
  expect(await recall('m-of-1')).toMatchObject({ kind: 'recalled', key: `recalled:${of}`, of, by: 'author' });
  expect(await recall('m-of-1', inRoom)).toMatchObject({ chat: { id: '1@chatroom', kind: 'group' }, by: 'author' });
  expect(await recall('m-of-2')).toMatchObject({ key: 'wechat:wxid_bot:m1', by: 'another' });
  expect(await message({ type: 13, text: '<sysmsg><revokemsg/></sysmsg>' })).toEqual({ kind: 'events', events: [] });
});

test.each([
  ['its own', { talkerId: 'wxid_bot' }],
  ['a red envelope', { type: 12 }],
  ['older than a day', { timestamp: now.getTime() - 25 * 3600_000 }],
])('%s is nothing', async (_, more) => {
  expect(await message(more)).toEqual({ kind: 'events', events: [] });
});

test.each([
  ['another message than was asked for', { id: 'm2' }, 'wrong-message'],
  ['for another account', { listenerId: 'wxid_other' }, 'wrong-account'],
  ['unreadable', { timestamp: 'yesterday' }, 'bad-message'],
])('%s is refused', async (_, more, code) => {
  expect(await message(more)).toMatchObject({ kind: 'refused', code });
});

test('only the bot’s own going is a leaving', () => {
  const left = (ids: string[]) =>
    readLeave({ roomId: '1@chatroom', removeeIdList: ids, timestamp: 1_790_000_000 }, reader);
  expect(left(['wxid_bot'])).toMatchObject({ events: [{ kind: 'left', why: 'removed', chat: { id: '1@chatroom' } }] });
  expect(left(['wxid_2'])).toEqual({ kind: 'events', events: [] });
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

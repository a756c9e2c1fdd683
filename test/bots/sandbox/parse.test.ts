import { expect, test } from '@jest/globals';
import { parse } from '../../../bots/sandbox/parse.js';
import { InboundEvent } from '../../../models/event.js';

const AT = new Date('2026-11-27T15:40:00+08:00');
const said = (text: string) => ({ _id: 'said-1', seq: 1, chat: 'g-1', person: 'P001', text, at: AT });

test('a private line is an event for the bot, as it was written', () => {
  const event = parse({ ...said(' 周记 今天 @张三 来听课 '), chat: 'p-P001' }, 'private');
  expect(InboundEvent.parse(event)).toEqual({
    kind: 'message',
    key: 'sandbox:said-1',
    chat: { platform: 'sandbox', id: 'p-P001', kind: 'private' },
    account: 'P001',
    messageId: 'said-1',
    text: '周记 今天 @张三 来听课',
    addressed: true,
    attachments: [],
    sentAt: AT,
  });
});

test.each([
  ['@教研助手 周记 今天', '周记 今天'],
  ['＠教研助手周记 今天', '周记 今天'],
  ['@教研助手：帮助', '帮助'],
  ['@教研 帮助', '帮助'],
  ['@教研助手\u3000我的', '我的'],
  ['我的 @教研助手', '我的'],
  ['@教研助手', ''],
])('in a group, %s is for the bot, without the mention', (text, rest) => {
  expect(parse(said(text), 'group')).toMatchObject({ addressed: true, text: rest });
});

test.each(['周记 今天', '@教研室王老师 您好', '@张三 帮助', '教研助手真好用'])(
  'in a group, %s is not for the bot',
  (text) => {
    expect(parse(said(text), 'group')).toMatchObject({ addressed: false, text });
  },
);

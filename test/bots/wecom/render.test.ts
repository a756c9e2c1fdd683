import { describe, expect, test } from '@jest/globals';
import { WECOM } from '../../../bots/wecom/parse.js';
import { render } from '../../../bots/wecom/render.js';

const limits = { markdownBytes: 300 };
const account = { to: 'account', platform: WECOM, account: 'zhang' } as const;
const said = (text: string): string => render(account, { kind: 'text', text }, limits).markdown.content;

test('private to the account, to a group and in answer to somebody in it to the group', () => {
  const chat = { platform: WECOM, id: 'wr1', kind: 'group' } as const;
  const text = { kind: 'text', text: '好' } as const;
  expect(render(account, text, limits).chatid).toBe('zhang');
  expect(render({ to: 'chat', platform: WECOM, chat }, text, limits).chatid).toBe('wr1');
  expect(render({ to: 'message', platform: WECOM, chat, messageId: 'm' }, text, limits).chatid).toBe('wr1');
});

describe('what people wrote is no markup', () => {
  test.each([
    ['已交<8/12>', '已交＜8/12>'],
    ['**重要** `x` ~~y~~', '＊＊重要＊＊ ｀x｀ ～～y～～'],
    ['<@all> [点我](http://x.example/a_b)', '＜@all> ［点我］(http://x.example/a_b)'],
    ['# 一\n> 二\n- 三\n-4', '＃ 一\n＞ 二\n－ 三\n-4'],
    ['看 https://a.example/forms/x_y-z*，再 a_b', '看 https://a.example/forms/x_y-z*，再 a＿b'],
  ])('%j', (text, is) => {
    expect(said(text)).toBe(is);
  });
});

test('a long text is cut at a character, and says so; one that just fits is whole', () => {
  const whole = '好'.repeat(100);
  expect(said(whole)).toBe(whole);
  const cut = said('a' + '好'.repeat(100));
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limits.markdownBytes);
  expect(cut).toMatch(/^a好+\n……（内容太长，后面的没有发出）$/u);
});

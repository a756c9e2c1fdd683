import { expect, test } from '@jest/globals';
import { templateCardOf } from '../../../bots/wecom/card.js';
import { wecomLimits } from '../../../config/limits/wecom.js';
import type { Block, CardView } from '../../../models/message.js';

const button = (label: string, ref = label, primary?: true) => ({ label, ref, ...(primary && { primary }) });
const card = (blocks: Block[], title = '周二老师，提醒您'): CardView => ({ title, blocks });
const text = (words: string): Block => ({ kind: 'text', text: words });
const buttons = (...all: ReturnType<typeof button>[]): Block => ({ kind: 'buttons', buttons: all });
const drawn = (view: CardView, key = 'nag:1') => templateCardOf(view, key, wecomLimits);

test('a title, a few words and what to press', () => {
  const view = card([
    text('· 教育周记（第9周）今天17:00截止。'),
    buttons(button('交周记', 'ref1', true), button('请假', 'ref2')),
  ]);
  expect(drawn(view)).toEqual({
    card_type: 'button_interaction',
    main_title: { title: '周二老师，提醒您' },
    sub_title_text: '· 教育周记（第9周）今天17:00截止。',
    button_list: [
      { text: '交周记', style: 1, key: 'ref1' },
      { text: '请假', style: 4, key: 'ref2' },
    ],
    task_id: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(drawn(view)?.task_id).toBe(drawn(view)?.task_id);
  expect(drawn(view, 'nag:2')?.task_id).not.toBe(drawn(view)?.task_id);
});

test('a long title stands with the words', () => {
  const long = '您是想发这个吗？发「帮助」看全部用法，或者直接问我就行。';
  expect(drawn(card([text('1. 我的'), buttons(button('我的'))], long))).toMatchObject({
    main_title: { title: '教研助手' },
    sub_title_text: `${long}\n1. 我的`,
  });
});

test.each<[string, Block[]]>([
  ['nothing to press', [text('好')]],
  ['too many words', [text('字'.repeat(113)), buttons(button('好'))]],
  ['too many buttons', [buttons(...'1234567'.split('').map((each) => button(each)))]],
  ['a long button', [buttons(button('教育科研工作月报（十月）'))]],
  ['a key too long', [buttons(button('好', 'k'.repeat(1025)))]],
  ['the same key twice', [buttons(button('好', 'k'), button('不好', 'k'))]],
  ['a table', [{ kind: 'table', columns: ['任务'], rows: [['周记']] }, buttons(button('好'))]],
])('%s: no card, the text says it', (_, blocks) => {
  expect(drawn(card(blocks))).toBeUndefined();
});

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cardOf, receiptCardOf } from '../../../bots/feishu/card.js';
import { render } from '../../../bots/feishu/render.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import { isComputed } from '../../../handlers/forms/asked.js';
import { controlsOf } from '../../../handlers/forms/controls.js';
import { shownValues } from '../../../handlers/forms/shown.js';
import { Platform } from '../../../models/ids.js';
import type { Control, FormView } from '../../../models/message.js';
import { wholeCatalogue } from '../../support/county.js';
import { CardJson, cardFault, cardText } from '../../support/feishu/card-json.js';
import { anyRecord, TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

const base = { label: '栏目', required: true };
const form = (controls: Control[]): FormView => ({
  title: '研讨课记录 10月',
  explanation: '请在11月6日 17:00前填好。',
  controls,
  submit: '提交',
  ref: 'token',
});
const elementsIn = (controls: Control[]) => {
  const card = CardJson.parse(cardOf(form(controls), feishuLimits));
  const inside = card.body.elements.at(-1);
  return inside?.tag === 'form' ? inside.elements : [];
};

test('any form with any values is a card as the platform’s pages have it, or none', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, async ({ fields, values }) => {
      const shown = await shownValues(fields, values, testLookup);
      const problems = new Map(fields.map(({ key }) => [key, '请再看一眼 <at id=all></at>']));
      const card = cardOf(form(controlsOf({ fields, values, shown, problems, today: TODAY })), feishuLimits);
      expect(card === undefined || CardJson.safeParse(card).success).toBe(true);
      expect(card).toBeDefined();
      expect(JSON.stringify(card)).not.toContain('<at');
    }),
  );
});

describe('each control', () => {
  test.each<[Control, object]>([
    [
      { ...base, key: 'a', kind: 'line', value: '折纸', most: 200 },
      { tag: 'input', default_value: '折纸', max_length: 200 },
    ],
    [
      { ...base, key: 'a', kind: 'lines', value: '', most: 20_000 },
      { tag: 'input', input_type: 'multiline_text', max_length: 1000 },
    ],
    [
      { ...base, key: 'a', kind: 'number', value: '3', unit: '次', integer: true },
      { tag: 'input', default_value: '3' },
    ],
    [
      { ...base, key: 'a', kind: 'day', value: '2026-10-28' },
      { tag: 'date_picker', initial_date: '2026-10-28' },
    ],
    [
      { ...base, key: 'a', kind: 'time-range', value: '' },
      { tag: 'input', placeholder: { tag: 'plain_text', content: '14:00-15:30' } },
    ],
    [
      { ...base, key: 'a', kind: 'one', value: '校级', options: ['校级', '县级'] },
      { tag: 'select_static', initial_option: '校级' },
    ],
    [
      { ...base, key: 'a', kind: 'several', value: ['德育'], options: ['德育', '美育'] },
      { tag: 'multi_select_static', selected_values: ['德育'] },
    ],
    [
      { ...base, key: 'a', kind: 'name', value: '张三', several: true },
      { tag: 'input', default_value: '张三' },
    ],
    [
      { ...base, key: 'a', kind: 'tick', value: true },
      { tag: 'checker', checked: true },
    ],
  ])('%p', (control, element) => {
    expect(elementsIn([control])).toContainEqual(expect.objectContaining({ name: 'a', ...element }));
  });

  test('files and what is worked out are told, not asked', () => {
    const shown = elementsIn([{ ...base, key: 'a', kind: 'shown', value: '', hint: '文件直接发给我' }]);
    expect(shown.map(({ tag }) => tag)).toEqual(['markdown', 'button']);
  });

  test('that an input has less room than the field, is told once, with what to do', () => {
    const long = { ...base, kind: 'lines' as const, value: '', most: 20_000 };
    const card = CardJson.parse(
      cardOf(
        form([
          { ...long, key: 'a' },
          { ...long, key: 'b' },
          { ...long, key: 'c', most: 1000 },
        ]),
        feishuLimits,
      ),
    );
    expect(cardText(card).split('最多1000字；更长的，请在聊天里发「栏目：内容」')).toHaveLength(2);
    const short = CardJson.parse(cardOf(form([{ ...long, key: 'a', most: 1000 }]), feishuLimits));
    expect(cardText(short)).not.toContain('1000字');
  });

  test('the button carries the signed reference, in an object', () => {
    expect(elementsIn([]).at(-1)).toMatchObject({
      form_action_type: 'submit',
      behaviors: [{ value: { form: 'token' } }],
    });
  });
});

describe('what is more than a card takes is a text', () => {
  const many = (count: number): Control[] =>
    Array.from({ length: count }, (_, i) => ({ ...base, key: `f${i}`, kind: 'line', value: '', most: 10 }));
  const long: Control = { ...base, key: 'a', kind: 'lines', value: '字'.repeat(1001), most: 20_000 };
  const large: Control[] = Array.from({ length: 30 }, (_, i) => ({ ...long, key: `f${i}`, value: '字'.repeat(900) }));

  test.each([
    ['too many elements', many(100)],
    ['a text longer than an input takes', [long]],
    ['too many bytes', large],
  ])('%s', (_why, controls) => {
    expect(cardOf(form(controls), feishuLimits)).toBeUndefined();
    const call = render(
      {
        key: 'k',
        address: { to: 'account', platform: Platform.parse('feishu'), account: 'ou_1' },
        content: { kind: 'form', text: '栏目：', form: form(controls) },
      },
      feishuLimits,
    );
    expect(call.body).toMatchObject({ msg_type: 'text', content: '{"text":"栏目："}' });
  });

  test('what fits is sent as a card, under the same key', () => {
    const call = render(
      {
        key: 'k',
        address: { to: 'account', platform: Platform.parse('feishu'), account: 'ou_1' },
        content: { kind: 'form', text: '栏目：', form: form(many(40)) },
      },
      feishuLimits,
    );
    expect(call.body).toMatchObject({ msg_type: 'interactive', receive_id: 'ou_1', uuid: expect.any(String) });
    expect(CardJson.safeParse(JSON.parse(String(call.body?.['content']))).success).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(call.body))).toBeLessThan(30 * 1024);
  });
});

describe('every form of the packaged catalogue', () => {
  const templates = wholeCatalogue().duties.filter(({ form: { style } }) => style === 'template');
  const drawn = ({ form: { fields }, name }: (typeof templates)[number], problem?: string) => {
    const problems = new Map(problem === undefined ? [] : fields.map(({ key }) => [key, problem] as const));
    const controls = controlsOf({ fields, values: {}, shown: new Map(), problems, today: TODAY });
    return cardOf({ ...form(controls), title: name, ref: 'x'.repeat(400) }, feishuLimits);
  };
  const tooLarge = (problem?: string) =>
    templates.filter((duty) => drawn(duty, problem) === undefined).map(({ row }) => row);

  test.each(templates.map((duty) => [duty.row, duty.name, duty] as const))('%s %s', (_row, _name, duty) => {
    for (const card of [drawn(duty), drawn(duty, '名册里没有找到「王五」，请写全名或编号')]) {
      if (!card) continue;
      expect(cardFault(card, Buffer.byteLength(JSON.stringify(JSON.stringify(card))) + 300)).toBeUndefined();
      const text = cardText(CardJson.parse(card));
      for (const { label } of duty.form.fields.filter((field) => !isComputed(field))) expect(text).toContain(label);
    }
  });

  test('those that are more than a card takes go out as text', () => {
    expect(templates.length).toBeGreaterThan(50);
    expect(tooLarge()).toEqual([]);
    expect(tooLarge('名册里没有找到「王五」，请写全名或编号')).toEqual([]);
  });
});

describe('the receipt', () => {
  const receipt = (lines: { label: string; value: string }[]) =>
    receiptCardOf('已收到。要改请发「修改 栏目：新内容」。', { title: '月报（10月）', lines }, feishuLimits);

  test('has the sentence and what was handed in, and nothing to press', () => {
    const card = receipt([{ label: '课题', value: '<at id=all></at> *折纸*' }]);
    const read = CardJson.parse(card);
    expect(cardText(read)).toBe('月报（10月）\n已收到。要改请发「修改 栏目：新内容」。\n课题：<at id=all></at> *折纸*');
    expect(JSON.stringify(card)).not.toMatch(/<at|"button"|"form"/u);
  });

  test('shows the beginning of what is long, and leaves out what no card has room for', () => {
    expect(JSON.stringify(receipt([{ label: '正文', value: '字'.repeat(20_000) }]))).toContain('字……');
    const many = Array.from({ length: 60 }, (_, i) => ({ label: `栏目${i}`, value: '字'.repeat(200) }));
    expect(cardText(CardJson.parse(receipt(many)))).toBe('月报（10月）\n已收到。要改请发「修改 栏目：新内容」。');
  });
});

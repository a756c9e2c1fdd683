import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cardOf } from '../../../bots/feishu/card.js';
import { render } from '../../../bots/feishu/render.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import { controlsOf } from '../../../handlers/forms/controls.js';
import { shownValues } from '../../../handlers/forms/shown.js';
import { Platform } from '../../../models/ids.js';
import type { Control, FormView } from '../../../models/message.js';
import { CardJson } from '../../support/feishu/card-json.js';
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
  const [, inside] = card.body.elements;
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

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cardViewOf, simplerThan } from '../../../bots/feishu/card-view.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import type { Block, CardView } from '../../../models/message.js';
import { CardJson, cardFault, cardText } from '../../support/feishu/card-json.js';
import { pressButton, pressOf } from '../../support/feishu/press.js';

const drawn = (...blocks: Block[]): CardJson => CardJson.parse(cardViewOf({ title: '卡片', blocks }, feishuLimits));
const button = (label: string) => ({ label, ref: `ref-of-${label}` });
const bars = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ label: `第${i + 1}周`, done: i, of: count }));

describe('each kind of block', () => {
  test('what people wrote is no markup', () => {
    const card = drawn({ kind: 'text', text: '<at id=all></at> **急**' });
    expect(JSON.stringify(card)).not.toContain('<at');
    expect(cardText(card)).toBe('卡片\n<at id=all></at> **急**');
  });

  test('a table shows ten rows a page, and has all of them', () => {
    const rows = Array.from({ length: 30 }, (_, i) => [`任务${i}`, `${i}/30`]);
    const card = drawn({ kind: 'table', columns: ['任务', '已交'], rows });
    expect(card.body.elements[0]).toMatchObject({ tag: 'table', page_size: 10 });
    expect(cardText(card).split('\n')).toHaveLength(32);
  });

  test.each([
    [0, 41, '░░░░░░░░░░ 0/41'],
    [1, 41, '▓░░░░░░░░░ 1/41'],
    [40, 41, '▓▓▓▓▓▓▓▓▓░ 40/41'],
    [41, 41, '▓▓▓▓▓▓▓▓▓▓ 41/41'],
    [3, 2, '▓▓▓▓▓▓▓▓▓▓ 3/2'],
    [0, 0, '░░░░░░░░░░ 0/0'],
  ])('%d of %d is never more or less than it is', (done, of, shown) => {
    expect(cardText(drawn({ kind: 'progress', label: '周记', done, of }))).toBe(`卡片\n周记\n${shown}`);
  });

  test('bars are a chart in the order given, of what is done and what is left', () => {
    const card = drawn({
      kind: 'bars',
      bars: [
        { label: '周记', done: 3, of: 7 },
        { label: '月报', done: 1, of: 1 },
      ],
    });
    expect(cardText(card).split('\n')).toEqual([
      '卡片',
      '周记 3/7 已交 3',
      '周记 3/7 还差 4',
      '月报 1/1 已交 1',
      '月报 1/1 还差 0',
    ]);
  });

  test('a button carries its reference, and what is filled in beside one comes with it', () => {
    const buttons = drawn({ kind: 'buttons', buttons: [button('今晚'), button('明天')] });
    expect(pressButton(buttons, '明天')).toEqual({ tag: 'button', value: { press: 'ref-of-明天' } });
    const until = { kind: 'day', key: 'until', label: '到哪天', required: true, value: '' } as const;
    const ask = drawn({ kind: 'ask', controls: [until], submit: button('请假') });
    expect(pressOf(ask, { until: '2026-11-03' })).toMatchObject({
      value: { press: 'ref-of-请假' },
      form_value: { until: '2026-11-03 +0800' },
    });
  });
});

describe('what is too much is drawn more simply', () => {
  test('a chart of too many points is a table', () => {
    const card = drawn({ kind: 'bars', bars: bars(76) });
    expect(card.body.elements.map(({ tag }) => tag)).toEqual(['table']);
  });

  test('more tables than a card may have are lines', () => {
    const table = { kind: 'table', columns: ['任务', '已交'], rows: [['周记', '3/7']] } as const;
    const blocks = Array.from(
      { length: 6 },
      (): Block => ({ ...table, columns: [...table.columns], rows: [['周记', '3/7']] }),
    );
    const card = drawn(...blocks);
    expect(new Set(card.body.elements.map(({ tag }) => tag))).toEqual(new Set(['markdown']));
    expect(cardText(card)).toContain('· 周记，已交3/7');
  });

  test.each<[string, Block[]]>([
    ['nothing', []],
    [
      'nothing but empty blocks',
      [
        { kind: 'table', columns: ['a'], rows: [] },
        { kind: 'buttons', buttons: [] },
      ],
    ],
    ['more than 28 KB', [{ kind: 'text', text: '字'.repeat(10_000) }]],
    ['more than 180 elements', Array.from({ length: 181 }, (): Block => ({ kind: 'text', text: '一' }))],
  ])('%s is no card: the text says the same', (_, blocks) => {
    expect(cardViewOf({ title: '卡片', blocks }, feishuLimits)).toBeUndefined();
  });

  test('a chart that was refused is a table, a table lines, and lines nothing simpler', () => {
    const chart: CardView = { title: '卡片', blocks: [{ kind: 'bars', bars: bars(2) }] };
    const table = simplerThan(chart);
    expect(table?.blocks).toMatchObject([
      {
        kind: 'table',
        rows: [
          ['第1周', '0', '2'],
          ['第2周', '1', '2'],
        ],
      },
    ]);
    const lines = table && simplerThan(table);
    expect(lines?.blocks).toEqual([{ kind: 'text', text: '· 第1周，已交0，应交2\n· 第2周，已交1，应交2' }]);
    expect(lines && simplerThan(lines)).toBeUndefined();
  });
});

const words = fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' });
const share = fc.record({ label: words, done: fc.nat(2000), of: fc.nat(2000) });
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({ kind: fc.constant('bars' as const), bars: fc.array(share, { maxLength: 90 }) }),
  share.map((each) => ({ kind: 'progress' as const, ...each })),
  fc.integer({ min: 1, max: 4 }).chain((wide) =>
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.array(words, { minLength: wide, maxLength: wide }),
      rows: fc.array(fc.array(words, { minLength: wide, maxLength: wide }), { maxLength: 40 }),
    }),
  ),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(fc.record({ label: words, ref: fc.constant('r'.repeat(200)) }), { maxLength: 8 }),
  }),
);

test('whatever a card holds, the platform takes what is made of it, or it is a text', () => {
  fc.assert(
    fc.property(words, fc.array(anyBlock, { maxLength: 8 }), (title, blocks) => {
      const card = cardViewOf({ title, blocks }, feishuLimits);
      const body = Buffer.byteLength(JSON.stringify({ receive_id: 'ou_1', content: JSON.stringify(card ?? {}) }));
      expect(card && cardFault(card, body)).toBeUndefined();
    }),
  );
});

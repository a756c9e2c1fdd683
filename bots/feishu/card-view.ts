import type { Block, Button, CardView, Share } from '../../models/message.js';
import { type Card, type CardLimits, type Element, elementsOf, fitting, markdown, PRESS_REF, plain } from './card.js';

export interface CardViewLimits extends CardLimits {
  cardTables: number;
  cardTableRows: number;
  cardChartPoints: number;
}

/**
 * A card of ours as a card of the platform. What is too large is drawn more simply: a chart as a table, a table as
 * lines. Undefined when even so it is more than a card takes: then the text says the same.
 */
export function cardViewOf(card: CardView, limits: CardViewLimits): Card | undefined {
  const elements = card.blocks.flatMap((block) => elementsFor(block, limits));
  const whole =
    tooMuch(card, limits) || elements.length === 0 || elements.some((element) => element === undefined)
      ? undefined
      : fitting(
          card.title,
          'blue',
          elements.filter((element) => element !== undefined),
          limits,
        );
  if (whole) return whole;
  const simpler = simplerThan(card);
  return simpler && cardViewOf(simpler, limits);
}

/** The same with less: charts become tables; where there are none, tables become lines. Undefined when there is nothing of either. */
export function simplerThan(card: CardView): CardView | undefined {
  const kinds = new Set(card.blocks.map(({ kind }) => kind));
  if (kinds.has('bars'))
    return { ...card, blocks: card.blocks.map((each) => (each.kind === 'bars' ? asTable(each) : each)) };
  if (kinds.has('table'))
    return { ...card, blocks: card.blocks.map((each) => (each.kind === 'table' ? asLines(each) : each)) };
  return undefined;
}

type BlockOf<K extends Block['kind']> = Extract<Block, { kind: K }>;

const asTable = ({ bars }: BlockOf<'bars'>): Block => ({
  kind: 'table',
  columns: ['', '已交', '应交'],
  rows: bars.map(({ label, done, of }) => [label, String(done), String(of)]),
});

const asLines = ({ columns, rows }: BlockOf<'table'>): Block => ({
  kind: 'text',
  text: rows
    .map((row) => `· ${row.map((cell, column) => `${column === 0 ? '' : columns[column]}${cell}`).join('，')}`)
    .join('\n'),
});

/** More tables than a card may have, or more points than a chart is to have. */
function tooMuch({ blocks }: CardView, { cardTables, cardChartPoints }: CardViewLimits): boolean {
  const tables = blocks.filter(({ kind }) => kind === 'table').length;
  return tables > cardTables || blocks.some((each) => each.kind === 'bars' && each.bars.length * 2 > cardChartPoints);
}

function elementsFor(block: Block, limits: CardViewLimits): (Element | undefined)[] {
  switch (block.kind) {
    case 'text':
      return block.text ? [markdown(block.text)] : [];
    case 'table':
      return block.rows.length > 0 ? [table(block, limits)] : [];
    case 'progress':
      return [markdown(`${block.label}\n${bar(block)} ${block.done}/${block.of}`)];
    case 'bars':
      return block.bars.length > 0 ? [chart(block)] : [];
    case 'ask':
      return [ask(block, limits)];
    case 'buttons':
      return block.buttons.length > 0 ? [sideBySide(block.buttons.map(button))] : [];
  }
}

/** A form of its own, with the button that belongs to it; undefined where a card has nothing that takes a value. */
function ask({ controls, submit }: BlockOf<'ask'>, limits: CardViewLimits): Element | undefined {
  const inside = controls.flatMap((control) => elementsOf(control, limits));
  if (inside.some((element) => element === undefined)) return undefined;
  const send = { ...button(submit), name: 'submit', form_action_type: 'submit' };
  return { tag: 'form', name: 'ask', elements: [...inside, send] };
}

/** …/card-json-v2-components/content-components/table: only at the root, a page of at most 10 rows at a time. */
const table = ({ columns, rows }: BlockOf<'table'>, { cardTableRows }: CardViewLimits): Element => ({
  tag: 'table',
  page_size: Math.min(rows.length, cardTableRows),
  row_height: 'auto',
  header_style: { bold: true, background_style: 'grey' },
  columns: columns.map((name, column) => ({
    name: `c${column}`,
    display_name: name,
    data_type: 'text',
    width: 'auto',
  })),
  rows: rows.map((row) => Object.fromEntries(row.map((cell, column) => [`c${column}`, cell]))),
});

/** There is no progress bar in cards of this version: ten blocks. Something is never shown as nothing, nor a part as all. */
const BLOCKS = 10;
function bar({ done, of }: Pick<Share, 'done' | 'of'>): string {
  const part = of > 0 ? Math.min(done / of, 1) : 0;
  const full = part === 1 ? BLOCKS : part === 0 ? 0 : Math.min(Math.max(Math.round(part * BLOCKS), 1), BLOCKS - 1);
  return '▓'.repeat(full) + '░'.repeat(BLOCKS - full);
}

const ROW_PX = 40;
const LEGEND_PX = 70;
/**
 * …/content-components/chart: a VChart spec of plain JSON. What is done and what is left, one after the other in bars of
 * one length, for how far it is counts and not how much; the numbers stand beside the name.
 */
const chart = ({ bars }: BlockOf<'bars'>): Element => ({
  tag: 'chart',
  height: `${Math.min(bars.length * ROW_PX + LEGEND_PX, 999)}px`,
  chart_spec: {
    type: 'bar',
    direction: 'horizontal',
    data: {
      values: bars.flatMap(({ label, done, of }) => [
        { label: `${label} ${done}/${of}`, part: '已交', count: done },
        { label: `${label} ${done}/${of}`, part: '还差', count: Math.max(of - done, 0) },
      ]),
    },
    xField: 'count',
    yField: 'label',
    seriesField: 'part',
    stack: true,
    percent: true,
    legends: { visible: true, orient: 'bottom' },
  },
});

const button = ({ label, ref, primary }: Button): Element => ({
  tag: 'button',
  type: primary ? 'primary' : 'default',
  text: plain(label),
  behaviors: [{ type: 'callback', value: { [PRESS_REF]: ref } }],
});

/** …/containers/column-set: as many beside each other as there is room for, the rest below. */
const sideBySide = (buttons: Element[]): Element => ({
  tag: 'column_set',
  flex_mode: 'flow',
  horizontal_spacing: '8px',
  columns: buttons.map((each) => ({ tag: 'column', width: 'auto', elements: [each] })),
});

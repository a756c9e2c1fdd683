import { z } from 'zod';

/**
 * Card JSON 2.0 as far as it is used here, from the vendor's pages: feishu-cards/card-json-v2-structure,
 * …/card-json-v2-components/containers/{form-container,column-set}, …/content-components/{table,chart} and
 * …/interactive-components. Strict, for the platform refuses properties it does not know.
 */
const Plain = z.strictObject({ tag: z.literal('plain_text'), content: z.string().min(1) });
const Name = z.string().regex(/^[A-Za-z]\w{0,99}$/);
const Option = z.strictObject({ text: Plain, value: z.string().min(1) });
const Options = z.array(Option).min(1);

const Markdown = z.strictObject({ tag: z.literal('markdown'), content: z.string().min(1) });

const Hr = z.strictObject({ tag: z.literal('hr') });

const Input = z.strictObject({
  tag: z.literal('input'),
  name: Name,
  width: z.enum(['default', 'fill']).optional(),
  default_value: z.string().max(1000).optional(),
  placeholder: Plain.optional(),
  max_length: z.int().min(1).max(1000).optional(),
  input_type: z.enum(['text', 'multiline_text', 'password']).optional(),
  rows: z.int().positive().optional(),
  auto_resize: z.boolean().optional(),
});
const Select = z
  .strictObject({
    tag: z.literal('select_static'),
    name: Name,
    placeholder: Plain.optional(),
    options: Options,
    initial_option: z.string().optional(),
  })
  .refine(
    ({ options, initial_option: chosen }) => chosen === undefined || options.some(({ value }) => value === chosen),
  );
const MultiSelect = z
  .strictObject({
    tag: z.literal('multi_select_static'),
    name: Name,
    placeholder: Plain.optional(),
    options: Options,
    selected_values: z.array(z.string()).min(1).optional(),
  })
  .refine(({ options, selected_values: chosen = [] }) =>
    chosen.every((each) => options.some(({ value }) => value === each)),
  );
const DatePicker = z.strictObject({
  tag: z.literal('date_picker'),
  name: Name,
  placeholder: Plain.optional(),
  initial_date: z.iso.date().optional(),
});
const Checker = z.strictObject({ tag: z.literal('checker'), name: Name, checked: z.boolean(), text: Plain });
const Submit = z.strictObject({
  tag: z.literal('button'),
  name: Name,
  type: z.enum(['default', 'primary', 'danger']),
  text: Plain,
  form_action_type: z.enum(['submit', 'reset']),
  behaviors: z.array(z.strictObject({ type: z.literal('callback'), value: z.record(z.string(), z.string()) })),
});

const Button = z.strictObject({
  tag: z.literal('button'),
  name: Name.optional(),
  type: z.enum(['default', 'primary', 'danger']),
  text: Plain,
  behaviors: z.array(z.strictObject({ type: z.literal('callback'), value: z.record(z.string(), z.string()) })).min(1),
});

/** Columns hold neither forms nor tables. */
const ColumnSet = z.strictObject({
  tag: z.literal('column_set'),
  flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']).optional(),
  horizontal_spacing: z
    .string()
    .regex(/^(?:small|medium|large|extra_large|\d{1,2}px)$/)
    .optional(),
  columns: z
    .array(
      z.strictObject({
        tag: z.literal('column'),
        width: z
          .string()
          .regex(/^(?:auto|weighted|\d{2,3}px)$/)
          .optional(),
        elements: z.array(z.discriminatedUnion('tag', [Markdown, Button])).min(1),
      }),
    )
    .min(1),
});

/** At the root only; every cell stands in a column, and is of its type. */
const Table = z
  .strictObject({
    tag: z.literal('table'),
    page_size: z.int().min(1).max(10).optional(),
    row_height: z.enum(['low', 'middle', 'high', 'auto']).optional(),
    header_style: z
      .strictObject({ bold: z.boolean().optional(), background_style: z.enum(['none', 'grey']).optional() })
      .optional(),
    columns: z
      .array(
        z.strictObject({
          name: Name,
          display_name: z.string(),
          data_type: z.literal('text'),
          width: z
            .string()
            .regex(/^(?:auto|\d{2,3}px|\d{1,3}%)$/)
            .optional(),
        }),
      )
      .min(1)
      .max(50),
    rows: z.array(z.record(z.string(), z.string())).min(1),
  })
  .refine(({ columns }) => new Set(columns.map(({ name }) => name)).size === columns.length, 'columns are not unique')
  .refine(
    ({ columns, rows }) =>
      rows.every((row) => Object.keys(row).every((key) => columns.some(({ name }) => name === key))),
    'a cell without a column',
  );

/** A bar chart of VChart, as plain JSON: each datum has every field the spec names. */
const ChartSpec = z
  .strictObject({
    type: z.literal('bar'),
    direction: z.enum(['horizontal', 'vertical']).optional(),
    data: z.strictObject({
      values: z
        .array(z.record(z.string(), z.union([z.string(), z.number()])))
        .min(1)
        .max(150),
    }),
    xField: z.string(),
    yField: z.string(),
    seriesField: z.string().optional(),
    stack: z.boolean().optional(),
    percent: z.boolean().optional(),
    legends: z.strictObject({ visible: z.boolean(), orient: z.enum(['bottom', 'top', 'left', 'right']) }).optional(),
  })
  .refine(
    ({ data, xField, yField, seriesField }) =>
      data.values.every((datum) =>
        [xField, yField, ...(seriesField ? [seriesField] : [])].every((key) => key in datum),
      ),
    'a datum lacks a field of the spec',
  );
const Chart = z.strictObject({
  tag: z.literal('chart'),
  height: z
    .string()
    .regex(/^(?:auto|[1-9]\d{0,2}px)$/)
    .optional(),
  aspect_ratio: z.enum(['1:1', '2:1', '4:3', '16:9']).optional(),
  chart_spec: ChartSpec,
});

const Inside = z.discriminatedUnion('tag', [Markdown, Input, Select, MultiSelect, DatePicker, Checker, Submit]);

/** A form has a button that sends it. */
const Form = z
  .strictObject({ tag: z.literal('form'), name: Name, elements: z.array(Inside).min(1) })
  .refine(({ elements }) => elements.some((each) => each.tag === 'button' && each.form_action_type === 'submit'));

/** Names of what people fill in and press are unique in a card (200530). */
function haveNamesOfTheirOwn(elements: readonly { tag: string }[]): boolean {
  const names = namesIn(elements);
  return new Set(names).size === names.length;
}

/** The names of components; columns of a table have names as well, of their own. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null || ('tag' in value && value.tag === 'table')) return [];
  const own = 'tag' in value && 'name' in value && typeof value.name === 'string' ? [value.name] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

export const CardJson = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.boolean().optional(),
    summary: z.strictObject({ content: z.string() }).optional(),
  }),
  header: z.strictObject({ title: Plain, template: z.enum(['blue', 'green', 'orange', 'red', 'grey']) }),
  body: z.strictObject({
    elements: z
      .array(z.discriminatedUnion('tag', [Markdown, Hr, Form, Table, Chart, ColumnSet]))
      .min(1)
      .refine((all) => all.filter(({ tag }) => tag === 'table').length <= 5, 'more than 5 tables')
      .refine(haveNamesOfTheirOwn, 'names are not unique'),
  }),
});
export type CardJson = z.infer<typeof CardJson>;

const CARD_BODY_BYTES = 30 * 1024;
const CARD_ELEMENTS = 200;

/** Why the platform would not take a card, in its words; undefined for one it takes. */
export function cardFault(card: unknown, bodyBytes: number): { code: number; msg: string } | undefined {
  if (bodyBytes > CARD_BODY_BYTES) return { code: 230025, msg: 'The length of the message content reaches its limit.' };
  const read = CardJson.safeParse(card);
  if (!read.success) {
    const [issue] = read.error.issues;
    const code = issue?.path.includes('chart_spec') ? 200550 : 200621;
    return { code: 230099, msg: `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${issue?.message}` };
  }
  if (tagsIn(card) > CARD_ELEMENTS)
    return {
      code: 230099,
      msg: 'Failed to create card content, ext=ErrCode: 11310; ErrMsg: element exceeds the limit',
    };
  return undefined;
}

function tagsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + tagsIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + tagsIn(each), 'tag' in value ? 1 : 0);
}

/** What somebody reads on a card, line by line: its title, its texts, what stands in its controls, its buttons. */
export function cardText({ header, body }: CardJson): string {
  const lines = body.elements
    .flatMap((element): Shown[] => (element.tag === 'form' ? element.elements : [element]))
    .map(lineOf);
  return [header.title.content, ...lines].filter(Boolean).join('\n');
}

type Root = CardJson['body']['elements'][number];
type Shown = Exclude<Root, { tag: 'form' }> | FormOf['elements'][number] | z.infer<typeof Button>;
export type FormOf = Extract<Root, { tag: 'form' }>;

export const unescaped = (markdown: string): string =>
  markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

function lineOf(element: Shown): string {
  switch (element.tag) {
    case 'markdown':
      return unescaped(element.content);
    case 'hr':
      return '';
    case 'button':
      return `[${element.text.content}]`;
    case 'column_set':
      return element.columns.flatMap(({ elements }) => elements.map(lineOf)).join(' ');
    case 'table':
      return [
        element.columns.map(({ display_name }) => display_name),
        ...element.rows.map((row) => element.columns.map(({ name }) => row[name] ?? '')),
      ]
        .map((cells) => cells.join(' | '))
        .join('\n');
    case 'chart': {
      const { data, xField, yField, seriesField = '' } = element.chart_spec;
      return data.values.map((datum) => `${datum[yField]} ${datum[seriesField]} ${datum[xField]}`).join('\n');
    }
    case 'checker':
      return `[${element.checked ? 'x' : ' '}] ${element.text.content}`;
    case 'input':
      return `<${element.default_value ?? ''}>`;
    case 'date_picker':
      return `<${element.initial_date ?? ''}>`;
    case 'select_static':
      return `<${element.initial_option ?? ''}>`;
    case 'multi_select_static':
      return `<${(element.selected_values ?? []).join('、')}>`;
  }
}

import { z } from 'zod';

/**
 * Card JSON 2.0 as far as forms need it, from the vendor's pages: feishu-cards/card-json-v2-structure,
 * …/card-json-v2-components/containers/form-container and …/interactive-components. Strict, for the platform refuses
 * properties it does not know.
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

const Inside = z.discriminatedUnion('tag', [Markdown, Input, Select, MultiSelect, DatePicker, Checker, Submit]);

/** Names within a form are unique (200530), and it has a button that sends it. */
const Form = z
  .strictObject({ tag: z.literal('form'), name: Name, elements: z.array(Inside).min(1) })
  .refine(({ elements }) => {
    const names = elements.flatMap((each) => ('name' in each ? [each.name] : []));
    return new Set(names).size === names.length;
  }, 'names are not unique')
  .refine(({ elements }) => elements.some((each) => each.tag === 'button' && each.form_action_type === 'submit'));

export const CardJson = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.boolean().optional(),
    summary: z.strictObject({ content: z.string() }).optional(),
  }),
  header: z.strictObject({ title: Plain, template: z.enum(['blue', 'green', 'orange', 'red', 'grey']) }),
  body: z.strictObject({ elements: z.array(z.discriminatedUnion('tag', [Markdown, Hr, Form])).min(1) }),
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
    return { code: 230099, msg: `Failed to create card content, ext=ErrCode: 200621; ErrMsg: ${issue?.message}` };
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

type Shown = Exclude<CardJson['body']['elements'][number], { tag: 'form' }> | FormOf['elements'][number];
export type FormOf = Extract<CardJson['body']['elements'][number], { tag: 'form' }>;

function lineOf(element: Shown): string {
  switch (element.tag) {
    case 'markdown':
      return element.content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    case 'hr':
      return '';
    case 'button':
      return `[${element.text.content}]`;
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

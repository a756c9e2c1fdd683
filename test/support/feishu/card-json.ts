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
    summary: z.strictObject({ content: z.string() }).optional(),
  }),
  header: z.strictObject({ title: Plain, template: z.enum(['blue', 'green', 'orange', 'red', 'grey']) }),
  body: z.strictObject({ elements: z.array(z.discriminatedUnion('tag', [Markdown, Form])).min(1) }),
});

import type { Control, FormView, Receipt } from '../../models/message.js';

/** An element of card JSON 2.0. */
export interface Element {
  tag: string;
  [property: string]: unknown;
}

export interface Card {
  schema: '2.0';
  config: { update_multi: true; enable_forward: false; summary: { content: string } };
  header: { title: PlainText; template: 'blue' | 'green' };
  body: { elements: Element[] };
}

interface PlainText {
  tag: 'plain_text';
  content: string;
}

export interface CardLimits {
  cardBytes: number;
  cardElements: number;
  cardInputChars: number;
}

/** Key, in a button's value, under which a card tells which form it is. */
export const FORM_REF = 'form';
/** The same for any other button: what it does, and for whom. */
export const PRESS_REF = 'press';

/**
 * A form as a card: feishu-cards/card-json-v2-structure, …/containers/form-container. Undefined when it is more than
 * a card takes: then the text says the same.
 */
export function cardOf(form: FormView, limits: CardLimits): Card | undefined {
  const inside = form.controls.flatMap((control) => elementsOf(control, limits));
  if (inside.some((element) => element === undefined)) return undefined;
  const elements = inside.filter((element) => element !== undefined);
  return fitting(
    form.title,
    'blue',
    [
      ...(form.explanation ? [markdown(form.explanation)] : []),
      ...(form.controls.some((control) => control.kind === 'lines' && control.most > limits.cardInputChars)
        ? [markdown(longer(limits))]
        : []),
      { tag: 'form', name: 'form', elements: [...elements, submitOf(form)] },
    ],
    limits,
  );
}

/**
 * What takes the place of a form that was handed in: its receipt's sentence, and what was handed in, as far as it
 * fits. Nothing in it can be pressed.
 */
export function receiptCardOf(text: string, { title, lines }: Receipt, limits: CardLimits): Card | undefined {
  const said = lines.map(({ label, value }) => markdown(`${label}：${shortened(value)}`));
  return (
    fitting(title, 'green', [markdown(text), { tag: 'hr' }, ...said], limits) ??
    fitting(title, 'green', [markdown(text)], limits)
  );
}

/** A long text is shown by its beginning; the whole is in the ledger, and in the chat under 看. */
const SHOWN_CHARACTERS = 200;
const shortened = (value: string): string => {
  const characters = Array.from(value);
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}……` : value;
};

/**
 * A card, unless it is too large. It may be changed in place, and is not passed on: names and drafts are in it, and
 * what it hands in is somebody's own.
 */
export function fitting(
  title: string,
  template: Card['header']['template'],
  elements: Element[],
  limits: CardLimits,
): Card | undefined {
  const card: Card = {
    schema: '2.0',
    config: { update_multi: true, enable_forward: false, summary: { content: title } },
    header: { title: plain(title), template },
    body: { elements },
  };
  const fits = Buffer.byteLength(JSON.stringify(card)) <= limits.cardBytes && countTags(card) <= limits.cardElements;
  return fits ? card : undefined;
}

/** What an input has no room for is handed in as a line of the chat. */
const longer = ({ cardInputChars }: CardLimits): string =>
  `卡片上每一栏最多${cardInputChars}字；更长的，请在聊天里发「栏目：内容」。`;

export const plain = (content: string): PlainText => ({ tag: 'plain_text', content });
/** What people wrote is no markup: in a card's markdown these would format, link or mention. */
export const markdown = (content: string): Element => ({
  tag: 'markdown',
  content: content.replace(/[<>*_~`[\]()#|\\&]/g, entity),
});
const entity = (sign: string): string => `&#${sign.charCodeAt(0)};`;

const submitOf = ({ submit, ref }: FormView): Element => ({
  tag: 'button',
  name: 'submit',
  type: 'primary',
  text: plain(submit),
  form_action_type: 'submit',
  behaviors: [{ type: 'callback', value: { [FORM_REF]: ref } }],
});

/** The label with what belongs to it, and the control; undefined where a card has nothing that takes the value. */
export function elementsOf(control: Control, limits: CardLimits): (Element | undefined)[] {
  if (control.kind === 'tick') return [...aside(control), tick(control)];
  if (control.kind === 'shown' || control.kind === 'files')
    return [markdown(`${control.label}：${control.value || (control.hint ?? '')}`)];
  return [markdown(titleOf(control)), ...aside(control), drawn(control, limits)];
}

const titleOf = ({ label, required, ...rest }: Control): string =>
  `${label}${'unit' in rest && rest.unit ? `（${rest.unit}）` : ''}${required ? '' : '（选填）'}`;

/** The hint, and what is to be mended, in lines of their own. */
const aside = ({ hint, problem }: Control): Element[] => [
  ...(hint === undefined ? [] : [markdown(hint)]),
  ...(problem === undefined ? [] : [markdown(`→ ${problem}`)]),
];

type Drawable = Exclude<Control, { kind: 'tick' | 'shown' | 'files' }>;

function drawn(control: Drawable, limits: CardLimits): Element | undefined {
  const { key: name } = control;
  switch (control.kind) {
    case 'line':
    case 'lines':
      return input(
        control,
        limits,
        control.kind === 'lines' ? { input_type: 'multiline_text', rows: 4, auto_resize: true } : {},
      );
    case 'number':
    case 'name':
      return input(control, limits, {});
    case 'time-range':
      return input(control, limits, { placeholder: plain('14:00-15:30') });
    case 'day':
      return {
        tag: 'date_picker',
        name,
        placeholder: plain('选日期'),
        ...(control.value && { initial_date: control.value }),
      };
    case 'one':
      return {
        tag: 'select_static',
        name,
        placeholder: plain('请选择'),
        options: optionsOf(control.options),
        ...(control.value && { initial_option: control.value }),
      };
    case 'several':
      return {
        tag: 'multi_select_static',
        name,
        placeholder: plain('可选几个'),
        options: optionsOf(control.options),
        ...(control.value.length > 0 && { selected_values: control.value }),
      };
  }
}

const optionsOf = (options: string[]) => options.map((option) => ({ text: plain(option), value: option }));

/**
 * An input takes so many characters and no more. A text field that asks for as many is given what there is; a value
 * that is longer already cannot be shown whole, and cut it would come back cut.
 */
function input(control: Extract<Drawable, { value: string }>, limits: CardLimits, more: object): Element | undefined {
  if (control.value.length > limits.cardInputChars) return undefined;
  const most = 'most' in control ? Math.min(control.most, limits.cardInputChars) : undefined;
  return {
    tag: 'input',
    name: control.key,
    width: 'fill',
    ...(control.value && { default_value: control.value }),
    ...(most !== undefined && { max_length: most }),
    ...more,
  };
}

const tick = ({ key, label, value }: Extract<Control, { kind: 'tick' }>): Element => ({
  tag: 'checker',
  name: key,
  checked: value,
  text: plain(label),
});

/** Everything with a tag counts as an element, texts within elements too. */
function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countTags(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + countTags(each), 'tag' in value ? 1 : 0);
}

import type { CardJson, FormOf } from './card-json.js';

/** What somebody puts into a form before they press its button, by the names of its fields. */
export type Put = Record<string, string | string[] | boolean>;

/** What a client sends of a button that stands in no form, by what is written on it. */
export function pressButton(card: CardJson, label: string): { tag: 'button'; value: object } {
  const buttons = card.body.elements.flatMap((element) =>
    element.tag === 'column_set' ? element.columns.flatMap(({ elements }) => elements) : [],
  );
  const all = buttons.filter((each) => each.tag === 'button' && each.text.content === label);
  const [button] = all;
  if (button?.tag !== 'button' || all.length > 1) throw new Error(`the card has ${all.length} buttons ${label}`);
  return { tag: 'button', value: button.behaviors[0]?.value ?? {} };
}

/** What a client sends of a form: what stood there, and what was put there instead; an empty field may be left out. */
export function pressOf(card: CardJson, put: Put): { tag: 'button'; name: string; value: object; form_value: object } {
  const form = card.body.elements.find((element): element is FormOf => element.tag === 'form');
  const button = form?.elements.find((element) => element.tag === 'button');
  if (!form || !button) throw new Error('the card has nothing to press');
  const names = form.elements.flatMap((element) => ('name' in element ? [element.name] : []));
  const unknown = Object.keys(put).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`the card has no field ${unknown.join(', ')}`);
  const values = form.elements.flatMap((element): [string, unknown][] => {
    if (!('name' in element) || element.tag === 'button') return [];
    const value = wireOf(element, put[element.name]);
    return value === undefined || value === '' ? [] : [[element.name, value]];
  });
  return {
    tag: 'button',
    name: button.name,
    value: button.behaviors[0]?.value ?? {},
    form_value: Object.fromEntries(values),
  };
}

type Field = Exclude<Extract<FormOf['elements'][number], { name: string }>, { tag: 'button' }>;

/** As the vendor's page on callbacks has it: days with the zone of whoever picked them, ticks as booleans. */
function wireOf(field: Field, put: Put[string] | undefined): unknown {
  switch (field.tag) {
    case 'checker':
      return put ?? field.checked;
    case 'date_picker': {
      const day = put ?? field.initial_date;
      return day && `${String(day)} +0800`;
    }
    case 'multi_select_static':
      return put ?? field.selected_values;
    case 'select_static': {
      const chosen = put ?? field.initial_option;
      if (chosen !== undefined && chosen !== '' && !field.options.some(({ value }) => value === chosen))
        throw new Error(`${field.name} has no option ${String(chosen)}`);
      return chosen;
    }
    case 'input': {
      const text = put ?? field.default_value;
      if (typeof text === 'string' && text.length > (field.max_length ?? 1000))
        throw new Error(`${field.name} takes no more than ${field.max_length} characters`);
      return text;
    }
  }
}

import * as texts from '../config/texts/dialogue.js';
import { size } from '../config/texts/submit.js';
import type { Attachment } from '../models/event.js';
import type { Field, Values } from '../models/field.js';
import type { Wording } from './filling.js';
import { amountOf } from './forms/amount.js';
import { isComputed } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import { countCharacters } from './forms/field.js';
import { fillable } from './forms/next-field.js';
import { inChat, type Shown } from './forms/shown.js';

/** A form as it stands in a dialogue. */
export interface Form {
  fields: readonly Field[];
  values: Values;
  /** How the values are written, see `shownValues`. */
  shown: Shown;
  /** The files that go along with it. */
  along: readonly Attachment[];
}

/** Which question it is: 3/12 听评课节数 */
export function headOf(field: Field, { fields, values }: Pick<Form, 'fields' | 'values'>): string {
  const all = fillable(fields, values);
  return texts.head(all.findIndex(({ key }) => key === field.key) + 1, all.length, field.label);
}

/** The question about one field. */
export function questionText(field: Field, form: Omit<Form, 'along'>): string {
  const known = knownOf(field, form);
  return texts.question({
    head: headOf(field, form),
    how: howTo(field),
    options: 'options' in field ? field.options : [],
    ...(known !== undefined && { known }),
    required: field.required,
    isFile: isHolder(field),
  });
}

/** What stands in a field, as a line of a phone. */
export function knownOf(field: Field, { values, shown }: Pick<Form, 'values' | 'shown'>): string | undefined {
  const text = shown.get(field.key);
  if (text === undefined) return undefined;
  const whole = inChat(field, text, values);
  return texts.short(field.type === 'number' && whole === text ? `${text}${field.unit}` : whole);
}

/** All of it, to be looked at; what is worked out, and what goes along, stand below what was asked. */
export function wholeText({ whole }: Pick<Wording, 'whole'>, form: Form): string {
  const { fields, values, along } = form;
  const lines = fillable(fields, values).map((field) => ({ label: field.label, value: knownOf(field, form) }));
  const computed = fields.filter(isComputed).flatMap((field) => {
    const value = knownOf(field, form);
    return value === undefined ? [] : [texts.workedOut(field.label, value)];
  });
  const files = along.length > 0 ? [texts.along(sizeOf(along))] : [];
  return texts.whole(whole, lines, [...computed, ...files]);
}

/** How many go along: 2张图、1个文件 */
export const sizeOf = (along: readonly Attachment[]): string =>
  size(amountOf({ style: 'message', many: false, fields: [] }, { values: {}, attachments: [...along] }));

const howTo = (field: Field): string[] => [...(field.hint ? [texts.hint(field.hint)] : []), ...expected(field)];

/** Where nothing is said of the widest number a field takes, none is meant. */
const WIDEST = 1_000_000;

function expected(field: Field): string[] {
  switch (field.type) {
    case 'text':
      return field.hint ? [] : [texts.free];
    case 'long-text':
      return field.minLength > 0 ? [texts.usual(field.minLength)] : field.hint ? [] : [texts.free];
    case 'number':
      return [texts.number(field.integer, field.unit, field.max < WIDEST ? [field.min, field.max] : undefined)];
    case 'date':
      return [texts.date(field.only)];
    case 'time-range':
      return [texts.timeRange];
    case 'choice':
      return [texts.choose];
    case 'choices':
      return [texts.chooseSeveral(field.most)];
    case 'person':
      return [texts.person(field.several)];
    case 'school':
      return [texts.school(field.several)];
    case 'link':
      return [texts.link];
    case 'files':
    case 'pictures':
      return [texts.files(field.type, field.most)];
    case 'tick':
      return [texts.tick];
  }
}

/** How much of a text was taken: it stands just above, so it is not said again. */
export const takenText = (field: Field, form: Pick<Form, 'values' | 'shown'>): string => {
  const value = form.values[field.key];
  if (field.type === 'long-text')
    return texts.taken(field.label, texts.characters(countCharacters(String(value ?? ''))));
  return texts.taken(field.label, knownOf(field, form) ?? '');
};

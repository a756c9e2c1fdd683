import * as texts from '../../config/texts/form.js';
import type { Field, FieldOf, Values } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import type { Control, HeldFile } from '../../models/message.js';
import { isComputed, standingOf } from './asked.js';
import { isHolder } from './attachments.js';
import { condition } from './marks.js';
import type { Typed } from './read-value.js';
import { countsBehind, type Shown } from './shown.js';

/** What a form is drawn from. */
export interface Drawn {
  fields: readonly Field[];
  values: Values;
  /** How values are written, see `shownValues`. */
  shown: Shown;
  /** What to say about a field, by its key. */
  problems: ReadonlyMap<string, string>;
  /** What somebody put there and could not be taken; shown again in place of the value. */
  typed?: ReadonlyMap<string, Typed>;
  today: Day;
  /** What hangs on each field of files, where files can be sent as well: on a page. */
  held?: ReadonlyMap<string, HeldFile[]>;
}

/** One control for each field that is or may be asked, as it stands. */
export const controlsOf = (drawn: Drawn): Control[] =>
  drawn.fields
    .filter((field) => standingOf(field, drawn.fields, drawn.values) !== 'no')
    .filter((field) => !isComputed(field) || drawn.shown.has(field.key))
    .map((field) => controlOf(field, drawn));

function controlOf(field: Field, drawn: Drawn): Control {
  const { fields, values } = drawn;
  const open = standingOf(field, fields, values) === 'unknown';
  const hint = [...(open ? condition(field, fields) : []), ...ownHints(field, drawn)].join('；');
  const problem = problemAt(field, drawn);
  return {
    key: field.key,
    label: field.label,
    required: field.required,
    ...(hint && { hint }),
    ...(problem !== undefined && { problem }),
    ...kindOf(field, drawn),
  };
}

/** What is to be done about a field, in words that fit where it is drawn. */
function problemAt(field: Field, { problems, held }: Drawn): string | undefined {
  const problem = problems.get(field.key);
  const isEmpty = held !== undefined && isHolder(field) && problem === texts.noFiles(field.type);
  return isEmpty ? texts.page.noFiles(field.type) : problem;
}

const ownHints = (field: Field, { held, values }: Drawn): string[] => [
  ...(isFromLedger(field) && values[field.key] !== undefined ? [texts.prefilled] : []),
  ...(field.hint ? [field.hint] : []),
  ...(field.type === 'person' && field.several ? [texts.people] : []),
  ...(field.type === 'school' && field.several ? [texts.schools] : []),
  ...(field.type === 'link' ? [texts.byNumber] : []),
  ...(field.type === 'choices' && field.most !== undefined ? [texts.atMost(field.most)] : []),
  ...(isHolder(field) ? [held ? texts.page.upTo(field.most, field.type) : inChatOf(field)] : []),
];

/** Whether the ledger counts it: what stands there has been filled in, or corrected since. */
const isFromLedger = ({ prefill }: Field): boolean => prefill !== undefined && 'duty' in prefill;

const inChatOf = ({ type }: FieldOf<'files' | 'pictures'>): string =>
  type === 'files' ? texts.sendFiles : texts.sendPictures;

type Kind = Control extends infer Each ? (Each extends Control ? Omit<Each, Common> : never) : never;
type Common = 'key' | 'label' | 'required' | 'hint' | 'problem';

function kindOf(field: Field, drawn: Drawn): Kind {
  const text = textOf(field, drawn);
  switch (field.type) {
    case 'text':
      return { kind: 'line', value: text, most: field.maxLength };
    case 'long-text':
      return { kind: 'lines', value: text, most: field.maxLength };
    case 'number':
      return field.compute
        ? { kind: 'shown', value: `${text}${field.unit}${countsBehind(field, drawn.values)}` }
        : { kind: 'number', value: text, unit: field.unit, integer: field.integer };
    case 'date':
      return { kind: 'day', value: /^\d{4}-\d\d-\d\d$/.test(text) ? text : '', ...daysOf(field, drawn.today) };
    case 'time-range':
      return { kind: 'time-range', value: text };
    case 'choice':
      return { kind: 'one', value: field.options.includes(text) ? text : '', options: field.options };
    case 'choices':
      return { kind: 'several', value: chosenOf(field, drawn), options: field.options, ...most(field) };
    case 'person':
    case 'school':
      return { kind: 'name', value: text, several: field.several };
    case 'link':
      return { kind: 'name', value: text, several: false };
    case 'tick':
      return { kind: 'tick', value: drawn.values[field.key] === true };
    case 'files':
    case 'pictures':
      return { kind: 'files', only: field.type, most: field.most, value: text, held: drawn.held?.get(field.key) ?? [] };
  }
}

const most = ({ most: limit }: FieldOf<'choices'>) => (limit === undefined ? {} : { most: limit });

/** What stands in a field: what was typed and is to be mended, else its value as people write it. */
function textOf({ key }: Field, { typed, problems, shown }: Drawn): string {
  const again = problems.has(key) ? typed?.get(key) : undefined;
  if (again !== undefined) return typeof again === 'string' ? again : again.join('、');
  return shown.get(key) ?? '';
}

function chosenOf({ key, options }: FieldOf<'choices'>, { values, typed, problems }: Drawn): string[] {
  const again = problems.has(key) ? typed?.get(key) : undefined;
  const value = again ?? values[key];
  return Array.isArray(value) ? options.filter((option) => value.includes(option)) : [];
}

const daysOf = ({ only }: FieldOf<'date'>, today: Day): { min?: string; max?: string } => ({
  ...(only === 'future' && { min: today }),
  ...(only === 'past' && { max: today }),
});

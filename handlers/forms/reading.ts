import type { Attachment, FormFiles } from '../../models/event.js';
import type { Field, Values } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import { isComputed, standingOf } from './asked.js';
import { hang, isHolder, place } from './attachments.js';
import { type Context, readValue, type Typed } from './read-value.js';
import { completed, problemOf } from './schema.js';
import type { Stray } from './template.js';

/** What is still to be mended in a form: which field, and how, in a sentence. */
export interface Problem {
  key: string;
  label: string;
  problem: string;
}

/** What somebody filled in, field by field: the lines of a template, a page, a card. */
export interface Filled {
  typed: ReadonlyMap<string, Typed>;
  attachments: readonly Attachment[];
  /** All that is asked was before their eyes (a page): what is empty is meant so, also where it had a value. */
  whole?: boolean;
  /** Files of a page, which says for which field each is. */
  files?: FormFiles;
  /** Words ahead of the first line. */
  head?: string;
  /** Lines for fields the form does not have. */
  strays?: readonly Stray[];
}

export interface Reading {
  /** What was right, together with what was right before. */
  values: Values;
  problems: Problem[];
  /** Attachments there is no place for. */
  spare: number;
}

/**
 * Reads what was filled in over what was known before. A field that is not mentioned keeps its value; a wrong one
 * keeps it too and is reported; what is not asked by the others drops out, what is worked out is worked out anew.
 */
export async function readFields(
  fields: readonly Field[],
  { typed, attachments, whole = false, files }: Filled,
  context: Context,
  before: Values = {},
): Promise<Reading> {
  const values: Values = { ...before };
  const wrong = new Map<string, string>();
  for (const field of fields) {
    if (isHolder(field)) {
      const problem = files && hang(field, values, files);
      if (problem !== undefined) wrong.set(field.key, problem);
    }
    if (isHolder(field) || isComputed(field)) continue;
    const raw = typed.get(field.key);
    if (raw === undefined || isEmpty(raw)) {
      if (whole) delete values[field.key];
      continue;
    }
    const checked = await readValue(field, raw, context);
    if (!checked.ok) wrong.set(field.key, checked.problem);
    else if ('value' in checked) values[field.key] = checked.value;
    else delete values[field.key];
  }
  const placed = place(fields, values, attachments);
  const right = completed(fields, placed.values);
  return { values: right, problems: problemsIn(fields, right, context.today, wrong), spare: placed.spare };
}

const isEmpty = (typed: Typed): boolean => (typeof typed === 'string' ? typed.trim() === '' : typed.length === 0);

/** What a record still needs, field by field. `wrong`: what was typed and could not be taken. */
export function problemsIn(
  fields: readonly Field[],
  values: Values,
  today: Day,
  wrong: ReadonlyMap<string, string> = new Map(),
): Problem[] {
  return fields.flatMap((field) => {
    const standing = standingOf(field, fields, values);
    if (standing === 'no') return [];
    const own = wrong.get(field.key) ?? (standing === 'yes' ? problemOf(field, values, fields, today) : undefined);
    return own === undefined ? [] : [{ key: field.key, label: field.label, problem: own }];
  });
}

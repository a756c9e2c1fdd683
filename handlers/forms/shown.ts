import * as texts from '../../config/texts/form.js';
import { fullDayText } from '../../config/texts/format.js';
import type { Field, Value, Values } from '../../models/field.js';
import type { LinkField, Lookup } from './lookup.js';

/** How values are written for people, by the key of their field. */
export type Shown = ReadonlyMap<string, string>;

/** Writes values as they are read back: names for ids, 、 between several. A value that is not there is left out. */
export async function shownValues(fields: readonly Field[], values: Values, lookup: Lookup): Promise<Shown> {
  const shown = new Map<string, string>();
  for (const field of fields) {
    const value = values[field.key];
    if (value === undefined) continue;
    const names = isLink(field) ? await lookup.names(field, idsIn(value)) : new Map<string, string>();
    shown.set(field.key, write(field, value, names));
  }
  return shown;
}

/**
 * A value as a chat shows it: days as people write them, rates with what they were worked out from. What pages and
 * cards put into their controls stays as it is.
 */
export function inChat(field: Field, shown: string, values: Values = {}): string {
  if (field.type === 'date') return fullDayText(shown);
  const counts = countsBehind(field, values);
  return field.type === 'number' && counts ? `${shown}${field.unit}${counts}` : shown;
}

/** The raw counts beside a rate: （24/26）. Empty for whatever is no rate (BR7). */
export function countsBehind(field: Field, values: Values): string {
  if (field.type !== 'number' || !field.compute || !('ratio' in field.compute)) return '';
  const [part, whole] = field.compute.ratio.map((key) => values[key]);
  return typeof part === 'number' && typeof whole === 'number' ? `（${part}/${whole}）` : '';
}

export const isLink = (field: Field): field is LinkField =>
  field.type === 'person' || field.type === 'school' || field.type === 'link';

const idsIn = (value: Value): string[] => (Array.isArray(value) ? value : [String(value)]);

function write(field: Field, value: Value, names: ReadonlyMap<string, string>): string {
  if (isLink(field))
    return idsIn(value)
      .map((id) => names.get(id) ?? id)
      .join('、');
  if (field.type === 'files') return texts.filesIn(idsIn(value).length);
  if (field.type === 'pictures') return texts.picturesIn(idsIn(value).length);
  return plain(value);
}

/** A value without names to look up. */
export function plain(value: Value): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  return Array.isArray(value) ? value.join('、') : String(value);
}

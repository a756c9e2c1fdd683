import { attachmentsText, yesOrNo } from '../../config/texts/book.js';
import { ownerText } from '../../config/texts/owner-name.js';
import type { BookRecord } from '../../models/book.js';
import type { Duty } from '../../models/duty.js';
import type { Field, Value } from '../../models/field.js';
import type { Models } from '../../models/models.js';
import { ownerNames } from '../../models/owner-name.js';
import type { CellValue, Column } from '../../models/workbook.js';
import { dayCell } from '../../models/workbook-cell.js';

const WIDTHS: Partial<Record<Field['type'], number>> = { 'long-text': 60, text: 30, number: 12, date: 12, tick: 8 };

/** A column for each field of a duty's form. */
export const fieldColumns = ({ form }: Duty): Column[] =>
  form.fields.map(({ label, type }) => ({ title: label, width: WIDTHS[type] ?? 18 }));

type CellsOf = (record: BookRecord | undefined) => CellValue[];

/** What stands under the columns of the form for each of some records. Names are looked up once for all of them. */
export async function fieldCells(records: Iterable<BookRecord>, { form }: Duty, models: Models): Promise<CellsOf> {
  const all = [...records];
  const idsOf = (which: (field: Field) => boolean): string[] =>
    form.fields.filter(which).flatMap(({ key }) => all.flatMap(({ values }) => textsOf(values[key])));
  const people = idsOf(({ type }) => type === 'person').map((id) => `person:${id}`);
  const schools = idsOf(({ type }) => type === 'school').map((code) => `school:${code}`);
  const units = idsOf((field) => field.type === 'link' && 'unit' in field.to);
  const linked = idsOf((field) => field.type === 'link' && 'duty' in field.to);
  const [names, recordsLinked] = await Promise.all([
    ownerNames([...people, ...schools, ...units], models),
    models.books.records([...new Set(linked)]),
  ]);
  const nameOf = (key: string, id: string): string => {
    const name = names.get(key);
    return name ? ownerText(name) : id;
  };
  const shown = (field: Field, id: string): string => {
    if (field.type === 'person') return nameOf(`person:${id}`, id);
    if (field.type === 'school') return nameOf(`school:${id}`, id);
    if (field.type !== 'link') return id;
    return 'unit' in field.to ? nameOf(id, id) : (recordsLinked.get(id)?.no ?? id);
  };
  return (record) => form.fields.map((field) => (record ? cellOf(field, record, (id) => shown(field, id)) : undefined));
}

function cellOf(field: Field, { values, attachments }: BookRecord, shown: (id: string) => string): CellValue {
  const value = values[field.key];
  if (field.type === 'tick') return value === undefined ? undefined : yesOrNo(value === true);
  if (field.type === 'files') return countText(value, attachments.filter(({ kind }) => kind !== 'image').length);
  if (field.type === 'pictures') return countText(value, attachments.filter(({ kind }) => kind === 'image').length);
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'boolean') return yesOrNo(value);
  if (field.type === 'date' && typeof value === 'string') return dayCell(value);
  return textsOf(value).map(shown).join('、');
}

/** How many files there are: those the field names, or those that came with the message. */
function countText(value: Value | undefined, sent: number): CellValue {
  const count = value === undefined ? sent : textsOf(value).length;
  return count > 0 ? attachmentsText(count) : undefined;
}

function textsOf(value: Value | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

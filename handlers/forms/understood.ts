import { dateText, fullDayText } from '../../config/texts/format.js';
import type { Field } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import { halfWidth } from './field.js';
import type { Context, Typed } from './read-value.js';
import type { Reading } from './reading.js';
import { isLink, shownValues } from './shown.js';

/**
 * What was made of what somebody typed, where that is not what they wrote: 上周三 → 11月18日（周三）, 二小 →
 * 青山县第二小学. For them to see that it was meant so.
 */
export async function understood(
  fields: readonly Field[],
  typed: ReadonlyMap<string, Typed>,
  { values, problems }: Pick<Reading, 'values' | 'problems'>,
  { today, lookup }: Context,
): Promise<string[]> {
  const wrong = new Set(problems.map(({ key }) => key));
  const read = fields.filter(
    (field) => (field.type === 'date' || isLink(field)) && typed.has(field.key) && !wrong.has(field.key),
  );
  const shown = await shownValues(read, values, lookup);
  return read.flatMap((field) => {
    const [written, text] = [typed.get(field.key), shown.get(field.key)];
    if (typeof written !== 'string' || !written.trim() || !text || plain(written) === plain(text)) return [];
    if (field.type !== 'date') return [`${field.label} ${text}`];
    return isPlainDate(written, text) ? [] : [`${field.label} ${dayIn(text, today)}`];
  });
}

/** However people part several names. */
const plain = (text: string): string => halfWidth(text).replace(/[\s,，、;；]+/g, '、');

const dayIn = (day: string, today: Day): string =>
  day.slice(0, 4) === today.slice(0, 4) ? dateText(day as Day) : fullDayText(day);

/** Whether a date was written with the year it was taken for: 2026.3.5 */
const isPlainDate = (written: string, day: string): boolean => {
  const [year, month, date] = (halfWidth(written).match(/\d+/g) ?? []).map(Number);
  return year === Number(day.slice(0, 4)) && month === Number(day.slice(5, 7)) && date === Number(day.slice(8));
};

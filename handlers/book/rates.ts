import { allRates, columnTitle, ratesTitle } from '../../config/texts/book.js';
import type { BookRecord } from '../../models/book.js';
import type { Duty } from '../../models/duty.js';
import type { Field, FieldOf, Values } from '../../models/field.js';
import type { Models } from '../../models/models.js';
import { schoolBatches } from '../../models/school-order.js';
import type { CellValue, WorkbookSheet } from '../../models/workbook.js';
import { fieldCells } from './fields.js';
import type { DutyBook } from './stretch.js';

/** Schools whose records are in memory together. */
const SCHOOLS_A_BATCH = 10;

interface Rate {
  field: FieldOf<'number'>;
  part: Field;
  whole: Field;
}

/** What has been added up of one group: of each rate the part and the whole. */
interface Group {
  cells: CellValue[];
  sums: [part: number, whole: number][];
}

/**
 * The rates of a duty's records by the fields it says (`Duty.ratesBy`): each rate with the counts it is made of beside
 * it, added up before it is divided. Of several records of an owner about the same the last counts.
 */
export function ratesSheet(book: DutyBook, models: Models): WorkbookSheet | undefined {
  const { duty } = book;
  const { ratesBy } = duty;
  if (!ratesBy) return undefined;
  const by = ratesBy.flatMap((key) => duty.form.fields.filter((field) => field.key === key));
  const rates = ratesOf(duty);
  const several = book.stretch.kind === 'periods' && book.stretch.periods.length > 1;
  const titles = [
    ...(several ? [columnTitle.period] : []),
    ...by.map(({ label }) => label),
    ...rates.flatMap(({ part, whole, field }) => [part.label, whole.label, field.label]),
  ];
  return {
    name: ratesTitle,
    columns: titles.map((title) => ({ title, width: Math.max(12, title.length * 2) })),
    frozenColumns: 0,
    rows: rowsOf(book, by, rates, several, models),
  };
}

function ratesOf({ form }: Duty): Rate[] {
  const named = (key: string): Field[] => form.fields.filter((field) => field.key === key);
  return form.fields.flatMap((field) => {
    if (field.type !== 'number' || !field.compute || !('ratio' in field.compute)) return [];
    const [[part], [whole]] = [named(field.compute.ratio[0]), named(field.compute.ratio[1])];
    return part && whole ? [{ field, part, whole }] : [];
  });
}

async function* rowsOf(
  book: DutyBook,
  by: Field[],
  rates: Rate[],
  several: boolean,
  models: Models,
): AsyncGenerator<CellValue[]> {
  const all = rates.map((): [number, number] => [0, 0]);
  for await (const { label, records } of recordsOf(book, models)) {
    const groups = await groupsOf(records, book.duty, by, rates, models);
    for (const { cells, sums } of groups) {
      for (const [index, [part, whole]] of sums.entries()) {
        const sum = all[index];
        if (sum) [sum[0], sum[1]] = [sum[0] + part, sum[1] + whole];
      }
      yield [...(several ? [label] : []), ...cells, ...sums.flatMap(rateCells)];
    }
  }
  const empty = by.slice(1).map((): CellValue => undefined);
  yield [...(several ? [undefined] : []), { value: allRates, look: 'strong' }, ...empty, ...all.flatMap(rateCells)];
}

/** The counts and the rate; there is no rate of nothing. */
const rateCells = ([part, whole]: [number, number]): CellValue[] => [
  part,
  whole,
  whole === 0 ? undefined : { value: part / whole, format: 'percent' },
];

async function groupsOf(
  records: BookRecord[],
  duty: Duty,
  by: Field[],
  rates: Rate[],
  models: Models,
): Promise<Group[]> {
  const counted = records.filter(({ state }) => state !== 'returned');
  const keyOf = ({ values }: BookRecord): string => JSON.stringify(by.map(({ key }) => values[key] ?? ''));
  const last = new Map(counted.map((record) => [`${record.owner} ${keyOf(record)}`, record]));
  const cellsOf = await fieldCells(last.values(), duty, models);
  const groups = new Map<string, Group>();
  for (const record of last.values()) {
    const cells = by.map((field) => cellsOf(record)[duty.form.fields.indexOf(field)]);
    const group = groups.get(keyOf(record)) ?? { cells, sums: rates.map((): [number, number] => [0, 0]) };
    for (const [index, { part, whole }] of rates.entries()) {
      const sum = group.sums[index];
      if (sum) [sum[0], sum[1]] = [sum[0] + numberIn(record.values, part), sum[1] + numberIn(record.values, whole)];
    }
    groups.set(keyOf(record), group);
  }
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b, 'zh-CN')).map(([, group]) => group);
}

const numberIn = (values: Values, { key }: Field): number => Number(values[key] ?? 0);

/** The records of each period, or of the span, the oldest first. */
async function* recordsOf({ duty, stretch, schools, visible }: DutyBook, { books }: Models) {
  const read = async (some: (codes: BookRecord['school'][]) => Promise<BookRecord[]>): Promise<BookRecord[]> => {
    const records: BookRecord[] = [];
    for (const batch of schoolBatches(schools, SCHOOLS_A_BATCH)) {
      const found = await some(batch.map(({ _id }) => _id));
      records.push(...(visible ? await visible.read(found) : found));
    }
    return records;
  };
  if (stretch.kind === 'span') {
    yield { label: '', records: await read((codes) => books.recordsWithin(duty.key, stretch.span, codes)) };
    return;
  }
  for (const { key, title } of stretch.periods)
    yield { label: title, records: await read((codes) => books.recordsOfPeriod(duty.key, key, codes)) };
}

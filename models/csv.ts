import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { type CellValue, cellText, richCell, type WallClock, wallClock } from './workbook-cell.js';
import type { SheetPlan } from './workbook-sheet.js';

/**
 * One sheet as the bytes of a .csv that Excel and WPS open as Chinese (with a byte order mark). What a program would
 * take for a formula gets an apostrophe before it. Rows are taken one by one as the bytes are read; the stream fails
 * with whatever they fail with. Dates are written as the wall clock of `zone`.
 */
export function streamCsv({ columns, rows }: Pick<SheetPlan, 'columns' | 'rows'>, zone: string): Readable {
  const header = columns.map(({ title }) => title);
  const lines = Readable.from(plainRows(header, rows, wallClock(zone)));
  const text = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  // Whoever reads the text hears of an error; nobody is left to tell here.
  pipeline(lines, text, () => {});
  return text;
}

async function* plainRows(
  header: string[],
  rows: SheetPlan['rows'],
  wall: WallClock,
): AsyncGenerator<(string | number)[]> {
  yield header;
  for await (const row of rows) yield row.map((cell) => plain(cell, wall));
}

function plain(cell: CellValue, wall: WallClock): string | number {
  const { value } = richCell(cell);
  if (value === undefined) return '';
  if (value instanceof Date) return wall(value).slice(0, 16);
  return typeof value === 'number' ? value : cellText(value);
}

import writeXlsxFile, { type Cell } from 'write-excel-file/node';

/** What stands in a cell; undefined leaves it empty. */
export type CellValue = string | number | Date | undefined;

export interface WorkbookSheet {
  name: string;
  /** Titles of the first row, with the columns' widths in characters. */
  columns: { title: string; width: number }[];
  rows: CellValue[][];
}

/** Excel takes no more characters in one cell. */
const MOST_CHARACTERS = 32_767;
/** Excel takes no longer names for a sheet, and none of these characters in one. */
const MOST_NAME = 31;
const NOT_IN_NAMES = /[[\]:*?/\\]/gu;
const MINUTE = 'yyyy-mm-dd hh:mm';

/**
 * Small sheets for people to read: bold header that stays in sight, columns wide enough. Text is always text, whatever
 * it begins with, and what XML cannot hold is left out. For some ten thousand rows; beyond that memory grows fast.
 * Dates are written as the wall clock of `zone`.
 */
export function writeWorkbook(sheets: WorkbookSheet[], zone: string): Promise<Buffer> {
  return writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name.replace(NOT_IN_NAMES, ' ').trim().slice(0, MOST_NAME),
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
      data: [
        columns.map(({ title }) => ({ ...text(title), fontWeight: 'bold' as const, backgroundColor: '#EEF3F8' })),
        ...rows.map((row) => row.map((value) => cell(value, zone))),
      ],
    })),
  ).toBuffer();
}

function cell(value: CellValue, zone: string): Cell {
  if (value === undefined || value === '') return null;
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return { type: Number, value };
  return { type: Date, value: wallClock(value, zone), format: MINUTE };
}

const text = (value: string) => ({ type: String, value: clean(value).slice(0, MOST_CHARACTERS) });

/** Without control characters (but for tab and line feed) and lone surrogates, which would break the file. */
const clean = (value: string): string => value.replace(/[^\P{Cc}\t\n]|[\p{Cs}\uFFFE\uFFFF]/gu, '');

/** Sheets know no time zones: the instant whose UTC reading is what the clock on the wall shows, to the second. */
function wallClock(at: Date, zone: string): Date {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  );
  return new Date(`${parts.replace(' ', 'T')}Z`);
}

import type { RosterProblem } from './roster.js';

/** A sheet as the workbook library gives it: rows of cells, the first row first. */
export interface RawSheet {
  sheet: string;
  data: unknown[][];
}

/** One row below the header: its number in the sheet and its cells by the column's title, as text. */
export interface SheetRow {
  row: number;
  cells: Record<string, string>;
}

/** What was read of one sheet; problems of a row are the row's own business. */
export interface Sheet {
  rows: SheetRow[];
  problems: RosterProblem[];
}

export interface Wanted {
  sheet: string;
  /** The first of these finds the header row. */
  columns: readonly [string, ...string[]];
  optional?: readonly string[];
}

/** A title page or a note may stand above the header. */
const HEADER_WITHIN = 10;
const MOST_ROWS = 50_000;

/** Finds a sheet and its header, and answers the rows that hold something; more columns may stand beside. */
export function readSheet(sheets: RawSheet[], wanted: Wanted): Sheet {
  const bad = (reason: string, column = '', row = 0) => ({ sheet: wanted.sheet, row, column, reason });
  const found = sheets.find(({ sheet }) => tidy(sheet) === wanted.sheet);
  if (!found) return { rows: [], problems: [bad(`缺少名为「${wanted.sheet}」的工作表`)] };

  const at = found.data
    .slice(0, HEADER_WITHIN)
    .findIndex((cells) => cells.some((cell) => title(cell) === wanted.columns[0]));
  if (at < 0)
    return { rows: [], problems: [bad(`没有找到表头：前 ${HEADER_WITHIN} 行里没有「${wanted.columns[0]}」一列`)] };

  const titles = (found.data[at] ?? []).map(title);
  const known = [...wanted.columns, ...(wanted.optional ?? [])];
  const missing = wanted.columns.filter((column) => !titles.includes(column));
  const twice = known.filter((column) => titles.indexOf(column) !== titles.lastIndexOf(column));
  const problems = [
    ...missing.map((column) => bad(`缺少「${column}」一列`, column, at + 1)),
    ...twice.map((column) => bad(`「${column}」一列出现了两次，请只留一列`, column, at + 1)),
  ];
  const rows = found.data.slice(at + 1).flatMap((cells, index) => {
    const row = { row: at + 2 + index, cells: byTitle(cells, titles, known) };
    return Object.values(row.cells).some((text) => text !== '') ? [row] : [];
  });
  if (rows.length > MOST_ROWS) problems.push(bad(`超过 ${MOST_ROWS} 行，请确认没有多余的行`));
  if (rows.length === 0) problems.push(bad('没有数据行'));
  return { rows, problems };
}

/** `农村（是/否）` and `*姓名` are the columns 农村 and 姓名. */
const title = (cell: unknown): string =>
  tidy(cell)
    .replace(/\(.*\)$/u, '')
    .replace(/[\s*]/gu, '');

const byTitle = (cells: unknown[], titles: string[], known: string[]): Record<string, string> =>
  Object.fromEntries(
    known.filter((column) => titles.includes(column)).map((column) => [column, tidy(cells[titles.indexOf(column)])]),
  );

/** What a cell says: full-width letters and digits made half-width, spaces around it gone, invisible characters too. */
function tidy(cell: unknown): string {
  if (cell instanceof Date) return dayOf(cell);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  if (typeof cell !== 'string' && typeof cell !== 'number') return '';
  return String(cell)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** The day of a date cell; times are read back a millisecond early now and then. */
function dayOf(date: Date): string {
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000);
  return Number.isNaN(rounded.getTime()) ? '' : rounded.toISOString().slice(0, 10);
}

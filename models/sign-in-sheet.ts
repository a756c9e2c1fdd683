import readWorkbook from 'read-excel-file/node';
import { guardWorkbook } from './roster/guard.js';
import { readSheet } from './roster/sheet.js';

/** The columns of a list of who was there: one for each end of each session, under the heading people read. */
export interface SheetLayout {
  sheet: string;
  id: string;
  columns: string[];
}

/** A row of the list as it was typed in: its number in the sheet, the person's, and what stands in each column. */
export interface SignedRow {
  row: number;
  id: string;
  cells: string[];
}

/** Reads a list that was printed, signed and typed in; a sentence where that cannot be read. */
export async function readSignInSheet(
  bytes: Buffer,
  { sheet, id, columns }: SheetLayout,
): Promise<SignedRow[] | string> {
  const refusal = await guardWorkbook(bytes);
  if (refusal) return refusal;
  const sheets = await readWorkbook(bytes).catch(() => undefined);
  if (!sheets) return '文件里没有可读的工作表，请用 Excel 或 WPS 另存为 .xlsx 再上传';
  const { rows, problems } = readSheet(sheets, { sheet, columns: [id], optional: columns });
  const [problem] = problems;
  if (problem) return problem.reason;
  return rows.map(({ row, cells }) => ({
    row,
    id: cells[id] ?? '',
    cells: columns.map((column) => cells[column] ?? ''),
  }));
}

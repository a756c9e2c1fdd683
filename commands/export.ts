import { exported, exportedMatrix, tooManyForSheet } from '../config/texts/book.js';
import { wholeCounty } from '../config/texts/scope.js';
import { openCounty } from '../county.js';
import { matrixSheets } from '../handlers/book/matrix.js';
import { dutySheets } from '../handlers/book/sheets.js';
import { periodsIn, type Stretch } from '../handlers/book/stretch.js';
import { systemClock } from '../models/clock.js';
import { streamCsv } from '../models/csv.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { type CellValue, streamWorkbook, type WorkbookSheet } from '../models/workbook.js';
import { type Command, type Given, mustHave, only, type Terminal, UsageProblem } from './command.js';
import { dutyNamed, schoolsChosen, stretchChosen, termNamed } from './export-choice.js';
import { type OutFile, outFile, saveFile } from './save-file.js';

/** More rows than this go into a CSV: Excel and WPS take minutes to open such a workbook. */
const MOST_WORKBOOK_ROWS = 100_000;
const EXAMPLE = '周记.xlsx';

/** What of the world outside an export needs. */
export type ExportTerminal = Pick<Terminal, 'say'> & { zone: string; now: Date };

export const exportDuty: Command = {
  usage: 'export 任务 (--period 期次 | --term 学期 [--matrix]) [--school 学校] --out 文件.xlsx',
  help: `导出一项任务的应交名册和内容，例如 export 周记 --period 第9周 --out 周记.xlsx。期次可写 2026-autumn-w09、2026-10，或第9周、10月（取最近的）；--term 2026-autumn 是整个学期；--school 只要一所学校（编码或名称）。
      加 --matrix 是“学校 × 期次”的已交/应交总表，按片区和全县合计。随时可交的任务按上交的日子导出记录。
      文件名写 .csv，或行数超过 ${MOST_WORKBOOK_ROWS}，存为 CSV。表里有姓名和全文，请妥善保管。`,
  options: {
    period: { type: 'string' },
    term: { type: 'string' },
    school: { type: 'string' },
    matrix: { type: 'boolean' },
    out: { type: 'string' },
  },
  run: async (given, { env, log, say }) => {
    outFile(given, EXAMPLE, ['.xlsx', '.csv']);
    const { database, models } = await openCounty(env, log);
    try {
      await exportBook(given, models, { say, zone: env.timeZone, now: systemClock.now() });
      return 0;
    } finally {
      await database.stop();
    }
  },
};

/** Writes what the command line asks for, and says so. */
export async function exportBook(given: Given, models: Models, terminal: ExportTerminal): Promise<void> {
  const duty = dutyNamed(only(given.args, '任务'), models);
  if (given.options['matrix'] === true) return exportMatrix(duty, given, models, terminal);
  const out = outFile(given, EXAMPLE, ['.xlsx', '.csv']);
  const stretch = await stretchChosen(duty, given, models, terminal.now);
  const schools = await schoolsChosen(given, models);
  const sheets = dutySheets({ duty, stretch, schools }, models);
  const size = schools.length === 1 ? 0 : await sizeOf(duty, stretch, models);
  await saveSheets(out, sheets, size, terminal);
}

async function exportMatrix(
  duty: Duty,
  given: Given,
  models: Models,
  { say, zone, now }: ExportTerminal,
): Promise<void> {
  const out = outFile(given, EXAMPLE, ['.xlsx']);
  const term = termNamed(mustHave(given, 'term', '2026-autumn'), models);
  const stretch = await stretchChosen(duty, given, models, now);
  if (stretch.kind === 'span') throw new UsageProblem(`${duty.name}随时可交，没有应交，做不成总表；请去掉 --matrix。`);
  const periods = periodsIn(stretch);
  const schools = await schoolsChosen(given, models);
  const together = schools.length > 1 ? { together: wholeCounty } : {};
  const [sheet, ...rest] = matrixSheets({ duty, term, periods, schools, ...together, now }, models);
  if (!sheet) return;
  let written = 0;
  const rows = counted(sheet.rows, (row) => (written += row[1] === undefined ? 0 : 1));
  await saveFile(out.path, streamWorkbook([{ ...sheet, rows }, ...rest], zone));
  say(exportedMatrix(written, periods.length, out.path));
}

/** How many rows there will be of the whole county. One school never has too many. */
async function sizeOf(duty: Duty, stretch: Stretch, { books }: Models): Promise<number> {
  if (stretch.kind === 'span') return books.countWithin(duty.key, stretch.span);
  return stretch.periods.reduce((sum, { entries }) => sum + entries, 0);
}

async function saveSheets(
  { path, ending }: OutFile,
  [sheet, ...rest]: [WorkbookSheet, ...WorkbookSheet[]],
  size: number,
  { say, zone }: ExportTerminal,
): Promise<void> {
  let count = 0;
  const main = { ...sheet, rows: counted(sheet.rows, () => (count += 1)) };
  if (ending === '.xlsx' && size <= MOST_WORKBOOK_ROWS) {
    await saveFile(path, streamWorkbook([main, ...rest], zone));
    say(exported(count, path));
    return;
  }
  const csv = path.replace(/\.xlsx$/i, '.csv');
  if (csv !== path) say(tooManyForSheet(size, csv));
  await saveFile(csv, streamCsv(main, zone));
  say(exported(count, csv));
}

/** The same rows, each told of as it passes. */
async function* counted(rows: WorkbookSheet['rows'], passed: (row: CellValue[]) => void): AsyncGenerator<CellValue[]> {
  for await (const row of rows) {
    passed(row);
    yield row;
  }
}

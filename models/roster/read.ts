import { readFile } from 'node:fs/promises';
import readWorkbook from 'read-excel-file/node';
import type { z } from 'zod';
import type { Post } from '../duty.js';
import { groupBy } from '../group-by.js';
import { guardWorkbook } from './guard.js';
import type { Roster, RosterPerson, RosterProblem, RosterSchool } from './roster.js';
import { personRow, SchoolRow } from './row.js';
import { type RawSheet, readSheet, type Sheet, type SheetRow, type Wanted } from './sheet.js';

const SCHOOLS: Wanted = { sheet: '学校', columns: ['编码', '名称', '学段', '片区', '农村'] };
const PEOPLE: Wanted = {
  sheet: '人员',
  columns: ['编号', '姓名', '学校编码', '职务', '学科', '手机号', '教学人员'],
  optional: ['年级', '下学期年级', '职称', '部门', '负责学校', '到岗日期'],
};
const SHEETS = [SCHOOLS.sheet, PEOPLE.sheet];
const MOBILE_DIGITS = 11;

export type RosterReading = { kind: 'ok'; roster: Roster } | { kind: 'bad'; problems: RosterProblem[] };

/** Reads and checks a roster workbook. A bad one is answered with everything that is wrong with it, all at once. */
export async function readRoster(file: Buffer | string, { posts }: { posts: readonly Post[] }): Promise<RosterReading> {
  const sheets = await open(file);
  if (typeof sheets === 'string') return { kind: 'bad', problems: [{ sheet: '', row: 0, column: '', reason: sheets }] };

  const schoolSheet = readSheet(sheets, SCHOOLS);
  const schools = check(schoolSheet, SCHOOLS.sheet, SchoolRow);
  const personSheet = readSheet(sheets, PEOPLE);
  const people = check(personSheet, PEOPLE.sheet, personRow(posts, codesOf(schoolSheet), codesByName(schoolSheet)));

  const problems = [
    ...schools.problems,
    ...twice(SCHOOLS.sheet, schoolSheet.rows, '编码'),
    ...twice(SCHOOLS.sheet, schoolSheet.rows, '名称'),
    ...people.problems,
    ...twice(PEOPLE.sheet, personSheet.rows, '编号'),
    ...twice(PEOPLE.sheet, personSheet.rows, '手机号', (text) => text.replace(/\D/gu, '').slice(-MOBILE_DIGITS)),
  ];
  if (problems.length > 0) return { kind: 'bad', problems: inOrder(problems) };
  return { kind: 'ok', roster: { schools: schools.good, people: people.good } };
}

/** The sheets of a workbook, or a sentence why there are none. */
async function open(file: Buffer | string): Promise<RawSheet[] | string> {
  const bytes = typeof file === 'string' ? await load(file) : file;
  if (typeof bytes === 'string') return bytes;
  const refusal = await guardWorkbook(bytes);
  if (refusal) return refusal;
  try {
    return await readWorkbook(bytes);
  } catch {
    return '文件里没有可读的工作表，请用 Excel 或 WPS 另存为 .xlsx 再导入';
  }
}

/** The file's bytes, or a sentence why they cannot be had. */
async function load(path: string): Promise<Buffer | string> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EISDIR') return `${path} 是一个目录，请写文件名`;
    // The command runs as the program's own user, who sees no other user's home.
    if (code === 'EACCES') return `没有权限读 ${path}；请放到运行程序的用户读得到的地方，例如 /tmp`;
    return `读不到文件 ${path}，请检查路径`;
  }
}

/** The codes the other sheet may name; undefined when the schools' sheet cannot tell. */
function codesOf({ rows, problems }: Sheet): ReadonlySet<string> | undefined {
  if (rows.length === 0 || problems.some(({ column }) => column === '编码')) return undefined;
  return new Set(rows.map(({ cells }) => cells['编码'] ?? ''));
}

/** The code of a school by its code or name, for columns that may name schools either way. */
const codesByName = ({ rows }: Sheet): ReadonlyMap<string, string> =>
  new Map(
    rows.flatMap(({ cells }) =>
      [cells['名称'] ?? '', cells['编码'] ?? ''].map((each) => [each, cells['编码'] ?? ''] as const),
    ),
  );

/** Every row against its schema. What is wrong with a whole column is told once, not again for every row. */
function check<T extends RosterPerson | RosterSchool>(
  { rows, problems }: Sheet,
  sheet: string,
  schema: z.ZodType<T>,
): { good: T[]; problems: RosterProblem[] } {
  const told = new Set(problems.map(({ column }) => column));
  const good: T[] = [];
  const bad: RosterProblem[] = [];
  for (const { row, cells } of rows) {
    const parsed = schema.safeParse(cells);
    if (parsed.success) good.push(parsed.data);
    for (const { path, message } of parsed.error?.issues ?? []) {
      bad.push({ sheet, row, column: String(path[0] ?? ''), reason: message });
    }
  }
  return { good, problems: [...problems, ...bad.filter(({ column }) => !told.has(column))] };
}

/** Rows whose value in a column another row above has already; `same` says what makes two values one. */
const twice = (sheet: string, rows: SheetRow[], column: string, same = (text: string) => text): RosterProblem[] =>
  [...groupBy(rows, ({ cells }) => same(cells[column] ?? ''))].flatMap(([value, [first, ...more]]) =>
    value === ''
      ? []
      : more.map(({ row }) => ({ sheet, row, column, reason: `「${column}」${value} 与第 ${first?.row} 行重复` })),
  );

const inOrder = (problems: RosterProblem[]): RosterProblem[] =>
  problems.toSorted((a, b) => SHEETS.indexOf(a.sheet) - SHEETS.indexOf(b.sheet) || a.row - b.row);

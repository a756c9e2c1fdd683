import writeXlsxFile, { type Cell } from 'write-excel-file/node';

/** A row of the people's sheet; what a test does not care about has a plain value. */
export interface PersonCells {
  编号: string | number;
  姓名?: string;
  学校编码?: string | number;
  职务?: string;
  学科?: string;
  手机号?: string | number;
  教学人员?: string | boolean;
  年级?: string;
  下学期年级?: string;
  职称?: string;
  部门?: string;
  负责学校?: string;
  到岗日期?: string | number | Date;
}

export interface SchoolCells {
  编码: string | number;
  名称?: string;
  学段?: string;
  片区?: string;
  农村?: string | boolean;
}

type Value = string | number | boolean | Date | undefined;
export interface TestSheet {
  sheet: string;
  rows: Value[][];
}

const SCHOOL_COLUMNS = ['编码', '名称', '学段', '片区', '农村'] as const;
const PERSON_COLUMNS = ['编号', '姓名', '学校编码', '职务', '学科', '手机号', '教学人员', '到岗日期'] as const;
/** Columns that stand in the sheet only where somebody has something in them. */
const FURTHER_COLUMNS = ['年级', '下学期年级', '职称', '部门', '负责学校'] as const;

/** A roster workbook with good values wherever none are given. */
export const rosterWorkbook = (schools: SchoolCells[], people: PersonCells[]): Promise<Buffer> =>
  workbook([schoolSheet(schools), personSheet(people)]);

export const schoolSheet = (schools: SchoolCells[]): TestSheet => ({
  sheet: '学校',
  rows: [
    [...SCHOOL_COLUMNS],
    ...schools.map((cells) => {
      const row = { 名称: `学校${cells.编码}`, 学段: '小学', 片区: '东片', 农村: '否', ...cells };
      return SCHOOL_COLUMNS.map((column) => row[column]);
    }),
  ],
});

export const personSheet = (people: PersonCells[]): TestSheet => {
  const further = FURTHER_COLUMNS.filter((column) => people.some((cells) => cells[column] !== undefined));
  const columns = [...PERSON_COLUMNS, ...further];
  return {
    sheet: '人员',
    rows: [
      columns,
      ...people.map((cells) => {
        const row = { 姓名: `人${cells.编号}`, 学校编码: 'S1', 教学人员: '是', ...cells };
        return columns.map((column) => row[column]);
      }),
    ],
  };
};

/** Any workbook: what stands in the cells is up to the test. */
export const workbook = (sheets: TestSheet[]): Promise<Buffer> =>
  writeXlsxFile(sheets.map(({ sheet, rows }) => ({ sheet, data: rows.map((row) => row.map(cell)) }))).toBuffer();

function cell(value: Value): Cell {
  if (value === undefined || value === '') return null;
  return value instanceof Date ? { type: Date, value, format: 'yyyy-mm-dd' } : value;
}

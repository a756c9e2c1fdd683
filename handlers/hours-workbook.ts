import { missingSheet as missingName, sheetName, columns as words } from '../config/texts/hours.js';
import type { Certificate } from '../models/certificate.js';
import type { Models } from '../models/models.js';
import type { CellValue, Column, WorkbookSheet } from '../models/workbook.js';
import { dayCell } from '../models/workbook-cell.js';
import type { Coverage } from './coverage.js';

const PERSON = { name: { title: words.name, width: 10 }, id: { title: words.id, width: 12 } };
const SCHOOL = { title: words.school, width: 26 };
const COLUMNS: Column[] = [
  { title: words.number, width: 6 },
  PERSON.name,
  PERSON.id,
  SCHOOL,
  { title: words.programme, width: 26 },
  { title: words.title, width: 30 },
  { title: words.type, width: 12 },
  { title: words.from, width: 12 },
  { title: words.to, width: 12 },
  { title: words.hours, width: 8 },
  { title: words.year, width: 8 },
  { title: words.certificate, width: 18 },
];

/** Certified hours, a row a certificate, with the columns a province's system asks for. */
export function hoursSheet(
  all: Iterable<Certificate> | AsyncIterable<Certificate>,
  { catalogue }: Pick<Models, 'catalogue'>,
): WorkbookSheet {
  const names = new Map(catalogue.trainings.map(({ key, name }) => [key, name]));
  const rows = async function* (): AsyncIterable<CellValue[]> {
    let number = 0;
    for await (const each of all) {
      yield [
        ++number,
        each.name,
        each.person,
        each.schoolName,
        names.get(each.programme) ?? each.programme,
        each.title,
        each.type,
        dayCell(each.from),
        dayCell(each.to),
        each.hours,
        each.year,
        each._id,
      ];
    }
  };
  return { name: sheetName, columns: COLUMNS, rows: rows() };
}

/** Who is still to be trained, a row a person. */
export const missingSheet = ({ missing }: Coverage): WorkbookSheet => ({
  name: missingName,
  columns: [SCHOOL, PERSON.id, PERSON.name],
  rows: missing.flatMap(({ school, people }) => people.map(({ _id, name }) => [school.name, _id, name])),
});

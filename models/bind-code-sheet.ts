import type { Connection } from 'mongoose';
import { createAccounts } from './account.js';
import { CODE_LIFE_MS, createBindCodes } from './bind-code.js';
import type { SchoolCode } from './ids.js';
import { createPeople, type Person } from './person.js';
import { createSchools, type School } from './school.js';
import { type CellValue, writeWorkbook } from './workbook.js';

const COLUMNS = [
  { title: '学校', width: 26 },
  { title: '编号', width: 14 },
  { title: '姓名', width: 12 },
  { title: '绑定码', width: 14 },
  { title: '有效期', width: 18 },
];

/**
 * New bind codes as a workbook to print and hand out: for everybody of one school, or for everybody in the county
 * who has no account yet. The codes stand nowhere else, and older codes of these people are worth nothing any more.
 */
export async function exportBindCodes(
  db: Connection,
  { school, now, zone }: { school?: SchoolCode; now: Date; zone: string },
): Promise<{ workbook: Buffer; count: number }> {
  const schools = createSchools(db);
  const rows: CellValue[][] = [];
  for (const each of school ? await schools.byCodes([school]) : await schools.all()) {
    const people = await createPeople(db).ofSchool(each._id);
    rows.push(...(await codeRows(db, each, school ? people : await withoutAccount(db, people), now)));
  }
  return { workbook: await writeWorkbook([{ name: '绑定码', columns: COLUMNS, rows }], zone), count: rows.length };
}

async function withoutAccount(db: Connection, people: Person[]): Promise<Person[]> {
  const bound = await createAccounts(db).ofPeople(people.map(({ _id }) => _id));
  return people.filter(({ _id }) => !bound.has(_id));
}

async function codeRows(db: Connection, school: School, people: Person[], now: Date): Promise<CellValue[][]> {
  const issued = await createBindCodes(db).issue(
    people.map(({ _id }) => _id),
    now,
  );
  const codes = new Map(issued.map(({ person, code }) => [person, code]));
  const expiresAt = new Date(now.getTime() + CODE_LIFE_MS);
  return people.map(({ _id, name }) => [school.name, _id, name, codes.get(_id), expiresAt]);
}

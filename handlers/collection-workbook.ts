import { takesAlong } from '../config/texts/collection.js';
import * as texts from '../config/texts/collection-host.js';
import { fileName } from '../config/texts/file.js';
import { type Collection, type CollectionAnswer, FEWEST_ANONYMOUS, type RosterColumn } from '../models/collection.js';
import { askedBy } from '../models/collection-audience.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { School } from '../models/school.js';
import type { CellValue, Column, WorkbookSheet } from '../models/workbook.js';
import { isHolder } from './forms/attachments.js';
import type { Asked } from './handler.js';

const WHO: Column[] = [
  { title: texts.columns.school, width: 26 },
  { title: texts.columns.id, width: 12 },
  { title: texts.columns.name, width: 10 },
];
const MOST_WIDTH = 40;

/**
 * The list of a collection: who answered what, with what the roster knows, and who has not. Of an anonymous one only
 * the answers, without an order that would tell, and none while there are fewer than `FEWEST_ANONYMOUS`.
 */
export async function collectionSheets(
  collection: Collection,
  when: Pick<Asked, 'now' | 'today'>,
  models: Models,
): Promise<{ sheets: WorkbookSheet[]; count: number }> {
  const answers = await models.collections.answersOf(collection._id);
  const asks = collection.fields.map(
    ({ label }): Column => ({ title: label, width: Math.min(MOST_WIDTH, label.length * 2 + 6) }),
  );
  if (collection.anonymous) {
    const values = answers.length < FEWEST_ANONYMOUS ? [] : answers.map((each) => cells(collection, each.values));
    const rows = values.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b), 'zh'));
    return { sheets: [{ name: texts.sheets.answers, columns: asks, rows }], count: rows.length };
  }
  const [people, schools] = await Promise.all([
    models.people.byIds(answers.map(({ person }) => person)),
    models.schools.byCodes([...new Set(answers.map(({ school }) => school))]),
  ]);
  const personOf = new Map(people.map((each) => [each._id, each]));
  const schoolOf = new Map(schools.map((each) => [each._id, each]));
  const known = collection.known.map((column): Column => ({ title: texts.columnName(column), width: 14 }));
  const along = takesAlong(collection) ? [{ title: texts.columns.files, width: MOST_WIDTH }] : [];
  const columns = [
    { title: texts.columns.number, width: 6 },
    ...WHO,
    ...known,
    ...asks,
    ...along,
    { title: texts.columns.at, width: 18 },
  ];
  const row = (answer: CollectionAnswer, i: number): CellValue[] => {
    const { person: id, school: code, values, attachments = [], sentAt } = answer;
    const names = new Map(attachments.map((each) => [each.ref, fileName(each)]));
    const files = along.length > 0 ? [[...names.values()].join('、')] : [];
    const person = personOf.get(id);
    const school = schoolOf.get(code);
    const roster = collection.known.map((column) => rosterCell(column, person, school, models));
    return [
      i + 1,
      school?.name ?? code,
      id,
      person?.name ?? '',
      ...roster,
      ...cells(collection, values, names),
      ...files,
      sentAt,
    ];
  };
  const done = new Set(answers.map(({ person }) => person));
  const missing = (await askedBy(collection, when, models)).flatMap(({ school, people: all }) =>
    all.filter(({ _id }) => !done.has(_id)).map(({ _id, name }): CellValue[] => [school.name, _id, name]),
  );
  const sheets = [
    { name: texts.sheets.answers, columns, rows: answers.map(row) },
    { name: texts.sheets.missing, columns: WHO, rows: missing },
  ];
  return { sheets, count: answers.length };
}

/** What was answered, a cell a field: numbers as numbers, so that they can be added up; files by their names. */
const cells = ({ fields }: Collection, values: Values, names: ReadonlyMap<string, string> = new Map()): CellValue[] =>
  fields.map((field) => {
    const value = values[field.key];
    if (typeof value === 'number') return value;
    if (!Array.isArray(value)) return String(value ?? '');
    return (isHolder(field) ? value.map((ref) => names.get(ref) ?? '') : value).join('、');
  });

function rosterCell(
  column: RosterColumn,
  person: Person | undefined,
  school: School | undefined,
  { catalogue }: Models,
): string {
  const nameOf = (post: string): string => catalogue.posts.find(({ key }) => key === post)?.name ?? post;
  switch (column) {
    case 'stage':
      return school?.stage ?? '';
    case 'cluster':
      return school?.cluster ?? '';
    case 'posts':
      return person?.posts.map(nameOf).join('、') ?? '';
    case 'mobile':
      return person?.mobile ?? '';
    default:
      return person?.[column].join('、') ?? '';
  }
}

import { columnTitle, everyRecord, recordStateText } from '../../config/texts/book.js';
import { statusText } from '../../config/texts/ledger.js';
import { ownerText } from '../../config/texts/owner-name.js';
import type { BookPeriod, BookRecord } from '../../models/book.js';
import type { CountedEntry } from '../../models/count.js';
import type { Duty } from '../../models/duty.js';
import { groupBy } from '../../models/group-by.js';
import type { Models } from '../../models/models.js';
import type { OwnerKey } from '../../models/owner.js';
import { ownerNames } from '../../models/owner-name.js';
import type { Roll } from '../../models/roll.js';
import type { School } from '../../models/school.js';
import { schoolBatches } from '../../models/school-order.js';
import type { CellValue, Column, WorkbookSheet } from '../../models/workbook.js';
import { fieldCells, fieldColumns } from './fields.js';
import { ratesSheet } from './rates.js';
import type { DutyBook } from './stretch.js';

/** Schools whose pages and texts are in memory together: about a thousand entries. */
const SCHOOLS_A_BATCH = 10;

/** One line of the book before it is cells. `state` is in words already. */
interface Line {
  owner: OwnerKey;
  school: School;
  state: string;
  period?: BookPeriod;
  have?: number;
  need?: number;
  at?: Date | undefined;
  by?: string | undefined;
  record?: BookRecord | undefined;
}

type Batch = { school: School; period?: BookPeriod }[];

/**
 * The sheets of a duty: a row for everybody who is on its pages, with what they handed in; where somebody may hand in
 * several pieces, a second sheet has a row for each; where the duty says so, a last one adds its rates up. A duty that nobody owes has its records only.
 */
export function dutySheets(book: DutyBook, models: Models): [WorkbookSheet, ...WorkbookSheet[]] {
  const { duty, stretch } = book;
  const owners = sheetOf(duty.word, book, models, stretch.kind === 'span' ? recordLines : entryLines);
  const rates = ratesSheet(book, models);
  const more = rates ? [rates] : [];
  if (!asksForSeveral(duty) || stretch.kind === 'span') return [owners, ...more];
  return [owners, sheetOf(everyRecord, book, models, periodRecordLines), ...more];
}

const asksForSeveral = ({ quota }: Duty): boolean =>
  quota.count > 1 || quota.perSchoolInCharge || quota.distinct !== undefined;

type LinesOf = (book: DutyBook, models: Models) => AsyncIterable<Line[]>;

function sheetOf(name: string, book: DutyBook, models: Models, linesOf: LinesOf): WorkbookSheet {
  const shape = shapeOf(book, linesOf === entryLines);
  return { name, columns: columnsOf(book.duty, shape), frozenColumns: 0, rows: rowsOf(book, models, shape, linesOf) };
}

/** Which of the columns a sheet has that not every sheet has. */
interface Shape {
  person: boolean;
  periods: boolean;
  counts: boolean;
}

const OF_PEOPLE: readonly Duty['owner']['kind'][] = ['teaching-person', 'holder', 'assignee', 'reviewer'];

const shapeOf = ({ duty, stretch }: DutyBook, ofEntries: boolean): Shape => ({
  person: OF_PEOPLE.includes(duty.owner.kind) || stretch.kind === 'span',
  periods: stretch.kind === 'periods' && stretch.periods.length > 1,
  counts: ofEntries && asksForSeveral(duty),
});

function columnsOf(duty: Duty, { person, periods, counts }: Shape): Column[] {
  const column = (name: keyof typeof columnTitle, width: number): Column => ({ title: columnTitle[name], width });
  return [
    ...(periods ? [column('period', 10)] : []),
    column('cluster', 14),
    column('school', 26),
    ...(person ? [column('number', 12), column('personName', 12)] : [column('name', 22)]),
    column('status', 14),
    ...(counts ? [column('need', 10), column('have', 10)] : []),
    column('at', 17),
    column('by', 12),
    column('no', 16),
    ...fieldColumns(duty),
  ];
}

async function* rowsOf(book: DutyBook, models: Models, shape: Shape, linesOf: LinesOf): AsyncGenerator<CellValue[]> {
  const { visible } = book;
  for await (const all of linesOf(book, models)) {
    const lines = visible ? await visible.named(all) : all;
    const found = lines.flatMap(({ record }) => record ?? []);
    const records = visible ? await visible.read(found) : new Set(found);
    const [names, cellsOf] = await Promise.all([
      ownerNames(
        lines.flatMap(({ owner, by }) => (by === undefined ? [owner] : [owner, `person:${by}`])),
        models,
      ),
      fieldCells(records, book.duty, models),
    ]);
    const called = (key: string): string => {
      const name = names.get(key);
      return name ? ownerText(name) : key;
    };
    for (const line of lines) {
      yield [
        ...(shape.periods ? [line.period?.title] : []),
        line.school.cluster,
        line.school.name,
        ...(shape.person ? [names.get(line.owner)?.person] : []),
        called(line.owner),
        line.state,
        ...(shape.counts ? [line.need, line.have] : []),
        line.at,
        line.by === undefined ? undefined : called(`person:${line.by}`),
        line.record?.no,
        ...cellsOf(line.record && records.has(line.record) ? line.record : undefined),
      ];
    }
  }
}

/** A line for every entry of the pages. */
async function* entryLines(book: DutyBook, models: Models): AsyncGenerator<Line[]> {
  for (const { batch, period } of batches(book)) {
    const found = await models.books.pages(
      book.duty.key,
      period.key,
      batch.map(({ school }) => school._id),
    );
    const pages = groupBy(found, ({ school }) => school);
    const entries = batch.flatMap(({ school }) => entriesOf(pages.get(school._id), school));
    const ids = entries.flatMap(({ entry }) => entry.submission ?? []);
    const records = await models.books.records(ids);
    yield entries.map(({ school, entry }) => {
      const { owner, at, by, submission, need = 1, have } = entry;
      const record = submission === undefined ? undefined : records.get(submission);
      return { owner, school, state: statusText(entry), period, need, have: have ?? (at ? 1 : 0), at, by, record };
    });
  }
}

const entriesOf = (pages: Roll[] | undefined, school: School): { school: School; entry: CountedEntry }[] =>
  (pages ?? []).flatMap(({ entries }) => entries.map((entry: CountedEntry) => ({ school, entry })));

/** A line for every record of the periods. */
async function* periodRecordLines(book: DutyBook, models: Models): AsyncGenerator<Line[]> {
  for (const { batch, period } of batches(book)) {
    const codes = batch.map(({ school }) => school._id);
    const records = await models.books.recordsOfPeriod(book.duty.key, period.key, codes);
    yield linesOfRecords(records, batch);
  }
}

/** A line for every record handed in within a span of days. */
async function* recordLines({ duty, stretch, schools }: DutyBook, models: Models): AsyncGenerator<Line[]> {
  if (stretch.kind !== 'span') return;
  for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) {
    const codes = some.map(({ _id }) => _id);
    const records = await models.books.recordsWithin(duty.key, stretch.span, codes);
    yield linesOfRecords(
      records,
      some.map((school) => ({ school })),
    );
  }
}

function linesOfRecords(records: BookRecord[], batch: Batch): Line[] {
  const bySchool = groupBy(records, ({ school }) => school);
  return batch.flatMap(({ school, period }) =>
    (bySchool.get(school._id) ?? []).map((record) => ({
      owner: record.owner,
      school,
      ...(period && { period }),
      state: recordStateText(record.state, record.late),
      at: record.handedInAt,
      by: record.owner === `person:${record.by}` ? undefined : record.by,
      record,
    })),
  );
}

/** Every period with every batch of schools. */
function* batches({ stretch, schools }: DutyBook): Generator<{ batch: Batch; period: BookPeriod }> {
  if (stretch.kind !== 'periods') return;
  for (const period of stretch.periods) {
    for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) {
      yield { period, batch: some.map((school) => ({ school, period })) };
    }
  }
}

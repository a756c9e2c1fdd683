import {
  columnTitle,
  countTitle,
  madeText,
  matrixNotes,
  matrixTitle,
  nobodyOwes,
  notesTitle,
  stillOpen,
  totalOf,
} from '../../config/texts/book.js';
import { type BookPeriod, termSpan } from '../../models/book.js';
import type { Term } from '../../models/calendar.js';
import { addCounts, addEntry, type Counts, NOTHING, sumOf } from '../../models/count.js';
import type { Duty } from '../../models/duty.js';
import type { PeriodKey } from '../../models/ids.js';
import type { Models } from '../../models/models.js';
import type { Roll } from '../../models/roll.js';
import type { School } from '../../models/school.js';
import { schoolBatches } from '../../models/school-order.js';
import type { CellValue, Share, WorkbookSheet } from '../../models/workbook.js';

/** Schools whose pages of a term are in memory together: some ten thousand entries. */
const SCHOOLS_A_BATCH = 20;
/** What stands beside the periods, so that every denominator can be checked. */
const BESIDE: readonly (keyof Counts)[] = ['needItems', 'inItems', 'leave', 'exempt', 'absent', 'inCluster'];

export interface Matrix {
  duty: Duty;
  term: Term;
  periods: BookPeriod[];
  schools: School[];
  /** What all of them are called together; left out where they are not added up. */
  together?: string;
  now: Date;
}

type Numbers = Map<PeriodKey, Counts>;

/** Schools down, periods across, how much of how much in each cell; clusters and the county are added up. */
export function matrixSheets(matrix: Matrix, models: Models): WorkbookSheet[] {
  const { periods, now } = matrix;
  const labels = periods.map(({ title, lateAfter }) => (lateAfter > now ? stillOpen(title) : title));
  const notes = matrixNotes(madeText(now, models.calendar));
  return [
    {
      name: matrixTitle,
      frozenColumns: 2,
      columns: [
        { title: columnTitle.cluster, width: 14 },
        { title: columnTitle.school, width: 26 },
        ...labels.map((title) => ({ title, width: Math.max(9, title.length * 2) })),
        ...BESIDE.map((name) => ({ title: countTitle[name], width: 11 })),
      ],
      rows: rowsOf(matrix, models),
    },
    { name: notesTitle, columns: [{ title: notesTitle, width: 120 }], rows: notes.map((note) => [note]) },
  ];
}

async function* rowsOf(matrix: Matrix, models: Models): AsyncGenerator<CellValue[]> {
  const all: Numbers = new Map();
  let cluster: { name: string; numbers: Numbers } | undefined;
  for await (const { school, numbers } of schoolNumbers(matrix, models)) {
    if (cluster && cluster.name !== school.cluster) yield totalRow(totalOf(cluster.name), cluster.numbers, matrix);
    if (cluster?.name !== school.cluster) cluster = { name: school.cluster, numbers: new Map() };
    yield [school.cluster, school.name, ...cellsOf(numbers, matrix)];
    addNumbers(cluster.numbers, numbers);
    addNumbers(all, numbers);
  }
  if (cluster) yield totalRow(totalOf(cluster.name), cluster.numbers, matrix);
  if (matrix.together) yield totalRow(totalOf(matrix.together), all, matrix);
}

/** The numbers of every school that has a page in the term. */
async function* schoolNumbers({ duty, term, schools, now }: Matrix, models: Models) {
  const span = termSpan(term, models.calendar);
  for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) {
    const codes = some.map(({ _id }) => _id);
    const pages = await models.books.pagesOfTerm(duty.key, term.key, span, codes);
    for (const school of some) {
      const own = pages.filter((page) => page.school === school._id);
      if (own.length > 0) yield { school, numbers: numbersOf(own, now) };
    }
  }
}

function numbersOf(pages: Roll[], now: Date): Numbers {
  const numbers: Numbers = new Map();
  for (const { period, entries, lateAfter } of pages) {
    const counts = numbers.get(period) ?? { ...NOTHING };
    for (const entry of entries) addEntry(counts, entry, lateAfter <= now);
    numbers.set(period, counts);
  }
  return numbers;
}

function addNumbers(sum: Numbers, more: Numbers): void {
  for (const [period, counts] of more) {
    const before = sum.get(period) ?? { ...NOTHING };
    addCounts(before, counts);
    sum.set(period, before);
  }
}

function cellsOf(numbers: Numbers, { periods }: Matrix): CellValue[] {
  const total = sumOf(numbers.values());
  return [...periods.map(({ key }) => shareCell(numbers.get(key))), ...BESIDE.map((name) => total[name])];
}

const totalRow = (name: string, numbers: Numbers, matrix: Matrix): CellValue[] => [
  { value: name, look: 'strong' },
  undefined,
  ...cellsOf(numbers, matrix).map((cell) =>
    typeof cell === 'number' ? ({ value: cell, look: 'strong' } as const) : cell,
  ),
];

function shareCell(counts: Counts | undefined): CellValue {
  if (!counts) return undefined;
  if (counts.needItems === 0) return nobodyOwes;
  return { value: `${counts.inItems}/${counts.needItems}`, look: shareOf(counts.inItems / counts.needItems) };
}

/** Steps by what somebody does next: begin, go on, remind, see to the last ones, nothing. */
function shareOf(share: number): Share {
  if (share >= 1) return 'share-4';
  if (share >= 0.8) return 'share-3';
  if (share >= 0.5) return 'share-2';
  return share > 0 ? 'share-1' : 'share-0';
}

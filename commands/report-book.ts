import { countTitle, madeText } from '../config/texts/book.js';
import { ownerRuleText, ownerText } from '../config/texts/owner-name.js';
import {
  allTerms,
  listName,
  nothingOwed,
  reportColumn,
  reportCounts,
  reportNotes,
  reportSheet,
} from '../config/texts/report.js';
import type { Term } from '../models/calendar.js';
import type { Counts } from '../models/count.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { coverage, type ReportLine, type ReportPlan, ReportSums, reportLines } from '../models/report.js';
import type { CellValue, Column, RichCell, WorkbookSheet } from '../models/workbook.js';

type Place = NonNullable<RichCell['link']>;

/** Where each duty's list of a term begins. */
class Starts {
  readonly #places = new Map<string, Place>();

  set(duty: Duty, term: Term, place: Place): void {
    this.#places.set(`${duty.key}|${term.key}`, place);
  }

  /** Of a term, or the first of several. */
  of(duty: Duty, terms: readonly Term[]): Place | undefined {
    return terms.map((term) => this.#places.get(`${duty.key}|${term.key}`)).find((place) => place !== undefined);
  }
}

/** What the sheets share: the lists are written first and counted as they go by, the totals after them. */
interface Report extends ReportPlan {
  by: 'owner' | 'school';
  sums: ReportSums;
  starts: Starts;
  models: Models;
}

const columns = (...all: [keyof typeof reportColumn, number][]): Column[] =>
  all.map(([name, width]) => ({ title: reportColumn[name], width }));
const countColumns: Column[] = reportCounts.map((name) => ({ title: countTitle[name], width: 10 }));

/**
 * The report as a workbook: totals of every duty by term, the same by cluster, and for each chapter a sheet with the
 * lists behind the numbers, to which the numbers lead. Lines are owners, or whole schools in a county with too many.
 */
export function reportSheets(plan: ReportPlan, by: 'owner' | 'school', models: Models): WorkbookSheet[] {
  const report: Report = { ...plan, by, models, sums: new ReportSums(), starts: new Starts() };
  return [
    {
      name: reportSheet.total,
      columns: [
        ...columns(['chapter', 12], ['clause', 12], ['row', 7], ['duty', 28], ['who', 14], ['term', 18]),
        ...countColumns,
        ...columns(['rate', 9]),
      ],
      frozenColumns: 4,
      rows: totalRows(report),
      last: true,
    },
    {
      name: reportSheet.clusters,
      columns: [
        ...columns(['chapter', 12], ['clause', 12], ['row', 7], ['duty', 28], ['cluster', 16]),
        ...countColumns,
        ...columns(['rate', 9]),
      ],
      frozenColumns: 5,
      rows: clusterRows(report),
      last: true,
    },
    ...plan.chapters.map(
      (chapter): WorkbookSheet => ({
        name: listName(chapter.title),
        columns: [
          ...columns(['clause', 12], ['duty', 24], ['term', 18], ['cluster', 14], ['school', 26]),
          ...(by === 'owner' ? columns(['number', 12], ['name', 18]) : []),
          ...countColumns,
          ...(by === 'owner' ? columns(['missingPeriods', 40]) : []),
        ],
        frozenColumns: 2,
        rows: listRows(chapter, report),
      }),
    ),
    { name: reportSheet.notes, columns: [{ title: reportSheet.notes, width: 120 }], rows: noteRows(report) },
  ];
}

/** Behind the lists: what they are of is known when they are through. */
function* noteRows(report: Report): Generator<CellValue[]> {
  const { sums, by, now, models } = report;
  const made = madeText(now, models.calendar);
  for (const note of reportNotes(made, coverage(report, sums, models.calendar), by === 'owner')) yield [note];
}

async function* listRows(
  { title, duties }: ReportPlan['chapters'][number],
  report: Report,
): AsyncGenerator<CellValue[]> {
  let row = 1;
  for (const duty of duties) {
    for (const term of report.terms) {
      let begun = false;
      for await (const line of reportLines(duty, term, report, report.models)) {
        row += 1;
        if (!begun) report.starts.set(duty, term, { sheet: listName(title), row });
        begun = true;
        report.sums.add(duty, term, line);
        yield listRow(duty, term, line, report.by);
      }
    }
  }
}

function listRow(
  duty: Duty,
  term: Term,
  { school, owner, counts, missing }: ReportLine,
  by: Report['by'],
): CellValue[] {
  const named = owner && owner.kind !== 'school' ? ownerText(owner) : undefined;
  return [
    duty.clause,
    duty.name,
    term.name,
    school.cluster,
    school.name,
    ...(by === 'owner' ? [owner?.person, named] : []),
    ...reportCounts.map((name) => counts[name]),
    ...(by === 'owner' ? [missing.join('、')] : []),
  ];
}

function* totalRows(report: Report): Generator<CellValue[]> {
  const { terms, sums, starts, models } = report;
  for (const { chapter, duty } of eachDuty(report)) {
    const head = [chapter, duty.clause, duty.row, duty.name, ownerRuleText(duty, models.catalogue.posts)];
    const lines = sums.linesOf(duty, terms);
    if (lines.length === 0) yield [...head, nothingOwed];
    for (const { term, counts } of lines) {
      if (term) yield [...head, term.name, ...countCells(counts, starts.of(duty, [term]), false)];
      else yield [...head.map(strong), strong(allTerms), ...countCells(counts, starts.of(duty, terms), true)];
    }
  }
}

function* clusterRows(report: Report): Generator<CellValue[]> {
  const { sums, starts, terms, schools } = report;
  const clusters = [...new Set(schools.map(({ cluster }) => cluster))];
  for (const { chapter, duty } of eachDuty(report)) {
    for (const cluster of clusters) {
      const counts = sums.ofCluster(duty, cluster);
      if (!counts) continue;
      const cells = countCells(counts, starts.of(duty, terms), false);
      yield [chapter, duty.clause, duty.row, duty.name, cluster, ...cells];
    }
  }
}

function* eachDuty({ chapters }: ReportPlan): Generator<{ chapter: string; duty: Duty }> {
  for (const { title, duties } of chapters) for (const duty of duties) yield { chapter: title, duty };
}

/** The numbers, each leading to its list; a 0 leads nowhere. */
function countCells(counts: Counts, place: Place | undefined, bold: boolean): CellValue[] {
  const cells = reportCounts.map((name): CellValue => {
    const value = counts[name];
    if (!place || value === 0) return bold ? strong(value) : value;
    return { value, look: bold ? 'strong-link' : 'link', link: place };
  });
  if (counts.owed === 0) return [...cells, undefined];
  return [...cells, { value: counts.handedIn / counts.owed, format: 'percent', look: bold ? 'strong' : 'plain' }];
}

const strong = (value: string | number): RichCell => ({ value, look: 'strong' });

import { countTitle, madeText } from '../config/texts/book.js';
import { ownerRuleText } from '../config/texts/owner-name.js';
import {
  allTerms,
  backToTop,
  clusterHeading,
  listHeading,
  nothingOwed,
  nothingYet,
  reportColumn,
  reportCounts,
  reportNotes,
  reportTitle,
} from '../config/texts/report.js';
import type { Counts } from '../models/count.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { coverage, type ReportPlan, ReportSums, reportLines } from '../models/report.js';
import { escapeXml } from '../models/workbook-sheet.js';

/**
 * A4 across. Header rows come again on every page, no row is cut in two, every chapter begins a page. `WordSection1`
 * is how Word takes paper and margins from a page; it repeats `thead` as well.
 */
const STYLE = `
@page { size: A4 landscape; margin: 12mm; }
@page WordSection1 { size: 841.9pt 595.3pt; mso-page-orientation: landscape; margin: 34pt; }
div.WordSection1 { page: WordSection1; }
body { font: 9pt/1.35 "Noto Sans SC", "Microsoft YaHei", SimSun, sans-serif; color: #000; margin: 0; }
h1 { font-size: 16pt; margin: 0 0 6pt; } h2 { font-size: 13pt; margin: 10pt 0 4pt; } h3 { font-size: 10.5pt; margin: 8pt 0 3pt; }
h1, h2, h3 { break-after: avoid; page-break-after: avoid; }
section { break-before: page; page-break-before: always; }
table { border-collapse: collapse; width: 100%; margin-bottom: 6pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; page-break-inside: avoid; }
th, td { border: 0.5pt solid #999; padding: 1.5pt 3pt; text-align: left; vertical-align: top; }
th { background: #eef3f8; font-weight: bold; } td.n { text-align: right; } td:first-child { white-space: nowrap; } tr.total td { font-weight: bold; }
a { color: inherit; text-decoration: underline; } p { margin: 0 0 3pt; }
@media screen { body { margin: 16px; max-width: 1200px; } }
`;

/** The lists of a report as HTML in pieces; `sums` is full when they are through. Whole schools, no names of people. */
export async function* pageLists(plan: ReportPlan, sums: ReportSums, models: Models): AsyncGenerator<string> {
  for (const { duties } of plan.chapters) {
    for (const duty of duties) yield* dutyList(duty, plan, sums, models);
  }
}

async function* dutyList(duty: Duty, plan: ReportPlan, sums: ReportSums, models: Models): AsyncGenerator<string> {
  const head = [reportColumn.term, reportColumn.cluster, reportColumn.school, ...countTitles];
  let begun = false;
  for (const term of plan.terms) {
    for await (const line of reportLines(duty, term, { ...plan, by: 'school' }, models)) {
      if (!begun) {
        yield `<h3 id="${anchorOf(duty)}">${escapeXml(listHeading(duty.clause, duty.name))} <a href="#top">${backToTop}</a></h3>`;
        yield tableHead(head);
      }
      begun = true;
      sums.add(duty, term, line);
      yield tableRow([term.name, line.school.cluster, line.school.name], numbers(line.counts));
    }
  }
  if (begun) yield '</tbody></table>\n';
}

/** What stands before the lists: title, notes and, a chapter a page, the numbers of every duty by term and cluster. */
export function* pageTotals(plan: ReportPlan, sums: ReportSums, models: Models): Generator<string> {
  const { chapters, now } = plan;
  const { calendar } = models;
  const title = escapeXml(reportTitle);
  yield `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>`;
  yield `<body><div class="WordSection1"><h1 id="top">${title}</h1>`;
  const notes = reportNotes(madeText(now, calendar), coverage(plan, sums, calendar), false);
  for (const note of notes) yield `<p>${escapeXml(note)}</p>`;
  for (const [index, chapter] of chapters.entries()) {
    yield `${index > 0 ? '<section>' : '<div>'}<h2>${escapeXml(chapter.title)}</h2>`;
    yield* chapterTotals(chapter, plan, sums, models);
    yield* chapterClusters(chapter, plan, sums);
    yield index > 0 ? '</section>' : '</div>';
  }
  yield '<section>';
}

export const PAGE_END = '</section></div></body></html>\n';

type ChapterPlan = ReportPlan['chapters'][number];

function* chapterTotals(
  { duties }: ChapterPlan,
  { terms }: ReportPlan,
  sums: ReportSums,
  { catalogue }: Models,
): Generator<string> {
  const { clause, row, duty: name, who, term: termTitle, rate } = reportColumn;
  yield tableHead([clause, row, name, who, termTitle, ...countTitles, rate]);
  for (const duty of duties) {
    const head = [duty.clause, duty.row, duty.name, ownerRuleText(duty, catalogue.posts)];
    const lines = sums.linesOf(duty, terms);
    if (lines.length === 0) yield tableRow([...head, nothingOwed], Array(countTitles.length + 1).fill(''));
    for (const { term, counts } of lines) {
      const figures = [...numbers(counts, anchorOf(duty)), rateText(counts)];
      yield term ? tableRow([...head, term.name], figures) : tableRow([...head, allTerms], figures, 'total');
    }
  }
  yield '</tbody></table>\n';
}

function* chapterClusters(
  { title, duties }: ChapterPlan,
  { schools }: ReportPlan,
  sums: ReportSums,
): Generator<string> {
  const clusters = [...new Set(schools.map(({ cluster }) => cluster))];
  const rows = duties.flatMap((duty) =>
    clusters.flatMap((cluster) => {
      const counts = sums.ofCluster(duty, cluster);
      return counts
        ? [tableRow([duty.clause, duty.name, cluster], [...numbers(counts, anchorOf(duty)), rateText(counts)])]
        : [];
    }),
  );
  if (rows.length === 0) {
    yield `<p>${nothingYet}</p>`;
    return;
  }
  yield `<h3>${escapeXml(clusterHeading(title))}</h3>`;
  yield tableHead([reportColumn.clause, reportColumn.duty, reportColumn.cluster, ...countTitles, reportColumn.rate]);
  yield* rows;
  yield '</tbody></table>\n';
}

const countTitles = reportCounts.map((name) => countTitle[name]);
const anchorOf = ({ key }: Duty): string => `list-${key}`;

/** Numbers as they stand in cells: a 0 is left out, so that what is there is seen; the others lead to their list. */
const numbers = (counts: Counts, link?: string): string[] =>
  reportCounts.map((name) => {
    const value = counts[name];
    if (value === 0) return '';
    return link ? `<a href="#${link}">${value}</a>` : String(value);
  });

const rateText = ({ owed, handedIn }: Counts): string => (owed === 0 ? '' : `${((100 * handedIn) / owed).toFixed(1)}%`);

const tableHead = (titles: readonly string[]): string =>
  `<table><thead><tr>${titles.map((title) => `<th>${escapeXml(title)}</th>`).join('')}</tr></thead><tbody>\n`;

function tableRow(texts: readonly string[], figures: readonly string[], name?: string): string {
  const cells = texts.map((text) => `<td>${escapeXml(text)}</td>`);
  const counts = figures.map((figure) => `<td class="n">${figure}</td>`);
  return `<tr${name ? ` class="${name}"` : ''}>${cells.join('')}${counts.join('')}</tr>\n`;
}

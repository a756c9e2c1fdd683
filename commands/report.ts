import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { reported } from '../config/texts/report.js';
import { openCounty } from '../county.js';
import { systemClock } from '../models/clock.js';
import type { Models } from '../models/models.js';
import { planChapters, type ReportPlan, ReportSums, termsOfYear } from '../models/report.js';
import { inOrder } from '../models/school-order.js';
import { streamWorkbook } from '../models/workbook.js';
import { type Command, type Given, mustHave, nothingMore, textOption, UsageProblem } from './command.js';
import type { ExportTerminal } from './export.js';
import { termNamed } from './export-choice.js';
import { reportSheets } from './report-book.js';
import { PAGE_END, pageLists, pageTotals } from './report-page.js';
import { outFile, saveFile } from './save-file.js';

const EXAMPLE = '2026年报告.xlsx';
const ENDINGS = ['.xlsx', '.html'];
/** With more people than this, a line of the lists is a school: a sheet would have more lines than Excel takes. */
const MOST_NAMED = 100_000;

export const report: Command = {
  usage: 'report --year 年 [--term 学期] --out 文件.xlsx|文件.html',
  help: `对照工作计划逐条出年度报告：每条每项应交、已交、补交、免交、请假、退回、通过、记录份数，分学期、分片区，并有名单。--year 2026 是 2026 年开学的两个学期，--year 2026-2027 是学年；加 --term 2026-autumn 只要一个学期。
      .xlsx 里数字可点到名单（有姓名，请妥善保管）；.html 是可打印的网页（A4 横向，不含姓名），Word 和 WPS 也能打开再改。`,
  options: { year: { type: 'string' }, term: { type: 'string' }, out: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    nothingMore(given);
    outFile(given, EXAMPLE, ENDINGS);
    const { database, models } = await openCounty(env, log);
    try {
      await writeReport(given, models, { say, zone: env.timeZone, now: systemClock.now() });
      return 0;
    } finally {
      await database.stop();
    }
  },
};

/** Writes the report the command line asks for, and says so. */
export async function writeReport(given: Given, models: Models, { say, zone, now }: ExportTerminal): Promise<void> {
  const { path, ending } = outFile(given, EXAMPLE, ENDINGS);
  const plan: ReportPlan = {
    chapters: planChapters(models.catalogue.chapters, models.catalogue.duties),
    terms: termsChosen(given, models),
    schools: inOrder(await models.books.schools()),
    now,
  };
  if (ending === '.html') await savePage(path, plan, models);
  else {
    const by = (await models.people.count()) > MOST_NAMED ? 'school' : 'owner';
    await saveFile(path, streamWorkbook(reportSheets(plan, by, models), zone));
  }
  say(reported(models.catalogue.duties.length, path));
}

function termsChosen(given: Given, models: Models): ReportPlan['terms'] {
  const year = mustHave(given, 'year', '2026');
  const terms = termsOfYear(year, models.calendar.terms);
  if (terms.length === 0) {
    throw new UsageProblem(`没有「${year}」这一年的学期。--year 请写 2026 或 2026-2027；校历里要有它的学期。`);
  }
  const named = textOption(given, 'term');
  if (named === undefined) return terms;
  const term = termNamed(named, models);
  if (!terms.includes(term)) throw new UsageProblem(`${term.name}不在 ${year} 年里。`);
  return [term];
}

/** The lists are counted as they are written, and stand behind the totals: so they are kept beside for a moment. */
async function savePage(path: string, plan: ReportPlan, models: Models): Promise<void> {
  const lists = `${path}.lists`;
  const sums = new ReportSums();
  try {
    await saveFile(lists, Readable.from(pageLists(plan, sums, models)));
    await saveFile(path, Readable.from(wholePage(pageTotals(plan, sums, models), lists)));
  } finally {
    await rm(lists, { force: true });
  }
}

async function* wholePage(totals: Iterable<string>, lists: string): AsyncGenerator<string | Buffer> {
  yield* totals;
  for await (const piece of createReadStream(lists)) yield piece as Buffer;
  yield PAGE_END;
}

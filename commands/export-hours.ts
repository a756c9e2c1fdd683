import * as texts from '../config/texts/hours.js';
import { openCounty } from '../county.js';
import { coverageOf, programmeNamed } from '../handlers/coverage.js';
import { hoursSheet, missingSheet } from '../handlers/hours-workbook.js';
import { systemClock } from '../models/clock.js';
import type { Models } from '../models/models.js';
import { streamWorkbook, type WorkbookSheet } from '../models/workbook.js';
import { type Command, type Given, nothingMore, only, textOption, UsageProblem } from './command.js';
import type { ExportTerminal } from './export.js';
import { outFile, saveFile } from './save-file.js';

const EXAMPLE = '学时.xlsx';

export const exportHours: Command = {
  usage: 'export-hours (年份 | --missing 培训项目) --out 文件.xlsx',
  help: `导出一年的培训学时，一张证书一行，栏目与省学时系统相近：export-hours 2026 --out 学时.xlsx。
      --missing 信息技术 是这个培训项目应训未训的人，按学校列出。表里有姓名，请妥善保管。`,
  options: { missing: { type: 'string' }, out: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    outFile(given, EXAMPLE, ['.xlsx']);
    const { database, models } = await openCounty(env, log);
    try {
      await exportHoursOf(given, models, { say, zone: env.timeZone, now: systemClock.now() });
      return 0;
    } finally {
      await database.stop();
    }
  },
};

/** Writes what the command line asks for, and says so. */
export async function exportHoursOf(given: Given, models: Models, { say, zone, now }: ExportTerminal): Promise<void> {
  const { path } = outFile(given, EXAMPLE, ['.xlsx']);
  const save = (sheet: WorkbookSheet): Promise<void> => saveFile(path, streamWorkbook([sheet], zone));
  const word = textOption(given, 'missing');
  if (word !== undefined) {
    nothingMore(given);
    const programme = programmeNamed(word, models);
    if (!programme) throw new UsageProblem(unknownProgramme(word, models));
    const coverage = await coverageOf(programme, { now, today: models.calendar.dayOf(now) }, models);
    await save(missingSheet(coverage));
    return say(texts.exportedMissing(programme.name, coverage, path));
  }
  const typed = only(given.args, '年份');
  if (!/^20\d\d$/.test(typed))
    throw new UsageProblem(`年份请写四位数字，例如 ${models.calendar.dayOf(now).slice(0, 4)}。`);
  const year = Number(typed);
  let rows = 0;
  const counted = async function* () {
    for await (const each of models.certificates.ofYear(year)) {
      rows += 1;
      yield each;
    }
  };
  await save(hoursSheet(counted(), models));
  say(texts.exported(year, rows, path));
}

const unknownProgramme = (word: string, { catalogue }: Models): string =>
  `没有叫「${word}」的培训项目。现在有：${catalogue.trainings.map((each) => each.word).join('、')}。`;

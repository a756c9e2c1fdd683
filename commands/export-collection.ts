import * as texts from '../config/texts/collection-host.js';
import { openCounty } from '../county.js';
import { collectionNamed } from '../handlers/collection-template.js';
import { collectionSheets } from '../handlers/collection-workbook.js';
import { systemClock } from '../models/clock.js';
import type { Models } from '../models/models.js';
import { streamWorkbook } from '../models/workbook.js';
import { type Command, type Given, only, UsageProblem } from './command.js';
import type { ExportTerminal } from './export.js';
import { outFile, saveFile } from './save-file.js';

const EXAMPLE = '收集.xlsx';

export const exportCollection: Command = {
  usage: 'export-collection 编号 --out 文件.xlsx',
  help: '导出一个编号的收集：一页是谁填了什么，一页是谁还没填；匿名的只有内容，不到 5 份不导出。表里有姓名，请妥善保管。',
  options: { out: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    outFile(given, EXAMPLE, ['.xlsx']);
    const { database, models } = await openCounty(env, log);
    try {
      await exportCollectionTo(given, models, { say, zone: env.timeZone, now: systemClock.now() });
      return 0;
    } finally {
      await database.stop();
    }
  },
};

/** Writes the list of the collection the command line names, and says so. */
export async function exportCollectionTo(
  given: Given,
  models: Models,
  { say, zone, now }: ExportTerminal,
): Promise<void> {
  const { path } = outFile(given, EXAMPLE, ['.xlsx']);
  const typed = only(given.args, '编号');
  const found = await collectionNamed(typed, models);
  if ('no' in found) throw new UsageProblem(texts.noSuchToExport(typed));
  const { sheets, count } = await collectionSheets(
    found.collection,
    { now, today: models.calendar.dayOf(now) },
    models,
  );
  await saveFile(path, streamWorkbook(sheets, zone));
  say(texts.exported(count, path));
}

import type { Env } from '../config/env.js';
import { openBots, openCounty } from '../county.js';
import { handOn } from '../jobs/hand-on.js';
import { matchAccounts } from '../jobs/match-accounts.js';
import { systemClock } from '../models/clock.js';
import type { Database } from '../models/db.js';
import { buildIndexes } from '../models/db.js';
import { wasDemo } from '../models/demo/load.js';
import type { Log } from '../models/log.js';
import type { Models } from '../models/models.js';
import { applyRoster, currentRoster } from '../models/roster/apply.js';
import { describeDiff } from '../models/roster/describe.js';
import { type CurrentRoster, diffRoster, isEmpty, type RosterDiff } from '../models/roster/diff.js';
import { readRoster } from '../models/roster/read.js';
import { stagesNamed } from '../models/where.js';
import { type Command, only } from './command.js';

export const importRoster: Command = {
  usage: 'import-roster 花名册.xlsx [--dry-run]',
  help: '导入花名册（工作表「学校」「人员」）。有一行不对就整本不导入，并列出每一处；名册里没有的人记为离开，不删除。先用 --dry-run 看会改什么。',
  options: { 'dry-run': { type: 'boolean' } },
  run: async ({ args, options }, { env, log, say, complain }) => {
    const file = only(args, '花名册文件');
    const { database, models } = await openCounty(env, log);
    try {
      const { posts } = models.catalogue;
      const reading = await readRoster(file, { posts });
      if (reading.kind === 'bad') {
        complain(`没有导入。共有 ${reading.problems.length} 处要改：`);
        for (const { sheet, row, column, reason } of reading.problems) {
          complain(`  ${placeOf(sheet, row, column)}${reason}`);
        }
        return 2;
      }
      await buildIndexes(database.connection);
      const now = systemClock.now();
      const current = await currentRoster(database.connection);
      const diff = diffRoster(current, reading.roster, models.calendar.dayOf(now));
      if (endsEverySchool(diff, current) && (await wasDemo(database.connection))) {
        if (!options['dry-run']) {
          complain(`没有导入。${DEMO_COUNTY}`);
          return 2;
        }
        say(`请留意：${DEMO_COUNTY}`);
      }
      for (const line of describeDiff(diff, {
        posts,
        stages: stagesNamed(models.catalogue),
        complete: options['dry-run'] === true,
      }))
        say(line);
      if (options['dry-run'] || isEmpty(diff)) return 0;
      await applyRoster(database.connection, diff);
      const pages = await models.ledger.openRolls(now);
      await handOn(models, now);
      say(`已导入，应交名册已更新${pages > 0 ? `，新开 ${pages} 页` : ''}。`);
      say(await matched(env, log, { database, models }, now));
      return 0;
    } finally {
      await database.stop();
    }
  },
};

const DEMO_COUNTY =
  '这个库里是虚构的示范县，导进来就和真的混在一起了。请停下程序，换一个空的 DATA_DIR，并设 DEMO=off，再导入。';

/** Schools of the made-up county stand in no real roster. Once they are gone, the database is the real county's. */
function endsEverySchool({ endedSchools }: RosterDiff, { schools }: CurrentRoster): boolean {
  return endedSchools.length > 0 && endedSchools.length === schools.filter(({ endedOn }) => !endedOn).length;
}

/** Whoever is known by mobile number need not bind: found now, so that nobody who writes first is taken for a stranger. */
async function matched(env: Env, log: Log, county: { database: Database; models: Models }, now: Date): Promise<string> {
  try {
    const bound = await matchAccounts(county.models, (await openBots(env, county, log)).values(), now);
    return bound > 0 ? `按手机号绑定了 ${bound} 个账号。` : '没有可以按手机号绑定的账号。';
  } catch {
    return '暂时没能按手机号查找账号，程序运行时每小时会再试。';
  }
}

/** Where a problem is: a cell, a sheet's column, a sheet, or the file as a whole. */
const placeOf = (sheet: string, row: number, column: string): string => {
  if (!sheet) return '';
  return `工作表「${sheet}」${row > 0 ? `第 ${row} 行` : ''}${column ? `「${column}」` : ''}：`;
};

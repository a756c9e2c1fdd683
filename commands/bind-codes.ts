import { Readable } from 'node:stream';
import { openCounty } from '../county.js';
import { exportBindCodes } from '../models/bind-code-sheet.js';
import { systemClock } from '../models/clock.js';
import { buildIndexes } from '../models/db.js';
import { type Command, nothingMore, textOption, UsageProblem } from './command.js';
import { outFile, saveFile, tryPlace } from './save-file.js';

export const bindCodes: Command = {
  usage: 'bind-codes [--school 学校] --out 文件.xlsx',
  help: '为还没有绑定账号的人（或某校全部人员）生成一次性绑定码，写入表格，14 天有效。重新生成后旧码作废。表格请妥善保管。',
  options: { school: { type: 'string' }, out: { type: 'string' } },
  run: async (given, { env, log, say }) => {
    nothingMore(given);
    const { path } = outFile(given, '绑定码.xlsx', ['.xlsx']);
    const named = textOption(given, 'school');
    const { database, models } = await openCounty(env, log);
    try {
      const school = named === undefined ? undefined : await models.schools.find(named);
      if (named !== undefined && !school) throw new UsageProblem(`没有编码或名称为「${named}」的学校。`);
      await buildIndexes(database.connection);
      // New codes end the old ones: none are made for a file that cannot be written.
      await tryPlace(path);
      const { workbook, count } = await exportBindCodes(database.connection, {
        ...(school && { school: school._id }),
        now: systemClock.now(),
        zone: env.timeZone,
      });
      if (count === 0) {
        say('没有要发绑定码的人：名册是空的，或者都已经绑定。没有写文件。');
        return 0;
      }
      await saveFile(path, Readable.from([workbook]));
      say(`${count} 个人的绑定码已写入 ${path}。`);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

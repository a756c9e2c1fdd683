import { openCounty } from '../county.js';
import { backup, restore } from '../models/backup.js';
import { systemClock } from '../models/clock.js';
import { type Command, only } from './command.js';

export const backupCommand: Command = {
  usage: 'backup 目录',
  help: '把整个数据库备份到一个新目录。程序运行时也可以备份。目录里有全部数据，请妥善保管。',
  run: async ({ args }, { env, log, say }) => {
    const dir = only(args, '备份目录');
    const { database, models } = await openCounty(env, log);
    try {
      const now = systemClock.now();
      const { collections, documents } = await backup(database.connection, dir, { now });
      await models.marks.set('backup', now);
      say(`已备份到 ${dir}：${collections} 个集合，${documents} 条。`);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

export const restoreCommand: Command = {
  usage: 'restore 目录',
  help: '把备份恢复到一个空的数据库（内置的，或 MONGODB_URI 指向的）。从内置数据库搬到服务器也用它。请先停下程序。',
  run: async ({ args }, { env, log, say }) => {
    const dir = only(args, '备份目录');
    const { database } = await openCounty(env, log);
    try {
      const { collections, documents } = await restore(database.connection, dir, { log });
      say(`已从 ${dir} 恢复：${collections} 个集合，${documents} 条。`);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

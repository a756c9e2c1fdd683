import type { Bot } from './bots/bot.js';
import type { Env } from './config/env.js';
import { ConfigError, loadCalendar, loadCatalogue, packagedDir } from './config/load.js';
import { RESERVED_WORDS } from './config/reserved-words.js';
import { commandWords } from './handlers/routes.js';
import { type Database, openDatabase } from './models/db.js';
import type { Log } from './models/log.js';
import { createModels, type Models } from './models/models.js';

/** Opens the county: its files, its database, what works on it. What the program and the operator's commands stand on. */
export async function openCounty(env: Env, log: Log): Promise<{ database: Database; models: Models }> {
  const catalogue = loadCatalogue(env.catalogueDir ?? packagedDir('catalogue'), [...RESERVED_WORDS, ...commandWords]);
  const calendar = loadCalendar(env.calendarDir ?? packagedDir('calendar'), env.timeZone);
  const uri = env.mongodbUri?.reveal();
  const database = await openDatabase({ ...(uri && { uri }), dataDir: env.dataDir, log });
  const models = createModels(database.connection, { catalogue, calendar, publicUrl: env.publicUrl });
  return { database, models };
}

/** The bots of the platforms that are switched on. Their libraries are loaded only then. */
export async function openBots(env: Env, log: Log): Promise<Map<string, Bot>> {
  const bots = new Map<string, Bot>();
  if (env.feishu?.transport === 'websocket') {
    throw new ConfigError('环境变量有问题，改好之前不能启动：', [
      'FEISHU_TRANSPORT=websocket 这一版还不支持，请用 webhook。',
    ]);
  }
  if (env.feishu) {
    const { createFeishu } = await import('./bots/feishu/index.js');
    const feishu = await createFeishu(env.feishu, { log });
    bots.set(feishu.platform, feishu);
  }
  return bots;
}

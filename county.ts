import type { Bot } from './bots/bot.js';
import type { Env } from './config/env.js';
import { loadCalendar, loadCatalogue, packagedDir } from './config/load.js';
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
  if (env.feishu) {
    const { createConnectedFeishu, createFeishu } = await import('./bots/feishu/index.js');
    const { feishu } = env;
    const bot = await (feishu.transport === 'websocket'
      ? createConnectedFeishu(feishu, { log })
      : createFeishu(feishu, { log }));
    bots.set(bot.platform, bot);
  }
  if (env.wecom) {
    const { createWecom } = await import('./bots/wecom/index.js');
    const bot = createWecom(env.wecom, { log });
    bots.set(bot.platform, bot);
  }
  return bots;
}

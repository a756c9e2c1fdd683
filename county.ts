import type { Bot } from './bots/bot.js';
import type { Env } from './config/env.js';
import type { WechatEnv } from './config/env-wechat.js';
import { loadCalendar, loadCatalogue, packagedDir } from './config/load.js';
import { RESERVED_WORDS } from './config/reserved-words.js';
import { commandWords } from './handlers/routes.js';
import { type Clock, SharedClock, systemClock } from './models/clock.js';
import { type Database, openDatabase } from './models/db.js';
import { createHanded } from './models/handed.js';
import type { Log } from './models/log.js';
import { createModels, type Models } from './models/models.js';
import { isQuiet } from './models/nag.js';
import { createSaid } from './models/said.js';

export interface OpenCounty {
  database: Database;
  models: Models;
  /** The time that all processes on the database share. */
  machine: SharedClock;
}

/**
 * Opens the county: its files, its database, what works on it. What the program and the operator's commands stand on.
 *
 * @param own this machine's clock.
 */
export async function openCounty(env: Env, log: Log, own: Clock = systemClock): Promise<OpenCounty> {
  const catalogue = loadCatalogue(env.catalogueDir ?? packagedDir('catalogue'), [...RESERVED_WORDS, ...commandWords]);
  const calendar = loadCalendar(env.calendarDir ?? packagedDir('calendar'), env.timeZone);
  const uri = env.mongodbUri?.reveal();
  const database = await openDatabase({ ...(uri && { uri }), dataDir: env.dataDir, log });
  const machine = new SharedClock(own, database.clock);
  await machine.set();
  const models = createModels(database.connection, { catalogue, calendar, publicUrl: pagesAt(env) }, machine);
  await models.localDays.follow();
  return { database, models, machine };
}

/** Where the pages are for people; in the sandbox, where people are at this very machine, at its own address. */
const pagesAt = ({ publicUrl, sandbox, port }: Env): string | undefined =>
  publicUrl ?? (sandbox && port !== 0 ? `http://127.0.0.1:${port}` : undefined);

/** The bots of the platforms that are switched on. Their libraries are loaded only then. */
export async function openBots(
  env: Env,
  { database, models }: { database: Database; models: Models },
  log: Log,
): Promise<Map<string, Bot>> {
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
    const said = createSaid(database.connection, 'wecom');
    const bot = createWecom(env.wecom, { said, clock: systemClock, log });
    bots.set(bot.platform, bot);
  }
  if (env.wecomGroup) {
    const { createWecomGroup } = await import('./bots/wecom-group/index.js');
    const bot = createWecomGroup(env.wecomGroup);
    bots.set(bot.platform, bot);
  }
  if (env.wechat) {
    const bot = await openWechat(env.wechat, database, models, log);
    bots.set(bot.platform, bot);
  }
  return bots;
}

async function openWechat(wechat: WechatEnv, { connection }: Database, models: Models, log: Log): Promise<Bot> {
  const { createWechat, loginCode, LOGIN_STATES } = await import('./bots/wechat/index.js');
  const { marks, calendar, catalogue } = models;
  return createWechat(wechat, {
    handed: createHanded(connection, 'wechat'),
    said: createSaid(connection, 'wechat'),
    decency: {
      isQuiet: (now) => isQuiet(now, calendar, catalogue.budget),
      privatePush: wechat.privatePush,
    },
    report: (login, at) => marks.set('wechat-login', at, LOGIN_STATES.indexOf(login)),
    async reported() {
      const mark = await marks.get('wechat-login');
      const login = LOGIN_STATES[mark?.value ?? -1];
      return mark && login && { login, at: mark.at };
    },
    // It is good for minutes, and no log keeps it.
    showCode: (qr) => void process.stdout.write(loginCode(qr, process.stdout.isTTY)),
    clock: systemClock,
    log,
  });
}

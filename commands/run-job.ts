import { createSandboxBot } from '../bots/sandbox/index.js';
import { createSandboxStore } from '../bots/sandbox/store.js';
import { openBots, openCounty } from '../county.js';
import { deliver } from '../jobs/deliver.js';
import { isJobName, jobs } from '../jobs/jobs.js';
import { systemClock } from '../models/clock.js';
import { buildIndexes } from '../models/db.js';
import { type Command, only, textOption, UsageProblem } from './command.js';

export const runJob: Command = {
  usage: 'run-job NAME [--at ISO-TIME] [--dry-run]',
  help: `现在（或按 --at 的时间）运行一次定时任务，并列出谁、什么事、为什么。名称：${Object.keys(jobs).join('、')}。--dry-run 只看不发。重复运行不会重复提醒。`,
  options: { at: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: async (given, { env, log, say }) => {
    const name = only(given.args, '任务名称');
    if (!isJobName(name))
      throw new UsageProblem(`没有叫「${name}」的定时任务。现在有：${Object.keys(jobs).join('、')}。`);
    const at = readTime(textOption(given, 'at'));
    const dryRun = given.options['dry-run'] === true;
    const { database, models, machine } = await openCounty(env, log);
    try {
      const bots = dryRun ? new Map() : await openBots(env, { database, models }, log);
      const now = at ?? systemClock.now();
      if (env.sandbox && !dryRun) {
        const store = createSandboxStore(database.connection);
        const bot = createSandboxBot({ store, clock: { now: () => now } });
        bots.set(bot.platform, bot);
      }
      if (!dryRun) await buildIndexes(database.connection);
      say(await jobs[name]({ models, bots, now, dryRun, asOf: at !== undefined, say }));
      if (dryRun) return 0;
      // Sent from here as well, so that it works with no server running; whichever of the two claims a row sends it.
      const delivery = { models, bots, clock: { now: () => now }, machine, log };
      while ((await deliver(delivery)) > 0);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

function readTime(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  const withZone = /([zZ]|[+-]\d{2}:?\d{2})$/.test(text);
  if (Number.isNaN(at.getTime()) || !withZone || !isOnCalendar(text)) {
    throw new UsageProblem('--at 要写成带时区的时间，例如 2026-10-30T15:40:00+08:00。');
  }
  return at;
}

/** 30 February is none: to the machine it would be 2 March. */
function isOnCalendar(text: string): boolean {
  const [day = ''] = text.split(/[Tt ]/u);
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

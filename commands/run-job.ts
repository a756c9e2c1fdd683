import { createSandboxBot } from '../bots/sandbox/index.js';
import { createSandboxStore } from '../bots/sandbox/store.js';
import { openBots, openCounty } from '../county.js';
import { deliver } from '../jobs/deliver.js';
import { isJobName, jobs } from '../jobs/jobs.js';
import { wallClock } from '../models/calendar.js';
import { systemClock } from '../models/clock.js';
import { buildIndexes } from '../models/db.js';
import { Day } from '../models/ids.js';
import { TimeOfDay } from '../models/time-of-day.js';
import { type Command, only, textOption, UsageProblem } from './command.js';

export const runJob: Command = {
  usage: 'run-job 名称 [--at 时间] [--dry-run]',
  help: `现在（或按 --at 的时间）运行一次定时任务，并列出谁、什么事、为什么。名称：${Object.keys(jobs).join('、')}。--dry-run 只看不发。重复运行不会重复提醒。`,
  options: { at: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: async (given, { env, log, say }) => {
    const name = only(given.args, '任务名称');
    if (!isJobName(name))
      throw new UsageProblem(`没有叫「${name}」的定时任务。现在有：${Object.keys(jobs).join('、')}。`);
    const dryRun = given.options['dry-run'] === true;
    const typed = textOption(given, 'at');
    const at = typed === undefined ? undefined : readTime(typed, env.timeZone);
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

/**
 * An instant as the command line gives it; without a zone it is the county's clock.
 *
 * @throws UsageProblem for what is no time, or no day of the calendar.
 */
export function readTime(text: string, zone: string): Date {
  const [, day, time, seconds = '00', written] = ISO_TIME.exec(text) ?? [];
  const [known, clock] = [Day.safeParse(day), TimeOfDay.safeParse(time)];
  const at =
    known.success && clock.success
      ? written
        ? new Date(`${known.data}T${clock.data}:${seconds}${written}`)
        : wallClock(zone).at(known.data, clock.data)
      : undefined;
  if (!at || Number.isNaN(at.getTime()))
    throw new UsageProblem('--at 要写成日期和时间，例如 2026-10-30T15:40:00+08:00；不写时区就是县里的时间。');
  return at;
}

/** 2026-10-30T15:40, with seconds and a zone or without. */
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([zZ]|[+-]\d{2}:?\d{2})?$/;

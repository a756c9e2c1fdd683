import { schedule as startTask } from 'node-cron';
import { type Clock, MovableClock } from '../models/clock.js';
import type { Catalogue } from '../models/duty.js';
import { errorName, type Log } from '../models/log.js';
import type { Models } from '../models/models.js';
import { eveningOf } from '../models/snooze.js';
import { type JobName, type JobRun, jobs } from './jobs.js';

export type { JobName } from './jobs.js';

/**
 * When jobs wake. Cron only wakes: what is due is worked out from the database, so a missed tick is caught up by the
 * next. Minutes are odd ones on purpose, never full or half hours: Feishu asks not to push then. Every day has the same
 * ones.
 */
export const schedule: readonly { job: JobName; cron: string }[] = [
  { job: 'open-rolls', cron: '7 0 * * *' },
  { job: 'measure', cron: '23 1 * * *' },
  { job: 'match-accounts', cron: '13 6-20 * * *' },
  { job: 'digest', cron: '1-56/5 7-19 * * *' },
  { job: 'remind', cron: '1-56/5 7-19 * * *' },
  { job: 'trainings', cron: '3-58/5 7-19 * * *' },
  { job: 'collections', cron: '4-59/5 7-19 * * *' },
];

export interface ScheduleDeps {
  models: Models;
  bots: JobRun['bots'];
  clock: Clock;
  zone: string;
  log: Log;
  /** After a job has put something. */
  afterJob(): void;
}

export interface Schedule {
  /** Runs a job now, as the schedule would. */
  run(job: JobName, now: Date): Promise<string>;
  /** The jobs that wake within a span, in order of time: for a clock that is put forward. */
  between(from: Date, to: Date): { job: JobName; at: Date }[];
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Starts the timers. The first run of a job in a process always looks; later ones skip when nothing fell due since. */
export function startSchedule(deps: ScheduleDeps): Schedule {
  const lastRun = new Map<JobName, Date>();
  const running = new Set<Promise<unknown>>();

  const run = async (job: JobName, now: Date): Promise<string> => {
    const since = lastRun.get(job);
    lastRun.set(job, now);
    if (since && !fellDue(job, since, now, deps.models)) return '';
    const { models, bots, clock, log } = deps;
    // A clock that is put forward goes past the minutes, and no machine's time with it.
    const spread = !(clock instanceof MovableClock);
    const startedAt = performance.now();
    const work = async (): Promise<string> => {
      await models.localDays.follow();
      return jobs[job]({ models, bots, now, dryRun: false, asOf: false, spread, say: () => {} });
    };
    const done = await work().catch((error: unknown) => {
      // What fell due is still to be found, by whichever run comes next.
      lastRun.delete(job);
      throw error;
    });
    log.info({ job, ms: Math.round(performance.now() - startedAt) }, 'job done');
    deps.afterJob();
    return done;
  };

  const wake = (job: JobName): Promise<void> => {
    const ended = run(job, deps.clock.now())
      .then(() => undefined)
      .catch((error: unknown) => {
        deps.log.error({ job, error: errorName(error) }, 'job failed; the next tick tries again');
      });
    running.add(ended);
    void ended.finally(() => running.delete(ended));
    return ended;
  };

  const tasks = schedule.map(({ job, cron: expression }) => ({
    job,
    task: startTask(expression, () => wake(job), { name: job, timezone: deps.zone, noOverlap: true }),
  }));

  const wakingAt = alikeEveryDay((at) => tasks.filter(({ task }) => task.match(at)).map(({ job }) => job), deps.zone);

  return {
    run,
    between: (from, to) => {
      const due: { job: JobName; at: Date }[] = [];
      for (let ms = nextMinute(from); ms <= to.getTime(); ms += MINUTE_MS) {
        const at = new Date(ms);
        for (const job of wakingAt(at)) due.push({ job, at });
      }
      return due;
    },
    stop: async () => {
      for (const { task } of tasks) await task.destroy();
      await Promise.all(running);
    },
  };
}

/** Remembers what holds of a minute of the day: to match one takes 30 µs a job, which are seconds for a week. */
function alikeEveryDay<T>(work: (at: Date) => T, timeZone: string): (at: Date) => T {
  const known = new Map<string, T>();
  const { format } = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone });
  return (at) => {
    const time = format(at);
    const found = known.get(time) ?? work(at);
    known.set(time, found);
    return found;
  };
}

const nextMinute = (from: Date): number => (Math.floor(from.getTime() / MINUTE_MS) + 1) * MINUTE_MS;

/**
 * Whether anything a job looks for can have come due since its last run. A sweep of a province costs a minute; the
 * reminder steps stand at a few times of day, and between them there is nothing to find.
 */
function fellDue(job: JobName, since: Date, now: Date, { catalogue, calendar }: Models): boolean {
  const times = timesOf(job, catalogue);
  if (!times || calendar.dayOf(since) !== calendar.dayOf(now)) return true;
  const [from, to] = [calendar.timeOf(since), calendar.timeOf(now)];
  return times.some((time) => from < time && time <= to);
}

function timesOf(job: JobName, { profiles, lookBack, digests, budget, choice }: Catalogue): string[] | undefined {
  if (job === 'remind')
    return [
      ...profiles.flatMap(({ steps }) => steps.map(({ at }) => at)),
      ...choice.times,
      lookBack.at,
      eveningOf(budget),
    ];
  if (job === 'digest') return [...digests.map(({ when }) => when.at), lookBack.at];
  return undefined;
}

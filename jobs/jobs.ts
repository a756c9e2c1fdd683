import type { Bot } from '../bots/bot.js';
import { stepText } from '../config/texts/effect.js';
import { AGAIN } from '../models/heard.js';
import type { Models } from '../models/models.js';
import { isQuiet, LOOK_BACK, RETURNED } from '../models/nag.js';
import type { PlannedBatch } from '../models/nag-plan.js';
import { UNANSWERED } from '../models/unanswered.js';
import { lookAfterCollections } from './collections.js';
import { digest } from './digest.js';
import { handOn } from './hand-on.js';
import { matchAccounts } from './match-accounts.js';
import { measure } from './measure.js';
import { raiseCases } from './raise-cases.js';
import { remind } from './remind.js';
import { lookAfterTrainings } from './trainings.js';

/** One run of a job: with what, as of when, and whether it only tells what it would do. */
export interface JobRun {
  models: Models;
  bots: ReadonlyMap<string, Bot>;
  now: Date;
  dryRun: boolean;
  /** What it puts is decided as of `now`, not by the clock: for runs by hand at another time. */
  asOf: boolean;
  /** Reminders are spread over minutes. */
  spread?: boolean;
  /** A line for whoever asked: who, what, where, why. */
  say(line: string): void;
}

export type JobName = 'open-rolls' | 'remind' | 'digest' | 'match-accounts' | 'measure' | 'trainings' | 'collections';

/** The jobs by name. Each may run at any time, twice, or in several processes; each answers what it did in a sentence. */
export const jobs: Record<JobName, (run: JobRun) => Promise<string>> = {
  'open-rolls': async ({ models, now, dryRun }) => {
    if (dryRun) return '名册按校历打开，重复运行不会重复；试运行不打开。';
    const opened = await models.ledger.openRolls(now);
    await handOn(models, now);
    return `打开了 ${opened} 页名册。`;
  },

  remind: async ({ models, now, dryRun, asOf, spread = false, say }) => {
    const result = await remind(models, now, {
      dryRun,
      asOf,
      spread,
      onBatch: (batch) => tellBatch(batch, models, say),
    });
    if (!dryRun) await raiseCases(models, now);
    const held = Object.entries(result.held).map(([why, count]) => `${HELD[why] ?? why} ${count} 人`);
    const verb = dryRun ? '将提醒' : '提醒了';
    const waiting = result.waiting > 0 ? `；其中 ${result.waiting} 人的改天再提醒` : '';
    const nobody = dryRun && result.sent + result.lines + held.length === 0 ? whyNobody(models, now) : '';
    return `${verb} ${result.sent} 人、${result.lines} 个群${nobody}${held.length > 0 ? `；不提醒：${held.join('，')}${waiting}` : ''}。`;
  },

  digest: async ({ models, now, dryRun, asOf, spread = false, say }) => {
    const count = await digest(models, now, {
      dryRun,
      asOf,
      spread,
      onPlanned: ({ digest: { key, name }, person, school }) =>
        say(`${name}（${key}）\t${school}\t${person.name}（${person._id}）`),
    });
    return `${dryRun ? '将发' : '发出'} ${count} 份汇总。`;
  },

  trainings: async ({ models, now, dryRun }) => {
    if (dryRun) return '空出的培训名额给候补的下一位，提醒参加的人；试运行不给也不提醒。';
    const count = await lookAfterTrainings(models, now);
    return count > 0 ? `培训的事说了 ${count} 次。` : '';
  },

  collections: async ({ models, now, dryRun, spread = false }) => {
    if (dryRun) return '私下提醒还没填收集的人，截止的把结果告诉发的人；试运行不说。';
    const count = await lookAfterCollections(models, now, spread);
    return count > 0 ? `收集的事说了 ${count} 次。` : '';
  },

  'match-accounts': async ({ models, bots, now, dryRun }) => {
    if (dryRun) return '按手机号匹配账号；试运行不匹配。';
    return `按手机号绑定了 ${await matchAccounts(models, bots.values(), now)} 个账号。`;
  },

  measure: async ({ models, now, dryRun }) => {
    if (dryRun) return '统计前天以前的提醒起了多少作用；试运行不统计。';
    return `统计了 ${await measure(models, now)} 天的催交效果。`;
  },
};

export const isJobName = (name: string): name is JobName => name in jobs;

/** Why somebody hears nothing, in words. */
const HELD: Record<string, string> = {
  send: '提醒',
  'not-yet': '未到时间',
  'on-leave': '请假中',
  'weekly-cap': '本周提醒已够',
  'heard-today': '今天已提醒过',
  'no-account': '未绑定账号',
  'no-school': '今天不上学',
  'kept-back': '本周最后一次留给到期的',
  unanswered: '几次没有回音，改告诉负责的人',
};

/** Why nobody would hear anything, where the hour or the day is the reason. */
function whyNobody({ calendar, catalogue }: Models, now: Date): string {
  if (isQuiet(now, calendar, catalogue.budget)) return `：${calendar.timeOf(now)} 在免打扰时段`;
  const day = calendar.dayOf(now);
  const kind = calendar.kindOf(day);
  if (kind === 'school') return '：没有要提醒的';
  return kind === 'off' ? `：${day} 不上学` : `：${day} 的校历还没有导入`;
}

/** Steps that stand in no profile. */
const OTHER_STEPS: Record<string, string> = {
  [LOOK_BACK]: '下周头一天',
  [RETURNED]: '退回待改',
  [UNANSWERED]: '没有回音，告诉负责的人',
  [AGAIN]: '稍后再说的',
};

function tellBatch({ nags, lines }: PlannedBatch, { catalogue }: Models, say: (line: string) => void): void {
  const word = (key: string): string => catalogue.duties.find((duty) => duty.key === key)?.word ?? key;
  const stepOf = (duty: string, key: string): string => {
    const { reminders } = catalogue.duties.find((each) => each.key === duty) ?? {};
    const step = catalogue.profiles.find((each) => each.key === reminders)?.steps.find((each) => each.key === key);
    return OTHER_STEPS[key] ?? stepText(step);
  };
  for (const { person, items, at, verdict, waits } of nags) {
    const what = items.map(({ duty, period, step }) => `${word(duty)} ${period}（${stepOf(duty, step)}）`).join('；');
    say(
      `${HELD[verdict]}${waits ? `，等到 ${waits.until}` : ''}\t${at}\t${person.school}\t${person.name}（${person._id}）\t${what}`,
    );
  }
  for (const { chat, items, at, verdict } of lines) {
    const what = items.map(({ duty, period }) => `${word(duty)} ${period}`).join('；');
    say(`${HELD[verdict]}\t${at}\t群 ${chat.platform}:${chat.id}\t${what}`);
  }
}

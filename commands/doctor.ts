import type { Finding } from '../bots/bot.js';
import type { Env } from '../config/env.js';
import { fewNames, fullDayText, momentText } from '../config/texts/format.js';
import { platformName } from '../config/texts/platform.js';
import { openBots, openCounty } from '../county.js';
import { chineseFont } from '../jobs/pictures/render.js';
import { vacantPosts } from '../jobs/vacancies.js';
import { calendarGaps } from '../models/calendar.js';
import { systemClock } from '../models/clock.js';
import type { Models } from '../models/models.js';
import { WECOM_GROUP } from './bind-group.js';
import { checkPublic } from './check-public.js';
import { type Command, nothingMore } from './command.js';

const SLOW_MS = 200;
const SHOWN_DEAD = 5;
/** Leases last half a minute, and signatures are good for five: machines this far apart still work together. */
const CLOCKS_APART_MS = 10_000;
const DAY_MS = 24 * 3600 * 1000;
/** An older one is told of, here as in the operator's morning. */
const MOST_BACKUP_DAYS = 7;

export const doctor: Command = {
  usage: 'doctor',
  help: '检查配置、数据库、各平台、校历、时钟和积压的消息，并说明怎么改。有问题时退出码为 1。',
  run: async (given, { env, log, say }) => {
    nothingMore(given);
    say(
      `✓ 配置：监听 ${env.host}:${env.port}，时区 ${env.timeZone}，沙盒${env.sandbox ? '开' : '关'}，飞书${wayOf(env)}，企业微信${env.wecom ? '开' : '关'}，群机器人${env.wecomGroup ? `${env.wecomGroup.length}个` : '关'}，微信${env.wechat ? '开' : '关'}`,
    );
    const { database, models } = await openCounty(env, log);
    try {
      const bots = await openBots(env, { database, models }, log);
      const findings = [
        await checkDatabase(database),
        await checkClock(database, systemClock.now()),
        ...checkCalendar(models),
        await checkRoster(models),
        ...(await checkQueues(models)),
        await checkFiles(models),
        ...(await checkPauses(models)),
        await checkVacancies(models),
        ...(await Promise.all([...bots.values()].map((bot) => bot.check()))).flat(),
        ...(await checkWebhooks(env, models)),
        ...(await checkPublic(env.publicUrl)),
        checkFont(await chineseFont()),
        await checkBackup(models, systemClock.now()),
      ];
      for (const { ok, what, mend } of findings)
        say(`${ok ? '✓' : '✗'} ${what}${!ok && mend ? `\n    → ${mend}` : ''}`);
      return findings.every(({ ok }) => ok) ? 0 : 1;
    } finally {
      await database.stop();
    }
  },
};

/** How the platform's events come in. */
const wayOf = ({ feishu }: Env): string =>
  feishu ? `开（${feishu.transport === 'websocket' ? '长连接' : '推送到 /webhooks/feishu'}）` : '关';

async function checkDatabase({
  kind,
  ping,
}: {
  kind: 'embedded' | 'server';
  ping(): Promise<number>;
}): Promise<Finding> {
  const name = kind === 'embedded' ? '内置数据库' : 'MongoDB 服务器';
  const ms = Math.round(await ping());
  return ms <= SLOW_MS
    ? { ok: true, what: `数据库：${name}，响应 ${ms} 毫秒` }
    : { ok: false, what: `数据库：${name}响应慢，${ms} 毫秒`, mend: '检查磁盘是否将满、机器是否过忙。' };
}

/** @param now this machine's time; a database that is far from it is wrong, or this machine is. */
export async function checkClock({ clock }: { clock(): Promise<Date> }, now: Date): Promise<Finding> {
  const there = await clock();
  const apartMs = Math.abs(there.getTime() - now.getTime());
  if (apartMs <= CLOCKS_APART_MS) return { ok: true, what: '时钟：与数据库一致' };
  return {
    ok: false,
    what: `时钟：与数据库相差 ${Math.round(apartMs / 1000)} 秒`,
    mend: '请给两台机器对时（装 chrony）；差得太多，消息会迟发，飞书的推送会被拒收。',
  };
}

/** Without a font digests are words alone, which is no fault. */
export const checkFont = (file: string | undefined): Finding => ({
  ok: true,
  what: file
    ? `字体：${file}`
    : '字体：没有中文字体，小结只发文字、不发图。要图，在 Debian、Ubuntu 上运行 apt-get install fonts-wqy-microhei，再重启程序',
});

function checkCalendar({ calendar }: Models): Finding[] {
  const now = systemClock.now();
  const gaps = calendarGaps(calendar, now);
  const term = calendar.termOf(calendar.dayOf(now));
  return [
    gaps.length === 0
      ? { ok: true, what: '校历：放假安排齐全' }
      : {
          ok: false,
          what: `校历：缺 ${gaps.join('、')} 年的放假安排，涉及的任务不开名册、不提醒`,
          mend: `国务院办公厅公布后，按运维手册「放假安排」加入 ${gaps.map((year) => `holidays/${year}.yaml`).join('、')}，再重启程序。`,
        },
    { ok: true, what: `校历：今天${term ? `在${term.name}` : '不在学期内'}` },
  ];
}

async function checkRoster({ people, schools, accounts }: Models): Promise<Finding> {
  const [count, all, bound] = await Promise.all([people.count(), schools.all(), accounts.countPeople()]);
  const what = `名册：${all.length} 所学校，${count} 人，已绑定账号 ${bound} 人`;
  return count > 0
    ? { ok: true, what }
    : { ok: false, what: '名册：还是空的', mend: '运行 npx jiaoyan import-roster 花名册.xlsx。' };
}

async function checkQueues({ inbox, outbox, calendar }: Models): Promise<Finding[]> {
  const both = await Promise.all(
    [inbox, outbox].map(async (queue) => ({ counts: await queue.counts(), dead: await queue.dead(SHOWN_DEAD) })),
  );
  return both.map(({ counts, dead }, i) => {
    const name = i === 0 ? '收件' : '发件';
    if (counts.dead === 0) return { ok: true, what: `${name}：待处理 ${counts.ready} 条，没有失败的` };
    const list = dead
      .map(({ _id, outcome, doneAt }) => `${_id}（${outcome ?? ''}，${doneAt ? momentText(doneAt, calendar) : ''}）`)
      .join('\n      ');
    return {
      ok: false,
      what: `${name}：待处理 ${counts.ready} 条，失败 ${counts.dead} 条，最近的：\n      ${list}`,
      mend: '按原因处理：refused 是平台拒收（refused:uncertain 是不知道到了没有，没有再发），given-up 是多次重试未成。',
    };
  });
}

async function checkFiles({ files, fetches }: Models): Promise<Finding> {
  const [{ files: count, bytes }, { ready }] = await Promise.all([files.size(), fetches.counts()]);
  return { ok: true, what: `附件：${count} 个，共 ${Math.ceil(bytes / 1024 / 1024)} MB，待取 ${ready} 个` };
}

/** Whom the groups stand for that hear a robot and cannot answer it: nobody but the operator can say. */
async function checkWebhooks({ wecomGroup = [] }: Env, { groups }: Models): Promise<Finding[]> {
  const bound = new Set((await groups.all(WECOM_GROUP)).map(({ chat }) => chat.id));
  return wecomGroup
    .filter(({ name }) => !bound.has(name))
    .map(({ name }) => ({
      ok: false,
      what: `企业微信群机器人（${name}）：还没有说明是谁的群，什么也不会发`,
      mend: `运行 npx jiaoyan bind-group ${name} 全县（或片区、学校的名字）。`,
    }));
}

async function checkPauses({ pauses, calendar }: Models): Promise<Finding[]> {
  return (await pauses.standing()).map(({ platform, since }) => ({
    ok: false,
    what: `发送：${platform ? platformName(platform) : '全部'}暂停，从 ${momentText(since, calendar)} 起`,
    mend: '私聊机器人发「恢复」，或运行 npx jiaoyan resume。',
  }));
}

async function checkVacancies(models: Models): Promise<Finding> {
  if ((await models.people.count()) === 0) return { ok: true, what: '职务：导入名册以后再核对' };
  const vacancies = await vacantPosts(models);
  if (vacancies.length === 0) return { ok: true, what: '职务：都有人' };
  const list = fewNames(
    vacancies.map(({ school, post }) => `${school}${post}`),
    10,
  );
  return {
    ok: false,
    what: `职务：空缺 ${vacancies.length} 个，暂由接替的人负责：${list}`,
    mend: '在花名册里填上职务，重新导入。',
  };
}

/** @param now the backup's age is told as of then. */
export async function checkBackup(
  { marks, calendar }: Pick<Models, 'marks' | 'calendar'>,
  now: Date,
): Promise<Finding> {
  const mark = await marks.get('backup');
  const mend = '运行 npx jiaoyan backup 目录，并设为每天定时。';
  if (!mark) return { ok: false, what: '备份：还没有做过', mend };
  const days = Math.floor((now.getTime() - mark.at.getTime()) / DAY_MS);
  const what = `备份：最近一次 ${fullDayText(calendar.dayOf(mark.at))} ${calendar.timeOf(mark.at)}`;
  return days <= MOST_BACKUP_DAYS ? { ok: true, what } : { ok: false, what: `${what}，已经 ${days} 天`, mend };
}

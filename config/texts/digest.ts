import type { Tally } from '../../models/tally.js';
import { namesText } from './format.js';
import { counts } from './ledger.js';

export interface DutyDigest {
  duty: string;
  label: string;
  tally: Tally;
  missing: string[];
  /** What the missing are counted in. */
  unit: '人' | '个';
}

export interface Weekly {
  school: string;
  week: string;
  duties: DutyDigest[];
  /** Who missed several periods in a row, and how many. */
  repeaters: { name: string; duty: string; times: number }[];
  /** What is due next. */
  next: { duty: string; label: string; due: string }[];
}

/** So many names are told of each; the rest 未交 tells. */
const MOST_NAMED = 15;

/** What a cluster carries for the school, or nobody owes this time, is no news. */
const isOwed = ({ tally }: { tally: Tally }): boolean => tally.owed > 0;

/** One phone screen: so many of what comes next, and of what is open, are told one by one. */
const MOST_TOLD = 5;
const andMore = (count: number): string => (count > MOST_TOLD ? `；还有${count - MOST_TOLD}项` : '');

const nextText = (next: Weekly['next']): string =>
  next.length > 0
    ? `接下来：${next
        .slice(0, MOST_TOLD)
        .map(({ duty, label, due }) => `${duty}（${label}）${due}截止`)
        .join('；')}${andMore(next.length)}`
    : '';

/** 教科室主任, at the end of the week: the own school, with names. */
export function weekly({ school, week, duties, repeaters, next }: Weekly): string {
  const lines = duties
    .filter(isOwed)
    .map(
      ({ duty, label, tally, missing, unit }) =>
        `${duty}（${label}）${counts(tally)}${missing.length > 0 ? `\n未交：${namesText(missing, MOST_NAMED, unit)}` : ''}`,
    );
  const repeated = [...new Set(repeaters.map(({ duty, times }) => `${duty}连续${times}次未交`))];
  const again = repeated.map((what) => {
    const names = repeaters.filter(({ duty, times }) => `${duty}连续${times}次未交` === what).map(({ name }) => name);
    return `${namesText(names, MOST_NAMED)}（${what}）`;
  });
  return [
    `【${week}小结】${school}`,
    ...lines,
    again.length > 0 ? `需要关心：${again.join('、')}` : '',
    nextText(next),
    duties.some(({ missing }) => missing.length > 0) ? '要提醒未交的老师，发「催交」；名单随时发「未交」查看。' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

export interface Monthly {
  school: string;
  month: string;
  duties: { duty: string; tally: Tally }[];
  /** What is still open of it, with who can mend it. */
  overdue: { duty: string; label: string; count: number; responsible: string }[];
  next: Weekly['next'];
}

/** 校长, once a month: the own school only, never a comparison. */
export function monthly({ school, month, duties, overdue, next }: Monthly): string {
  return [
    `【${month}小结】${school}`,
    ...duties.filter(isOwed).map(({ duty, tally }) => `${duty}${counts(tally)}`),
    ...overdue
      .slice(0, MOST_TOLD)
      .map(
        ({ duty, label, count, responsible }) =>
          `还没交：${duty}（${label}）${count > 1 ? `${count}人` : ''}${responsible ? `，可找${responsible}` : '，目前没有负责人'}`,
      ),
    overdue.length > MOST_TOLD ? `还没交的另有${overdue.length - MOST_TOLD}项` : '',
    nextText(next),
    '明细请发「未交」。',
  ]
    .filter(Boolean)
    .join('\n');
}

export interface Operator {
  dead: number;
  refused: number;
  unbound: number;
  strangers: number;
  /** What the groups stood for that the bot is no longer in. */
  lostGroups: string[];
  /** Years whose holidays must be loaded. */
  years: number[];
  vacancies: { school: string; post: string }[];
  /** Days since the newest backup; undefined when there is none. */
  backupDays: number | undefined;
  /** Where sending is stopped, a line each. */
  pauses: readonly string[];
  /** How far the county is with what is due this week, by due day. */
  due: readonly { label: string; done: number; of: number }[];
}

/** 通讯员12所、教科室主任1所（北山镇中心小学）: by post, with the schools where they are few. */
function vacanciesText(vacancies: Operator['vacancies']): string {
  const posts = [...new Set(vacancies.map(({ post }) => post))];
  return posts
    .map((post) => {
      const schools = vacancies.filter((each) => each.post === post).map(({ school }) => school);
      return schools.length > MOST_SCHOOLS_NAMED ? `${post}${schools.length}所` : `${post}（${schools.join('、')}）`;
    })
    .join('、');
}

const MOST_SCHOOLS_NAMED = 3;
const MOST_GROUPS_NAMED = 5;

/** 协调员 and administrators, daily, and only when there is something to do. */
export function operator({
  dead,
  refused,
  unbound,
  strangers,
  lostGroups,
  years,
  vacancies,
  backupDays,
  pauses,
  due,
}: Operator): string | undefined {
  const lines = [
    ...pauses,
    ...years.map(
      (year) => `${year}年的放假安排还没有导入。导入前，涉及${year}年的任务不开名册、不提醒。见运维手册「放假安排」。`,
    ),
    dead > 0 ? `${dead}条消息没能送达或处理，运行 npx jiaoyan doctor 查看。` : '',
    refused > 0 ? `${refused}条消息被平台拒收（如已离开企业）。` : '',
    vacancies.length > 0 ? `职务空缺，暂由接替的人负责：${vacanciesText(vacancies)}。` : '',
    strangers > 0 ? `昨天有${strangers}个未绑定的账号来说过话，已告诉他们怎么绑定。` : '',
    lostGroups.length > 0
      ? `昨天有${lostGroups.length}个绑定的群里不再有我（${namesText(lostGroups, MOST_GROUPS_NAMED, '个')}），群里的提醒已停。还要用，请把我拉回群里再绑定。`
      : '',
    unbound > 0
      ? `${unbound}人还没有绑定账号，私聊提醒到不了他们。绑定码：npx jiaoyan bind-codes --out 绑定码.xlsx`
      : '',
    backupDays === undefined ? '还没有备份。请运行 npx jiaoyan backup 目录。' : '',
    backupDays !== undefined && backupDays > 7 ? `最近一次备份是${backupDays}天前。` : '',
  ].filter(Boolean);
  if (lines.length === 0) return undefined;
  const week = due.map(({ label, done, of }) => `${label}已交${done}/${of}`).join('；');
  const all = [...lines, ...(week ? [`本周截止：${week}。`] : [])];
  return `【管理员早报】\n${all.map((line) => `· ${line}`).join('\n')}`;
}

import type { Part } from './digest.js';
import { namesText } from './format.js';
import { heldText, type StillText } from './standing-still.js';

/** What an operator is to hear of. */
export interface Operations {
  dead: number;
  refused: number;
  unbound: number;
  strangers: number;
  /** What the groups stood for that the bot is no longer in. */
  lostGroups: string[];
  /** Years whose holidays must be loaded. */
  years: number[];
  /** What is not opened for want of them. */
  still: StillText | undefined;
  vacancies: { school: string; post: string }[];
  /** Days since the newest backup; undefined when there is none. */
  backupDays: number | undefined;
  /** Where sending is stopped, a line each. */
  pauses: readonly string[];
}

/** 通讯员12所、教科室主任1所（北山镇中心小学）: by post, with the schools where they are few. */
function vacanciesText(vacancies: Operations['vacancies']): string {
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

/** A line of the morning. `stands`: it is so until somebody sees to it; two that say the same here are one. */
export interface Point {
  text: string;
  stands?: string;
}

/** 协调员 and administrators: what there is to do. What happened yesterday is told once by itself, the rest stands. */
export function points({
  dead,
  refused,
  unbound,
  strangers,
  lostGroups,
  years,
  still,
  vacancies,
  backupDays,
  pauses,
}: Operations): Point[] {
  const standing = (text: string, stands = text): Point[] => (text ? [{ text, stands }] : []);
  const once = (text: string): Point[] => (text ? [{ text }] : []);
  return [
    ...pauses.flatMap((pause) => standing(pause)),
    ...years.flatMap((year) =>
      standing(`${year}年的放假安排还没有导入。导入前，涉及${year}年的任务不开名册、不提醒。见运维手册「放假安排」。`),
    ),
    // Said every morning: a whole county hears nothing meanwhile.
    ...once(still ? `因此停着的：${heldText(still)}没有开，全县不提醒。` : ''),
    ...standing(dead > 0 ? `${dead}条消息没能送达或处理，运行 npx jiaoyan doctor 查看。` : ''),
    ...once(refused > 0 ? `${refused}条消息被平台拒收（如已离开企业）。` : ''),
    ...standing(vacancies.length > 0 ? `职务空缺，暂由接替的人负责：${vacanciesText(vacancies)}。` : ''),
    ...once(strangers > 0 ? `昨天有${strangers}个未绑定的账号来说过话，已告诉他们怎么绑定。` : ''),
    ...once(
      lostGroups.length > 0
        ? `昨天有${lostGroups.length}个绑定的群里不再有我（${namesText(lostGroups, MOST_GROUPS_NAMED, '个')}），群里的提醒已停。还要用，请把我拉回群里再绑定。`
        : '',
    ),
    ...standing(
      unbound > 0
        ? `${unbound}人还没有绑定账号，私聊提醒到不了他们。绑定码：npx jiaoyan bind-codes --out 绑定码.xlsx`
        : '',
    ),
    ...standing(backupDays === undefined ? '还没有备份。请运行 npx jiaoyan backup 目录。' : ''),
    // A day older every day is no change.
    ...standing(backupDays !== undefined && backupDays > 7 ? `最近一次备份是${backupDays}天前。` : '', 'old backup'),
  ];
}

export const operations = (told: readonly Point[]): Part => ({
  entries: told.map(({ text }) => `· ${text}`),
  more: (count) => `· 另有${count}件，运行 npx jiaoyan doctor 查看。`,
});

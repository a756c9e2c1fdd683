import { addDays } from '../../models/day.js';
import type { Day } from '../../models/ids.js';
import { dateText, fewNames } from './format.js';
import { NOTHING_LEFT, type NothingLeft } from './nag.js';

/** Names of so many are told; the rest is in 我的. */
const MOST_NAMED = 5;

export const howTo =
  '想晚点再听，请发「稍后」（今晚再说），或「稍后 明天」「稍后 周五」（那天早上再说）；不用再提醒了，请发「稍后 取消」。';
export const nothing = (left: NothingLeft): string => `${NOTHING_LEFT[left]}要办的随时发「我的」看。`;

/** 今晚, 今天08:10, 明天08:10, 11月9日（周一）08:10. */
export function whenAgain({ day, at }: { day: Day; at: string }, today: Day): string {
  if (day === today) return at < '12:00' ? `今天${at}` : '今晚';
  return `${day === addDays(today, 1) ? '明天' : dateText(day)}${at}`;
}

/** Why not this evening. */
export const eveningOver = '今晚已经是休息时间，';
export const noSchoolToday = '今天不上学，';
/** Where another hour of the evening was asked for. */
export const onlyAt = (at: string): string => `晚上只在${at}说，`;
export const onLeave = '请假期间不提醒，';

interface Noted {
  /** Why it is not this evening, which was asked for. */
  over: string;
  /** What they had asked for before, and is not done now. */
  before?: string;
  /** What falls due before it is said again, first at `due`; `all`: it is all there is. */
  past?: { names: string[]; due: string; all: boolean };
  /** What was due, and until `due` still counts as on time: before it is said again. */
  grace?: { names: string[]; due: string; all: boolean };
  /** How many reminders the week then had, where it is the last of them. */
  last?: number;
}

export function noted(when: string, what: string[], { over, before, past, grace, last }: Noted): string {
  const which = (some: typeof past): string => (some && !some.all ? fewNames(some.names, MOST_NAMED) : '');
  return [
    `好的，${over}${when}再提醒您：${fewNames(what, MOST_NAMED)}。`,
    before ? `${before}就不提了；` : '',
    past ? `${which(past)}${past.due}截止，在这次提醒之前。` : '',
    grace ? `${which(grace)}${grace.due}前交仍算按时，在这次提醒之前。` : '',
    last ? `加上这次，当周的${last}次提醒就用完了。` : '',
    '到时已经交了的就不再提；不用提了请发「稍后 取消」。',
  ].join('');
}

/** The same asked for once more. */
export const notedBefore = (when: string, what: string[]): string =>
  `已经记着了，${when}再提醒您：${fewNames(what, MOST_NAMED)}。不用提了请发「稍后 取消」。`;

export const cancelled = '好的，不另外再提醒了；平时的提醒照常。要办的随时发「我的」看。';

export const enough = (most: number): string => `这一周已经提醒您${most}次了，不再多打扰。要办的随时发「我的」看。`;
export const daysNotKnown = (year: number): string =>
  `${year}年的放假安排还没有录入，接下来哪天上课还不知道，录入以前不提醒。要办的随时发「我的」看。`;
export const noSchool = '接下来没有上课日，放假期间不提醒。要办的随时发「我的」看。';

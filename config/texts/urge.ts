import { fewNames } from './format.js';

/** 催交 … 发出: who hears it, who does not and why. */
export const urged = (heard: string[], left: Left[]): string => urgedText('马上私下提醒', heard, left);

/** 催交: the same before it goes out, and what to say to send it. */
export const wouldUrge = (hearing: string[], left: Left[], says = ''): string =>
  [urgedText('将私下提醒', hearing, left), hearing.length > 0 && says ? `要发请发「${says}」。` : '']
    .filter(Boolean)
    .join('\n');
export const wouldUrgeInGroup = (hearing: number, left: Left[]): string =>
  `${numbers('将私下提醒', hearing, left)}。名单已私下发给您${hearing > 0 ? '，看过再发' : ''}。`;
export const urgeTitle = '催交：先看看';
export const sendNow = (count: number): string => `提醒这${count}人`;

/** Why somebody is left in peace. */
export const WHY = {
  today: '今天已提醒过',
  week: '本周提醒已够',
  leave: '请假中',
  closed: '学校今天停课',
  noAccount: '还没有绑定账号',
  pending: '已说明情况、待定',
  gone: '已不在名册上',
} as const;
/** Of somebody who owes of the time before they moved. */
export const movedTo = (school: string): string => `已调往${school}`;

export interface Left {
  name: string;
  why: string;
}

function urgedText(verb: string, heard: string[], left: Left[]): string {
  const names = left.map(({ name }) => name);
  if (heard.length === 0 && names.length === 0) return `${NOBODY}。`;
  if (heard.length > 0)
    return [`${verb}${heard.length}人：${fewNames(heard)}。`, names.length > 0 ? `不打扰（${reasons(left)}）。` : '']
      .filter(Boolean)
      .join('\n');
  return `${noneNow(left)}${left.every(isToday) ? `：${fewNames(names)}` : `（${reasons(left)}）`}。`;
}

const NOBODY = '这次没有需要提醒的人';
const isToday = ({ why }: Left): boolean => why === WHY.today;

/** Why of those who would be reminded nobody is. */
const noneNow = (left: Left[]): string =>
  `要提醒的${left.length}人${left.every(isToday) ? '今天已经提醒过（一天只提醒一次）' : '这次不打扰'}`;

/** 今天已提醒过的2人：吴三、郑四；请假中的1人：周二 */
const reasons = (left: Left[]): string =>
  [...new Set(left.map(({ why }) => why))]
    .map((reason) => {
      const names = left.filter(({ why }) => why === reason).map(({ name }) => name);
      return `${reason}的${names.length}人：${fewNames(names)}`;
    })
    .join('；');

/** The same for a group, without names. */
function numbers(verb: string, heard: number, left: Left[]): string {
  if (heard === 0) return left.length > 0 ? noneNow(left) : NOBODY;
  return `${verb}${heard}人${left.length > 0 ? `，另有${left.length}人今天不再打扰` : ''}`;
}

/** 催交 韩艳, who has nothing to be reminded of. */
export const nothingToUrge = (name: string, duty: string | undefined): string =>
  duty ? `${name}现在没有要催的${duty}。` : `${name}这一周没有要催的。还欠什么，请发「未交 ${name}」看。`;
export const urgedInGroup = (heard: number, left: Left[]): string =>
  `${numbers('马上私下提醒', heard, left)}。详情已私下发给您。`;

export const mayNotUrge = '催交由学校教科室主任、校长或协调员发起。';
export const urgeElsewhere = (place: string): string => `${place}的请由各校自己催交，您可以先用「未交」看看。`;
export const urgeClosed = (duty: string, label: string): string => `${duty}（${label}）已不再收，不用催了。`;
export const urgeDaysNotKnown = (year: number): string =>
  `${year}年的放假安排还没有录入，今天上不上课还不知道，先不发提醒。录入以后再发「催交」即可。`;
export const urgeRestsNow = (why: string): string => `${why}，先不发提醒。到上课日的白天再发「催交」即可。`;

import { type Called, type Hearing, willTell } from './occasion.js';

export const howToAssign = '请写明谁、到哪天、办什么，例如：交办 张三 到 12月5日 核对各班课表。';
export const noTasks = '现在没有可以交办的任务。';
export const mayNotAssign = (posts: string[]): string => `交办由${posts.join('、')}发起。`;
export const notYourself = '交办是请别的老师办的，自己的事不用交办。';
export const nobody = (name: string, county: boolean): string =>
  `${county ? '全县' : '本校'}名册里没有找到「${name}」，请核对姓名。`;
export const several = (name: string, who: string[]): string =>
  `有${who.length}位「${name}」：${who.join('、')}。请改用编号再发一次。`;

export interface Assigned extends Omit<Called, 'title'> {
  whose: string;
  what: string;
  due: string;
  heard: Hearing;
}

/** To whoever gives the task. */
export const assigned = ({ whose, what, due, word, label, heard }: Assigned): string =>
  `已交办${whose}（${label}）：${what}，${due}前办好，${willTell(heard)}。办好了我会告诉您。改日期请发「延期 ${word} ${label} 到 …」，不办了请发「取消本期 ${word} ${label}」。`;
/** The same in a group: neither name nor task. */
export const assignedInGroup = ({ label, due, heard }: Assigned): string =>
  `已交办（${label}），${due}前办好，${willTell(heard)}。`;

/** To whoever is to do it. */
export const yourTask = (from: string, { what, due, word, label, heard }: Assigned): string =>
  `${from}交办您一件事（${label}）：${what}。${heard.isLate ? `原定${due}前办好，还没办的请和${from}商量` : `请在${due}前办好`}，办完请发「${word} ${label} 办理结果」。`;

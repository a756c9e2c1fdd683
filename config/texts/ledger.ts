import type { Status, Tally } from '../../models/roll.js';
import { namesText } from './format.js';

/** One line of 我的. */
export interface MyLine {
  duty: string;
  label: string;
  status: Status;
  due: string;
  /** 上交时间 */
  at?: string;
}

const STATUS: Record<Status, string> = {
  owed: '未交',
  draft: '草稿，还差一步',
  returned: '退回待改',
  'handed-in': '已交',
  late: '已补交',
  accepted: '已通过',
  leave: '请假，不用交',
  exempt: '免交',
  absent: '不在应交名单',
};

export const statusText = (status: Status): string => STATUS[status];

/** 我的: what is open, then what was handed in lately. */
export function mine(open: MyLine[], overdue: MyLine[], done: MyLine[], leave: string | undefined): string {
  const line = (each: MyLine): string => `· ${each.duty}（${each.label}）${STATUS[each.status]}`;
  const parts = [
    leave ? `您请假到${leave}，期间不提醒。` : '',
    open.length > 0
      ? `要交的：\n${open.map((each) => `${line(each)}，${each.due}截止`).join('\n')}`
      : '现在没有要交的。',
    overdue.length > 0 ? `可以补交的：\n${overdue.map((each) => line(each)).join('\n')}` : '',
    done.length > 0
      ? `最近交过的：\n${done.map((each) => `${line(each)}${each.at ? `，${each.at}` : ''}`).join('\n')}`
      : '',
  ];
  return parts.filter(Boolean).join('\n');
}

export const mineInGroup = '您的情况已私下发给您。';

/** 已交 41/46（补交 2，请假 1，免交 1） */
export function counts({ owed, handedIn, late, leave, exempt, absent }: Tally): string {
  const extra = [
    late > 0 ? `其中补交${late}` : '',
    leave > 0 ? `请假${leave}` : '',
    exempt > 0 ? `免交${exempt}` : '',
    absent > 0 ? `未满任职期${absent}` : '',
  ].filter(Boolean);
  return `已交${handedIn}/${owed}${extra.length > 0 ? `（${extra.join('，')}）` : ''}`;
}

export interface MissingPart {
  duty: string;
  label: string;
  due: string;
  tally: Tally;
  /** Names, or names of schools. Only for whoever may see them, privately. */
  missing: string[];
  leave: string[];
  exempt: string[];
}

/** Whoever asks for the list gets the list; the bound is for a message's size. */
const MOST_LISTED = 300;

const listed = (what: string, names: string[]): string =>
  names.length > 0 ? `\n${what}：${namesText(names, MOST_LISTED)}` : '';

/** 未交, privately, to somebody entitled to the names. */
export const missing = (whose: string, parts: MissingPart[]): string =>
  parts.length === 0
    ? `${whose}现在没有在收的任务。`
    : `${whose}：\n${parts
        .map(
          (part) =>
            `${part.duty}（${part.label}）${counts(part.tally)}，${part.due}截止${listed('未交', part.missing)}${listed('请假', part.leave)}${listed('免交', part.exempt)}`,
        )
        .join('\n')}`;

/** 未交 asked in a group: numbers only, names go to the asker privately. */
export const missingInGroup = (whose: string, parts: MissingPart[]): string =>
  parts.length === 0
    ? `${whose}现在没有在收的任务。`
    : `${whose}：${parts.map((part) => `${part.duty}（${part.label}）${counts(part.tally)}`).join('；')}。名单已私下发给您。`;

export const mayNotSeeMissing = '谁未交只给学校负责人看。发「我的」可以看自己的。';
export const noSuchDuty = (word: string, words: string[]): string =>
  `没有叫「${word}」的任务。现在有：${words.join('、')}。`;

/** A coordinator named something that is neither a duty nor a place. */
export const nowhere = (name: string, words: string[]): string =>
  `没有找到叫「${name}」的学校、片区或任务，请写全名。现在的任务有：${words.join('、')}。`;

/** 催交: who hears it, who does not and why. */
export function urged(heard: string[], left: { name: string; why: string }[]): string {
  const head = heard.length > 0 ? `马上私下提醒${heard.length}人：${namesText(heard)}。` : '这次没有需要提醒的人。';
  const reasons = [...new Set(left.map(({ why }) => why))].map((reason) => {
    const names = left.filter(({ why }) => why === reason).map(({ name }) => name);
    return `${reason} ${names.length}人：${namesText(names)}`;
  });
  return reasons.length > 0 ? `${head}\n不打扰（${reasons.join('；')}）。` : head;
}

export const urgedInGroup = (heard: number, left: number): string =>
  `${heard > 0 ? `马上私下提醒${heard}人` : '这次没有需要提醒的人'}${left > 0 ? `，另有${left}人今天不再打扰` : ''}。详情已私下发给您。`;

export const mayNotUrge = '催交由学校教科室主任、校长或协调员发起。';
export const urgeRestsNow = (why: string): string => `${why}，先不发提醒。到上课日的白天再发「催交」即可。`;

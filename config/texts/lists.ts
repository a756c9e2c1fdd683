import type { Tally } from '../../models/roll.js';
import { namesText } from './format.js';
import { counts } from './ledger.js';

/** Whoever asks for a list gets the list; the bound is for a message's size. */
const MOST_LISTED = 300;

interface Listed {
  whose: string;
  duty: string;
  label: string;
  state: string;
  names: string[];
  /** How many of them came late, where that was not asked for. */
  late: number;
}

export const list = ({ whose, duty, label, state, names, late }: Listed): string =>
  names.length === 0
    ? `${whose}${duty}（${label}）没有${state}的。`
    : `${whose}${duty}（${label}）${state}${names.length}${late > 0 ? `（其中补交${late}）` : ''}：${namesText(names, MOST_LISTED)}`;

export const listInGroup = (state: string, count: number): string => `${state}${count}，名单已私下发给您。`;

export const howToList = (word: string): string =>
  `请写明任务和要看的名单，例如：名单 ${word} 已交。可以看的有：未交、已交、补交、退回、待认定、请假、免交。`;

export const nothingCollected = (duty: string): string => `${duty}现在没有在收的一期。`;

export interface StateLine {
  duty: string;
  label: string;
  tally: Tally;
}

/** 全校: chapter by chapter, one line a duty; what is complete is only counted. */
export function wholeState(whose: string, chapters: { title: string; lines: StateLine[] }[]): string {
  const all = chapters.flatMap(({ lines }) => lines);
  if (all.length === 0) return `${whose}现在没有在收的任务。`;
  const isOpen = ({ tally }: StateLine): boolean => tally.handedIn < tally.owed;
  const parts = chapters.flatMap(({ title, lines }) => {
    const open = lines.filter(isOpen);
    const told = open.map(({ duty, label, tally }) => `· ${duty}（${label}）${counts(tally)}`);
    return open.length > 0 ? [`【${title}】`, ...told] : [];
  });
  const done = all.length - all.filter(isOpen).length;
  const head = `${whose}在收${all.length}项，交齐${done}项${parts.length > 0 ? '，其余：' : '。'}`;
  return [head, ...parts, ...(parts.length > 0 ? ['看名单请发「名单 任务 未交」。'] : [])].join('\n');
}

export const noCharge = '名册里还没有写您负责的学校。请协调员在名册的「负责学校」一栏填上。';

export interface Round {
  duty: string;
  label: string;
  been: number;
  toGo: string[];
}

export const rounds = (charge: number, all: Round[]): string =>
  [
    `您负责${charge}所学校。`,
    ...all.map(
      ({ duty, label, been, toGo }) =>
        `· ${duty}（${label}）已到${been}所${toGo.length > 0 ? `，还没到：${namesText(toGo, 20)}` : '，都到过了'}`,
    ),
    ...(all.length === 0 ? ['现在没有按学校计数的任务。'] : []),
  ].join('\n');

export interface HistoryLine {
  duty: string;
  label: string;
  state: string;
  at: string;
  no: string;
}

export const history = (lines: HistoryLine[], more: boolean): string =>
  lines.length === 0
    ? '还没有交过的记录。'
    : `您交过的（新的在前）：\n${lines.map(({ duty, label, state, at, no }) => `· ${duty}${label && `（${label}）`}${state}，${at}，编号${no}`).join('\n')}${more ? '\n再往前的，请写明任务，例如「历史 任务」。' : ''}\n看内容请发「看 编号」。`;

export const historyInGroup = '您交过的已私下发给您。';

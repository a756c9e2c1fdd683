import type { Tally } from '../../models/tally.js';
import { namesText } from './format.js';
import { counts } from './ledger.js';
import type { Unit } from './missing.js';

/** Whoever asks for a list gets the list; the bound is for a message's size. */
const MOST_LISTED = 300;

interface Listed {
  duty: string;
  title: string;
  /** How many, of what. */
  count: number;
  unit: Unit;
  /** How many of them came late, where that was not asked for. */
  late: number;
  /** Undefined for whoever sees numbers alone. */
  names: string[] | undefined;
}

/** 名单: one line a period. */
export const list = (whose: string, state: string, all: Listed[]): string =>
  all
    .map(({ duty, title, count, unit, late, names }) => {
      const head = `${whose}${duty}（${title}）`;
      if (count === 0) return `${head}没有${state}的。`;
      const lateOnes = late > 0 ? `（其中补交${late}）` : '';
      if (!names) return `${head}${state}${count}${unit}${lateOnes}。这一项只报数字，名单由各校看。`;
      return `${head}${state}${count}${lateOnes}：${namesText(names, MOST_LISTED, unit)}`;
    })
    .join('\n');

export const listInGroup = (state: string, count: number, names: boolean): string =>
  `${state}${count}${names ? '，名单已私下发给您' : ''}。`;

export const howToList = (word: string): string =>
  `请写明任务和要看的名单，例如：名单 ${word} 已交。可以看的有：未交、已交、补交、退回、待认定、请假、免交。`;

export const nothingCollected = (duty: string): string => `${duty}现在没有在收的一期。`;

export interface StateLine {
  duty: string;
  label: string;
  tally: Tally;
}

interface WholeState {
  whose: string;
  /** How many are being collected, and of how many nothing is left to come. */
  all: number;
  done: number;
  /** What is told of the others, chapter by chapter, and how many more there are. */
  chapters: { title: string; lines: StateLine[] }[];
  more: number;
  /** What to type for all of it. */
  command: string;
  /** Whether the asker sees names of any. */
  names: boolean;
}

/** 全校: chapter by chapter, one line a duty; what is complete is only counted, and what does not fit as well. */
export function wholeState({ whose, all, done, chapters, more, command, names }: WholeState): string {
  if (all === 0) return `${whose}现在没有在收的任务。`;
  const told = chapters.flatMap(({ lines }) => lines).length;
  const parts = chapters
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ title, lines }) => [
      `【${title}】`,
      ...lines.map(({ duty, label, tally }) => `· ${duty}（${label}）${counts(tally)}`),
    ]);
  const rest = more > 0 ? `最先截止的${told}项：` : '其余：';
  const head = `${whose}在收${all}项，交齐${done}项${told > 0 ? `，${rest}` : '。'}`;
  const how = `${more > 0 ? `还有${more}项，发「${command}」看。` : ''}${names && told > 0 ? '看名单请发「名单 任务 未交」。' : ''}`;
  return [head, ...parts, how].filter(Boolean).join('\n');
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

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

export const listTitle = (duty: string, state: string): string => `${duty}：${state}`;

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

export interface WholeState {
  whose: string;
  /** How many are being collected, and of how many nothing is left to come. */
  all: number;
  done: number;
  /** What is told of the others, chapter by chapter, and how many more there are. */
  chapters: { title: string; lines: StateLine[] }[];
  /** Of a cluster how far each school is with all of it, in their order and never by how they stand. */
  schools: { name: string; tally: Tally }[];
  more: number;
  /** What to type for all of it. */
  command: string;
  /** What to type for the names of one; undefined where the asker sees none. */
  names: string | undefined;
}

/** 全校: chapter by chapter, one line a duty; what is complete is only counted, and what does not fit as well. */
export function wholeState(state: WholeState): string {
  if (state.all === 0) return nothingOpen(state.whose);
  const parts = state.chapters
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ title, lines }) => [
      `【${title}】`,
      ...lines.map(({ duty, label, tally }) => `· ${duty}（${label}）${counts(tally)}`),
    ]);
  const schools = state.schools.map((each) => `· ${each.name}${handedIn(each)}`);
  const each = schools.length > 0 ? [EACH_SCHOOL, ...schools] : [];
  return [`${state.whose}${soFar(state)}`, ...parts, ...each, howOn(state)].filter(Boolean).join('\n');
}

const EACH_SCHOOL = '【各校在收的合计】';
const handedIn = ({ tally: { handedIn: done, owed } }: { tally: Tally }): string => `已交${done}/${owed}`;

const nothingOpen = (whose: string): string => `${whose}现在没有在收的任务。`;
const toldIn = ({ chapters }: WholeState): number => chapters.flatMap(({ lines }) => lines).length;

function soFar(state: WholeState): string {
  const told = toldIn(state);
  const rest = state.more > 0 ? `最先截止的${told}项：` : '其余：';
  return `在收${state.all}项，交齐${state.done}项${told > 0 ? `，${rest}` : '。'}`;
}

const howOn = (state: WholeState): string =>
  `${state.more > 0 ? `还有${state.more}项，发「${state.command}」看。` : ''}${state.names ? `看名单请写上任务，如「${state.names}」。` : ''}`;

const words = (text: string) => ({ kind: 'text' as const, text });
const table = (columns: string[], rows: string[][]) => ({ kind: 'table' as const, columns, rows });

/** The same as a card: a table a chapter. */
export const wholeStateBlocks = (state: WholeState) => [
  words(state.all === 0 ? nothingOpen(state.whose) : soFar(state)),
  ...state.chapters
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ title, lines }) => [
      words(`【${title}】`),
      table(
        ['任务', '现在'],
        lines.map(({ duty, label, tally }) => [`${duty}（${label}）`, counts(tally)]),
      ),
    ]),
  ...(state.schools.length > 0
    ? [
        words(EACH_SCHOOL),
        table(
          ['学校', '现在'],
          state.schools.map((each) => [each.name, handedIn(each)]),
        ),
      ]
    : []),
  words(howOn(state)),
];

export const noCharge = '名册里还没有写您负责的学校。请协调员在名册的「负责学校」一栏填上。';

export interface Round {
  duty: string;
  label: string;
  been: number;
  toGo: string[];
}

export const roundsTitle = (charge: number): string => `您负责${charge}所学校`;
const noRounds = '现在没有按学校计数的任务。';
const toGoText = (toGo: string[]): string => (toGo.length > 0 ? `还没到：${namesText(toGo, 20)}` : '都到过了');

export const rounds = (charge: number, all: Round[]): string =>
  [
    `${roundsTitle(charge)}。`,
    ...all.map(({ duty, label, been, toGo }) => `· ${duty}（${label}）已到${been}所，${toGoText(toGo)}`),
    ...(all.length === 0 ? [noRounds] : []),
  ].join('\n');

/** The same as a card. */
export const roundsBlocks = (charge: number, all: Round[]) => [
  ...all.flatMap(({ duty, label, been, toGo }) => [
    { kind: 'progress' as const, label: `${duty}（${label}）`, done: been, of: charge },
    words(toGoText(toGo)),
  ]),
  words(all.length === 0 ? noRounds : ''),
];

export interface HistoryLine {
  duty: string;
  label: string;
  state: string;
  at: string;
  no: string;
}

export const historyTitle = '您交过的';
const called = ({ duty, label }: HistoryLine): string => `${duty}${label && `（${label}）`}`;
const furtherBack = '再往前的，请写明任务，例如「历史 任务」。';

export const history = (lines: HistoryLine[], more: boolean): string =>
  lines.length === 0
    ? '还没有交过的记录。'
    : [
        `${historyTitle}（新的在前）：`,
        ...lines.map((line) => `· ${called(line)}${line.state}，${line.at}，编号${line.no}`),
        ...(more ? [furtherBack] : []),
        '看内容请发「看 编号」。',
      ].join('\n');

/** The same as a card. */
export const historyBlocks = (lines: HistoryLine[], more: boolean) => [
  table(
    ['任务', '情况', '编号'],
    lines.map((line) => [called(line), `${line.state}，${line.at}`, line.no]),
  ),
  words(more ? furtherBack : ''),
];

/** 历史 韩艳, said by somebody else; `sees`: whether they may see of anybody what is missing. */
export const historyIsTheirs = (sees: boolean): string =>
  `一位老师交过什么，只给本人看，请本人发「历史」。${sees ? '还欠什么，您可以发「未交 姓名」看。' : '看您自己的，发「历史」即可。'}`;
export const historyInGroup = '您交过的已私下发给您。';

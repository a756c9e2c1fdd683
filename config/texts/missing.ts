import type { Duty } from '../../models/duty.js';
import type { Tally } from '../../models/tally.js';
import { namesText } from './format.js';
import { counts, inGrace } from './ledger.js';

/** One period of a duty, as 未交 tells it. */
export interface MissingPart {
  duty: string;
  label: string;
  /** With the words of a task: told to the asker alone. */
  title: string;
  due: string;
  /** Where `due` is over: until when it is on time all the same, or that it is late by now. */
  graceEnds?: string;
  late?: true;
  /** Whether it is not taken any more. */
  closed: boolean;
  tally: Tally;
  /** Whether the asker sees whose these are. */
  names: boolean;
  /** Names, or names of schools, by how they stand. Only for whoever may see them, privately. */
  lists: readonly { what: string; names: string[] }[];
  /** What is counted: people, schools, or others. */
  unit: Unit;
  /** What to type for all the names. */
  all: string;
}

export type Unit = '人' | '所' | '个' | '个部门';

/** What is counted where something is missing. What clusters owe for their small schools is not only schools'. */
export function unitOf({ owner, smallSchools }: Pick<Duty, 'owner' | 'smallSchools'>, isPersonal: boolean): Unit {
  if (isPersonal) return '人';
  if (owner.kind === 'department') return '个部门';
  return owner.kind === 'school' && !smallSchools ? '所' : '个';
}

/** What holds where the deadline is over. */
function over({ closed, late, graceEnds }: MissingPart): string {
  if (closed) return '，现已不再收';
  return late ? '，现在交算补交' : inGrace({ graceEnds });
}

const numbers = (called: string, part: MissingPart): string =>
  `${part.duty}（${called}）${counts(part.tally)}，${part.due}截止${over(part)}`;

/** Who is missing, a line a state; empty where nobody is. */
export function listsOf({ lists, names, unit, all }: MissingPart, most: number): string {
  if (!names) return '这一项只报数字，名单由各校看。';
  return lists
    .filter((list) => list.names.length > 0)
    .map((list) => {
      const more = list.names.length > most ? `，发「${all}」看全部` : '';
      return `${list.what}：${namesText(list.names, most, unit)}${more}`;
    })
    .join('\n');
}

const withLists = (part: MissingPart, most: number): string =>
  [numbers(part.title, part), listsOf(part, most)].filter(Boolean).join('\n');

/** On a card, above how far it is. */
export const called = (part: MissingPart): string => `${part.duty}（${part.title}），${part.due}截止${over(part)}`;

const nothing = (whose: string): string => `${whose}现在没有在收的任务。`;

/** What is open is asked of nobody: all are on leave, or need not hand it in. */
export const nothingOwed = (whose: string): string => `${whose}现在没有要交的任务。`;

/** 未交, privately, to somebody entitled to the names; of each list so many. */
export const missing = (whose: string, parts: MissingPart[], most: number): string =>
  parts.length === 0 ? nothing(whose) : `${whose}：\n${parts.map((part) => withLists(part, most)).join('\n')}`;

/** 未交 of one duty, or one period of it, of which there is nothing. */
export const noneCollected = (whose: string, duty = '任务', label?: string): string =>
  label ? `没有找到${whose}${label}的${duty}，请核对期次。正在收的请发「未交」看。` : `${whose}现在没有在收的${duty}。`;

/** What 未交 does not tell of at once: how many, whether all of it is due in two weeks or later, how to see it. */
export interface Rest {
  count: number;
  later: boolean;
  command: string;
}

/** 未交 of many duties at once: numbers, one line a duty, what is due first first; `names` is how to see some names. */
export function missingNumbers(whose: string, open: MissingPart[], rest: Rest, names: string | undefined): string {
  const lines = open.map((part) => `· ${numbers(part.label, part)}`);
  const head = `${missingHead(whose, open)}${open.length > 0 ? '：' : '。'}`;
  const how = names ? `看名单请发「${names}」。` : '';
  return [head, ...lines, `${hidden(rest)}${how}`].filter(Boolean).join('\n');
}

export const missingHead = (whose: string, open: MissingPart[]): string =>
  open.length > 0 ? `${whose}还没交齐的` : `${whose}眼下还在收的都交齐了`;

/** That there is more, and how to see it. */
export const hidden = ({ count, later, command }: Rest): string =>
  count > 0 ? `${later ? '两周以后截止的还有' : '还有'}${count}项，发「${command}」看。` : '';

/** The same as a table. */
export const COLUMNS = ['任务', '已交', '截止'] as const;
export const row = (part: MissingPart): string[] => [
  `${part.duty}（${part.label}）`,
  `${part.tally.handedIn}/${part.tally.owed}`,
  `${part.due}${over(part)}`,
];

/** 未交 asked in a group: numbers only, names go to the asker privately. */
export function missingInGroup(whose: string, parts: MissingPart[]): string {
  if (parts.length === 0) return nothing(whose);
  const told = parts.map(({ duty, label, tally }) => `${duty}（${label}）${counts(tally)}`).join('；');
  return `${whose}：${told}。${parts.some(({ names }) => names) ? '名单已私下发给您。' : ''}`;
}

/** 第1号：核对各班课表等3项 */
export const severalPeriods = (first: string, count: number): string => `${first}等${count}项`;
export const allSentPrivately = '全部的已私下发给您。';

import type { RollEntry, Status } from '../../models/roll.js';
import type { Tally } from '../../models/tally.js';
import { taking } from './leave.js';

/** One line of 我的. */
export interface MyLine {
  duty: string;
  label: string;
  /** Whose it is, where it is neither the own nor the own school's: a group's. */
  whose?: string;
  status: Status;
  /** Accepted, though it came late. */
  late?: true;
  due: string;
  /** Until when it is on time all the same, where its deadline is over. */
  graceEnds?: string;
  /** How many count so far, of how many, where more than one is owed. */
  have?: number;
  need?: number;
  /** The words of what else it counts for, where it came back. */
  also?: string[];
  /** What was said when it came back. */
  comment?: string;
  /** 上交时间 */
  at?: string;
}

const STATUS: Record<Status, string> = {
  owed: '未交',
  draft: '草稿，还差一步',
  returned: '退回待改',
  claimed: '待认定',
  'handed-in': '已交',
  late: '已补交',
  accepted: '已通过',
  leave: '请假，不用交',
  exempt: '免交',
  absent: '不在应交名单',
  'in-cluster': '由片区承担',
};

/** 已通过（补交）: late work stays marked when it has been accepted. */
export const statusText = ({ status, late }: Pick<RollEntry, 'status' | 'late'>): string =>
  status === 'accepted' && late ? `${STATUS.accepted}（补交）` : STATUS[status];

/** One's own draft that stands on no line of what one answers for. */
export interface DraftLine {
  duty: string;
  label: string;
  no: string;
  due?: string;
}

export interface Mine {
  returned: MyLine[];
  /** Due within two weeks. */
  open: MyLine[];
  later: MyLine[];
  overdue: MyLine[];
  begun: DraftLine[];
  claimed: MyLine[];
  /** All of it, the newest first. */
  done: MyLine[];
  /** The last day of a leave that is running. */
  leave?: string;
  /** 产假, where all of it is. */
  leaveKind?: string;
  /** How they chose to be reminded. */
  reminded?: string;
  /** What is not opened yet, in words. */
  held?: string;
}

/** 青山县第二小学（1/2）: behind whoever owes several and is not through, how many of how many are in. */
export const soFar = ({ have = 0, need = 1 }: Pick<RollEntry, 'have' | 'need'>): string =>
  need > 1 && have < need ? `（${have}/${need}）` : '';

/** 第1期，已有1/2: the same behind the label of a period. */
export const labelSoFar = (label: string, { have = 0, need = 1 }: Pick<RollEntry, 'have' | 'need'> = {}): string =>
  need > 1 && have < need ? `${label}，已有${have}/${need}` : label;

const progress = ({ have, need }: MyLine): string => (need === undefined ? '' : `已有${have}/${need}，`);

/** Behind a deadline that is over: until when it is on time all the same. */
export const inGrace = ({ graceEnds }: { graceEnds?: string | undefined }): string =>
  graceEnds ? `，${graceEnds}前交仍算按时` : '';

const called = ({ label, whose }: MyLine): string => [label, whose].filter(Boolean).join('，');

/**
 * Of groups that stand alike one for all: 校本教研活动（第15-16周，科学组、英语组）. A number of several stays its group's.
 *
 * @param shown what the line says beside whose it is.
 */
function together(lines: MyLine[], shown: (keyof MyLine)[]): MyLine[] {
  const alike = new Map<string, MyLine>();
  for (const each of lines) {
    const { whose, need } = each;
    const key = whose && need === undefined ? JSON.stringify(each, shown) : String(alike.size);
    const known = alike.get(key);
    alike.set(key, known ? { ...each, whose: `${known.whose}、${whose}` } : each);
  }
  return [...alike.values()];
}

const line = (each: MyLine): string => `· ${each.duty}（${called(each)}）${statusText(each)}`;
const section = (title: string, lines: string[]): string => (lines.length > 0 ? `${title}\n${lines.join('\n')}` : '');
const draft = ({ duty, label, no, due }: DraftLine): string =>
  `· ${duty}（${[label, `编号${no}`].filter(Boolean).join('，')}）${due ? `${due}截止` : ''}`;
const toMend = (lines: MyLine[]): string =>
  section(
    '退回待改的：',
    lines.map(
      (each) =>
        `· ${each.duty}（${called(each)}${each.also ? `，也算${each.also.join('、')}` : ''}）${progress(each)}${each.due}前改好${each.comment ? `。意见：${each.comment}` : ''}`,
    ),
  );
const toHandIn = (lines: MyLine[]): string =>
  section(
    '要交的：',
    together(lines, ['duty', 'label', 'status', 'late', 'due']).map(
      (each) => `${line(each)}，${progress(each)}${each.due}截止${inGrace(each)}`,
    ),
  );
const toHandInLater = (lines: MyLine[]): string => section('往后要交的：', byDay(lines));
const toMakeUpFor = (lines: MyLine[]): string => section('可以补交的：', byDuty(lines));

/** So many lines of what was handed in: with the rest, one phone screen. */
const MOST_DONE = 5;

/** 我的: what came back, what is open, what waits, then what was handed in lately. */
export function mine({
  returned,
  open,
  later,
  overdue,
  begun,
  claimed,
  done,
  leave,
  leaveKind = '',
  reminded,
  held,
}: Mine): string {
  const owing = open.length + later.length + returned.length;
  const parts = [
    leave ? `您${taking(leaveKind)}到${leave}，期间不提醒。` : '',
    toMend(returned),
    toHandIn(open),
    owing === 0 ? '现在没有要交的。' : '',
    section('您的草稿，接着发来就行，不要的发「撤回 编号」：', begun.map(draft)),
    toHandInLater(later),
    held ?? '',
    toMakeUpFor(overdue),
    section(
      '等认定的：',
      together(claimed, ['duty', 'label']).map((each) => `· ${each.duty}（${labelSoFar(called(each), each)}）`),
    ),
    section(
      '最近交过的：',
      together(done, ['duty', 'label', 'status', 'late', 'at'])
        .slice(0, MOST_DONE)
        .map((each) => `${line(each)}${each.at ? `，${each.at}` : ''}`),
    ),
    reminded ?? '',
  ];
  return parts.filter(Boolean).join('\n');
}

/** Whose it is that is owed, to somebody in charge. */
export interface Whose {
  name: string;
  school: string;
  /** Only of this duty. */
  duty?: string;
  /** Whether the asker sees all that they owe. */
  whole: boolean;
}

/** 未交 韩艳: what somebody owes, to whoever may see it. */
export function owedBy(
  { name, school, duty, whole }: Whose,
  { returned, open, later, overdue, leave }: Pick<Mine, 'returned' | 'open' | 'later' | 'overdue' | 'leave'>,
): string {
  const sections = [toMend(returned), toHandIn(open), toHandInLater(later), toMakeUpFor(overdue)].filter(Boolean);
  const seen = whole ? '' : '您看得到的任务里，';
  const who = `${name}（${school}）`;
  return [
    sections.length > 0 ? `${seen}${who}还没交的：` : `${seen}${who}现在没有要交的${duty ?? ''}。`,
    leave ? `${name}请假到${leave}，期间不提醒。` : '',
    ...sections,
  ]
    .filter(Boolean)
    .join('\n');
}

/** On its card. */
export const owedByTitle = (name: string): string => `${name}还没交的`;
export const remindNow = (name: string): string => `提醒${name}`;
/** In a group, whatever is answered about one person: the answer alone would say whether they have handed in. */
export const aboutOneInGroup = '关于这位老师的，已私下发给您。';

/** · 1月22日（周五）17:00：教育典型案例、研讨课（0/2）… */
function byDay(lines: MyLine[]): string[] {
  const days = [...new Set(lines.map(({ due }) => due))];
  return days.map((day) => {
    const names = lines.filter(({ due }) => due === day).map((each) => `${each.duty}${soFar(each)}`);
    return `· ${day}前：${[...new Set(names)].join('、')}`;
  });
}

/** · 教育周记（第1周、第7周）未交; · 校本教研活动（第1-2周，语文组、数学组；第3-4周，语文组）未交 */
function byDuty(lines: MyLine[]): string[] {
  const alike = [...new Set(lines.map((each) => each.duty + statusText(each)))];
  return alike.map((key) => {
    const same = lines.filter((each) => each.duty + statusText(each) === key);
    const periods = together(same, ['label']).map((each) =>
      same.length === 1 ? labelSoFar(called(each), each) : `${called(each)}${soFar(each)}`,
    );
    const [first] = same;
    const told = periods.join(periods.some((each) => each.includes('，')) ? '；' : '、');
    return first ? `· ${first.duty}（${told}）${statusText(first)}` : '';
  });
}

/** On a card. */
export const mineTitle = (name: string): string => `${name}老师的任务`;

export const mineInGroup = '您的情况已私下发给您。';

/** 已交 41/46（补交 2，请假 1，免交 1） */
export function counts({ owed, handedIn, late, returned, claimed, leave, exempt, absent, inCluster }: Tally): string {
  const extra = [
    late > 0 ? `其中补交${late}` : '',
    returned > 0 ? `退回待改${returned}` : '',
    claimed > 0 ? `待认定${claimed}` : '',
    leave > 0 ? `请假${leave}` : '',
    exempt > 0 ? `免交${exempt}` : '',
    absent > 0 ? `未满任职期${absent}` : '',
    inCluster > 0 ? `由片区承担${inCluster}` : '',
  ].filter(Boolean);
  return `已交${handedIn}/${owed}${extra.length > 0 ? `（${extra.join('，')}）` : ''}`;
}

export const mayNotSeeMissing = '谁没交只给负责的老师看。发「我的」可以看自己的。';
/** So many words of duties are listed in a sentence. */
const MOST_WORDS = 12;

export const noSuchDuty = (word: string, words: string[], near: string[]): string => {
  if (words.length <= MOST_WORDS) return `没有叫「${word}」的任务。现在有：${words.join('、')}。`;
  const meant = near.length > 0 ? `您是想说「${near.join('」或「')}」吗？` : '';
  return `没有叫「${word}」的任务。${meant}发「帮助 全部」看所有任务。`;
};

/** The same with the words below it that are nearly this one. */
export const whichDuty = (word: string): string => `没有叫「${word}」的任务，您是想说这个吗？`;

/** 未交 and 催交 take names of colleagues as well. */
export const neitherDutyNorAnybody = (word: string, words: string[]): string =>
  `没有叫「${word}」的任务，本校名册里也没有叫这个名字的老师。${known(words)}`;
export const nowhereNorAnybody = (name: string, words: string[]): string =>
  `没有找到叫「${name}」的学校、片区、任务或老师，请写全名。${known(words)}`;
const known = (words: string[]): string =>
  words.length <= MOST_WORDS ? `现在的任务有：${words.join('、')}。` : '发「帮助 全部」看所有任务。';

export const severalCalled = (name: string, who: string[]): string =>
  `有${who.length}位「${name}」，请改用编号：${who.join('、')}。`;
/** The same with each of them below it. */
export const whichCalled = (name: string): string => `不止一位「${name}」，是哪一位？`;
export const oneAtATime = '一次请只写一位老师的姓名。';

/** A coordinator named something that is neither a duty nor a place. */
export const nowhere = (name: string, words: string[]): string =>
  `没有找到叫「${name}」的学校、片区或任务，请写全名。${known(words)}`;

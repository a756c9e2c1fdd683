import { type FileLine, fileLines } from './file.js';

/** What is done with what was handed in, as people type it. */
export type Verb = '通过' | '退回' | '采用' | '不采用';

/** A record as one line or one page tells it. */
export interface Shown {
  no: string;
  duty: string;
  label: string;
  whose: string;
  /** Empty where the owner is the school itself. */
  school: string;
}

const titled = ({ duty, label }: Pick<Shown, 'duty' | 'label'>): string => `${duty}${label && `（${label}）`}`;
const from = ({ whose, school }: Pick<Shown, 'whose' | 'school'>): string => `${whose}${school && `（${school}）`}`;

/** One line of 待审. */
export interface WaitingLine extends Shown {
  at: string;
  /** Empty where the days until then are not known. */
  due: string;
  overdue: boolean;
}

export const waitingLine = (line: WaitingLine): string =>
  `· ${line.no} ${titled(line)} ${from(line)}，${line.at}交${line.due && `，${line.overdue ? '本应' : '请'}在${line.due}前答复`}`;

/** Of a list: how many there are, how many stand before these, what shows those behind them. */
export interface WaitingList {
  total: number;
  first: number;
  next?: string;
  /** Behind this one it was to begin, and it waits no more. */
  gone?: string;
  contributions: boolean;
}

export const beginsAnew = (no: string): string => `${no}已经不用您答复了，从头列起。`;

export function waiting(lines: WaitingLine[], { total, first, next, gone, contributions }: WaitingList): string {
  const rest = total - first - lines.length;
  const more = next ? `\n后面还有${rest}份，发「${next}」接着看。` : '';
  const from = first > 0 ? `，${beginsAt(first + 1)}` : '：';
  return `${gone ? `${beginsAnew(gone)}\n` : ''}等您答复的有${total}份，等得最久的在前${from}\n${lines.map(waitingLine).join('\n')}${more}\n看全文请发「看 编号」，${howToAnswer('编号', contributions)}。`;
}

/** On a card. */
export const waitingTitle = (total: number): string => `等您答复的有${total}份`;
export const moreWait = (more: number): string => `后面还有${more}份。`;
export const beginsAt = (index: number): string => `从第${index}份起：`;
export const fromTheFirst = '从头看';
export const nextOnes = (count: number): string => `看后面${count}份`;

export const waitingInGroup = (total: number, overdue: number): string =>
  `等您答复的有${total}份${overdue > 0 ? `，其中${overdue}份已过答复日` : ''}。名单已私下发给您。`;
export const nothingWaits = '现在没有等您答复的材料。';
export const nothingWaitsOf = (duty: string): string => `现在没有等您答复的${duty}。发「待审」看全部。`;

/** To whoever answers now what another's post was asked for. */
export const handedOn = (post: string, total: number): string =>
  `${post}的待审核转到您这里了，现在等您答复的有${total}份，发「待审」看。`;

export const lookHow = (word: string): string =>
  `请写上编号，例如：看 7F3KQ2；看自己最近交的，写任务，例如：看 ${word}。`;
export const nothingOwn = (duty: string): string => `您还没有交过${duty}。`;
export const notFound = (no: string): string => `没有找到编号为${no}的材料，请核对编号。`;
export const mayNotRead = (no: string): string =>
  `${no}只给交的人和负责审阅的人看。您如需要它，请联系交材料的老师或协调员。`;
export const sentPrivately = '内容已私下发给您。';

/** One answer a record has had. */
export interface AnswerLine {
  at: string;
  by: string;
  verb: string;
  comment?: string;
}

/** 看: a record in full. */
export interface Page extends Shown {
  at: string;
  late: boolean;
  /** Who handed it in, when that is not the owner. */
  by?: string;
  state: string;
  /** What whoever opened it said it is about. */
  note?: string;
  lines: string[];
  /** What hangs on it, with links for whoever asks. */
  files: FileLine[];
  answers: AnswerLine[];
  versions: number;
  /** The record it was made from, those made from it, and the one that has its text already. */
  madeFrom?: string;
  became: string[];
  sameTextAs?: string;
  /** To its owner, where that is theirs to say: who else may read it, and whether they have said so. */
  allowed?: { who: string; opened: boolean };
  /** The number of one's own draft beside it. */
  draft?: string;
  /** It is taken or not, rather than passed. */
  contribution: boolean;
  /** For whoever may answer it: until when. */
  answerBy: string | undefined;
}

/** What an answer is said with, the kindest first. */
const howToAnswer = (no: string, contribution: boolean): string =>
  `答复请发${contribution ? `「采用 ${no}」「不采用 ${no}」` : `「通过 ${no}」`}「退回 ${no} 意见」`;

const allowedTo = ({ no, allowed }: Page): string => {
  if (!allowed) return '';
  return allowed.opened
    ? `您已公开：${allowed.who}也可以看全文。要收回请发「不公开 ${no}」。`
    : `${allowed.who}只看得到交没交。愿意给他们看全文，请发「公开 ${no}」。`;
};

export function page(record: Page): string {
  const {
    no,
    at,
    late,
    by,
    state,
    lines,
    answers,
    versions,
    became,
    madeFrom,
    sameTextAs,
    answerBy,
    note,
    contribution,
  } = record;
  return [
    `【${titled(record)}】编号 ${no}`,
    `${from(record)}，${at ? `${at}上交` : '还没有上交'}${by ? `，由${by}交` : ''}${late ? '，补交' : ''}`,
    `状态：${state}`,
    note ? `要求：${note}` : '',
    ...lines,
    ...fileLines(record.files),
    ...answers.map((each) => `${each.at} ${each.by}${each.verb}${each.comment ? `：${each.comment}` : ''}`),
    versions > 1 ? `共${versions}版，旧版都留着。` : '',
    madeFrom ? `由${madeFrom}转来。` : '',
    became.length > 0 ? `已转为${became.join('、')}。` : '',
    sameTextAs ? `文字和${sameTextAs}相同，只计那一份。` : '',
    allowedTo(record),
    record.draft ? `另有一份没交的草稿，看请发「看 ${record.draft}」，不要了请发「撤回 ${record.draft}」。` : '',
    answerBy === undefined ? '' : `${howToAnswer(no, contribution)}${answerBy && `，${answerBy}前`}。`,
  ]
    .filter(Boolean)
    .join('\n');
}
